/** Brings LWC into the page, with synthetic shadow where the variant has it: loaded only then, since it changes the document's globals. */
import type { Island } from '../patch.ts';
import type { Variant } from '../variants.ts';
import type { VNode } from '../vnode.ts';

/** Where the page hands over to LWC: the roots of its own component trees. */
export const ISLANDS: ReadonlySet<string> = new Set([
  'one-record-home-flexipage2',
  'records-modal-lwc-detail-panel-wrapper',
  'records-lwc-record-layout',
]);

/** Components that have a native shadow in a synthetic page. */
const NATIVE: ReadonlySet<string> = new Set(['records-hoverable-link']);

/** Loads LWC and resolves to what makes the elements that render themselves. */
export async function loadIslands(variant: Variant, css: string): Promise<(vnode: VNode) => Island | null> {
  if (variant !== 'lwc-native') await import('@lwc/synthetic-shadow');
  const { createIslands } = await import('./islands.ts');
  const make = createIslands(css, variant === 'lwc-mixed' ? NATIVE : new Set());
  return (vnode) => (ISLANDS.has(vnode.tag) ? make(vnode) : null);
}

/**
 * Descriptions of what the page shows. A custom element is described as what it is: a template of its own (`shadow`) with slots,
 * and children given to it. Plain variants lay both out in one tree, as synthetic shadow does; LWC variants make real components.
 */
import type { Origin } from './origins.ts';

export type Handler = (event: Event) => void;

export interface VNode {
  tag: string;
  /** Tells siblings of one tag apart. */
  key: string | undefined;
  attrs: Record<string, string>;
  /** State of form controls, which is no attribute. */
  props: { value?: string; checked?: boolean };
  /** They close over nothing that a later rendering replaces. */
  on: Record<string, Handler>;
  children: Child[];
  /** Template of a custom element. */
  shadow: Child[] | null;
  origin: Origin | null;
}

export type Child = VNode | string;
export type Content = Child | null | undefined | false | readonly Content[];

interface Special {
  key?: string;
  props?: VNode['props'];
  on?: Record<string, Handler>;
  origin?: Origin | null;
}

/** Attributes and the special entries; `true` is an empty attribute, `false`, `null` and `undefined` none. */
export interface Attrs extends Special {
  [name: string]: unknown;
}

function childrenOf(content: Content): Child[] {
  if (content === null || content === undefined || content === false || content === '') return [];
  if (typeof content === 'string') return [content];
  if ('tag' in content) return [content];
  return content.flatMap(childrenOf);
}

/** An element; `tag` may have classes, as in `div.slds-grid`. */
export function h(tag: string, given: Attrs = {}, ...content: Content[]): VNode {
  const [name = '', ...classes] = tag.split('.');
  const { key, props = {}, on = {}, origin = null, ...rest } = given;
  const attrs: Record<string, string> = {};
  const all = [...classes, ...(typeof rest.class === 'string' ? rest.class.split(' ') : [])].filter(Boolean);
  if (all.length > 0) attrs.class = all.join(' ');
  for (const [attr, value] of Object.entries(rest)) {
    if (attr === 'class' || value === null || value === undefined || value === false) continue;
    attrs[attr] = value === true ? '' : String(value);
  }
  return { tag: name, key, attrs, props, on, children: childrenOf(content), shadow: null, origin };
}

/** A custom element with its template; the children go into its slots. */
export function component(tag: string, given: Attrs, shadow: Content, ...content: Content[]): VNode {
  return { ...h(tag, given, ...content), shadow: childrenOf(shadow) };
}

/** A custom element that only puts its children into its slot. */
export function wrap(tag: string, given: Attrs, ...content: Content[]): VNode {
  return component(tag, given, [h('slot')], ...content);
}

const slotOf = (child: Child) => (typeof child === 'string' ? '' : (child.attrs.slot ?? ''));

/** Puts the children given to a component into the slots of its template. */
function fill(template: readonly Child[], given: ReadonlyMap<string, Child[]>, scope: string | undefined): Child[] {
  return template.map((child) => {
    if (typeof child === 'string') return child;
    const attrs = scope ? { ...child.attrs, [scope]: '' } : child.attrs;
    if (child.tag !== 'slot') return { ...child, attrs, children: fill(child.children, given, scope) };
    const assigned = given.get(child.attrs.name ?? '');
    return { ...child, attrs, children: assigned ?? fill(child.children, given, scope) };
  });
}

/**
 * The one tree that a document with synthetic shadow has: slots are inert elements around what is slotted into them.
 *
 * @param tokenOf scope token of a component's style sheet, which its host and the elements of its template carry
 * @param kept tags that are left as they are, with everything in them
 */
export function flatten(
  node: Child,
  tokenOf: (tag: string) => string | undefined,
  kept: ReadonlySet<string> = new Set(),
): Child {
  if (typeof node === 'string' || kept.has(node.tag)) return node;
  const flat = (child: Child) => flatten(child, tokenOf, kept);
  if (!node.shadow) return { ...node, children: node.children.map(flat) };
  const token = tokenOf(node.tag);
  const children = fill(node.shadow, Map.groupBy(node.children, slotOf), token).map(flat);
  const attrs = token ? { ...node.attrs, [`${token}-host`]: '' } : node.attrs;
  return { ...node, attrs, shadow: null, children };
}

import type { Origin } from './origins.ts';

export type Child = VNode | string | null | false | undefined;

type Handler = (event: Event) => void;

export interface Props {
  /** Attributes; those that would identify a node are left out where the page's variant has none. */
  [attribute: string]: unknown;
  key?: string;
  /** Classes for looks alone. */
  class?: string;
  /** Classes of the CRM's own kit, which identify. */
  kit?: string;
  /** Content of a form control. */
  value?: string;
  on?: Record<string, Handler>;
  /** What the node and all in it stand for. */
  origin?: Origin | null;
  /** Called with the node when it is made. */
  ref?: (node: HTMLElement) => void;
}

export interface VNode {
  tag: string;
  props: Props;
  children: Child[];
}

/** A node to render. */
export function h(tag: string, props: Props | null, ...children: (Child | Child[])[]): VNode {
  return { tag, props: props ?? {}, children: children.flat() };
}

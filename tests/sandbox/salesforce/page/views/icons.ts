/** Small drawings, as `lightning-primitive-icon` has them. */
import { component, h, type VNode } from '../vnode.ts';

const PATHS = {
  edit: 'M3 17l1-4L14 3l3 3L7 16l-4 1z',
  undo: 'M8 4L3 9l5 5v-3c4 0 7 1 9 5 0-6-4-9-9-9V4z',
  preview: 'M10 4C5 4 2 10 2 10s3 6 8 6 8-6 8-6-3-6-8-6zm0 9a3 3 0 110-6 3 3 0 010 6z',
  down: 'M4 7l6 6 6-6z',
  right: 'M7 4l6 6-6 6z',
  close: 'M5 4l5 5 5-5 1 1-5 5 5 5-1 1-5-5-5 5-1-1 5-5-5-5z',
  check: 'M3 10l2-2 3 3 7-7 2 2-9 9z',
  owner: 'M10 10a4 4 0 100-8 4 4 0 000 8zm-8 8c0-4 4-6 8-6s8 2 8 6H2z',
  help: 'M10 2a8 8 0 100 16 8 8 0 000-16zm0 13a1 1 0 110-2 1 1 0 010 2zm1-4v1H9v-2c2 0 3-1 3-2s-1-2-2-2-2 1-2 2H6c0-2 2-4 4-4s4 2 4 4-1 2-3 3z',
  search: 'M8 2a6 6 0 014 10l5 5-1 1-5-5A6 6 0 118 2zm0 2a4 4 0 100 8 4 4 0 000-8z',
  bell: 'M10 2a5 5 0 00-5 5v4l-2 3h14l-2-3V7a5 5 0 00-5-5zm-2 13a2 2 0 004 0z',
  gear: 'M8 2h4l1 3 3-1 2 3-2 3 2 3-2 3-3-1-1 3H8l-1-3-3 1-2-3 2-3-2-3 2-3 3 1z',
  sparkle: 'M10 2l2 6 6 2-6 2-2 6-2-6-6-2 6-2z',
  waffle:
    'M3 3h3v3H3zM9 3h3v3H9zM15 3h3v3h-3zM3 9h3v3H3zM9 9h3v3H9zM15 9h3v3h-3zM3 15h3v3H3zM9 15h3v3H9zM15 15h3v3h-3z',
} as const;

export type Icon = keyof typeof PATHS;

export function svg(icon: Icon, className = 'slds-button__icon'): VNode {
  const attrs = { class: className, viewBox: '0 0 20 20', focusable: 'false', 'aria-hidden': 'true' };
  return h('svg', attrs, h('path', { d: PATHS[icon] }));
}

/** An icon button with a text for screen readers. */
export function buttonIcon(icon: Icon, text: string, on: VNode['on'], attrs: Record<string, string> = {}): VNode {
  return component('lightning-button-icon', { class: attrs.class }, [
    h(
      'button.slds-button.slds-button_icon.slds-button_icon-bare',
      { type: 'button', title: text, on },
      component('lightning-primitive-icon', { variant: 'bare' }, [svg(icon)]),
      h('span.slds-assistive-text', {}, text),
    ),
  ]);
}

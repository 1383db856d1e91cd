import { h, type VNode } from '../render/vnode.ts';

const PATHS = {
  pencil: 'M3 13l.6-2.6 7-7a1.2 1.2 0 0 1 1.7 0l.3.3a1.2 1.2 0 0 1 0 1.7l-7 7L3 13Z',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  more: 'M3.5 8h.1M8 8h.1M12.4 8h.1',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM11 11l3.2 3.2',
  plus: 'M8 3v10M3 8h10',
  home: 'M2.5 7.5L8 2.5l5.5 5v6h-11z',
  list: 'M5.5 4H14M5.5 8H14M5.5 12H14M2.2 4h.1M2.2 8h.1M2.2 12h.1',
  mail: 'M2 4h12v8.5H2zM2 4.5l6 4.5 6-4.5',
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3',
  person: 'M8 8a2.6 2.6 0 1 0 0-5.2A2.6 2.6 0 0 0 8 8ZM3 13.6c.6-2.4 2.6-3.6 5-3.6s4.4 1.2 5 3.6',
  chart: 'M2.5 13.5h11M4.5 11V7.5M8 11V3.5M11.5 11V6',
  close: 'M4 4l8 8M12 4l-8 8',
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName, size = 16): VNode {
  return h(
    'svg',
    {
      kit: 'cui5-icon',
      width: String(size),
      height: String(size),
      viewBox: '0 0 16 16',
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': '1.5',
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    },
    h('path', { d: PATHS[name] }),
  );
}

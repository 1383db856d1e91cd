import { c } from '../classNames.ts';

const PATHS = {
  home: 'M2.5 7.5L8 2.5l5.5 5v6h-11z',
  person: 'M8 8a2.6 2.6 0 1 0 0-5.2A2.6 2.6 0 0 0 8 8ZM3 13.6c.6-2.4 2.6-3.6 5-3.6s4.4 1.2 5 3.6',
  building: 'M3 14V2.5h6.5V14M9.5 6H13v8M1.5 14h13M5 5.2h2.2M5 8h2.2M5 10.8h2.2',
  handshake: 'M1.5 5.5L4.5 4l3.5 1 3.5-1 3 1.5M2.5 9.5l4 3.2c.9.7 2.1.7 3 0l4-3.2M8 5L6 7.2c.8.9 2 .9 2.8 0L11 9.4',
  lifebuoy:
    'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 10.4a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8ZM3.8 3.8l2.5 2.5M9.7 9.7l2.5 2.5M12.2 3.8L9.7 6.3M6.3 9.7l-2.5 2.5',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM11 11l3.2 3.2',
  bell: 'M3.5 11.5h9l-1.2-1.8V6.8a3.3 3.3 0 0 0-6.6 0v2.9zM6.8 13.4a1.3 1.3 0 0 0 2.4 0',
  left: 'M10 4L6 8l4 4',
  right: 'M6 4l4 4-4 4',
  down: 'M4 6l4 4 4-4',
  close: 'M4 4l8 8M12 4l-8 8',
  note: 'M3 2.5h10v11H3zM5.5 6h5M5.5 9h3',
  mail: 'M2 4h12v8.5H2zM2 4.5l6 4.5 6-4.5',
  phone: 'M3.5 2.5h2.6l1 3-1.5 1.2a8 8 0 0 0 3.7 3.7L10.5 9l3 1v2.6c0 .6-.5 1-1 1C7 13.2 2.8 9 2.5 3.5c0-.6.4-1 1-1Z',
  check: 'M3 8.5l3.2 3.2L13 5',
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  pencil: 'M3 13l.7-2.8L10.6 3.3l2.1 2.1-6.9 6.9zM9.2 4.7l2.1 2.1',
  panel: 'M2.5 3h11v10h-11zM9.8 3v10',
  spark: 'M8 2l1.5 4.5L14 8l-4.5 1.5L8 14l-1.5-4.5L2 8l4.5-1.5z',
  plus: 'M8 3v10M3 8h10',
  thumb:
    'M5 7.2v6.3H2.8V7.2zM5 7.5l2.6-5c1 0 1.7.8 1.5 1.8L8.7 6.5h3.6c.8 0 1.3.7 1.1 1.5l-1 4.2c-.2.8-.8 1.3-1.6 1.3H5',
  list: 'M5.5 4h8M5.5 8h8M5.5 12h8M2.4 4h.6M2.4 8h.6M2.4 12h.6',
  board: 'M2.5 2.5h3v11h-3zM6.5 2.5h3v7h-3zM10.5 2.5h3v9h-3z',
} as const;

export type IconName = keyof typeof PATHS;

/** A 16-unit line icon in the text's colour; decoration only, the control around it has the name. */
export function Icon({ name, size = 16, turn }: { name: IconName; size?: number; turn?: boolean }) {
  return (
    <svg
      className={c('icon', turn && 'mirrored')}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

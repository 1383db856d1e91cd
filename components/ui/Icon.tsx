/** Action icons, never states: 16 grid, 1.5 stroke, round caps. */
const PATHS = {
  close: 'M4 4l8 8M12 4l-8 8',
  check: 'M3 8.5l3.2 3.2L13 5',
  arrow: 'M2.5 8h11M9.5 4l4 4-4 4',
  chevron: 'M4 6l4 4 4-4',
  clock: 'M8 4.6V8l2.4 1.6M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4Z',
  warning: 'M8 2.4L14.4 13.4H1.6L8 2.4ZM8 6.6v3.2M8 11.6v.1',
  person: 'M8 8a2.6 2.6 0 1 0 0-5.2A2.6 2.6 0 0 0 8 8ZM3 13.6c.6-2.4 2.6-3.6 5-3.6s4.4 1.2 5 3.6',
  grid: 'M2.5 2.5h4v4h-4zM9.5 2.5h4v4h-4zM2.5 9.5h4v4h-4zM9.5 9.5h4v4h-4z',
  file: 'M3.5 1.8h6l3 3v9.4h-9zM9.2 1.8v3.4h3.3',
  note: 'M3 2.5h10v11H3zM5.5 6h5M5.5 9h3',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  external: 'M6 3H3v10h10v-3M9 3h4v4M13 3L7.5 8.5',
  inbox: 'M2 9.4 4 3.2h8l2 6.2v3.4H2ZM2 9.4h3.6l.9 1.6h3l.9-1.6H14',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className={`icon icon-${name}`} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** The product's own sign. */
export function Brand({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 26 26" aria-hidden="true">
      <rect width="26" height="26" rx="7" fill="var(--ink)" />
      <g fill="none" stroke="var(--ink-fg)" strokeWidth="1.8" strokeLinejoin="round" strokeLinecap="round">
        <path d="M13 5.6 20.4 13 13 20.4 5.6 13Z" />
        <path d="M9.6 13.2l2.5 2.5 4.6-5" />
      </g>
    </svg>
  );
}

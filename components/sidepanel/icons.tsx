/** Two icons that stand without a word beside them; their buttons have names. */
const PATHS = {
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  external: 'M6 3H3v10h10v-3M9 3h4v4M13 3L7.5 8.5',
} as const;

export function PanelIcon({ name, size = 16 }: { name: keyof typeof PATHS; size?: number }) {
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

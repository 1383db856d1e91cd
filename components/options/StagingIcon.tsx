/** An inbox, in the manner of the other icons: where proposals arrive. */
export function StagingIcon() {
  return (
    <svg className="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path
        d="M2 9.4 4 3.2h8l2 6.2v3.4H2ZM2 9.4h3.6l.9 1.6h3l.9-1.6H14"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

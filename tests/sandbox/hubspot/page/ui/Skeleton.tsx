import { c } from '../classNames.ts';

/** Grey bars where a card will be. */
export function Skeleton({ lines }: { lines: number }) {
  return (
    <div className={c('card', 'skeleton')} aria-hidden="true">
      {Array.from({ length: lines }, (_, index) => `line-${index}`).map((line, index) => (
        <span key={line} className={c('bar', index % 3 === 2 && 'short')} />
      ))}
    </div>
  );
}

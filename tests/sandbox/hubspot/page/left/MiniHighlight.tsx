import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { PageRecord } from '../protocol.ts';

/** The compact header that stays on top while the sidebar is scrolled. */
export function MiniHighlight({ record }: { record: PageRecord }) {
  const { mark } = usePage();
  return (
    <div className={c('mini')} {...mark({ 'data-test-id': 'mini-highlight-container' })}>
      <span className={c('avatar')} aria-hidden="true" {...mark({ 'data-test-id': 'highlight-avatar-icon' })}>
        {[...record.title][0]}
      </span>
      <span className={c('miniTitle')} dir="auto" {...mark({ 'data-test-id': 'highlight-record-label' })}>
        {record.title}
      </span>
    </div>
  );
}

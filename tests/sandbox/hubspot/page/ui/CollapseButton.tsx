import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { Icon } from './Icon.tsx';

/** Folds a sidebar away and back. */
export function CollapseButton({ open, side, onToggle }: { open: boolean; side: 'left' | 'right'; onToggle(): void }) {
  const { mark, t } = usePage();
  return (
    <button
      type="button"
      className={c('collapse')}
      aria-label={t(open ? 'collapseSidebar' : 'expandSidebar')}
      aria-expanded={open}
      onClick={onToggle}
      {...mark({ 'data-test-id': 'toggle-sidebar-collapse' })}
    >
      <Icon name={(side === 'left') === open ? 'left' : 'right'} size={12} turn />
    </button>
  );
}

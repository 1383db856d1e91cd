import { useState } from 'react';
import { c } from '../classNames.ts';
import { useChurn, usePage } from '../context.ts';
import { indexPath } from '../routes.ts';
import { Icon } from '../ui/Icon.tsx';

/** The number on the bell; grows by itself while the page is busy. */
function Unread() {
  const count = useChurn(4, 0);
  return count > 0 ? <span className={c('unread')}>{count}</span> : null;
}

const initials = (name: string) =>
  name
    .split(' ')
    .map((word) => [...word][0] ?? '')
    .join('');

/** The dark bar on top: search, assistant, notifications, account. */
export function GlobalToolbar() {
  const { boot, mark, t, navigate } = usePage();
  const [search, setSearch] = useState('');
  return (
    <header className={c('toolbar')} {...mark({ 'data-test-id': 'hs-global-toolbar' })}>
      <search className={c('globalSearch')}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            navigate(`${indexPath(boot.portalId, '0-3')}?query=${encodeURIComponent(search)}`);
          }}
        >
          <Icon name="search" />
          <input
            type="search"
            aria-label={t('search')}
            placeholder={t('search')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        </form>
      </search>
      <button
        type="button"
        className={c('toolbarButton', 'copilot')}
        {...mark({ 'data-test-id': 'chat-with-copilot-button' })}
      >
        <Icon name="spark" size={14} />
        {t('askCopilot')}
      </button>
      <button type="button" className={c('toolbarButton')} aria-label={t('notifications')}>
        <Icon name="bell" size={18} />
        <Unread />
      </button>
      <span className={c('me')} title={`${boot.me.name} · ${boot.portalName}`}>
        {initials(boot.me.name)}
      </span>
    </header>
  );
}

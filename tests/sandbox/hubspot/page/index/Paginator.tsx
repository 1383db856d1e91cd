import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { Icon } from '../ui/Icon.tsx';

export function Paginator({ page, pages, onPage }: { page: number; pages: number; onPage(page: number): void }) {
  const { mark, t } = usePage();
  return (
    <footer className={c('paginator')} {...mark({ 'data-test-id': 'table-paginator' })}>
      <button type="button" className={c('linkButton')} disabled={page <= 1} onClick={() => onPage(page - 1)}>
        <Icon name="left" size={14} turn />
        {t('previous')}
      </button>
      <span>{t('pageOf', { page, pages })}</span>
      <button type="button" className={c('linkButton')} disabled={page >= pages} onClick={() => onPage(page + 1)}>
        {t('next')}
        <Icon name="right" size={14} turn />
      </button>
    </footer>
  );
}

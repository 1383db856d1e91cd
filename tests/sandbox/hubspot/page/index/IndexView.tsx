import { useEffect, useState } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { CreateDialog } from '../create/CreateDialog.tsx';
import { PreviewPanel } from '../overlays/PreviewPanel.tsx';
import { indexPath, recordPath } from '../routes.ts';
import { type PageTypeId, SURFACES } from '../surfaces.ts';
import { Icon } from '../ui/Icon.tsx';
import { Link } from '../ui/Link.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { Board } from './Board.tsx';
import { Paginator } from './Paginator.tsx';
import { Table } from './Table.tsx';
import { useIndex } from './useIndex.ts';

interface IndexViewProps {
  typeId: PageTypeId;
  view: string;
  layout: 'list' | 'board';
  /** What the search field starts with. */
  search: string;
}

const LIST_SIZE = 25;
const BOARD_SIZE = 100;
const VIEWS = ['all', 'my'] as const;

/** All records of a type, as a table or a board. */
export function IndexView({ typeId, view, layout, search: asked }: IndexViewProps) {
  const { boot, mark, t, noun, navigate } = usePage();
  const [search, setSearch] = useState(asked);
  const [page, setPage] = useState(1);
  const [creating, setCreating] = useState(false);
  const [preview, setPreview] = useState('');
  const size = layout === 'board' ? BOARD_SIZE : LIST_SIZE;
  const { answer, error } = useIndex(typeId, { page, size, query: search, mine: view === 'my' });
  const objects = t(SURFACES[typeId].many);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list starts at its first page
  useEffect(() => {
    setPage(1);
    setPreview('');
  }, [typeId, view, layout, search]);
  useEffect(() => {
    document.title = objects;
  }, [objects]);

  return (
    <main className={c('index')} {...mark({ id: 'crm' }, 'named')}>
      <header className={c('indexHead')} {...mark({ 'data-test-id': 'crm-lite-toolbar-wrapper' })}>
        <div>
          <h1 className={c('indexTitle')}>{objects}</h1>
          <p className={c('muted')}>{t('count', { count: answer?.total ?? answer?.rows.length ?? 0 })}</p>
        </div>
        <button type="button" className={c('primary')} onClick={() => setCreating(true)}>
          {t('create', { object: noun(SURFACES[typeId].one) })}
        </button>
      </header>
      <nav className={c('tabs')} aria-label={objects} {...mark({ 'data-test-id': 'view-tabs-container-lite' })}>
        {VIEWS.map((name) => (
          <Link
            key={name}
            to={indexPath(boot.portalId, typeId, name, layout)}
            className={c('tab', (name === 'my') === (view === 'my') && 'selected')}
            aria-current={(name === 'my') === (view === 'my') ? 'page' : undefined}
          >
            {t(name === 'my' ? 'mine' : 'allOf', { objects: noun(SURFACES[typeId].many) })}
          </Link>
        ))}
      </nav>
      <div className={c('indexTools')} {...mark({ 'data-test-id': 'quick-filters' })}>
        <div className={c('listSearch')}>
          <input
            type="search"
            className={c('input')}
            aria-label={t('search')}
            placeholder={t('search')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <Icon name="search" size={14} />
        </div>
        <div className={c('switch')}>
          {(['list', 'board'] as const).map((name) => (
            <Link
              key={name}
              to={indexPath(boot.portalId, typeId, view, name)}
              className={c('switchItem', name === layout && 'selected')}
              aria-current={name === layout || undefined}
            >
              <Icon name={name} size={14} />
              {t(name)}
            </Link>
          ))}
        </div>
      </div>
      {error && <p role="alert">{error}</p>}
      {answer && layout === 'list' && <Table answer={answer} onPreview={setPreview} />}
      {answer && layout === 'board' && <Board answer={answer} />}
      {!answer && !error && <Skeleton lines={10} />}
      {answer && layout === 'list' && (
        <Paginator
          page={page}
          pages={Math.max(1, Math.ceil((answer.total ?? answer.rows.length) / LIST_SIZE))}
          onPage={setPage}
        />
      )}
      {creating && (
        <CreateDialog
          typeId={typeId}
          onClose={() => setCreating(false)}
          onCreated={(id) => {
            setCreating(false);
            navigate(recordPath(boot.portalId, typeId, id));
          }}
        />
      )}
      {preview && <PreviewPanel typeId={typeId} id={preview} onClose={() => setPreview('')} />}
    </main>
  );
}

import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { c } from './classNames.ts';
import { usePage } from './context.ts';
import type { CreatorMessage } from './create/CreateDialog.tsx';
import { CreatorForm } from './create/CreatorForm.tsx';
import { IndexView } from './index/IndexView.tsx';
import type { PageLocation } from './location.ts';
import { RecordPage } from './record/RecordPage.tsx';
import { parseRoute, recordPath } from './routes.ts';
import { GlobalToolbar } from './shell/GlobalToolbar.tsx';
import { VerticalNav } from './shell/VerticalNav.tsx';

const tellParent = (message: CreatorMessage) => window.top?.postMessage(message, location.origin);

/** The app: what the address names, inside the shell; the create form alone in its frame. */
export function App({ address }: { address: PageLocation }) {
  const { boot, t } = usePage();
  const path = useSyncExternalStore(address.listen, address.path);
  const route = useMemo(() => parseRoute(path), [path]);
  const query = new URLSearchParams(path.split('?')[1]).get('query') ?? '';

  // Old links lead to today's address; the old page kept them.
  const moved = route?.kind === 'record' && route.legacy && boot.dom.variant !== 'legacy';
  useEffect(() => {
    if (moved) address.replace(recordPath(route.portalId, route.typeId, route.id));
  }, [address, moved, route]);

  if (route?.kind === 'create') {
    return (
      <CreatorForm
        typeId={route.typeId}
        onCreated={(id) => tellParent({ sandboxPage: 'created', id })}
        onCancel={() => tellParent({ sandboxPage: 'cancelled' })}
      />
    );
  }
  return (
    <div className={c('app')}>
      <VerticalNav />
      <GlobalToolbar />
      {route?.kind === 'record' && <RecordPage typeId={route.typeId} id={route.id} />}
      {route?.kind === 'index' && (
        <IndexView
          key={`${route.typeId} ${query}`}
          typeId={route.typeId}
          view={route.view}
          layout={route.layout}
          search={query}
        />
      )}
      {!route && (
        <main className={c('missing')}>
          <h1>{t('notFound')}</h1>
        </main>
      )}
    </div>
  );
}

import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { indexPath } from '../routes.ts';
import { type PageTypeId, SURFACES } from '../surfaces.ts';
import type { PageError } from '../transport.ts';
import { Link } from '../ui/Link.tsx';

/** What is shown for a record that is gone, or when its data did not come. */
export function Missing({ typeId, error }: { typeId: PageTypeId; error: PageError }) {
  const { boot, t } = usePage();
  const gone = error.status === 404;
  return (
    <main className={c('missing')}>
      <h1>{t(gone ? 'notFound' : 'wentWrong')}</h1>
      <p>{gone ? t('notFoundHelp') : error.message}</p>
      <Link to={indexPath(boot.portalId, typeId)}>{t('backTo', { objects: t(SURFACES[typeId].many) })}</Link>
    </main>
  );
}

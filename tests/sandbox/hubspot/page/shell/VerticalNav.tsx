import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { indexPath } from '../routes.ts';
import { type PageTypeId, SURFACES } from '../surfaces.ts';
import { Icon, type IconName } from '../ui/Icon.tsx';
import { Link } from '../ui/Link.tsx';

const ITEMS: { typeId: PageTypeId; icon: IconName }[] = [
  { typeId: '0-1', icon: 'person' },
  { typeId: '0-2', icon: 'building' },
  { typeId: '0-3', icon: 'handshake' },
  { typeId: '0-5', icon: 'lifebuoy' },
];

/** The product navigation at the page's start edge. */
export function VerticalNav() {
  const { boot, mark, t } = usePage();
  return (
    <nav className={c('nav')} aria-label={t('home')} {...mark({ 'data-test-id': 'hs-vertical-nav' })}>
      <span className={c('logo')} aria-hidden="true" />
      {ITEMS.map(({ typeId, icon }) => (
        <Link
          key={typeId}
          to={indexPath(boot.portalId, typeId)}
          className={c('navItem')}
          aria-label={t(SURFACES[typeId].many)}
          title={t(SURFACES[typeId].many)}
        >
          <Icon name={icon} size={18} />
        </Link>
      ))}
    </nav>
  );
}

import { i18n } from '#i18n';
import type { Capability } from '../../lib/core/account';
import { Icon } from '../ui/Icon';

/** Objects whose key is not what people call them; Salesforce's are shown as they are. */
const NAMES: Record<
  string,
  'contacts' | 'companies' | 'deals' | 'tickets' | 'people' | 'persons' | 'organizations' | 'leads'
> = {
  '0-1': 'contacts',
  '0-2': 'companies',
  '0-3': 'deals',
  '0-5': 'tickets',
  deal: 'deals',
  person: 'persons',
  organization: 'organizations',
  lead: 'leads',
  people: 'people',
};

/** What a credential may do, and what follows where it may not. */
export function Capabilities({ list }: { list: readonly Capability[] }) {
  return (
    <ul className="capabilities" aria-label={i18n.t('options.accounts.can')}>
      {list.map(({ what, ok, missing }) => {
        const known = NAMES[what];
        const name = known ? i18n.t(`options.object.${known}`) : what;
        const consequence = i18n.t(`options.accounts.consequence.${what === 'people' ? 'people' : 'object'}`);
        return (
          <li key={what} data-ok={ok}>
            <Icon name={ok ? 'check' : 'close'} />
            <span>
              {i18n.t('options.accounts.read', { what: name })}
              {!ok && (
                <span className="meta">
                  {' '}
                  {i18n.t('options.accounts.missing', { missing: missing ?? '', consequence })}
                </span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

import { i18n } from '#i18n';
import type { Capability } from '../../lib/core/account';
import type { Crm } from '../../lib/core/types';
import { Icon } from '../ui/Icon';
import { objectText } from '../words';

/** What a credential may do, and what follows where it may not. */
export function Capabilities({ list }: { list: readonly Capability[] }) {
  return (
    <ul className="capabilities" aria-label={i18n.t('options.accounts.can')}>
      {list.map(({ what, ok, missing }) => {
        const consequence = i18n.t(`options.accounts.consequence.${what === 'people' ? 'people' : 'object'}`);
        return (
          <li key={what} data-ok={ok}>
            <Icon name={ok ? 'check' : 'close'} />
            <span>
              {i18n.t('options.accounts.read', { what: objectText(what) })}
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

/** Whose eyes a key that is a person's reads with: no page tells who is signed in on it. */
export function Sees({ crm, user }: { crm: Crm; user: string }) {
  return (
    <p className="meta" data-testid="account-sees">
      {i18n.t('options.accounts.sees', { user, crm: i18n.t(`crm.${crm}`) })}
    </p>
  );
}

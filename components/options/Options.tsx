import { i18n } from '#i18n';
import { isUnmapped } from '../../lib/core/writers';
import type { OptionsState, Section } from '../../lib/stores/options';
import { Brand, Icon, type IconName } from '../ui/Icon';
import { About } from './About';
import { Accounts, type AccountsActions } from './Accounts';
import { Agents, type AgentsActions } from './Agents';
import { Signals, type SignalsActions } from './Signals';
import { Staging } from './Staging';
import { type TeamActions, TeamFilePage } from './TeamFilePage';

const NAV: readonly { section: Section; icon: IconName }[] = [
  { section: 'accounts', icon: 'person' },
  { section: 'agents', icon: 'grid' },
  { section: 'staging', icon: 'inbox' },
  { section: 'signals', icon: 'external' },
  { section: 'team', icon: 'file' },
  { section: 'about', icon: 'note' },
];

export interface OptionsProps extends OptionsState, AccountsActions, AgentsActions, SignalsActions, TeamActions {
  language: string;
  version: string;
}

/** The options page: one section at a time, each saved by itself. */
export function Options(props: OptionsProps) {
  const { section, rows } = props;
  const unmapped = rows.filter(isUnmapped).length;
  return (
    <div className="options">
      <nav aria-label={i18n.t('options.title')}>
        <p className="brand">
          <Brand /> Countersign
        </p>
        <ul>
          {NAV.map(({ section: name, icon }) => (
            <li key={name}>
              <a href={`#${name}`} aria-current={name === section ? 'page' : undefined}>
                <Icon name={icon} />
                {name === 'staging' || name === 'signals' ? i18n.t(`${name}.title`) : i18n.t(`options.nav.${name}`)}
                {name === 'agents' && unmapped > 0 && <span className="count">{unmapped}</span>}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main>
        {section === 'accounts' && <Accounts {...props} />}
        {section === 'agents' && <Agents {...props} />}
        {section === 'staging' && <Staging {...props} />}
        {section === 'signals' && <Signals {...props} />}
        {section === 'team' && <TeamFilePage {...props} />}
        {section === 'about' && <About version={props.version} />}
      </main>
    </div>
  );
}

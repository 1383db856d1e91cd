import { useRef } from 'react';
import { i18n } from '#i18n';
import type { Role } from '../../lib/core/team';
import { isUnmapped, type WriterRow } from '../../lib/core/writers';
import { problemWords } from '../../lib/i18n/problem';
import { clockTime } from '../../lib/i18n/time';
import { translate } from '../../lib/i18n/translate';
import type { OptionsState } from '../../lib/stores/options';
import { Icon } from '../ui/Icon';
import { AccountHead } from './AccountHead';
import { WriterTableRow } from './WriterTableRow';

export interface AgentsActions {
  onChoose(connection: string): void;
  onLook(): void;
  onCancelLook(): void;
  onMap(row: WriterRow, role: Role, name: string, actedBy?: string[]): void;
  onStamp(writer: string, field: string, agents: { value: string; name: string }[]): void;
  onLoadFields(): void;
}

type Group = 'unmapped' | 'agents' | 'others' | 'own';

/** Order of the groups; unmapped writers first, because their changes show as unknown. */
const GROUPS: readonly Group[] = ['unmapped', 'agents', 'others', 'own'];

/** "Who is an agent?": everyone and everything that wrote to the account lately. */
export function Agents(props: OptionsState & AgentsActions & { language: string }) {
  const { connections, chosen, rows, sample, looking, problem, effect, savedAt, language } = props;
  const none = connections?.length === 0;
  const clock = (at: number) => clockTime(at, language);
  const date = sample ? new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(sample.until) : '';
  // What the CRM or its forms set by themselves is no writer that anyone would take for an agent.
  const shown = rows.filter((row) => row.attribution !== 'system' || row.role !== null);
  // A writer stays where it was found until the next look: rows don't jump away under the pointer.
  const groups = useRef(new Map<string, Group>());
  const shownSample = useRef(sample?.until);
  if (shownSample.current !== sample?.until) groups.current.clear();
  shownSample.current = sample?.until;
  const groupOf = (row: WriterRow): Group => {
    const known = groups.current.get(row.writer.key) ?? groupFor(row);
    groups.current.set(row.writer.key, known);
    return known;
  };
  return (
    <>
      <AccountHead
        title={i18n.t('options.agents.title')}
        lead={i18n.t('options.agents.lead')}
        connections={connections}
        chosen={chosen}
        onChoose={props.onChoose}
      />
      {!none && (
        <div className="row look">
          {looking ? (
            <>
              <progress value={looking.done} max={looking.total} aria-label={i18n.t('options.agents.look')} />
              <span className="grow" role="status">
                {i18n.t('options.agents.looking', {
                  done: looking.done,
                  total: looking.total,
                  records: looking.records,
                  changes: looking.changes,
                })}
              </span>
              <button type="button" className="button" onClick={props.onCancelLook}>
                {i18n.t('options.agents.cancel')}
              </button>
            </>
          ) : (
            <>
              <span className="grow meta">
                {sample && i18n.t('options.agents.basis', { records: sample.records, changes: sample.changes, date })}
              </span>
              <button
                type="button"
                className={sample ? 'button' : 'button primary'}
                data-testid="agents-look"
                onClick={props.onLook}
              >
                {i18n.t(sample ? 'options.agents.again' : 'options.agents.look')}
              </button>
            </>
          )}
        </div>
      )}
      {problem && (
        <p className="strip danger" role="alert">
          <Icon name="warning" />
          <span>
            {
              problemWords(
                problem,
                { crm: i18n.t(`crm.${connections?.find((c) => c.id === chosen)?.crm ?? 'hubspot'}`), asOf: '', clock },
                translate,
              ).long
            }
          </span>
        </p>
      )}
      {sample && shown.length === 0 && <p>{i18n.t('options.agents.empty')}</p>}
      {shown.length > 0 && (
        <div className="panel table">
          <table data-testid="agents-table">
            <thead>
              <tr>
                <th scope="col">{i18n.t('options.agents.writer')}</th>
                <th scope="col" className="number">
                  {i18n.t('options.agents.changes')}
                </th>
                <th scope="col">{i18n.t('options.agents.days')}</th>
                <th scope="col">{i18n.t('options.agents.last')}</th>
                <th scope="col">{i18n.t('options.agents.this')}</th>
              </tr>
            </thead>
            {GROUPS.map((group) => {
              const members = shown.filter((row) => groupOf(row) === group);
              return (
                members.length > 0 && (
                  <tbody key={group} data-group={group}>
                    <tr className="group">
                      <th scope="rowgroup" colSpan={5}>
                        {i18n.t(`options.agents.group.${group}`)}
                        {group === 'unmapped' && (
                          <span className="meta">
                            {i18n.t('options.agents.unmappedNote', members.filter(isUnmapped).length)}
                          </span>
                        )}
                        {group === 'others' && <span className="meta">{i18n.t('options.agents.othersNote')}</span>}
                      </th>
                    </tr>
                    {members.map((row) => (
                      <WriterTableRow key={row.writer.key} {...props} row={row} />
                    ))}
                  </tbody>
                )
              );
            })}
          </table>
        </div>
      )}
      <div className="row" role="status">
        <span className="grow">{effect && effect.marks > 0 && i18n.t('options.agents.effect', effect.marks)}</span>
        {savedAt !== null && (
          <span className="meta" data-testid="saved">
            {i18n.t('options.agents.saved', { time: clockTime(savedAt, language) })}
          </span>
        )}
      </div>
    </>
  );
}

function groupFor(row: WriterRow): Group {
  if (row.role === 'own') return 'own';
  if (isUnmapped(row)) return 'unmapped';
  return row.attribution === 'agent' ? 'agents' : 'others';
}

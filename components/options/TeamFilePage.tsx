import { useState } from 'react';
import { i18n } from '#i18n';
import type { ImportResult, OptionsState } from '../../lib/stores/options';
import { FileButton } from '../ui/FileButton';
import { Icon } from '../ui/Icon';
import { AccountHead } from './AccountHead';
import { ControlPanel } from './ControlPanel';
import { type PolicyActions, PolicyForm } from './PolicyForm';
import { type TagActions, TagForm } from './TagForm';

export interface TeamActions extends TagActions, PolicyActions {
  onChoose(connection: string): void;
  onExport(parts: string[], name: string): void;
  onImport(text: string): Promise<ImportResult>;
}

type TeamFileProps = Pick<OptionsState, 'connections' | 'chosen' | 'team' | 'fields'> &
  TeamActions & { language: string };

/** The team file: its hash, what is in it, export and import. Importing asks before it replaces anything. */
export function TeamFilePage(props: TeamFileProps) {
  const { connections, chosen, team, onChoose, onExport, onImport } = props;
  const connection = connections?.find(({ id }) => id === chosen) ?? connections?.[0];
  const [pending, setPending] = useState<{ text: string; writers: number } | null>(null);
  const [result, setResult] = useState<ImportResult | null>(null);

  function pick(text: string) {
    setResult(null);
    setPending({ text, writers: writersIn(text) });
  }

  return (
    <>
      <AccountHead
        title={i18n.t('options.team.title')}
        lead={i18n.t('options.team.lead')}
        connections={connections}
        chosen={chosen}
        onChoose={onChoose}
      />
      {team && (
        <section className="panel" aria-label={i18n.t('options.team.title')}>
          <p>
            <strong>{i18n.t('options.team.writers', team.file.writers.length)}</strong>
          </p>
          <p className="meta" data-testid="team-hash">
            {i18n.t('options.team.hash', { hash: team.hash })}
          </p>
          <div className="row">
            <button
              type="button"
              className="button"
              data-testid="team-export"
              onClick={() =>
                onExport([JSON.stringify(team.file, null, 2)], `countersign-${team.file.crm}-${team.file.account}.json`)
              }
            >
              {i18n.t('options.team.export')}
            </button>
            <FileButton label={i18n.t('options.team.import')} testId="team-import" onText={pick} />
          </div>
          {pending && (
            <div className="strip unknown" role="alertdialog" aria-label={i18n.t('options.team.import')}>
              <Icon name="warning" />
              <div className="grow">
                <p>{i18n.t('options.team.confirm', { before: team.file.writers.length, after: pending.writers })}</p>
                <div className="row">
                  <button
                    type="button"
                    className="button primary"
                    data-testid="team-import-yes"
                    onClick={() => {
                      const { text } = pending;
                      setPending(null);
                      void onImport(text).then(setResult);
                    }}
                  >
                    {i18n.t('options.team.confirmYes')}
                  </button>
                  <button type="button" className="button" onClick={() => setPending(null)}>
                    {i18n.t('options.accounts.cancel')}
                  </button>
                </div>
              </div>
            </div>
          )}
          {result && (
            <p className={`strip ${result.ok ? 'done' : 'danger'}`} role="status" data-testid="team-result">
              <Icon name={result.ok ? 'check' : 'warning'} />
              <span>
                {result.ok
                  ? i18n.t('options.team.imported')
                  : i18n.t(`options.team.error.${result.why}`, { detail: result.detail })}
              </span>
            </p>
          )}
        </section>
      )}
      {team && connection && (
        <ControlPanel
          connection={connection}
          language={props.language}
          hash={team.hash}
          writers={team.file.writers.length}
        />
      )}
      {team && (
        <TagForm
          tag={team.file.fields.tag}
          fields={props.fields}
          onLoadFields={props.onLoadFields}
          onTag={props.onTag}
        />
      )}
      {team && (
        <PolicyForm
          key={team.file.account}
          policy={team.file.policy}
          language={props.language}
          onPolicy={props.onPolicy}
        />
      )}
    </>
  );
}

/** How many writers a file claims to list; 0 for anything that is no team file, which the import then refuses. */
function writersIn(text: string): number {
  try {
    const json = JSON.parse(text) as { writers?: unknown };
    return Array.isArray(json?.writers) ? json.writers.length : 0;
  } catch {
    return 0;
  }
}

import { type FormEvent, useState } from 'react';
import { i18n } from '#i18n';
import type { GlyphName } from '../../lib/core/glyphs';
import { ownKeyProblem } from '../../lib/core/ownKey';
import type { Role } from '../../lib/core/team';
import type { WriterRow } from '../../lib/core/writers';
import { whoText } from '../../lib/i18n/who';
import { Glyph } from '../ui/Glyph';
import { Icon } from '../ui/Icon';
import { Segmented } from '../ui/Segmented';
import { whenText } from '../words';
import type { AgentsActions } from './Agents';
import { Spark } from './Spark';
import { StampForm } from './StampForm';

interface WriterTableRowProps extends Pick<AgentsActions, 'onMap' | 'onStamp' | 'onLoadFields'> {
  row: WriterRow;
  language: string;
  sample: { until: number } | null;
  fields: { name: string; label: string; object: string }[];
}

const ROLES = ['person', 'agent', 'automation', 'unknown'] as const;

/** One writer: what it was seen as, how much it wrote, and who the team says it is. */
export function WriterTableRow({ row, language, sample, fields, onMap, onStamp, onLoadFields }: WriterTableRowProps) {
  const [naming, setNaming] = useState(false);
  const [stamping, setStamping] = useState(false);
  const [maybeShared, setMaybeShared] = useState(false);
  const [sharing, setSharing] = useState(false);
  const name = whoText(row.who);
  const now = sample?.until ?? Date.now();
  const own = row.since ? ownKeyProblem(row.since) : 'noLedger';
  const role = row.role ?? impliedRole(row);
  const choose = (chosen: Role) => {
    onMap(row, chosen, name);
    // Picking Agent asks for its name in place.
    setNaming(chosen === 'agent');
  };
  const date = row.listed?.at ? new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(row.listed.at) : '';
  const sharedNote = (row.shared || maybeShared) && row.role !== 'agent' && row.stamps.length === 0;
  return (
    <>
      <tr data-testid="writer" data-writer={row.writer.key} data-attribution={row.attribution}>
        <th scope="row">
          <div className="writer">
            <Glyph name={glyphOf(row)} />
            <div className="grow">
              {naming ? (
                <NameForm
                  name={name}
                  onSave={(chosen) => {
                    setNaming(false);
                    if (chosen !== name) onMap(row, 'agent', chosen);
                  }}
                />
              ) : (
                <button type="button" className="writer-name" onClick={() => row.role && setNaming(true)}>
                  <bdi>{name}</bdi>
                </button>
              )}
              <span className="meta">
                {row.writer.key.replace(':', ' ')}
                {row.sources.length > 0 && ` · ${i18n.t('options.agents.seenAs', { sources: row.sources.join(', ') })}`}
                {row.listed?.by && ` · ${i18n.t('options.agents.listed', { by: row.listed.by, date })}`}
                {row.writer.kind === 'user' && role === 'person' && row.actedBy.length === 0 && !sharing && (
                  <>
                    {' · '}
                    <button
                      type="button"
                      className="text-button"
                      data-testid="writer-acted"
                      onClick={() => setSharing(true)}
                    >
                      {i18n.t('options.agents.acted')}
                    </button>
                  </>
                )}
                {row.writer.kind === 'app' &&
                  (row.attribution === 'unknown' || row.attribution === 'automation') &&
                  row.stamps.length === 0 &&
                  !sharedNote && (
                    <>
                      {' · '}
                      <button type="button" className="text-button" onClick={() => setMaybeShared(true)}>
                        {i18n.t('options.agents.maybeShared')}
                      </button>
                    </>
                  )}
              </span>
            </div>
          </div>
        </th>
        <td className="number">{new Intl.NumberFormat(language).format(row.changes)}</td>
        <td>
          <Spark days={row.days} />
        </td>
        <td className="meta">{row.last > 0 && whenText(row.last, now, language)}</td>
        <td>
          {row.role === 'own' ? (
            <button type="button" className="button" onClick={() => onMap(row, 'unknown', name)}>
              {i18n.t('options.agents.role.own')} <Icon name="close" size={12} />
            </button>
          ) : (
            <Segmented
              label={`${i18n.t('options.agents.this')}: ${name}`}
              options={ROLES.map((value) => ({ value, label: i18n.t(`options.agents.role.${value}`) }))}
              value={role as (typeof ROLES)[number]}
              onChange={choose}
              testId="writer-role"
            />
          )}
        </td>
      </tr>
      {sharing && (
        <Note>
          {i18n.t('options.agents.actedAsk', { person: name })}
          <NameForm
            name=""
            onSave={(agent) => {
              setSharing(false);
              if (agent) onMap(row, 'person', name, [agent]);
            }}
          />
        </Note>
      )}
      {row.actedBy.length > 0 && (
        <Note>
          {i18n.t('options.agents.actedBy', { agents: row.actedBy.join(', '), person: name })}{' '}
          <button
            type="button"
            className="text-button"
            data-testid="writer-acted-end"
            onClick={() => onMap(row, 'person', name, [])}
          >
            {i18n.t('options.agents.actedEnd')}
          </button>
        </Note>
      )}
      {row.role !== 'own' && row.attribution === 'unknown' && own === null && (
        <Note>
          {i18n.t('options.agents.ledger')}{' '}
          <button
            type="button"
            className="text-button"
            data-testid="writer-own"
            onClick={() => onMap(row, 'own', i18n.t('options.title'))}
          >
            {i18n.t('options.agents.ledgerAction')}
          </button>
        </Note>
      )}
      {own === 'usedBefore' && row.attribution !== 'agent' && <Note>{i18n.t('options.agents.ledgerForeign')}</Note>}
      {sharedNote && !stamping && (
        <Note>
          {i18n.t('options.agents.shared')}{' '}
          <button
            type="button"
            className="text-button"
            data-testid="writer-stamp"
            onClick={() => {
              onLoadFields();
              setStamping(true);
            }}
          >
            {i18n.t('options.agents.sharedAction')}
          </button>
        </Note>
      )}
      {(stamping || row.stamps.length > 0) && (
        <tr className="note">
          <td colSpan={5}>
            <StampForm
              stamps={row.stamps}
              fields={fields}
              onLoadFields={onLoadFields}
              onSave={(field, agents) => {
                setStamping(false);
                onStamp(row.writer.key, field, agents);
              }}
            />
          </td>
        </tr>
      )}
    </>
  );
}

function Note({ children }: { children: React.ReactNode }) {
  return (
    <tr className="note">
      <td colSpan={5}>
        <div className="strip unknown">
          <Icon name="warning" />
          <span>{children}</span>
        </div>
      </td>
    </tr>
  );
}

function NameForm({ name, onSave }: { name: string; onSave(name: string): void }) {
  const [value, setValue] = useState(name);
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave(value.trim() || name);
  };
  return (
    <form className="name-form" onSubmit={save}>
      <input
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to name it
        autoFocus
        aria-label={i18n.t('options.agents.name')}
        placeholder={i18n.t('options.agents.nameHint')}
        data-testid="writer-name"
        maxLength={120}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onSave(name)}
      />
      <button type="submit" className="button" data-testid="writer-name-save">
        {i18n.t('options.agents.saveName')}
      </button>
    </form>
  );
}

function impliedRole(row: WriterRow): Role {
  switch (row.attribution) {
    case 'human':
      return 'person';
    case 'agent':
      return 'agent';
    case 'automation':
    case 'system':
      return 'automation';
    default:
      return 'unknown';
  }
}

function glyphOf(row: WriterRow): GlyphName {
  switch (row.attribution) {
    case 'human':
      return 'person';
    case 'own':
      return 'collaborative';
    case 'system':
      return 'automation';
    case 'collaborative':
      return 'collaborative';
    default:
      return row.attribution;
  }
}

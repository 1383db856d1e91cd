import { useCallback, useMemo, useState } from 'react';
import type { PropertyDefinition } from '../../types.ts';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { PageRecord } from '../protocol.ts';
import { createFields } from '../record/fields.ts';
import { useDrafts } from '../record/useDrafts.ts';
import type { RecordSession } from '../record/useRecord.ts';
import { SaveBar } from '../sidebar/SaveBar.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { HistoryDialog } from './HistoryDialog.tsx';
import { PanelGroup } from './PanelGroup.tsx';

interface AllPropertiesPanelProps {
  record: PageRecord;
  session: Pick<RecordSession, 'save' | 'slots'>;
  onClose(): void;
}

/** Groups are open from the start, except the long tail of analytics. */
const FOLDED_GROUP = /analytics|conversion|social/;

function groupsOf(definitions: readonly PropertyDefinition[]): Map<string, PropertyDefinition[]> {
  const groups = new Map<string, PropertyDefinition[]>();
  for (const definition of definitions) {
    if (definition.hidden || definition.archived) continue;
    groups.set(definition.groupName, [...(groups.get(definition.groupName) ?? []), definition]);
  }
  return groups;
}

/** Every property of the record, grouped, in a panel over the page. */
export function AllPropertiesPanel({ record: opened, session, onClose }: AllPropertiesPanelProps) {
  const { boot, mark, t } = usePage();
  const [search, setSearch] = useState('');
  const [hideBlank, setHideBlank] = useState(false);
  const [history, setHistory] = useState('');
  // The record as it is now, unless the page behind has moved on to another one.
  const behind = session.slots.highlight;
  const record = behind?.id === opened.id && behind.typeId === opened.typeId ? behind : opened;
  const fields = useMemo(() => createFields(record, boot), [record, boot]);
  const drafts = useDrafts(record, session.save);
  const groups = useMemo(() => groupsOf(record.definitions), [record.definitions]);
  const { save } = drafts;
  const saveAll = useCallback(() => void save(), [save]);
  const wanted = (definition: PropertyDefinition) =>
    fields.label(definition.name).toLowerCase().includes(search.toLowerCase()) &&
    (!hideBlank || fields.raw(definition.name) !== '');

  return (
    <Dialog
      title={`${t('allProperties')}: ${record.title}`}
      kind="panel"
      onClose={onClose}
      attributes={mark({ 'data-test-id': 'all-properties-panel' })}
    >
      <div className={c('panelTools')}>
        <div className={c('listSearch')}>
          <input
            type="search"
            className={c('input')}
            aria-label={t('searchProperties')}
            placeholder={t('searchProperties')}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
          <Icon name="search" size={14} />
        </div>
        <label className={c('check')}>
          <input type="checkbox" checked={hideBlank} onChange={(event) => setHideBlank(event.target.checked)} />
          {t('hideBlank')}
        </label>
      </div>
      {[...groups].map(([name, definitions]) => {
        const shown = definitions.filter(wanted);
        return (
          shown.length > 0 && (
            <PanelGroup
              key={name}
              name={name}
              definitions={shown}
              fields={fields}
              drafts={drafts}
              folded={FOLDED_GROUP.test(name) && search === ''}
              onSave={saveAll}
              onHistory={setHistory}
            />
          )
        );
      })}
      <SaveBar drafts={drafts} onSave={saveAll} />
      {history && <HistoryDialog record={record} field={history} onClose={() => setHistory('')} />}
    </Dialog>
  );
}

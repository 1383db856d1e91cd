/** What a record's timeline shows: stored e-mails, calls and notes, note records, and stage changes out of history. */
import { iso } from '../engine/clock.ts';
import { appName, stageFields, USERS } from './catalog.ts';
import type { TimelineEvent } from './page/protocol.ts';
import type { Store } from './store.ts';
import type { RecordEvent, StoredRecord, Version } from './types.ts';

/** Who the timeline names for a history row. */
export function sourceName(row: Version): string {
  const user = USERS.find((one) => one.id === row.updatedByUserId);
  if (user) return `${user.firstName} ${user.lastName}`;
  if (row.sourceType === 'INTEGRATION') return appName(row.sourceId ?? '') ?? `Integration ${row.sourceId}`;
  return row.sourceLabel ?? row.sourceType.toLowerCase().replaceAll('_', ' ');
}

function stageChanges(store: Store, record: StoredRecord): TimelineEvent[] {
  const fields = stageFields(record.typeId);
  if (!fields) return [];
  const options = store.catalog.property(record.typeId, fields.stage)?.options ?? [];
  const noun = record.typeId === '0-3' ? 'deal' : 'ticket';
  return store.history(record, fields.stage).map((row, index, rows) => {
    const label = options.find((option) => option.value === row.value)?.label ?? row.value;
    const verb = index === rows.length - 1 ? `created the ${noun} in` : `moved the ${noun} to`;
    return {
      id: `change-${rows.length - index}`,
      at: row.timestamp,
      kind: 'change',
      header: `${sourceName(row)} ${verb} ${label}`,
    };
  });
}

function notes(store: Store, record: StoredRecord): TimelineEvent[] {
  return store.associations(record, '0-46').flatMap((link) => {
    const note = store.get('0-46', link.id);
    if (!note) return [];
    const body = store.value(note, 'hs_note_body') ?? '';
    const at = store.value(note, 'hs_timestamp') ?? note.createdAt;
    return [{ id: `note-${note.id}`, at, kind: 'note' as const, header: 'Note', body }];
  });
}

export function timelineOf(store: Store, record: StoredRecord, events: readonly RecordEvent[]): TimelineEvent[] {
  const stored = events.map(
    ({ at, ...event }, index): TimelineEvent => ({ id: `event-${index}`, at: iso(at), ...event }),
  );
  return [...stored, ...notes(store, record), ...stageChanges(store, record)].sort((a, b) => b.at.localeCompare(a.at));
}

/** Pipedrive's changelog as field histories. Pure. */
import * as v from 'valibot';
import type { FieldChange, FieldHistory } from '../../core/types';
import type { FieldMeta } from '../contract';
import { fieldName, isDerived } from './keys';
import { ChangeSchema } from './schema';
import { valueText } from './values';
import { pipedriveWriter, rawSource } from './writers';

/**
 * The histories of a record's fields.
 *
 * A record's creation is no row, so a field that nobody changed since has none. Times are whole seconds: rows of one second keep
 * the order in which they were sent. A row that cannot be read ends its field's history where it stands, and everybody's where it
 * does not even say whose it is.
 *
 * @param rows newest first, as sent, all pages in one
 * @param whole false where older rows were not read
 */
export function historiesOf(
  rows: readonly unknown[],
  fields: readonly FieldMeta[],
  whole: boolean,
): Map<string, FieldHistory> {
  const tracked = new Map(fields.flatMap((field) => (isDerived(field.name) ? [] : [[field.name, field] as const])));
  const found = new Map<string, FieldChange[]>();
  const cut = new Set<string>();
  let all = whole;
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) {
      all = false;
      break;
    }
    const field = tracked.get(fieldName(key));
    if (!field || cut.has(field.name)) continue;
    const change = changeOf(field, row);
    if (change) found.set(field.name, [...(found.get(field.name) ?? []), change]);
    else cut.add(field.name);
  }
  const histories = new Map<string, FieldHistory>();
  for (const { name } of tracked.values()) {
    // Sent newest first; a stable sort keeps that order for equal times and repairs any other.
    const changes = (found.get(name) ?? []).sort((a, b) => b.at - a.at);
    const complete = all && !cut.has(name);
    const asCreated = changes.length === 0 && complete;
    histories.set(name, { changes, complete, ...(asCreated ? { asCreated } : {}) });
  }
  return histories;
}

function keyOf(row: unknown): string | null {
  const key = (row as { field_key?: unknown } | null)?.field_key;
  return typeof key === 'string' && key !== '' ? key : null;
}

function changeOf(field: FieldMeta, row: unknown): FieldChange | null {
  const parsed = v.safeParse(ChangeSchema, row);
  if (!parsed.success) return null;
  const { time, old_value, new_value, actor_user_id, change_source, change_source_user_agent } = parsed.output;
  const at = Date.parse(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(time) ? `${time.replace(' ', 'T')}Z` : time);
  if (!Number.isFinite(at)) return null;
  const written = {
    user: actor_user_id,
    source: change_source,
    userAgent: change_source_user_agent,
    bulk: !!parsed.output.is_bulk_update_flag,
  };
  return {
    field: field.name,
    from: valueText(field.kind, old_value),
    to: valueText(field.kind, new_value),
    at,
    sent: time,
    source: rawSource(written),
    writer: pipedriveWriter(written),
  };
}

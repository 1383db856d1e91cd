/** A reader of changelogs who knows the team file and Pipedrive’s shapes, and nothing of the simulation. */
import type { TeamInfo } from '../../sandbox/crm.ts';
import { parseLedger, unseals } from '../../sandbox/engine/ledger.ts';
import type { ChangelogRow } from './support.ts';

const V2_NAMES: Record<string, Record<string, string>> = {
  deal: { user_id: 'owner_id', pipeline: 'pipeline_id', label: 'label_ids' },
  person: { label: 'label_ids', email: 'emails', phone: 'phones' },
  organization: { label: 'label_ids' },
};

/** v2's name of a changelog key. */
export const v2Name = (object: string, key: string): string => V2_NAMES[object]?.[key] ?? key;

/** Keys whose rows follow from others'. */
export const isDerived = (key: string): boolean =>
  /^(stage_change_time|update_time|add_time|weighted_value|score)$|_count$|^(next|last)_activity|^last_(incoming|outgoing)/.test(
    key,
  );

/** A changelog value as plain text; `sets` holds the keys of fields with several options. */
export function textOf(value: ChangelogRow['old_value'], isSet: boolean): string | null {
  if (Array.isArray(value)) return value.map((part) => (part as { value: string }).value).join(';');
  return isSet ? (value?.replaceAll(',', ';') ?? null) : value;
}

const productOf = (userAgent: string | null): string => {
  if (userAgent === null) return 'none';
  const [first = ''] = userAgent.toLowerCase().split(/[/ ]/);
  return first.replace(/-\d[\d.]*$/, '');
};

/** By which key a team file names the writer of a row. */
export function writerKey(row: ChangelogRow): string {
  const { actor_user_id: user, change_source: source, change_source_user_agent: userAgent } = row;
  if (source === 'app' || source === 'mobile') return `user:${user}`;
  if (source !== 'api') return `source:${source ?? 'none'}`;
  if (row.is_bulk_update_flag && userAgent === 'bulk-actions-api') return `user:${user}`;
  return `api:${user}:${productOf(userAgent)}`;
}

const moment = (time: string): number => Date.parse(`${time.replace(' ', 'T')}Z`);

/** Who stands behind a row, from the record's whole changelog. */
export function classify(row: ChangelogRow, all: readonly ChangelogRow[], object: string, team: TeamInfo): string {
  const key = writerKey(row);
  const writer = team.writers.find((one) => one.key === key);
  const stamps = team.stamps.find((one) => one.writer === key);
  if (stamps) {
    const stamped = all.some(
      (one) =>
        one.field_key === stamps.field &&
        writerKey(one) === key &&
        stamps.agents.some(({ value }) => value === one.new_value) &&
        Math.abs(moment(one.time) - moment(row.time)) <= 2_000,
    );
    return stamped ? 'agent' : 'unknown';
  }
  if (writer?.role === 'person') return 'human';
  if (writer?.role === 'own') return decided(row, all, object, team);
  return writer?.role ?? 'unknown';
}

/** A write of our own is what the ledger, written with it, says of it. */
function decided(row: ChangelogRow, all: readonly ChangelogRow[], object: string, team: TeamInfo): string {
  const field = v2Name(object, row.field_key);
  const ledger = all.find(
    (one) => one.field_key === team.fields.ledger && one.time === row.time && writerKey(one) === writerKey(row),
  );
  if (!ledger) return 'unknown';
  const known = new Set(parseLedger(ledger.old_value as string | null).map(({ id }) => id));
  const entries = parseLedger(ledger.new_value as string | null).filter(({ id }) => !known.has(id));
  return entries.some((one) => one.field === field && unseals(one.to, textOf(row.new_value, false)))
    ? 'collaborative'
    : 'unknown';
}

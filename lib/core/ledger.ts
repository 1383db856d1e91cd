/**
 * The ledger: the append-only decisions of a record, kept in a field of that record.
 *
 * Anyone with write access can write that field, an agent too. So an entry counts only if the ledger field's own history
 * shows that it was introduced by a writer who is neither an agent nor unmapped; otherwise it is a claim, shown and not used.
 */
import * as v from 'valibot';
import { canonicalJson, sha256 } from './ids';
import type { Crm, FieldHistory, Writer } from './types';

/** The most characters of a person's own words. */
export const NOTE_CHARS = 300;

/** One entry of the ledger. */
export const LedgerEntrySchema = v.object({
  id: v.pipe(v.string(), v.maxLength(128)),
  /** Epoch milliseconds, CRM time. */
  at: v.pipe(v.number(), v.integer()),
  field: v.pipe(v.string(), v.maxLength(200)),
  /** The decision. Kinds added later are kept and mean nothing here. */
  d: v.pipe(v.string(), v.maxLength(40)),
  by: v.object({ id: v.optional(v.string()), name: v.pipe(v.string(), v.maxLength(200)) }),
  agent: v.optional(v.pipe(v.string(), v.maxLength(200))),
  /** `<salt>:<sha256 of salt and value, hexadecimal>`, never the value itself, because field permissions do not reach into the ledger. */
  to: v.optional(v.string()),
  /** Why it was decided so, one of `REASONS`. */
  reason: v.optional(v.pipe(v.string(), v.maxLength(40))),
  /** The person's own words. */
  note: v.optional(v.pipe(v.string(), v.maxLength(NOTE_CHARS))),
});

/** Why a person rejects a suggestion. */
export const REASONS = ['value', 'record', 'outdated', 'context', 'rule', 'preference'] as const;
export type Reason = (typeof REASONS)[number];

export const isReason = (text: string): text is Reason => REASONS.some((reason) => reason === text);

/** A ledger's size, in characters. Pipedrive's changelog repeats old and new values of a field for ever. */
export const LEDGER_CHARS: Record<Crm, number> = { hubspot: 60_000, salesforce: 120_000, pipedrive: 4_000 };
const KEPT_MS = 30 * 86_400_000;

/** The ledger field's value. Entries of kinds that are added later are kept as they are. */
export const LedgerSchema = v.object({
  v: v.literal(1),
  /** Entries up to this time are left out, but for each field's last decision; epoch ms. */
  upto: v.optional(v.number()),
  /** How many were left out. */
  n: v.optional(v.number()),
  e: v.array(v.unknown()),
});

export type LedgerEntry = v.InferOutput<typeof LedgerEntrySchema>;

/** Who introduced an entry: `trusted`, an `agent`, an `unmapped` writer, or `unreadable` where the history does not reach back. */
export type Introduction = 'trusted' | 'agent' | 'unmapped' | 'unreadable';

/** What the ledger says about one field's current value. */
export interface LedgerClaim {
  entry: LedgerEntry;
  introduced: Introduction;
}

/** The kind of an entry that says more about a decision and decides nothing itself. */
export const NOTE = 'note';

/** Decisions after which a person stands behind the value; an approval that was taken back names the one before. */
export const DECISIONS_THAT_STAND: ReadonlySet<string> = new Set(['approve', 'approve_edited', 'undo']);

/** The hash under which a value stands in the ledger. */
export async function ledgerHash(salt: string, value: string | null): Promise<string> {
  return `${salt}:${await sha256(salt + (value ?? ''))}`;
}

/** The entries of a ledger value by their canonical JSON; entries that are not well-formed are left out, a value that is no ledger has none. */
export function parseLedger(value: string | null | undefined): Map<string, LedgerEntry> {
  const entries = new Map<string, LedgerEntry>();
  for (const raw of (value ? readJson(value)?.e : null) ?? []) {
    const entry = v.safeParse(LedgerEntrySchema, raw);
    if (entry.success) entries.set(canonicalJson(raw), entry.output);
  }
  return entries;
}

/**
 * Everything that a ledger field says or ever said, whoever wrote it.
 * @param value as it stands in the record
 * @param history the field's own
 * @returns `since`: up to then something may be missing, epoch ms; for ever where the field was emptied or overwritten and its
 * history does not show what it held
 */
export function ledgerPast(
  value: string | null | undefined,
  history: FieldHistory | undefined,
): { entries: LedgerEntry[]; since: number } {
  const rows = history?.changes ?? [];
  const versions = [value, ...rows.map(({ to }) => to)].filter((one) => typeof one === 'string');
  const entries = new Map(versions.flatMap((one) => [...parseLedger(one)]));
  const broken = value ? readJson(value) === null : rows.length > 0;
  const shown = history?.complete === true && rows.every(({ to }) => to !== undefined);
  const since = broken && !shown ? Number.POSITIVE_INFINITY : (readJson(value ?? '')?.upto ?? 0);
  return { entries: [...entries.values()], since };
}

/** True if this is the value that an entry's hash was made from. */
export async function isLedgerValue(entry: LedgerEntry, value: string | null): Promise<boolean> {
  const salt = entry.to?.split(':')[0];
  return salt !== undefined && (await ledgerHash(salt, value)) === entry.to;
}

/**
 * A ledger with one entry more. Entries older than 30 days are left out, and older ones still where it grows too long, but for
 * each field's last decision.
 * @param value the ledger as it stands in the record
 * @param now CRM time, epoch ms
 * @returns the new value, or `null` where the field holds something that is no ledger: what somebody put there is not ours to
 * overwrite, or too long even so
 */
export function withLedgerEntry(
  value: string | null | undefined,
  entry: LedgerEntry,
  now: number,
  chars: number,
): string | null {
  const ledger = value ? readJson(value) : { v: 1 as const, upto: 0, n: 0, e: [] };
  if (!ledger) return null;
  const raw = [...ledger.e, entry].sort((a, b) => timeOf(a) - timeOf(b) || (idOf(a) < idOf(b) ? -1 : 1));
  const last = new Set(lastOfEachField(raw));
  let kept = raw;
  let { upto = 0, n = 0 } = ledger;
  const drop = (which: (one: unknown) => boolean) => {
    const gone = kept.filter((one) => which(one) && !last.has(one));
    for (const one of gone) upto = Math.max(upto, timeOf(one));
    n += gone.length;
    kept = kept.filter((one) => !gone.includes(one));
  };
  const written = () => JSON.stringify({ v: 1, upto, n, e: kept });
  drop((one) => timeOf(one) < now - KEPT_MS);
  while (written().length > chars) {
    const oldest = kept.find((one) => !last.has(one));
    if (oldest === undefined) return null;
    drop((one) => one === oldest);
  }
  return written();
}

function readJson(value: string): v.InferOutput<typeof LedgerSchema> | null {
  try {
    const ledger = v.safeParse(LedgerSchema, JSON.parse(value));
    return ledger.success ? ledger.output : null;
  } catch {
    return null;
  }
}

function lastOfEachField(entries: readonly unknown[]): unknown[] {
  const last = new Map<unknown, unknown>();
  for (const entry of entries) {
    const { field, d } = (entry ?? {}) as Partial<LedgerEntry>;
    if (d !== NOTE) last.set(field, entry);
  }
  return [...last.values()];
}

const timeOf = (entry: unknown) => Number((entry as Partial<LedgerEntry> | null)?.at) || 0;
const idOf = (entry: unknown) => String((entry as Partial<LedgerEntry> | null)?.id ?? '');

/**
 * The latest approval that covers each field's current value.
 * @param history the ledger field's own history, newest first
 * @param values the record's current values by field
 * @param ledgerField the ledger field's own name
 * @param attributionOf what a writer counts as for this team
 */
export async function readLedger(
  history: FieldHistory,
  values: ReadonlyMap<string, string | null>,
  ledgerField: string,
  attributionOf: (writer: Writer) => string,
): Promise<Map<string, LedgerClaim>> {
  const versions = history.changes.map((change) => ({ change, entries: parseLedger(change.to) }));
  // Where the CRM keeps no values of this field, its rows say who wrote it and not what.
  const withoutValues = history.changes[0]?.to === undefined;
  const current = withoutValues ? parseLedger(values.get(ledgerField)) : (versions[0]?.entries ?? new Map());
  const latest = new Map<string, { key: string; entry: LedgerEntry }>();
  for (const [key, entry] of current) {
    if (entry.d === NOTE) continue;
    const seen = latest.get(entry.field);
    if (!seen || entry.at > seen.entry.at || (entry.at === seen.entry.at && entry.id > seen.entry.id)) {
      latest.set(entry.field, { key, entry });
    }
  }
  const claims = new Map<string, LedgerClaim>();
  for (const [field, { key, entry }] of latest) {
    if (!DECISIONS_THAT_STAND.has(entry.d) || !values.has(field)) continue;
    if (!(await isLedgerValue(entry, values.get(field) ?? null))) continue;
    claims.set(field, { entry, introduced: introduction(key) });
  }
  return claims;

  function introduction(key: string): Introduction {
    if (withoutValues) return introductionByAnyone();
    let index = 0;
    while (index + 1 < versions.length && versions[index + 1]?.entries.has(key)) index++;
    const reachesBack = index + 1 < versions.length || history.complete;
    const row = versions[index]?.change;
    if (!reachesBack || !row) return 'unreadable';
    return trustIn(row.writer);
  }

  /** Without values any row can have introduced the entry, so it is as good as the least trusted of their writers. */
  function introductionByAnyone(): Introduction {
    if (!history.complete || history.changes.length === 0) return 'unreadable';
    const trusts = history.changes.map(({ writer }) => trustIn(writer));
    return trusts.find((trust) => trust !== 'trusted') ?? 'trusted';
  }

  function trustIn(writer: Writer): Introduction {
    const attribution = attributionOf(writer);
    if (attribution === 'agent') return 'agent';
    return attribution === 'unknown' ? 'unmapped' : 'trusted';
  }
}

/**
 * The ledger: the append-only decisions of a record, kept in a field of that record.
 *
 * Anyone with write access can write that field, an agent too. So an entry counts only if the ledger field's own history
 * shows that it was introduced by a writer who is neither an agent nor unmapped; otherwise it is a claim, shown and not used.
 */
import * as v from 'valibot';
import { canonicalJson, sha256 } from './ids';
import type { FieldHistory, Writer } from './types';

const Entry = v.object({
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
});

const Ledger = v.object({ v: v.literal(1), e: v.array(v.unknown()) });

export type LedgerEntry = v.InferOutput<typeof Entry>;

/** Who introduced an entry: `trusted`, an `agent`, an `unmapped` writer, or `unreadable` where the history does not reach back. */
export type Introduction = 'trusted' | 'agent' | 'unmapped' | 'unreadable';

/** What the ledger says about one field's current value. */
export interface LedgerClaim {
  entry: LedgerEntry;
  introduced: Introduction;
}

const DECISIONS_THAT_APPROVE = new Set(['approve', 'approve_edited']);

/** The hash under which a value stands in the ledger. */
export async function ledgerHash(salt: string, value: string | null): Promise<string> {
  return `${salt}:${await sha256(salt + (value ?? ''))}`;
}

/** The entries of a ledger value by their canonical JSON; entries that are not well-formed are left out, a value that is no ledger has none. */
export function parseLedger(value: string | null | undefined): Map<string, LedgerEntry> {
  const entries = new Map<string, LedgerEntry>();
  if (!value) return entries;
  let json: unknown;
  try {
    json = JSON.parse(value);
  } catch {
    return entries;
  }
  const ledger = v.safeParse(Ledger, json);
  if (!ledger.success) return entries;
  for (const raw of ledger.output.e) {
    const entry = v.safeParse(Entry, raw);
    if (entry.success) entries.set(canonicalJson(raw), entry.output);
  }
  return entries;
}

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
    const seen = latest.get(entry.field);
    if (!seen || entry.at > seen.entry.at || (entry.at === seen.entry.at && entry.id > seen.entry.id)) {
      latest.set(entry.field, { key, entry });
    }
  }
  const claims = new Map<string, LedgerClaim>();
  for (const [field, { key, entry }] of latest) {
    if (!DECISIONS_THAT_APPROVE.has(entry.d) || !entry.to || !values.has(field)) continue;
    const salt = entry.to.split(':')[0] ?? '';
    if ((await ledgerHash(salt, values.get(field) ?? null)) !== entry.to) continue;
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

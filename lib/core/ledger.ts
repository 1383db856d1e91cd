/**
 * The ledger: the append-only decisions and signals of a record, kept in a field of that record.
 *
 * Anyone with write access can write that field, an agent too. So an entry counts only if the ledger field's own history
 * shows that it was introduced by a writer who is neither an agent nor unmapped; otherwise it is a claim, shown and not used.
 */
import * as v from 'valibot';
import { DECISIONS } from './decisions';
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
  /** The decision, or the kind of correction. Kinds added later are kept and mean nothing here. */
  d: v.pipe(v.string(), v.maxLength(40)),
  by: v.object({ id: v.optional(v.string()), name: v.pipe(v.string(), v.maxLength(200)) }),
  agent: v.optional(v.pipe(v.string(), v.maxLength(200))),
  /** `<salt>:<sha256 of salt and value, hexadecimal>`, never the value itself, because field permissions do not reach into the ledger. */
  to: v.optional(v.string()),
  /** What the agent wrote or proposed, in the same way, where that is not the value; of a correction also when, epoch ms, CRM time. */
  was: v.optional(v.string()),
  agentAt: v.optional(v.pipe(v.number(), v.integer())),
  /** Key of the agent's writer in the CRM's history, of a correction: the team may come to say that it is no agent. */
  writer: v.optional(v.pipe(v.string(), v.maxLength(200))),
  /** Time of the entry that an `undo` takes back. */
  of: v.optional(v.pipe(v.number(), v.integer())),
  /** Id of the correction that an `explained` gives a reason for. */
  about: v.optional(v.pipe(v.string(), v.maxLength(128))),
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
/** Older entries are left out, but for each field's last decision. */
export const LEDGER_KEPT_MS = 30 * 86_400_000;

/** A correction is no decision, so it neither stands behind a value nor takes a decision's place. `restored` is by the CRM's own function, `reverted` to what stood there before the agent. */
export const CORRECTIONS = ['corrected', 'reverted', 'restored'] as const;
export type CorrectionKind = (typeof CORRECTIONS)[number];

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

/** The kind of an entry that says why a correction was made; it decides nothing either. */
export const EXPLAINED = 'explained';

/** The kind of an entry that says that an agent's value was seen and let stand: an approval, and no decision. */
export const STOOD = 'stood';

/** Decisions after which a person stands behind the value; an approval that was taken back names the one before. */
export const DECISIONS_THAT_STAND: ReadonlySet<string> = new Set(['approve', 'approve_edited', 'undo']);

const DECIDES: ReadonlySet<string> = new Set([...DECISIONS, 'undo']);
const CORRECTS: ReadonlySet<string> = new Set(CORRECTIONS);

export const isDecisionEntry = ({ d }: Pick<LedgerEntry, 'd'>): boolean => DECIDES.has(d);
export const isCorrectionEntry = ({ d }: Pick<LedgerEntry, 'd'>): boolean => CORRECTS.has(d);
/** True for one that says something of a value which an agent wrote by itself. */
export const isAboutWritten = (entry: Pick<LedgerEntry, 'd'>): boolean => isCorrectionEntry(entry) || entry.d === STOOD;

/**
 * The decisions that stand on each suggestion, the first one first. Of two people who decide at once the first counts; the other's
 * is taken back by an `undo` that leaves the first one alone.
 */
export function standingDecisions(entries: Iterable<LedgerEntry>): Map<string, LedgerEntry[]> {
  const decisions = new Map<string, LedgerEntry[]>();
  for (const entry of [...entries].filter(isDecisionEntry).sort((a, b) => a.at - b.at)) {
    const list = decisions.get(entry.id) ?? [];
    decisions.set(entry.id, list);
    if (entry.d !== 'undo') list.push(entry);
    else {
      const taken = entry.of === undefined ? list.length - 1 : list.findIndex(({ at }) => at === entry.of);
      if (taken >= 0) list.splice(taken, 1);
    }
  }
  return decisions;
}

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
  const versions = [value, ...rows.flatMap(({ to, from }) => [to, from])].filter((one) => typeof one === 'string');
  const entries = new Map(versions.flatMap((one) => [...parseLedger(one)]));
  const shown = history?.complete === true && rows.length > 0 && rows.every(({ to }) => to !== undefined);
  const broken = value ? readJson(value) === null : rows.length > 0;
  const since = broken ? Number.POSITIVE_INFINITY : (readJson(value ?? '')?.upto ?? 0);
  return { entries: [...entries.values()], since: shown ? 0 : since };
}

/** True if this is the value that an entry's hash was made from. */
export async function isLedgerValue(entry: LedgerEntry, value: string | null): Promise<boolean> {
  const salt = entry.to?.split(':')[0];
  return salt !== undefined && (await ledgerHash(salt, value)) === entry.to;
}

/** True where a field holds a ledger or nothing: anything else is somebody's, and not ours to overwrite. */
export function isLedger(value: string | null | undefined): boolean {
  return !value || readJson(value) !== null;
}

/** Up to then entries were left out, epoch ms; 0 for none. */
export function ledgerStart(value: string | null | undefined): number {
  return readJson(value ?? '')?.upto ?? 0;
}

/** What makes an entry the same in two browsers; a suggestion may have several under its id. */
export function entryName({ id, at, d, field }: Pick<LedgerEntry, 'id' | 'at' | 'd' | 'field'>): string {
  return JSON.stringify([id, at, d, field]);
}

/** True where a ledger has this entry, whoever put it there and whatever else it says. */
export function holdsEntry(value: string | null | undefined, entry: LedgerEntry): boolean {
  const name = entryName(entry);
  return [...parseLedger(value).values()].some((one) => entryName(one) === name);
}

/**
 * A ledger with more entries; those it has already are not added again. Old ones are left out, and older ones still where it grows
 * too long, but for each field's last decision.
 * @param value the ledger as it stands in the record
 * @param now CRM time, epoch ms
 * @param room characters it may have, and how old an entry may be
 * @returns the new value and what was left out of it; `null` where the field holds something that is no ledger, or where it is too
 * long even so
 */
export function withLedgerEntries(
  value: string | null | undefined,
  added: readonly LedgerEntry[],
  now: number,
  room: { chars: number; keptMs?: number },
): { value: string; left: unknown[] } | null {
  const ledger = value ? readJson(value) : { v: 1 as const, upto: 0, n: 0, e: [] };
  if (!ledger) return null;
  const fresh = added.filter((entry) => !holdsEntry(value, entry));
  const raw = [...ledger.e, ...fresh].sort((a, b) => timeOf(a) - timeOf(b) || (idOf(a) < idOf(b) ? -1 : 1));
  const last = new Set(lastOfEachField(raw));
  const left: unknown[] = [];
  let kept = raw;
  let { upto = 0, n = 0 } = ledger;
  const drop = (which: (one: unknown) => boolean) => {
    const gone = kept.filter((one) => which(one) && !last.has(one));
    for (const one of gone) upto = Math.max(upto, timeOf(one));
    n += gone.length;
    left.push(...gone);
    kept = kept.filter((one) => !gone.includes(one));
  };
  const written = () => JSON.stringify({ v: 1, upto, n, e: kept });
  drop((one) => timeOf(one) < now - (room.keptMs ?? LEDGER_KEPT_MS));
  while (written().length > room.chars) {
    const oldest = kept.find((one) => !last.has(one));
    if (oldest === undefined) return null;
    drop((one) => one === oldest);
  }
  return { value: written(), left };
}

function readJson(value: string): v.InferOutput<typeof LedgerSchema> | null {
  try {
    const ledger = v.safeParse(LedgerSchema, JSON.parse(value));
    return ledger.success ? ledger.output : null;
  } catch {
    return null;
  }
}

/** What decides nothing is not among them: what stands behind a value has to stay, the others are told elsewhere as well. */
function lastOfEachField(entries: readonly unknown[]): unknown[] {
  const last = new Map<unknown, unknown>();
  for (const entry of entries) {
    const { field, d = '' } = (entry ?? {}) as Partial<LedgerEntry>;
    if (d !== NOTE && d !== EXPLAINED && !isAboutWritten({ d })) last.set(field, entry);
  }
  return [...last.values()];
}

const timeOf = (entry: unknown) => Number((entry as Partial<LedgerEntry> | null)?.at) || 0;
const idOf = (entry: unknown) => String((entry as Partial<LedgerEntry> | null)?.id ?? '');

/** One version of a ledger field: the row that made it, and its entries by their canonical JSON. */
interface Version {
  writer: Writer;
  entries: ReadonlyMap<string, LedgerEntry>;
}

/** A ledger's versions, newest first, as far as its history has values; `current` are its entries now. */
function versionsOf(history: FieldHistory, value: string | null | undefined) {
  const withoutValues = history.changes[0]?.to === undefined;
  const versions: Version[] = history.changes.map(({ writer, to }) => ({ writer, entries: parseLedger(to) }));
  return { versions, withoutValues, current: withoutValues ? parseLedger(value) : (versions[0]?.entries ?? new Map()) };
}

/**
 * Who brought in an entry that stands in a version: the writer of the first of those versions before it that have it without a gap.
 * @param from index of the version
 */
function introductionAt(
  key: string,
  versions: readonly Version[],
  from: number,
  { complete }: FieldHistory,
  trust: (writer: Writer) => Introduction,
): Introduction {
  let index = from;
  while (index + 1 < versions.length && versions[index + 1]?.entries.has(key)) index++;
  const reachesBack = index + 1 < versions.length || complete;
  const version = versions[index];
  return reachesBack && version ? trust(version.writer) : 'unreadable';
}

/** Where the CRM keeps no values of the field any row can have brought the entry in, so it is as good as the least trusted of their writers. */
function introductionByAnyone(
  { complete, changes }: FieldHistory,
  trust: (writer: Writer) => Introduction,
): Introduction {
  if (!complete || changes.length === 0) return 'unreadable';
  return changes.map(({ writer }) => trust(writer)).find((one) => one !== 'trusted') ?? 'trusted';
}

/** Whether what a writer brought in may be believed, by what it counts as for a team. */
export function trustBy(attributionOf: (writer: Writer) => string) {
  return (writer: Writer): Introduction => {
    const attribution = attributionOf(writer);
    if (attribution === 'agent') return 'agent';
    return attribution === 'unknown' ? 'unmapped' : 'trusted';
  };
}

/**
 * What a ledger field says or ever said and may be believed: entries that a writer brought in who is neither an agent nor unmapped.
 * One that an agent took out, or put back, or copied from elsewhere, changes nothing of that.
 * @param value as it stands in the record
 * @param history the field's own
 * @param attributionOf what a writer counts as for this team
 */
export function trustedEntries(
  value: string | null | undefined,
  history: FieldHistory,
  attributionOf: (writer: Writer) => string,
): LedgerEntry[] {
  return [...trustedByKey(value, history, trustBy(attributionOf)).values()];
}

function trustedByKey(
  value: string | null | undefined,
  history: FieldHistory,
  trust: (writer: Writer) => Introduction,
): Map<string, LedgerEntry> {
  const { versions, withoutValues, current } = versionsOf(history, value);
  if (withoutValues) return new Map(introductionByAnyone(history, trust) === 'trusted' ? current : []);
  const trusted = new Map<string, LedgerEntry>();
  for (const [index, { entries }] of versions.entries()) {
    for (const [key, entry] of entries) {
      if (trusted.has(key)) continue;
      if (introductionAt(key, versions, index, history, trust) === 'trusted') trusted.set(key, entry);
    }
  }
  return trusted;
}

/**
 * Rows of a ledger field by which an agent, or a writer nobody has listed, claims what people decided. A merge has no writer.
 * @param value as it stands in the record
 * @param history the field's own
 * @param attributionOf what a writer counts as for this team
 * @returns index of each row and the entries that came with it and that nobody else brought in; none where the CRM keeps no values
 * of the field, and the row alone says that the ledger was written
 */
export function forgedRows(
  value: string | null | undefined,
  history: FieldHistory,
  attributionOf: (writer: Writer) => string,
): { index: number; claims: LedgerEntry[] }[] {
  const trust = trustBy(attributionOf);
  const suspect = history.changes.flatMap(({ writer }, index) =>
    trust(writer) === 'trusted' || writer.kind === 'merge' ? [] : [index],
  );
  if (suspect.length === 0) return [];
  const { versions, withoutValues } = versionsOf(history, value);
  // One who is not listed may be ourselves; only an agent is known to have no business there.
  if (withoutValues) {
    const byAgent = suspect.filter((index) => versions[index] && trust(versions[index].writer) === 'agent');
    return byAgent.map((index) => ({ index, claims: [] }));
  }
  const trusted = trustedByKey(value, history, trust);
  return suspect.flatMap((index) => {
    const before = versions[index + 1]?.entries;
    if (!before && !history.complete) return [];
    const claims = [...(versions[index]?.entries ?? [])].flatMap(([key, entry]) =>
      before?.has(key) || trusted.has(key) || !(isDecisionEntry(entry) || isAboutWritten(entry)) ? [] : [entry],
    );
    return claims.length > 0 ? [{ index, claims }] : [];
  });
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
  const trust = trustBy(attributionOf);
  const { versions, withoutValues, current } = versionsOf(history, values.get(ledgerField));
  const introduction = (key: string) =>
    withoutValues ? introductionByAnyone(history, trust) : introductionAt(key, versions, 0, history, trust);
  const latest = new Map<string, { key: string; entry: LedgerEntry }>();
  const decisions = standingDecisions(
    [...current].filter(([key]) => introduction(key) === 'trusted').map(([, entry]) => entry),
  );
  for (const [key, entry] of current) {
    // A correction is seen in the field's own history, others say more; none of them must hide a decision.
    if (!isDecisionEntry(entry)) continue;
    // Later than another's on the same suggestion, or what takes that back; a forged entry takes nobody's place.
    const [first] = decisions.get(entry.id) ?? [];
    const says = entry === first || (entry.d === 'undo' && entry.to !== undefined);
    if (first && !says && introduction(key) === 'trusted') continue;
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
}

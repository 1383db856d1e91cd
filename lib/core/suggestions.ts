/**
 * Suggestions: values that agents propose in staging fields, read from one record.
 *
 * The staging field is the authority for an open value; metadata only adds to it. Where a field has no staging field of its own
 * the metadata is all there is. An empty staging field proposes nothing by itself; metadata whose value is empty, too, agrees with
 * it, and proposes to clear the field. Whatever an agent writes there is its own words: it is limited in length, shown as text, and
 * what cannot be used is listed with the reason instead of hiding the rest. A CRM's own agent may keep suggestions in the CRM's
 * own list as well: they are read beside the others, and only the ledger tells which of them are decided. Pure.
 */
import * as v from 'valibot';
import { canonicalJson, sha256 } from './ids';
import { isLedger, type LedgerEntry, standingDecisions } from './ledger';
import type { Staging } from './staging';
import type { FieldHistory, RecordRef } from './types';
import type { Unfit } from './values';

export const REASON_CHARS = 1000;
export const LINKS = 5;
export const LINK_CHARS = 500;
/** Base and value of metadata are given as `sha256:…` where they are longer. */
export const PLAIN_CHARS = 255;
const DAY_MS = 86_400_000;
/** Suggestions without a time of their own to expire. */
export const EXPIRE_AFTER_MS = 30 * DAY_MS;

const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
const time = v.pipe(v.number(), v.integer(), v.minValue(0));

/** One entry of the metadata as an agent writes it. */
export const MetadataEntrySchema = v.object({
  id: v.optional(text(128)),
  field: text(200),
  /** Empty: the field is to be cleared. */
  value: v.pipe(v.string(), v.maxLength(65_536)),
  agent: text(120),
  /** 0 to 1. */
  confidence: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  reason: v.optional(v.string()),
  evidence: v.optional(v.array(v.string())),
  base: v.optional(v.nullable(v.string())),
  /** Epoch ms. */
  at: time,
  expires: v.optional(time),
  run: v.optional(v.pipe(v.string(), v.maxLength(200))),
});

/** The metadata field's value. Entries are checked one by one, so that one that is malformed hides no other. */
export const MetadataSchema = v.object({ v: v.literal(1), s: v.array(v.unknown()) });

export type MetadataEntry = v.InferOutput<typeof MetadataEntrySchema>;

export type SuggestionState = 'open' | 'stale' | 'expired' | 'unusable';
export type Unusable = Unfit | 'malformed' | 'nameless' | 'tooLong' | 'decided' | 'noLedger';

/** Where a proposed value stands: in a field of its own, in the metadata alone, or in the CRM's own list of suggestions. */
export type SuggestionSource = { kind: 'staging'; in: string } | { kind: 'metadata' } | { kind: 'native' };

/** A suggestion of the CRM's own agent in the CRM's own list, which can be read and not changed. */
export interface NativeSuggestion {
  /** The CRM's id of it, which is the suggestion's. */
  id: string;
  field: string;
  value: string;
  agent: string;
  /** Epoch ms, CRM time. */
  at: number;
  expires: number;
  reason?: string;
  /** As in metadata. */
  base?: string | null;
}

export interface Suggestion {
  id: string;
  field: string;
  /** As it stands in staging, empty where the field is to be cleared; of what cannot be read, all that stands there. */
  value: string;
  /** As it would be written: an option's value where its label was proposed, `null` to clear the field. Nothing of what is unusable. */
  to: string | null;
  agent: string;
  /** `history`: the CRM recorded the agent as the writer of the staging field; `claimed`: the metadata says so and nothing else. */
  agentFrom: 'history' | 'claimed' | 'unknown';
  /** Epoch ms, CRM time; `null` where nothing tells. */
  at: number | null;
  expires: number | null;
  confidence?: number;
  reason?: string;
  /** True where the reason was longer than is kept. */
  cut?: boolean;
  /** http(s) addresses only. */
  evidence: string[];
  /** The field's value when it was proposed, `sha256:…` where it was long; left out where not given. */
  base?: string | null;
  run?: string;
  state: SuggestionState;
  why?: Unusable;
  /** What others propose for the same field, newest first. */
  also: { agent: string; value: string }[];
  source: SuggestionSource;
}

export interface SuggestionInput {
  ref: RecordRef;
  values: ReadonlyMap<string, string | null>;
  histories: ReadonlyMap<string, FieldHistory>;
  staging: Staging;
  /** What the CRM's own agent proposes. */
  native: readonly NativeSuggestion[];
  /** The ledger's entries, decided suggestions among them. */
  ledger: readonly LedgerEntry[];
  /** CRM time, epoch ms. */
  now: number;
  /** Whether a value fits a field, and how it would be written. */
  fit(field: string, value: string): { to: string | null } | { unfit: Unfit };
  /** The agent behind a staging field's row, where the team has listed the writer. */
  agentOf(history: FieldHistory): { name: string; key: string } | null;
}

export interface SuggestionList {
  suggestions: Suggestion[];
}

interface Proposal extends Pick<Suggestion, 'field' | 'value' | 'agent' | 'agentFrom' | 'evidence' | 'source' | 'at'> {
  /** What is said of it beside the value. */
  entry: Partial<MetadataEntry> | null;
  /** Where it has one of its own. */
  id?: string;
  /** `malformed`: an entry that names the field and is otherwise not what it should be; `nameless`: what names no field. */
  bad?: 'malformed' | 'nameless';
}

/**
 * A record's suggestions, one for each field that has any. Where the CRM's own agent proposes for a field, too, what is staged goes
 * before; once that is settled, the other one does. What of the metadata names no field is one more, for the metadata field itself.
 */
export async function readSuggestions(input: SuggestionInput): Promise<SuggestionList> {
  const { staging, values, native } = input;
  const metadata = staging.metadata ? values.get(staging.metadata) : null;
  const { entries, bad, nameless } = parseMetadata(metadata, staging.metadata);
  const decided = standingDecisions(input.ledger);
  const suggestions: Suggestion[] = [];
  // One that is decided, too old or what stands there by now stays in the CRM's list for weeks.
  const open = native
    .filter(({ id, expires }) => !isDecided(decided, id) && expires > input.now)
    .filter(({ field, value }) => !isSame(input.fit(field, value)))
    .sort((a, b) => b.at - a.at);
  const named = [...entries, ...open, ...bad].map(({ field }) => field);
  for (const field of new Set([...staging.fields.keys(), ...named])) {
    const staged = values.get(staging.fields.get(field) ?? '') ?? null;
    const [first, ...others] = proposalsFor(field, input, entries, bad, staged === null ? [] : await namesOf(staged));
    const own = open.filter((one) => one.field === field).map(fromNative);
    const proposed = first ? await suggestionOf(first, [...others, ...own], input, decided) : null;
    const [next, ...rest] = proposed && isWaiting(proposed) ? [] : own;
    if (next) suggestions.push(await suggestionOf(next, rest, input, decided));
    if (proposed) suggestions.push(proposed);
  }
  if (nameless && metadata && staging.metadata) {
    const source: SuggestionSource = { kind: 'staging', in: staging.metadata };
    const rest: Proposal = { ...nothing(staging.metadata, metadata, source), bad: 'nameless' };
    suggestions.push(await suggestionOf(rest, [], input, decided));
  }
  return { suggestions };
}

const isSame = (fit: ReturnType<SuggestionInput['fit']>) => 'unfit' in fit && fit.unfit === 'same';

/** False for one that nobody has to look at any more. */
export function isWaiting(one: Suggestion): one is Suggestion & { state: Exclude<SuggestionState, 'expired'> } {
  const { state, why } = one;
  return state !== 'expired' && !(state === 'unusable' && (why === 'same' || why === 'decided'));
}

/** The value of a suggestion's field as it is now; what names no field has none. */
export function currentValue({ field, why }: Suggestion, values: SuggestionInput['values']): string | null {
  return why === 'nameless' ? null : (values.get(field) ?? null);
}

/** The value that stands where one was proposed; `null` where none does any more. */
export async function standingValue(
  { id, source, field, value }: Pick<Suggestion, 'id' | 'source' | 'field' | 'value'>,
  { values, staging, native }: Pick<SuggestionInput, 'values' | 'staging' | 'native'>,
): Promise<string | null> {
  if (source.kind === 'staging') return values.get(source.in) ?? null;
  if (source.kind === 'native') return native.find((one) => one.id === id)?.value ?? null;
  // Where the field has a staging field, what is only in the metadata stands as long as that is empty.
  if (values.get(staging.fields.get(field) ?? '')) return null;
  const metadata = staging.metadata ? values.get(staging.metadata) : null;
  return entryFor(metadata, field, await namesOf(value)) === undefined ? null : value;
}

/** Ids of suggestions that somebody decided and nobody took back. */
export function decidedIds(ledger: readonly LedgerEntry[]): Set<string> {
  const decisions = standingDecisions(ledger);
  return new Set([...decisions.keys()].filter((id) => isDecided(decisions, id)));
}

type Decisions = ReturnType<typeof standingDecisions>;

const isDecided = (decisions: Decisions, id: string) => (decisions.get(id)?.length ?? 0) > 0;

/** The id under which a suggestion is known everywhere. */
export function suggestionId(
  ref: RecordRef,
  { field, value, agent, at }: { field: string; value: string; agent: string; at: number },
): Promise<string> {
  return sha256(canonicalJson([1, [ref.crm, ref.account, ref.object, ref.id], field, value, agent, at]));
}

/** How metadata names a value: as it is, or by its hash where it is long. */
export async function namesOf(value: string): Promise<string[]> {
  return value.length > PLAIN_CHARS ? [value, `sha256:${await sha256(value)}`] : [value];
}

/**
 * The metadata's entry for a field's proposed value as the agent wrote it, if there is one; what cannot be read goes by all that it
 * says.
 * @param value from `namesOf`
 */
export function entryFor(metadata: string | null | undefined, field: string, value: readonly string[]): unknown {
  const entries = metadata ? (readJson(metadata)?.s ?? []) : [];
  return entries.find((raw) => fieldOf(raw) === field && isNamed(raw, value));
}

/**
 * The metadata without a field's entry for one value; `null` where nothing is left. Text that is no metadata is left as it is.
 * @param value from `namesOf`; of all that the metadata holds, what names no field goes
 */
export function withoutEntry(
  metadata: string | null | undefined,
  field: string,
  value: readonly string[],
): string | null {
  const nameless = !!metadata && value.includes(metadata);
  return changeEntries(metadata, (entries) =>
    entries.filter((raw) => {
      const named = fieldOf(raw);
      if (named !== field) return named !== null || !nameless;
      // What cannot be read and yet says the same value is decided along.
      const { value: said } = raw as { value?: unknown };
      return !nameless && !isNamed(raw, value) && !(typeof said === 'string' && value.includes(said));
    }),
  );
}

/** True for the entry that proposes this value; for one that cannot be read, where that is all that it says. */
function isNamed(raw: unknown, value: readonly string[]): boolean {
  return value.includes(v.is(MetadataEntrySchema, raw) ? raw.value : JSON.stringify(raw));
}

/** The metadata with an entry put back, unless it is there. */
export function withEntry(metadata: string | null | undefined, entry: unknown): string | null {
  return withEntries(metadata, [entry]);
}

/**
 * The metadata with what named no field put back, beside what stands there now.
 * @param text all that the metadata held
 * @returns `null` where the one or the other is no metadata, so that both do not find room in it
 */
export function withNameless(metadata: string | null | undefined, field: string, text: string): string | null {
  if (!metadata) return text;
  const [before, now] = [readJson(text), readJson(metadata)];
  if (!before || !now) return null;
  const nameless = before.s.filter((raw) => [null, field].includes(fieldOf(raw)));
  return withEntries(metadata, nameless);
}

function withEntries(metadata: string | null | undefined, added: readonly unknown[]): string | null {
  return changeEntries(metadata, (entries) => {
    const there = new Set(entries.map(canonicalJson));
    return [...entries, ...added.filter((one) => !there.has(canonicalJson(one)))];
  });
}

function changeEntries(metadata: string | null | undefined, change: (entries: unknown[]) => unknown[]): string | null {
  if (!metadata) {
    const made = change([]);
    return made.length > 0 ? JSON.stringify({ v: 1, s: made }) : null;
  }
  const parsed = readJson(metadata);
  if (!parsed) return metadata;
  const s = change(parsed.s);
  if (s.length === parsed.s.length) return metadata;
  return s.length > 0 ? JSON.stringify({ ...parsed, s }) : null;
}

function readJson(metadata: string): v.InferOutput<typeof MetadataSchema> | null {
  try {
    const parsed = v.safeParse(MetadataSchema, JSON.parse(metadata));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

/**
 * The metadata's entries, what names a field and is otherwise not what it should be, and whether there is anything else.
 * @param own the metadata field itself, for which nothing can be proposed
 */
function parseMetadata(metadata: string | null | undefined, own: string | null = null) {
  const entries: MetadataEntry[] = [];
  const bad: Unread[] = [];
  if (!metadata) return { entries, bad, nameless: false };
  const parsed = readJson(metadata);
  if (!parsed) return { entries, bad, nameless: true };
  let nameless = false;
  for (const raw of parsed.s) {
    const field = fieldOf(raw);
    const entry = v.safeParse(MetadataEntrySchema, raw);
    if (field === null || field === own) nameless = true;
    else if (entry.success) entries.push(entry.output);
    else bad.push({ field, text: JSON.stringify(raw) });
  }
  // Newest first: where two agents propose, the later one is the one that a field without staging shows.
  entries.sort((a, b) => b.at - a.at || (a.agent < b.agent ? -1 : 1));
  return { entries, bad, nameless };
}

/** An entry that names its field and is otherwise not what it should be, and all that it says. */
interface Unread {
  field: string;
  text: string;
}

function fieldOf(raw: unknown): string | null {
  const named = v.safeParse(v.object({ field: text(200) }), raw);
  return named.success ? named.output.field : null;
}

/** A value of which nothing else is known. */
function nothing(field: string, value: string, source: SuggestionSource, at: number | null = null): Proposal {
  return { field, value, agent: '', agentFrom: 'unknown', evidence: [], source, at, entry: null };
}

/** What is proposed for a field, the one to decide first. */
function proposalsFor(
  field: string,
  { staging, values, histories, agentOf }: SuggestionInput,
  entries: readonly MetadataEntry[],
  bad: readonly Unread[],
  names: readonly string[],
): Proposal[] {
  const staged = staging.fields.get(field);
  const own = entries.filter((entry) => entry.field === field);
  // That a field is to be cleared is said in the metadata alone, whether it has a staging field or not.
  const sourceOf = ({ value }: MetadataEntry): SuggestionSource =>
    staged && value ? { kind: 'staging', in: staged } : { kind: 'metadata' };
  const broken = bad
    .filter((one) => one.field === field)
    .slice(0, 1)
    .map(({ text }): Proposal => ({ ...nothing(field, text, { kind: 'metadata' }), bad: 'malformed' }));
  const fromEntry = (entry: MetadataEntry): Proposal => ({
    field,
    value: entry.value,
    agent: entry.agent,
    agentFrom: 'claimed',
    evidence: linksOf(entry.evidence),
    source: sourceOf(entry),
    at: entry.at,
    entry,
  });
  if (!staged) return own.length > 0 ? own.map(fromEntry) : broken;
  const value = values.get(staged);
  if (!value) {
    const [clears, ...others] = own.toSorted((a, b) => Number(b.value === '') - Number(a.value === ''));
    return clears?.value === '' ? [clears, ...others].map(fromEntry) : broken;
  }
  const history = histories.get(staged);
  const row = history?.changes[0];
  const writer = history && row && (row.to === value || row.to === undefined) ? agentOf(history) : null;
  const entry = own.find((one) => names.includes(one.value));
  const others = own.filter((one) => one !== entry).map(fromEntry);
  const proposal = entry
    ? { ...fromEntry(entry), value }
    : nothing(field, value, { kind: 'staging', in: staged }, row?.at ?? null);
  return [writer ? { ...proposal, agent: writer.name, agentFrom: 'history' } : proposal, ...others];
}

function fromNative({ id, field, value, agent, at, expires, reason, base }: NativeSuggestion): Proposal {
  const said = { expires, ...(reason ? { reason } : {}), ...(base === undefined ? {} : { base }) };
  const source: SuggestionSource = { kind: 'native' };
  return { id, field, value, agent, agentFrom: 'history', evidence: [], source, at, entry: said };
}

async function suggestionOf(
  proposal: Proposal,
  others: readonly Proposal[],
  input: SuggestionInput,
  decided: Decisions,
): Promise<Suggestion> {
  const { id: own, field, value, entry, at, bad, ...rest } = proposal;
  const id = own ?? (await idOf(proposal, input.ref, decided));
  const expires = entry?.expires ?? (at === null ? null : at + EXPIRE_AFTER_MS);
  const fit = bad ? { to: null } : input.fit(field, value);
  const suggestion: Suggestion = {
    ...rest,
    id,
    field,
    value,
    to: 'to' in fit ? fit.to : null,
    at,
    expires,
    also: others.map((one) => ({ agent: one.agent, value: one.value })),
    state: 'open',
    ...(entry?.confidence === undefined ? {} : { confidence: entry.confidence }),
    ...(entry?.reason ? { reason: entry.reason.slice(0, REASON_CHARS) } : {}),
    ...(entry?.reason && entry.reason.length > REASON_CHARS ? { cut: true } : {}),
    ...(entry && 'base' in entry && entry.base !== undefined ? { base: entry.base } : {}),
    ...(entry?.run ? { run: entry.run } : {}),
  };
  const why = bad ?? (isDecided(decided, id) ? 'decided' : 'unfit' in fit ? fit.unfit : unkept(proposal, input));
  if (why) return { ...suggestion, state: 'unusable', why };
  if (value.startsWith('sha256:')) return { ...suggestion, state: 'unusable', why: 'tooLong' };
  if (expires !== null && expires <= input.now) return { ...suggestion, state: 'expired' };
  return (await isStale(suggestion, input)) ? { ...suggestion, state: 'stale' } : suggestion;
}

/**
 * The id of a suggestion that has none of its own. Where nothing tells when it was proposed the same value would have the same id
 * again; a decision has taken it out of staging, so one that stands there after it is another, and its time is that decision's.
 */
async function idOf({ field, value, agent, entry, at }: Proposal, ref: RecordRef, decided: Decisions): Promise<string> {
  const named = (time: number) => suggestionId(ref, { field, value, agent: entry?.agent ?? agent, at: time });
  let time = at ?? 0;
  let id = await named(time);
  if (at !== null) return id;
  for (let last = lastOf(decided, id); last > time; last = lastOf(decided, id)) {
    time = last;
    id = await named(time);
  }
  return id;
}

const lastOf = (decided: Decisions, id: string) => Math.max(0, ...(decided.get(id) ?? []).map(({ at }) => at));

/** Only a ledger can tell that one of the CRM's own list is decided: without any it can be looked at and no more. */
function unkept({ source }: Proposal, { staging, values }: SuggestionInput): Unusable | null {
  if (source.kind !== 'native') return null;
  return staging.ledger && isLedger(values.get(staging.ledger) ?? null) ? null : 'noLedger';
}

/** True where the field has another value than the one the suggestion was made from, or changed after it. */
async function isStale({ field, base, at }: Suggestion, { values, histories }: SuggestionInput): Promise<boolean> {
  const current = values.get(field) ?? null;
  if (base !== undefined) {
    const was = base || null;
    return was?.startsWith('sha256:') ? was !== `sha256:${await sha256(current ?? '')}` : was !== current;
  }
  const row = histories.get(field)?.changes[0];
  return at !== null && row !== undefined && row.at > at;
}

function linksOf(evidence: readonly string[] | undefined): string[] {
  return (evidence ?? [])
    .filter((link) => link.length <= LINK_CHARS && /^https?:\/\//i.test(link) && URL.canParse(link))
    .slice(0, LINKS);
}

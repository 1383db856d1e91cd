/**
 * Reading a record: one cheap question whether it changed, one full read if it did, attribution on what was read.
 * Snapshots are kept by the record's own modification time; two tabs that ask at once share one answer.
 */

import type { Connection } from '../core/account';
import type { ShownRow } from '../core/aliases';
import {
  type AttributionInput,
  attributeRecord,
  type FieldAttribution,
  markState,
  writerAttribution,
} from '../core/attribution';
import type { FieldDetails, PastChange } from '../core/details';
import { readLedger } from '../core/ledger';
import type { Problem } from '../core/problem';
import { DEFAULT_LEDGER_FIELD, type TeamFile } from '../core/team';
import { type FieldChange, type PageRef, type RecordRef, recordKey } from '../core/types';
import type { RecordView, ViewReason, ViewReply } from '../core/view';
import type { CrmClient, FieldMeta, Person, RecordSnapshot } from '../crm/contract';
import { ApiProblem, asProblem } from '../crm/problem';
import { API_SIDES } from '../crm/registry';
import { type CachedRecord, database, type RecordKey } from '../store/db';
import { getTeamFile } from '../store/teamFiles';
import { resolveRecord } from './accounts';
import { aliasesFor, learnLabels } from './aliases';
import { clientFor, clockOffset, type Purpose, pause } from './api';
import { stopConnection } from './connections';
import { fieldsOf, peopleOf } from './metadata';
import { nameOf } from './names';
import { openRecord } from './seen';
import { showValue } from './values';
import { viewFields } from './viewFields';

/** `stored`: whatever was read last will do. */
type ReadReason = ViewReason | 'stored';

/** Asking whether a record changed is pointless more often than this, whatever pages ask for. */
const CHECK_GAP_MS: Record<ReadReason, number> = {
  open: 3_000,
  refresh: 20_000,
  recheck: 1_000,
  stored: Number.POSITIVE_INFINITY,
};

/** Everything known about a record at one moment. */
interface Known {
  connection: Connection;
  snapshot: RecordSnapshot;
  fields: FieldMeta[];
  people: Person[];
  team: TeamFile;
  attributions: Map<string, FieldAttribution>;
  /** Epoch ms, CRM time. */
  asOf: number;
  offset: number;
  /** Why this is older than it should be. */
  problem?: Problem;
}

const reading = new Map<string, Promise<{ cached: CachedRecord; problem?: Problem }>>();

/**
 * What a page may know of the record it shows.
 * @param language BCP 47 language of the page, for labels
 */
export async function viewRecord(page: PageRef, reason: ViewReason, language: string): Promise<ViewReply> {
  const resolved = await resolveRecord(page);
  if (!resolved.ok) {
    const { others } = resolved;
    if (others.length === 0) return { ok: false, problem: { kind: 'noAccount' } };
    return { ok: false, problem: { kind: 'wrongAccount', connected: others.join(', ') } };
  }
  const { connection, ref } = resolved;
  try {
    const known = await know(connection, ref, reason, language);
    const freshSince = await openRecord(ref, known.asOf, reason === 'open');
    const view: RecordView = {
      ref: page,
      record: ref,
      title: known.snapshot.title,
      fields: viewFields(known, freshSince),
      gaps: { asCreated: lacking(known, 'asCreated'), notTracked: lacking(known, 'notTracked') },
      aliases: await aliasesFor(ref, language),
      asOf: known.asOf,
      offset: known.offset,
    };
    return { ok: true, view, ...(known.problem ? { problem: known.problem } : {}) };
  } catch (error) {
    return { ok: false, problem: await noted(connection, error) };
  }
}

/**
 * What the card shows of one field, from what was last read; asks the CRM only if nothing was.
 * @returns `null` where the object has no such field or nothing is known about it
 */
export async function fieldDetails(
  page: PageRef,
  field: string,
  language: string,
  words: { yes: string; no: string },
): Promise<FieldDetails | null> {
  const resolved = await resolveRecord(page);
  if (!resolved.ok) throw new ApiProblem({ kind: 'signedOut' });
  const { connection, ref } = resolved;
  const known = await know(connection, ref, 'stored', language);
  const attribution = known.attributions.get(field);
  const meta = known.fields.find((f) => f.name === field);
  if (!attribution || !meta) return null;
  const { snapshot, people, team } = known;
  const currency = (meta.currencyField && snapshot.values.get(meta.currencyField)) || connection.currency;
  const context = { people, currency, language, names: snapshot.names, ...words };
  const show = (value: string | null) => showValue(meta, value, context);
  const showIfKept = (value: string | null | undefined) => (value === undefined ? undefined : show(value));
  const { change } = attribution;
  const history = snapshot.histories.get(field);
  const past = (row: FieldChange): PastChange => {
    const who = writerAttribution(team, row.writer);
    return {
      who: nameOf(row.writer, team, people, row.source.label),
      state: who === 'own' ? 'unknown' : who,
      value: showIfKept(row.to),
      at: row.at,
    };
  };
  const unmapped =
    change && attribution.attribution === 'unknown' && ['app', 'token', 'undocumented'].includes(change.writer.kind);
  const { claim, stampNotUsed } = attribution;
  return {
    crm: ref.crm,
    crmName: API_SIDES[ref.crm].name,
    account: ref.account,
    object: ref.object,
    field,
    label: meta.label,
    state: markState(attribution) ?? (attribution.attribution === 'system' ? 'system' : 'human'),
    attribution: attribution.attribution,
    certainty: attribution.certainty,
    evidence: attribution.evidence,
    from: showIfKept(change?.from),
    to: show(snapshot.values.get(field) ?? null),
    who: whoOf(attribution, known),
    agent: attribution.agent,
    at: change?.at ?? null,
    raw: change ? { ...change.source, sent: change.sent, value: change.to?.slice(0, 300) ?? null } : null,
    before: (history?.changes.slice(1, 4) ?? []).map(past),
    historyDepth: history && !history.complete ? snapshot.depth : null,
    mappable: unmapped && change ? { key: change.writer.key, proposedName: change.source.label ?? '' } : null,
    claim: claim ? { by: claim.entry.by.name, at: claim.entry.at, introduced: claim.introduced } : null,
    stampNotUsed: stampNotUsed?.agent ? { ...stampNotUsed, agent: stampNotUsed.agent } : null,
    asOf: known.asOf,
    offset: known.offset,
  };
}

/** How many values have an attribution that rests on this gap. */
function lacking({ attributions }: Known, kind: 'asCreated' | 'notTracked'): number {
  return [...attributions.values()].filter(({ evidence }) => evidence.kind === kind).length;
}

/**
 * Takes in what a page shows under labels that are no field's.
 * @returns true where a label counts now that did not before
 */
export async function labelsSeen(page: PageRef, language: string, rows: readonly ShownRow[]): Promise<boolean> {
  const resolved = await resolveRecord(page);
  if (!resolved.ok) return false;
  const { connection, ref } = resolved;
  const known = await know(connection, ref, 'stored', language);
  const fields = viewFields(known, () => false);
  return learnLabels(ref, language, rows, { fields, aliases: await aliasesFor(ref, language) });
}

/** Who the value is by: the agent behind it, the person who approved or corrected it, else the row's writer. */
export function whoOf(attribution: FieldAttribution, known: Pick<Known, 'team' | 'people'>) {
  const { change, evidence } = attribution;
  if (evidence.kind === 'ledger') return { name: evidence.entry.by.name };
  if (attribution.attribution === 'agent' && attribution.agent) return { name: attribution.agent };
  if (!change) return { kind: 'undocumented' as const, id: '' };
  return nameOf(change.writer, known.team, known.people, change.source.label);
}

async function know(connection: Connection, ref: RecordRef, reason: ReadReason, language: string): Promise<Known> {
  if (connection.stopped) throw new ApiProblem(connection.stopped);
  const purpose: Purpose = reason === 'refresh' ? 'refresh' : 'person';
  let made: Promise<CrmClient> | undefined;
  const client = () => {
    made ??= clientFor(connection, purpose);
    return made;
  };
  const fields = await fieldsOf(connection, ref.object, language, client);
  const [{ cached, problem }, people, team] = await Promise.all([
    read(connection, ref, reason, fields, client),
    peopleOf(connection, client),
    getTeamFile(ref.crm, ref.account),
  ]);
  const { snapshot } = cached;
  const offset = await clockOffset(connection.id);
  const readable = new Set(fields.map((f) => f.name));
  const histories = new Map([...snapshot.histories].filter(([name]) => readable.has(name)));
  const values = new Map([...snapshot.values].filter(([name]) => readable.has(name)));
  const ledgerField = team.fields.ledger ?? DEFAULT_LEDGER_FIELD;
  const ledger = histories.get(ledgerField);
  const claims = ledger
    ? await readLedger(ledger, values, ledgerField, (writer) => writerAttribution(team, writer))
    : new Map<string, never>();
  const readOnly = new Set(fields.filter((f) => f.readOnly).map((f) => f.name));
  const untracked = new Set(fields.filter((f) => f.tracked === false).map((f) => f.name));
  const input: AttributionInput = { values, histories, team, claims, readOnly, untracked, ledgerField };
  return {
    connection,
    snapshot,
    fields,
    people,
    team,
    attributions: attributeRecord(input),
    asOf: cached.checkedAt + offset,
    offset,
    ...(problem ? { problem } : {}),
  };
}

function read(
  connection: Connection,
  ref: RecordRef,
  reason: ReadReason,
  fields: FieldMeta[],
  client: () => Promise<CrmClient>,
) {
  const key = recordKey(ref);
  const running = reading.get(key);
  if (running) return running;
  const started = readOnce(connection, ref, reason, fields, client).finally(() => reading.delete(key));
  reading.set(key, started);
  return started;
}

async function readOnce(
  connection: Connection,
  ref: RecordRef,
  reason: ReadReason,
  fields: FieldMeta[],
  client: () => Promise<CrmClient>,
): Promise<{ cached: CachedRecord; problem?: Problem }> {
  const db = await database();
  const key: RecordKey = [ref.crm, ref.account, ref.object, ref.id];
  const stored = await db.get('records', key);
  const now = Date.now();
  const asked = new Set(stored?.asked);
  const complete = stored && fields.every((f) => asked.has(f.name));
  try {
    if (stored && complete) {
      const last = reason === 'recheck' ? stored.readAt : stored.checkedAt;
      if (now - last < CHECK_GAP_MS[reason]) return { cached: stored };
      if (reason !== 'recheck' && (await (await client()).modified(ref.object, ref.id)) === stored.snapshot.modified) {
        const cached = { ...stored, checkedAt: Date.now(), usedAt: now };
        await db.put('records', cached, key);
        return { cached };
      }
    }
    const snapshot = await (await client()).read(ref.object, ref.id, fields);
    const cached: CachedRecord = {
      snapshot,
      asked: fields.map((f) => f.name),
      checkedAt: Date.now(),
      readAt: Date.now(),
      usedAt: now,
    };
    await db.put('records', cached, key);
    return { cached };
  } catch (error) {
    const problem = await noted(connection, error);
    // What was read before is better than nothing, as long as it says how old it is.
    if (stored && complete && !['signedOut', 'gone', 'forbidden'].includes(problem.kind))
      return { cached: stored, problem };
    if (problem.kind === 'gone') await db.delete('records', key);
    throw new ApiProblem(problem);
  }
}

/** Remembers what a problem means for later requests. */
async function noted(connection: Connection, error: unknown): Promise<Problem> {
  const problem = asProblem(error);
  if (problem.kind === 'signedOut' && problem.status === 401) await stopConnection(connection.id, problem);
  await pause(connection.id, problem);
  return problem;
}

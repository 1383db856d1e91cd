/**
 * Reading a record: one cheap question whether it changed, one full read if it did, attribution on what was read.
 * Snapshots are kept by the record's own modification time; two tabs that ask at once share one answer.
 */
import type { Connection } from '../core/account';
import { type AttributionInput, attributeRecord, type FieldAttribution, writerAttribution } from '../core/attribution';
import { readLedger } from '../core/ledger';
import type { Problem } from '../core/problem';
import { isStaging, type Staging, stagingOf } from '../core/staging';
import type { TeamFile } from '../core/team';
import { type RecordRef, recordKey } from '../core/types';
import type { ViewReason } from '../core/view';
import type { CrmClient, FieldMeta, Person, RecordSnapshot } from '../crm/contract';
import { ApiProblem, asProblem } from '../crm/problem';
import { type CachedRecord, database, type RecordKey } from '../store/db';
import { getTeamFile } from '../store/teamFiles';
import { clientFor, clockOffset, type Purpose, pause } from './api';
import { stopConnection } from './connections';
import { fieldsOf, peopleOf } from './metadata';

/** `stored`: whatever was read last will do; `write`: nothing but what the CRM says now; `ledger`: the same, and nobody waits for it. */
export type ReadReason = ViewReason | 'stored' | 'write' | 'ledger';

/** Asking whether a record changed is pointless more often than this, whatever pages ask for. */
const CHECK_GAP_MS: Record<ReadReason, number> = {
  open: 3_000,
  refresh: 20_000,
  recheck: 1_000,
  stored: Number.POSITIVE_INFINITY,
  write: 0,
  ledger: 0,
};

const PURPOSES: Partial<Record<ReadReason, Purpose>> = { refresh: 'refresh', ledger: 'look' };

/**
 * Two CRMs tell times to the second: one that was read sooner after its last modification than this, ms, may have been modified
 * once more at the same time.
 */
const SETTLED_MS = 2_000;

/** What is written next is compared with what is read. */
const isForWriting = (reason: ReadReason) => reason === 'write' || reason === 'ledger';

/** Everything known about a record at one moment. */
export interface Known {
  connection: Connection;
  snapshot: RecordSnapshot;
  fields: FieldMeta[];
  people: Person[];
  team: TeamFile;
  staging: Staging;
  attributions: Map<string, FieldAttribution>;
  /** Epoch ms, CRM time. */
  asOf: number;
  offset: number;
  /** Why this is older than it should be. */
  problem?: Problem;
}

const reading = new Map<string, Promise<{ cached: CachedRecord; problem?: Problem }>>();

/**
 * Everything about a record, read from the CRM as far as the reason asks for it.
 * @throws ApiProblem where nothing is known and nothing could be read
 */
export async function know(
  connection: Connection,
  ref: RecordRef,
  reason: ReadReason,
  language: string,
): Promise<Known> {
  if (connection.stopped) throw new ApiProblem(connection.stopped);
  const purpose = PURPOSES[reason] ?? 'person';
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
  const offset = await clockOffset(connection.id);
  const known = await knownOf({ connection, snapshot: cached.snapshot, fields, people, team });
  return { ...known, asOf: cached.checkedAt + offset, offset, ...(problem ? { problem } : {}) };
}

/** What a record as it was just read says of its fields. */
export async function knownOf(
  read: Pick<Known, 'connection' | 'snapshot' | 'fields' | 'people' | 'team'>,
): Promise<Omit<Known, 'asOf' | 'offset'>> {
  const { snapshot, fields, team } = read;
  const { ref } = snapshot;
  const readable = new Set(fields.map((f) => f.name));
  const histories = new Map([...snapshot.histories].filter(([name]) => readable.has(name)));
  const values = new Map([...snapshot.values].filter(([name]) => readable.has(name)));
  const staging = stagingOf(ref.crm, ref.object, fields, team);
  const ledgerField = staging.ledger ?? '';
  const ledger = histories.get(ledgerField);
  const claims = ledger
    ? await readLedger(ledger, values, ledgerField, (writer) => writerAttribution(team, writer))
    : new Map<string, never>();
  const readOnly = new Set(fields.filter((f) => f.readOnly).map((f) => f.name));
  const untracked = new Set(fields.filter((f) => f.tracked === false).map((f) => f.name));
  const input: AttributionInput = { values, histories, team, claims, readOnly, untracked, ledgerField };
  const attributions = attributeRecord(input);
  // Staging is the product's own: what an agent proposes there is shown beside the field it is for.
  // The attribution tag says who wrote other fields; who wrote the tag is of no use to anybody.
  for (const field of attributions.keys()) {
    if (isStaging(staging, field) || field === team.fields.tag?.field) attributions.delete(field);
  }
  return { ...read, staging, attributions };
}

function read(
  connection: Connection,
  ref: RecordRef,
  reason: ReadReason,
  fields: FieldMeta[],
  client: () => Promise<CrmClient>,
) {
  // What is written next is compared with this answer, so one that is already on its way will not do.
  if (isForWriting(reason)) return readOnce(connection, ref, reason, fields, client);
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
    if (stored && complete && !isForWriting(reason)) {
      const last = reason === 'recheck' ? stored.readAt : stored.checkedAt;
      if (now - last < CHECK_GAP_MS[reason]) return { cached: stored };
      if (reason !== 'recheck' && stored.settled && (await isUnchanged(await client(), stored.snapshot, fields))) {
        const cached = { ...stored, checkedAt: Date.now(), usedAt: now };
        await db.put('records', cached, key);
        return { cached };
      }
    }
    const readAt = Date.now();
    const snapshot = await (await client()).read(ref.object, ref.id, fields);
    const cached: CachedRecord = {
      snapshot,
      asked: fields.map((f) => f.name),
      checkedAt: Date.now(),
      readAt,
      settled: readAt + (await clockOffset(connection.id)) - snapshot.modified >= SETTLED_MS,
      usedAt: now,
    };
    // An answer that was long on its way says nothing against a later one.
    const later = await db.get('records', key);
    if (later && later.readAt > readAt) return { cached: isForWriting(reason) ? cached : later };
    await db.put('records', cached, key);
    return { cached };
  } catch (error) {
    const problem = await noted(connection, error);
    // What was read before is better than nothing, as long as it says how old it is.
    if (stored && complete && !isForWriting(reason) && !['signedOut', 'gone', 'forbidden'].includes(problem.kind))
      return { cached: stored, problem };
    if (problem.kind === 'gone') await db.delete('records', key);
    throw new ApiProblem(problem);
  }
}

async function isUnchanged(client: CrmClient, snapshot: RecordSnapshot, fields: FieldMeta[]): Promise<boolean> {
  if (client.unchanged) return client.unchanged(snapshot, fields);
  return (await client.modified(snapshot.ref.object, snapshot.ref.id)) === snapshot.modified;
}

/** Remembers what a problem means for later requests. */
export async function noted(connection: Connection, error: unknown): Promise<Problem> {
  const problem = asProblem(error);
  if (problem.kind === 'signedOut' && problem.status === 401) await stopConnection(connection.id, problem);
  await pause(connection.id, problem);
  return problem;
}

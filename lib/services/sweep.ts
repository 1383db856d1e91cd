/**
 * The one engine that goes through an account's records: which objects, read in batches, until it is cancelled. The queue goes
 * through what holds suggestions; the sweep through what changed since the last time, in the order of the changes.
 *
 * How far the sweep has come is on disk after every batch, so a worker may die anywhere: what it had not put down is looked at
 * again, and what is found twice is one signal.
 */
import type { Connection } from '../core/account';
import type { Problem } from '../core/problem';
import { rolesHash } from '../core/retractions';
import type { SweepInfo, SweepProgress } from '../core/sweep';
import type { TeamFile } from '../core/team';
import type { RecordRef } from '../core/types';
import type { CrmClient, FieldMeta, Person, RecordSnapshot } from '../crm/contract';
import { asProblem } from '../crm/problem';
import type { SweepPlace } from '../store/db';
import { getTeamFile } from '../store/teamFiles';
import { clientFor, clockOffset, pause, SHORT_WAIT_MS, sweepShare, usageOf } from './api';
import { listConnections } from './connections';
import { fieldsOf, knownObjects, peopleOf } from './metadata';
import { type Known, knownOf, noted } from './reading';
import { changeSweep, keptSweep, putDown } from './sweepState';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Lists of changes may be behind: HubSpot's search by seconds, a Salesforce transaction by minutes. So they are asked for again. */
const OVERLAP_MS = 10 * MINUTE_MS;
/** Within so short a time of a change, another may have the same time. */
const SAME_MOMENT_MS = 5_000;
/** How far back the first sweep goes, and one after the team has said who is an agent; never to before the account was connected. */
const BACK_MS = 7 * DAY_MS;
const INTERVAL_MS = 5 * MINUTE_MS;
const MOST_WAIT_MS = 60 * MINUTE_MS;
/** Asking whether anything changed may use a quarter of the share, the rest is for reading. */
const LISTING_PART = 4;
/** How often a short limit that the CRM names is waited for; a longer one ends the run. */
const PATIENCE_TIMES = 3;
/** After so many failed runs, records that cannot be read are left out and counted. */
const FAILURES = 3;

/** What going through an account takes. */
export interface Walk {
  connection: Connection;
  client: CrmClient;
  language: string;
  signal: AbortSignal;
}

/** The objects whose records the credential may read, with their fields. */
export async function* objectsOf({ connection, client, language }: Walk) {
  for (const object of client.objects) {
    if (connection.capabilities.some(({ what, ok }) => what === object && !ok)) continue;
    yield { object, fields: await fieldsOf(connection, object, language, async () => client) };
  }
}

/** Records, as many as the CRM gives at once. Ends before the next request once the walk is cancelled. */
export async function* batchesOf<T, A>(
  { client, signal }: Walk,
  all: readonly T[],
  read: (some: readonly T[]) => Promise<A>,
) {
  for (let start = 0; start < all.length && !signal.aborted; start += client.readManyLimit) {
    const asked = all.slice(start, start + client.readManyLimit);
    yield { asked, answer: await read(asked) };
  }
}

/** What becomes of the records that are looked at. */
export interface Taker {
  /** Takes in what is known of a record. @returns false where there is no room for it: the sweep comes back to it */
  take(known: Known): Promise<boolean>;
  /** Records that are due though they did not change. @param now CRM time */
  due(connection: Connection, now: number): Promise<RecordRef[]>;
  /** A record that was due and that the CRM has no more. */
  gone(ref: RecordRef): Promise<void>;
}

const running = new Map<string, AbortController>();
const nameOf = ({ crm, account }: Pick<Connection, 'crm' | 'account'>) => `${crm}/${account}`;

/**
 * Looks at everything that changed since the last time. One that is going on already stops first; what it has done counts.
 * @returns the problem that ended it early, if any
 */
export function sweep(
  connection: Connection,
  language: string,
  taker: Taker,
  onProgress: (progress: SweepProgress) => void,
  signal: AbortSignal,
): Promise<Problem | null> {
  const name = nameOf(connection);
  running.get(name)?.abort();
  const stop = new AbortController();
  if (signal.aborted) stop.abort();
  signal.addEventListener('abort', () => stop.abort());
  running.set(name, stop);
  return navigator.locks.request(`sweep:${name}`, async () => {
    try {
      return stop.signal.aborted ? null : await run(connection, language, taker, onProgress, stop.signal);
    } finally {
      if (running.get(name) === stop) running.delete(name);
    }
  });
}

/** Accounts whose turn it is. */
export async function dueSweeps(): Promise<Connection[]> {
  const due: Connection[] = [];
  for (const connection of await listConnections()) {
    const { paused, nextAt } = await keptSweep(connection);
    if (!connection.stopped && !paused && nextAt <= Date.now() && !running.has(nameOf(connection)))
      due.push(connection);
  }
  return due;
}

/** A person stops an account's sweep, or lets it go on. */
export async function pauseSweep(connection: Connection, paused: boolean): Promise<void> {
  await changeSweep(connection, (now) => ({ ...now, paused, nextAt: paused ? now.nextAt : 0 }));
  if (paused) running.get(nameOf(connection))?.abort();
}

/** What people are told of an account's sweep. */
export async function sweepInfo(connection: Connection): Promise<SweepInfo> {
  const [state, share, { day, offset }] = await Promise.all([
    keptSweep(connection),
    sweepShare(connection),
    usageOf(connection.id),
  ]);
  const reached = Object.values(state.places).map(({ upTo }) => upTo);
  const today = state.day === day ? state : { looked: 0, unread: 0 };
  return {
    ...share,
    until: reached.length > 0 ? Math.min(...reached) - offset : null,
    looked: today.looked,
    unread: today.unread,
    running: running.has(nameOf(connection)),
    nextAt: state.nextAt,
    paused: state.paused,
    full: state.full,
    problem: connection.stopped ?? state.problem ?? null,
  };
}

/** Everything one run needs. */
interface Run extends Walk {
  people: readonly Person[];
  team: TeamFile;
  taker: Taker;
  /** Records that nobody can read are left out. */
  giveUp: boolean;
  progress(looked: number): void;
  /** What asking for changes has cost. */
  listing: number;
}

/** Thrown where there is no room for what was found. */
class Full extends Error {}

async function run(
  connection: Connection,
  language: string,
  taker: Taker,
  onProgress: (progress: SweepProgress) => void,
  signal: AbortSignal,
): Promise<Problem | null> {
  if (connection.stopped) return connection.stopped;
  let looked = 0;
  let problem: Problem | undefined;
  try {
    const client = await clientFor(connection, 'sweep');
    const team = await getTeamFile(connection.crm, connection.account);
    const people = await peopleOf(connection, async () => client);
    const { failures } = await keptSweep(connection);
    const progress = (more: number) => {
      looked += more;
      onProgress({ looked });
    };
    const one: Run = {
      connection,
      client,
      language,
      signal,
      team,
      people,
      taker,
      progress,
      giveUp: failures >= FAILURES,
      listing: 0,
    };
    await lookAgainWhereAgentsChanged(one);
    for await (const { object, fields } of objectsOf(one)) {
      try {
        await sweepObject(one, object, fields);
      } catch (error) {
        // A right that is missing for one kind of record does not hide the others.
        if (asProblem(error).kind !== 'forbidden') throw error;
        problem = asProblem(error);
      }
      if (signal.aborted) return null;
    }
    for (const object of await customObjects(one)) {
      try {
        await sweepObject(one, object, await fieldsOf(connection, object, language, async () => client));
      } catch (error) {
        // It may be hidden from this key, or not be there any more.
        if (!isOfItsKind(error)) throw error;
        problem ??= { ...asProblem(error), kind: 'forbidden', missing: object };
        // What cannot be looked at does not hold back up to when everything else was.
        await changeSweep(connection, (now) => {
          const { [object]: _, ...places } = now.places;
          return { ...now, places };
        });
      }
      if (signal.aborted) return null;
    }
    await lookAtDue(one);
    if (signal.aborted) return null;
    const nextAt = Date.now() + (await intervalOf(one));
    await changeSweep(connection, ({ problem: _, ...now }) => ({
      ...now,
      failures: 0,
      full: false,
      nextAt,
      ...(problem ? { problem } : {}),
    }));
    return problem ?? null;
  } catch (error) {
    const full = error instanceof Full;
    const met = full ? undefined : await noted(connection, error);
    await changeSweep(connection, ({ problem: _, ...now }) => ({
      ...now,
      full,
      failures: !full && isAboutOne(error) ? now.failures + 1 : now.failures,
      nextAt: met?.retryAt ?? Date.now() + Math.min(MOST_WAIT_MS, INTERVAL_MS * 2 ** now.failures),
      ...(met ? { problem: met } : {}),
    }));
    return met ?? null;
  }
}

/** Who is an agent decides what is found, so what was looked at before the team said so is looked at once more. */
async function lookAgainWhereAgentsChanged({ connection, team }: Run): Promise<void> {
  const writers = await rolesHash(team);
  const back = await firstPlace(connection);
  const again = ({ at }: SweepPlace): SweepPlace => (at < back.at ? { at, done: [], upTo: at } : back);
  await changeSweep(connection, (now) => {
    if (now.writers === writers) return now;
    const places = Object.entries(now.places).map(([object, place]) => [object, again(place)] as const);
    return { ...now, writers, places: Object.fromEntries(places) };
  });
}

/** Objects that the account has made for itself. CRMs do not list them to every key, so they count once a record of theirs was opened here. */
export async function customObjects({ connection, client }: Pick<Walk, 'connection' | 'client'>): Promise<string[]> {
  const { places } = await keptSweep(connection);
  const known = new Set([...(await knownObjects(connection)), ...Object.keys(places)]);
  return [...known].filter((object) => client.isCustom?.(object)).sort();
}

/** True for a problem that one kind of records has: it may be hidden from this key, or not be there any more. */
export const isOfItsKind = (error: unknown) => ['forbidden', 'gone', 'refused'].includes(asProblem(error).kind);

async function sweepObject(run: Run, object: string, fields: FieldMeta[]): Promise<void> {
  const { connection, client, signal } = run;
  // Where the CRM keeps no history there is nothing to find.
  if (fields.every(({ tracked }) => tracked === false)) return;
  let place = (await keptSweep(connection)).places[object] ?? (await firstPlace(connection));
  // When the first page was asked for: what is listed late can belong onto a page that is over.
  let from = Number.POSITIVE_INFINITY;
  for (let after: string | null = null, first = true; first || after !== null; first = false) {
    const began = Date.now();
    const before = (await usageOf(connection.id)).sweep ?? 0;
    const page: Awaited<ReturnType<CrmClient['changed']>> = await patiently(run, () =>
      client.changed(object, { since: place.at, after }),
    );
    run.listing += ((await usageOf(connection.id)).sweep ?? 0) - before;
    // Only now is it certain what the CRM's clock says.
    const asked = began + (await clockOffset(connection.id));
    from = Math.min(from, asked);
    const known = new Set(place.done.map(([id, at]) => `${id}@${at}`));
    const fresh = page.records.filter(({ id, at }) => !known.has(`${id}@${at}`));
    const read = (some: readonly { id: string }[]) =>
      readSome(
        run,
        object,
        some.map(({ id }) => id),
        fields,
      );
    for await (const { asked: some, answer } of batchesOf(run, fresh, read)) {
      const left = await takeAll(run, answer.snapshots, fields);
      const settled = some.filter(({ at }) => at < asked - SAME_MOMENT_MS);
      place = { ...place, done: [...place.done, ...settled.map(({ id, at }): [string, number] => [id, at])] };
      await putDown(connection, { [object]: place }, { looked: some.length, unread: answer.unread.length + left });
      run.progress(some.length);
    }
    if (signal.aborted) return;
    place = movedOn(place, page.after === null ? asked : (page.records.at(-1)?.at ?? place.upTo), from);
    await putDown(connection, { [object]: place }, { looked: 0, unread: 0 });
    after = page.after;
  }
}

/** Where the sweep begins: when the account was connected, or so far back as is worth the requests. */
async function firstPlace({ id, addedAt }: Connection): Promise<SweepPlace> {
  const offset = await clockOffset(id);
  const at = wholeSecond(Math.max(addedAt, Date.now() - BACK_MS) + offset);
  return { at, done: [], upTo: at };
}

/** The place after a page that gave everything up to a moment; what may still come late stays to be asked for. */
function movedOn(place: SweepPlace, upTo: number, now: number): SweepPlace {
  const at = Math.max(place.at, Math.min(upTo, wholeSecond(now - OVERLAP_MS)));
  return { at, done: place.done.filter(([, changed]) => changed >= at), upTo: Math.max(place.upTo, upTo) };
}

/** Two CRMs tell whole seconds, and are asked for them. */
const wholeSecond = (at: number) => at - (at % 1000);

/** Hands records on. @returns how many nobody could make anything of, time and again */
async function takeAll(run: Run, snapshots: readonly RecordSnapshot[], fields: FieldMeta[]): Promise<number> {
  const { connection, team, people, taker } = run;
  let left = 0;
  for (const snapshot of snapshots) {
    try {
      const offset = await clockOffset(connection.id);
      const known = await knownOf({ connection, snapshot, fields, people: [...people], team });
      if (!(await taker.take({ ...known, asOf: Date.now() + offset, offset }))) throw new Full();
    } catch (error) {
      // A disk that is full says nothing of the record.
      if (error instanceof DOMException && error.name === 'QuotaExceededError') throw new Full();
      if (error instanceof Full || !run.giveUp) throw error;
      left += 1;
    }
  }
  return left;
}

/** Records that are due without having changed. */
async function lookAtDue(run: Run): Promise<void> {
  const { connection, client, language, taker } = run;
  const due = await taker.due(connection, Date.now() + (await clockOffset(connection.id)));
  for (const [object, refs] of Map.groupBy(due, (ref) => ref.object)) {
    const fields = await fieldsOf(connection, object, language, async () => client);
    const read = (some: readonly RecordRef[]) =>
      readSome(
        run,
        object,
        some.map(({ id }) => id),
        fields,
      );
    for await (const { asked, answer } of batchesOf(run, refs, read)) {
      const left = await takeAll(run, answer.snapshots, fields);
      const there = new Set([...answer.unread, ...answer.snapshots.map(({ ref }) => ref.id)]);
      for (const ref of asked) if (!there.has(ref.id)) await taker.gone(ref);
      await putDown(connection, {}, { looked: asked.length, unread: answer.unread.length + left });
      run.progress(asked.length);
    }
  }
}

/** Reads records; one whose answer cannot be understood does not hide the others. */
async function readSome(
  run: Run,
  object: string,
  ids: readonly string[],
  fields: FieldMeta[],
): Promise<{ snapshots: RecordSnapshot[]; unread: string[] }> {
  const read = (some: readonly string[]) => patiently(run, () => run.client.readMany(object, some, fields));
  try {
    return { snapshots: await read(ids), unread: [] };
  } catch (error) {
    if (!isAboutOne(error)) throw error;
    const snapshots: RecordSnapshot[] = [];
    const unread: string[] = [];
    for (const id of ids) {
      try {
        snapshots.push(...(await read([id])));
      } catch (single) {
        if (!isAboutOne(single)) throw single;
        unread.push(id);
      }
    }
    // Where not one can be read it may be the CRM that fails, so it is tried again before they are left out.
    if (unread.length === ids.length && !run.giveUp) throw error;
    return { snapshots, unread };
  }
}

const isAboutOne = (error: unknown) => ['refused', 'unreadable'].includes(asProblem(error).kind);

/** Asks again after a limit that is over soon. */
export async function patiently<T>({ connection, signal }: Walk, ask: () => Promise<T>): Promise<T> {
  for (let time = 0; ; time++) {
    try {
      return await ask();
    } catch (error) {
      const problem = asProblem(error);
      const wait = (problem.retryAt ?? Number.POSITIVE_INFINITY) - Date.now();
      if (problem.kind !== 'busy' || wait > SHORT_WAIT_MS || time >= PATIENCE_TIMES || signal.aborted) throw error;
      await pause(connection.id, problem);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, wait)));
    }
  }
}

/** How long until the next run: the dearer it is to ask what changed, the longer. */
async function intervalOf({ connection, listing }: Run): Promise<number> {
  const { budget } = await sweepShare(connection);
  return Math.max(INTERVAL_MS, budget > 0 ? (DAY_MS * LISTING_PART * listing) / budget : DAY_MS);
}

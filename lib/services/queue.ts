/**
 * The review queue's index. Records that may hold suggestions are found by the CRM's own means and read without their history;
 * a record that is opened or decided on brings its own entries up to date at once.
 */
import { browser } from 'wxt/browser';
import type { Connection } from '../core/account';
import type { Decision } from '../core/decisions';
import { holdsEntry, isDecisionEntry, ledgerStart } from '../core/ledger';
import type { Problem } from '../core/problem';
import type { QueueItem } from '../core/queue';
import { stagingOf } from '../core/staging';
import { currentValue, isWaiting, type Suggestion } from '../core/suggestions';
import { recordKey } from '../core/types';
import type { CrmClient, PendingQuery } from '../crm/contract';
import { asProblem } from '../crm/problem';
import { API_SIDES } from '../crm/registry';
import { type AccountKey, accountRange, database, type RecordKey } from '../store/db';
import { getTeamFile } from '../store/teamFiles';
import { clientFor, clockOffset, pause } from './api';
import { fieldsOf, peopleOf } from './metadata';
import type { Known } from './reading';
import { isSensitive, shownIn, suggestionsOf, type Words } from './suggestions';
import { batchesOf, customObjects, isOfItsKind, objectsOf, patiently, type Walk } from './sweep';

export interface QueueProgress {
  /** Records looked at, and how many of them hold suggestions. */
  looked: number;
  found: number;
}

/** Records one look reads at most; more are looked at the next time, and their number is said. */
const RECORDS = 2_000;
/** No answer takes longer. */
const ON_ITS_WAY_MS = 5 * 60_000;
/** Told to open panels through the session's storage. */
const CHANGED = 'queue';

/** All suggestions of an account that wait, as of the last look. */
export async function queueItems({ crm, account }: Pick<Connection, 'crm' | 'account'>): Promise<QueueItem[]> {
  const rows = await (await database()).getAll('queue', accountRange([crm, account]));
  return rows.flatMap(({ items }) => items);
}

/** When the account was last looked through, epoch ms, CRM time, and how many records were left for the next time. */
export async function queueState({ crm, account }: Pick<Connection, 'crm' | 'account'>) {
  const { at = null, left = 0 } = (await (await database()).get('looks', [crm, account])) ?? {};
  return { at, left };
}

/**
 * Looks through the account for suggestions. What was found is kept even if it is cancelled. Where there is more than one look
 * reads, the next one goes on with what is left.
 * @returns the problem that ended it early, if any
 */
export async function lookThrough(
  connection: Connection,
  language: string,
  words: Words,
  onProgress: (progress: QueueProgress) => void,
  signal: AbortSignal,
): Promise<Problem | null> {
  const progress: QueueProgress = { looked: 0, found: 0 };
  const db = await database();
  const key: AccountKey = [connection.crm, connection.account];
  let left = 0;
  try {
    // Nobody waits for the whole of it, so it leaves other tools their share of the day.
    const client = await clientFor(connection, 'look');
    const team = await getTeamFile(...key);
    const people = await peopleOf(connection, async () => client);
    const now = async () => Date.now() + (await clockOffset(connection.id));
    const at = await now();
    const last = await db.get('looks', key);
    const began = last?.place?.began ?? at;
    const done = new Set(last?.place?.done);
    const searched: Record<string, string> = {};
    const stored = await db.getAllKeys('queue', accountRange(key));
    const walk = { connection, client, language, signal };
    for await (const { object, fields } of kindsOf(walk)) {
      const staging = stagingOf(connection.crm, object, fields, team);
      const staged = [...staging.fields.values()];
      const native = fields.some((field) => field.native);
      if (staged.length === 0 && !staging.metadata && !native) continue;
      searched[object] = JSON.stringify([staged, staging.metadata, staging.count]);
      const asBefore = last?.searched?.[object] === searched[object];
      const query = {
        staging: staged,
        metadata: staging.metadata,
        count: staging.count,
        native,
        // Where every record has to be read, those that have not changed since the last look need not be.
        since: (asBefore && API_SIDES[connection.crm].listsPending ? last.since : null) ?? null,
      };
      const read = async (all: readonly string[]) => {
        const fresh = all.filter((id) => !(asBefore && done.has(`${object}/${id}`)));
        const ids = fresh.slice(0, Math.max(0, RECORDS - progress.looked));
        left += fresh.length - ids.length;
        const some = (ids: readonly string[]) =>
          patiently(walk, () => client.readMany(object, ids, fields, { histories: false }));
        for await (const { asked, answer } of batchesOf(walk, ids, some)) {
          const gone = new Set(asked);
          for (const snapshot of answer) {
            const record = { connection, snapshot, fields, people, team, staging, attributions: new Map() };
            const known = { ...record, asOf: await now(), offset: 0 };
            const { suggestions } = await suggestionsOf(known);
            progress.found += await put(known, suggestions, language, words);
            gone.delete(snapshot.ref.id);
          }
          for (const id of gone) await db.delete('queue', [...key, object, id]);
          for (const id of asked) done.add(`${object}/${id}`);
          progress.looked += asked.length;
          onProgress({ ...progress });
        }
      };
      const found = new Set<string>();
      for await (const ids of pages(walk, object, query)) {
        await read(ids.filter((id) => !found.has(id)));
        for (const id of ids) found.add(id);
        if (signal.aborted) return null;
      }
      // What no search gives may hold nothing any more, or was not changed, or the CRM's index is behind: the record itself tells.
      await read(stored.flatMap(([, , of, id]) => (of === object && !found.has(id) ? [id] : [])));
      if (signal.aborted) return null;
    }
    for (const one of stored) if (!(one[2] in searched)) await db.delete('queue', one);
    const next = left > 0 ? { place: { began, done: [...done] }, since: last?.since ?? null } : { since: began };
    await db.put('looks', { at, left, searched, ...next }, key);
    return null;
  } catch (error) {
    const problem = asProblem(error);
    await pause(connection.id, problem);
    return problem;
  } finally {
    await tellPanels();
  }
}

/** The kinds of records that are looked at, with their fields; of the account's own kinds those that may be read. */
async function* kindsOf(walk: Walk) {
  yield* objectsOf(walk);
  const { connection, client, language } = walk;
  for (const object of await customObjects(walk)) {
    const fields = await fieldsOf(connection, object, language, async () => client).catch((error: unknown) => {
      // It may be hidden from this key, or not be there any more, which hides no other.
      if (!isOfItsKind(error)) throw error;
      return null;
    });
    if (fields) yield { object, fields };
  }
}

/** Ids of records that may hold suggestions, page by page; one may come more than once. */
async function* pages(
  walk: Walk,
  object: string,
  query: Omit<PendingQuery, 'after'>,
): AsyncGenerator<readonly string[]> {
  for (let after: string | null = null, first = true; first || after !== null; first = false) {
    const page: Awaited<ReturnType<CrmClient['pending']>> = await patiently(walk, () =>
      walk.client.pending(object, { ...query, after }),
    );
    yield page.ids;
    after = page.after;
  }
}

/** Brings one record's entries up to date with what was just read of it. */
export async function noteSuggestions(
  known: Known,
  suggestions: readonly Suggestion[],
  language: string,
  words: Words,
): Promise<void> {
  const { ref } = known.snapshot;
  const stored = await (await database()).get('queue', [ref.crm, ref.account, ref.object, ref.id]);
  const items = await itemsOf(known, suggestions, language, words);
  // A record that is looked at is read again and again; panels are told only of what is new.
  if (JSON.stringify(items) === JSON.stringify(stored?.items ?? [])) return;
  await keep(known, items);
  await tellPanels();
}

async function put(known: Known, suggestions: readonly Suggestion[], language: string, words: Words): Promise<number> {
  const items = await itemsOf(known, suggestions, language, words);
  await keep(known, items);
  return items.length > 0 ? 1 : 0;
}

async function keep({ snapshot: { ref } }: Known, items: QueueItem[]): Promise<void> {
  const key: RecordKey = [ref.crm, ref.account, ref.object, ref.id];
  const db = await database();
  if (items.length === 0) await db.delete('queue', key);
  else await db.put('queue', { items }, key);
}

async function itemsOf(
  known: Known,
  suggestions: readonly Suggestion[],
  language: string,
  words: Words,
): Promise<QueueItem[]> {
  const waiting = suggestions.filter(isWaiting);
  const decided = waiting.length > 0 ? await decidedMeanwhile(known) : [];
  const isDecided = ({ id, field, value }: Suggestion) =>
    decided.some((one) => one.suggestion === id || (one.field === field && one.staged === value));
  return waiting.flatMap((one) => (isDecided(one) ? [] : (itemOf(known, one, language, words) ?? [])));
}

/** What this browser has decided on a record and the answer does not tell of: it was on its way, or the decision still is. */
async function decidedMeanwhile({ snapshot, staging }: Known): Promise<Decision[]> {
  const here = await (await database()).getAllFromIndex('decisions', 'record', recordKey(snapshot.ref));
  const ledger = staging.ledger ? snapshot.values.get(staging.ledger) : null;
  return here.filter(({ kind, state, at, noted, entry }) => {
    if (!isDecisionEntry(entry) || kind === 'undo' || !(state === 'waiting' || state === 'done')) return false;
    if (state === 'done' && at < Date.now() - ON_ITS_WAY_MS) return false;
    if (!noted || !staging.ledger) return snapshot.modified < entry.at;
    return !holdsEntry(ledger, entry) && entry.at > ledgerStart(ledger);
  });
}

function itemOf(known: Known, suggestion: Suggestion, language: string, words: Words): QueueItem | null {
  const { snapshot, fields, connection } = known;
  const side = API_SIDES[connection.crm];
  if (!isWaiting(suggestion)) return null;
  const { state, field, id, value, to, agent, at, confidence } = suggestion;
  const meta = fields.find(({ name }) => name === field);
  const show = shownIn(known, meta, language, words);
  return {
    ref: snapshot.ref,
    record: snapshot.title,
    owner: snapshot.values.get(side.ownerField) ?? null,
    id,
    field,
    label: meta?.label ?? field,
    from: shortened(show(currentValue(suggestion, snapshot.values))),
    to: shortened(show(to ?? value)),
    agent,
    at,
    confidence: confidence ?? null,
    state,
    sensitive: isSensitive(meta),
    url: side.urlOf(connection.host, snapshot.ref),
  };
}

const shortened = (text: string | null) => (text && text.length > 300 ? `${text.slice(0, 300)}…` : text);

async function tellPanels(): Promise<void> {
  await browser.storage.session.set({ [CHANGED]: Date.now() });
}

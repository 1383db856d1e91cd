/**
 * The review queue's index. Records that may hold suggestions are found by the CRM's own means and read without their history;
 * a record that is opened or decided on brings its own entries up to date at once.
 */
import { browser } from 'wxt/browser';
import type { Connection } from '../core/account';
import type { Problem } from '../core/problem';
import type { QueueItem } from '../core/queue';
import { stagingOf } from '../core/staging';
import { isWaiting, type Suggestion } from '../core/suggestions';
import type { CrmClient, PendingQuery } from '../crm/contract';
import { asProblem } from '../crm/problem';
import { API_SIDES } from '../crm/registry';
import { type AccountKey, accountRange, database, type RecordKey } from '../store/db';
import { getTeamFile } from '../store/teamFiles';
import { clientFor, clockOffset, pause } from './api';
import { peopleOf } from './metadata';
import type { Known } from './reading';
import { isSensitive, shownIn, suggestionsOf, type Words } from './suggestions';
import { batchesOf, objectsOf } from './sweep';

export interface QueueProgress {
  /** Records looked at, and how many of them hold suggestions. */
  looked: number;
  found: number;
}

/** Records one look reads at most; more are looked at the next time, and their number is said. */
const RECORDS = 2_000;
/** Told to open panels through the session's storage. */
const CHANGED = 'queue';

/** All suggestions of an account that wait, as of the last look. */
export async function queueItems({ crm, account }: Pick<Connection, 'crm' | 'account'>): Promise<QueueItem[]> {
  const rows = await (await database()).getAll('queue', accountRange([crm, account]));
  return rows.flatMap(({ items }) => items);
}

/** When the account was last looked through, epoch ms, CRM time, and how many records were left for the next time. */
export async function queueState({ crm, account }: Pick<Connection, 'crm' | 'account'>) {
  return (await (await database()).get('looks', [crm, account])) ?? { at: null, left: 0 };
}

/**
 * Looks through the account for suggestions. What was found is kept even if it is cancelled.
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
  const seen = new Set<string>();
  let left = 0;
  try {
    // Nobody waits for the whole of it, so it leaves other tools their share of the day.
    const client = await clientFor(connection, 'look');
    const team = await getTeamFile(...key);
    const people = await peopleOf(connection, async () => client);
    const began = Date.now() + (await clockOffset(connection.id));
    const last = await queueState(connection);
    const stored = await db.getAllKeys('queue', accountRange(key));
    // Where every record has to be read, those that have not changed since the last look need not be.
    const since = API_SIDES[connection.crm].listsPending && last.left === 0 ? last.at : null;
    const walk = { connection, client, language, signal };
    for await (const { object, fields } of objectsOf(walk)) {
      const staging = stagingOf(connection.crm, object, fields, team);
      const staged = [...staging.fields.values()];
      const native = fields.some((field) => field.native);
      if (staged.length === 0 && !staging.metadata && !native) continue;
      const known = since === null ? [] : stored.flatMap(([, , of, id]) => (of === object ? [id] : []));
      for await (const page of pages(client, object, { staging: staged, count: staging.count, native, since }, known)) {
        const ids = page.slice(0, Math.max(0, RECORDS - progress.looked));
        left += page.length - ids.length;
        const read = (some: readonly string[]) => client.readMany(object, some, fields, { histories: false });
        for await (const { asked, answer } of batchesOf(walk, ids, read)) {
          for (const snapshot of answer) {
            const record = { connection, snapshot, fields, people, team, staging, attributions: new Map() };
            const now = Date.now() + (await clockOffset(connection.id));
            const { suggestions } = await suggestionsOf({ ...record, asOf: now, offset: 0 });
            seen.add(`${object}/${snapshot.ref.id}`);
            progress.found += await put({ ...record, asOf: now, offset: 0 }, suggestions, language, words);
          }
          progress.looked += asked.length;
          onProgress({ ...progress });
        }
        if (signal.aborted) return null;
      }
    }
    // Only a look that came to its end tells that a record holds nothing any more.
    for (const one of left === 0 ? stored : []) if (!seen.has(`${one[2]}/${one[3]}`)) await db.delete('queue', one);
    await db.put('looks', { at: began, left }, key);
    return null;
  } catch (error) {
    const problem = asProblem(error);
    await pause(connection.id, problem);
    return problem;
  } finally {
    await tellPanels();
  }
}

/** Ids of records that may hold suggestions, page by page, each once; those that are known to hold some come first. */
async function* pages(
  client: CrmClient,
  object: string,
  query: Omit<PendingQuery, 'after'>,
  known: readonly string[],
): AsyncGenerator<string[]> {
  const given = new Set(known);
  yield [...known];
  for (let after: string | null = null, first = true; first || after !== null; first = false) {
    const page: { ids: string[]; after: string | null } = await client.pending(object, { ...query, after });
    const fresh = page.ids.filter((id) => !given.has(id));
    for (const id of fresh) given.add(id);
    yield fresh;
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
  const items = suggestions.flatMap((one) => itemOf(known, one, language, words) ?? []);
  // A record that is looked at is read again and again; panels are told only of what is new.
  if (JSON.stringify(items) === JSON.stringify(stored?.items ?? [])) return;
  await keep(known, items);
  await tellPanels();
}

async function put(known: Known, suggestions: readonly Suggestion[], language: string, words: Words): Promise<number> {
  const items = suggestions.flatMap((one) => itemOf(known, one, language, words) ?? []);
  await keep(known, items);
  return items.length > 0 ? 1 : 0;
}

async function keep({ snapshot: { ref } }: Known, items: QueueItem[]): Promise<void> {
  const key: RecordKey = [ref.crm, ref.account, ref.object, ref.id];
  const db = await database();
  if (items.length === 0) await db.delete('queue', key);
  else await db.put('queue', { items }, key);
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
    from: shortened(show(snapshot.values.get(field) ?? null)),
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

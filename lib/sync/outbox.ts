/**
 * Sends signals to endpoints: each endpoint goes through the account's signals in the order of their capture, and what it has
 * taken is remembered by the last one's number. A worker that dies between an answer and that sends again; receivers tell by id.
 */
import { browser } from 'wxt/browser';
import { eventOf } from '../core/events';
import { canonicalJson, sha256 } from '../core/ids';
import {
  backoff,
  type DeadLetterInfo,
  type EndpointInfo,
  isMeantFor,
  LOW,
  OUTBOX_SIZE,
  roomInMb,
  roomOf,
  type SignalsState,
} from '../core/outbox';
import type { ChosenType, Signal } from '../core/signals';
import type { Crm } from '../core/types';
import {
  accountRange,
  type DeadLetter,
  database,
  type KeptEndpoint,
  type KeptSignal,
  type OutboxState,
} from '../store/db';
import { deleteSecret, getSecret, putSecret } from '../store/secrets';
import { type Delivery, deliver } from './endpoint';

const BATCH = 50;
/** The shortest time an alarm can be set to. */
const OFFLINE_MS = 30_000;
const KEPT_MS = 30 * 86_400_000;
/** A message between the extension's own pages holds 64 MiB at most, and a character takes three bytes at most. */
const PAGE_CHARS = 16_000_000;
/** Answers that say something of one event, not of the endpoint. */
const ABOUT_CONTENT = new Set([400, 413, 422]);
/** Events in a row that are refused with one such status, and nothing taken: then it is the endpoint after all, its secret say. */
const REFUSED_IN_A_ROW = 3;

/** From now on the account's signals go there, from the first one that is kept. */
export async function addEndpoint(
  about: Pick<KeptEndpoint, 'crm' | 'account' | 'url' | 'values' | 'types'>,
  secret: string,
): Promise<void> {
  const id = crypto.randomUUID();
  await putSecret(secretOf(id), secret);
  await (await database()).put('endpoints', { id, ...about, cursor: 0, failures: 0 }, id);
}

/**
 * Another address, other values or types from now on; what was taken stays taken. It starts anew where it had stopped, with what it
 * had refused.
 * @param types `null` for all
 * @param secret the receiver's new one; without it the old one stays
 */
export async function changeEndpoint(
  id: string,
  to: Pick<KeptEndpoint, 'url' | 'values'> & { types: ChosenType[] | null },
  secret?: string,
): Promise<void> {
  // Between two deliveries, so that none is noted for another address than the one it went to.
  await navigator.locks.request(`outbox:${id}`, async () => {
    if (secret) await putSecret(secretOf(id), secret);
    const { url, values, types: wanted } = to;
    await change(id, ({ types: _, ...now }) => ({ ...anew(now), url, values, ...(wanted ? { types: wanted } : {}) }));
    await sendAgain(id);
  });
}

/** The endpoint, its secret and what it refused are gone; signals stay. */
export async function removeEndpoint(id: string): Promise<void> {
  const db = await database();
  await db.delete('endpoints', id);
  await db.delete('deadLetters', lettersOf(id));
  await deleteSecret(secretOf(id));
}

/** An account that is removed leaves neither signals nor endpoints. */
export async function forgetSignals(crm: Crm, account: string): Promise<void> {
  const db = await database();
  for (const one of await db.getAll('endpoints')) {
    if (one.crm === crm && one.account === account) await removeEndpoint(one.id);
  }
  await db.delete('roles', [crm, account]);
  const tx = db.transaction(['signals', 'outbox'], 'readwrite', { durability: 'strict' });
  const range = accountRange([crm, account]);
  const gone = await tx.objectStore('signals').getAll(range);
  await tx.objectStore('signals').delete(range);
  const state = await tx.objectStore('outbox').get('state');
  const freed = gone.reduce((sum, { size }) => sum + size, 0);
  if (state) {
    const { [`${crm}/${account}`]: _, ...exported } = state.exported ?? {};
    await tx.objectStore('outbox').put({ ...state, size: state.size - freed, full: false, exported }, 'state');
  }
  await tx.done;
}

/**
 * Values and notes of what is delivered go after 30 days, and sooner where room runs out, until there is some; that there was a
 * signal stays, so that none comes twice.
 */
export async function compactSignals(now: number): Promise<void> {
  const db = await database();
  const isDelivered = await deliveredSignals();
  const tx = db.transaction(['signals', 'outbox'], 'readwrite', { durability: 'strict' });
  const state = await tx.objectStore('outbox').get('state');
  const enough = (state?.room ?? OUTBOX_SIZE) * (LOW / 100);
  let freed = 0;
  for await (const cursor of tx.objectStore('signals').index('order')) {
    const { agentValue, value, note, seq, size, ...rest } = cursor.value;
    const isLow = state !== undefined && state.size - freed >= enough;
    if (rest.at > now - KEPT_MS && !isLow) continue;
    if ((agentValue ?? value ?? note) === undefined || !isDelivered(cursor.value)) continue;
    const small: Signal = { ...rest, agentValue: undefined, value: undefined };
    const after = JSON.stringify(small).length;
    freed += size - after;
    await cursor.update({ ...small, seq, size: after });
  }
  if (state && freed > 0)
    await tx.objectStore('outbox').put({ ...state, size: state.size - freed, full: false }, 'state');
  await tx.done;
}

/**
 * What has reached every place that it goes to: the account's endpoints, and its ledgers where corrections are written there. Where
 * it goes nowhere: what its record's ledger tells of, or a file that was exported. What an endpoint refused has not.
 */
async function deliveredSignals(): Promise<(signal: KeptSignal) => boolean> {
  const db = await database();
  const upTo = new Map<string, number>();
  const place = (key: string, cursor: number) => upTo.set(key, Math.min(cursor, upTo.get(key) ?? cursor));
  for (const { crm, account, cursor } of await db.getAll('endpoints')) place(`${crm}/${account}`, cursor);
  for (const key of await db.getAllKeys('ledgers')) {
    const ledger = await db.get('ledgers', key);
    if (ledger?.on) place(key.join('/'), ledger.cursor);
  }
  const letters = (await db.getAll('deadLetters')).filter(({ discarded }) => !discarded);
  const entries = await db.getAll('ledgerEntries');
  const held = new Set([...letters.map(({ signal }) => signal), ...entries.map(({ entry }) => entry.id)]);
  const decided = (await db.getAll('decisions')).filter(({ state, noted }) => state === 'done' && noted);
  const inLedger = new Set(decided.map(({ suggestion }) => suggestion));
  const exported = (await db.get('outbox', 'state'))?.exported ?? {};
  return ({ id, ref, seq, suggestion = '', inLedger: told }) => {
    const key = `${ref.crm}/${ref.account}`;
    const reached = upTo.get(key);
    if (held.has(id) || held.has(suggestion)) return false;
    if (reached !== undefined) return seq <= reached;
    return told === true || inLedger.has(suggestion) || seq <= (exported[key]?.seq ?? 0);
  };
}

/** Compacts at once where room runs out. */
export async function compactIfLow(now: number): Promise<void> {
  const state = await (await database()).get('outbox', 'state');
  if (state && (state.full || usedOf(state) >= LOW)) await compactSignals(now);
}

const usedOf = ({ size, room = OUTBOX_SIZE }: Pick<OutboxState, 'size' | 'room'>) => Math.floor((size / room) * 100);

/** How much room signals may take in this browser, MB. What is kept stays, also where that is more. */
export async function setRoom(mb: number): Promise<void> {
  const tx = (await database()).transaction('outbox', 'readwrite', { durability: 'strict' });
  const state = (await tx.store.get('state')) ?? { seq: 0, size: 0, full: false };
  const room = roomOf(mb);
  await tx.store.put({ ...state, room, full: state.full && state.size >= room }, 'state');
  await tx.done;
}

/** Starts an endpoint anew that was stopped or waits. */
export async function retryEndpoint(id: string): Promise<void> {
  await change(id, anew);
}

function anew({ retryAt: _, stopped: __, problem: ___, refused: ____, ...rest }: KeptEndpoint): KeptEndpoint {
  return { ...rest, failures: 0 };
}

/** Gives up what an endpoint refused, all of it or one signal. That it never got it stays known. */
export async function discardLetters(endpoint: string, signal?: string): Promise<void> {
  await changeLetters(endpoint, signal, (one) => ({ ...one, discarded: true }));
}

/** What an endpoint refused, all of it or one signal, goes out with the next flush, before what came later. */
export async function retryLetters(endpoint: string, signal?: string): Promise<void> {
  await sendAgain(endpoint, signal);
  await retryEndpoint(endpoint);
}

async function sendAgain(endpoint: string, signal?: string): Promise<void> {
  await changeLetters(endpoint, signal, (one) => ({ ...one, again: true }));
}

/** Those that nobody has given up. */
async function changeLetters(endpoint: string, signal: string | undefined, to: (one: DeadLetter) => DeadLetter) {
  const tx = (await database()).transaction('deadLetters', 'readwrite', { durability: 'strict' });
  const range = signal === undefined ? lettersOf(endpoint) : IDBKeyRange.only([endpoint, signal]);
  for await (const cursor of tx.store.iterate(range)) {
    if (!cursor.value.discarded) await cursor.update(to(cursor.value));
  }
  await tx.done;
}

const lettersOf = (endpoint: string) => IDBKeyRange.bound([endpoint], [endpoint, []]);

/**
 * Sends to every endpoint what it lacks and may be sent now.
 * @returns when somebody should come back, epoch ms; `null` where nothing waits for a time
 */
export async function flush(): Promise<number | null> {
  const endpoints = await (await database()).getAll('endpoints');
  const next = await Promise.all(
    endpoints.map(({ id }) => navigator.locks.request(`outbox:${id}`, () => flushOne(id))),
  );
  const times = next.filter((at) => at !== null);
  return times.length > 0 ? Math.min(...times) : null;
}

/** Waiting times are over: the network is back. */
export async function forgetWaits(): Promise<void> {
  for (const { id, stopped } of await (await database()).getAll('endpoints')) if (!stopped) await retryEndpoint(id);
}

async function flushOne(id: string): Promise<number | null> {
  const db = await database();
  let size = BATCH;
  for (;;) {
    const endpoint = await db.get('endpoints', id);
    if (!endpoint || endpoint.stopped) return null;
    const batch = await nextFor(endpoint, size);
    if (batch.length === 0) return null;
    if (endpoint.retryAt && endpoint.retryAt > Date.now()) return endpoint.retryAt;
    const meant = batch.filter((one) => isMeantFor(endpoint, one));
    const [first] = meant;
    if (!first) {
      await settle(id, batch, {});
      continue;
    }
    const answer = await send(endpoint, meant);
    if (answer.ok) {
      await settle(id, batch, { failures: 0, deliveredAt: Date.now() });
    } else if (answer.kind === 'later') {
      const { failures, retryAt } = nextTry(endpoint.failures, answer.retryAt);
      await change(id, (now) => ({ ...now, failures, retryAt, problem: problemOf(answer) }));
      return retryAt;
    } else if (!ABOUT_CONTENT.has(answer.status)) {
      await change(id, (now) => ({ ...now, stopped: true, problem: problemOf(answer) }));
      return null;
    } else if (meant.length > 1) {
      size = Math.floor(batch.length / 2);
    } else {
      const { status } = answer;
      const times = endpoint.refused?.status === status ? endpoint.refused.times + 1 : 1;
      if (times >= REFUSED_IN_A_ROW) {
        await change(id, (now) => ({ ...now, stopped: true, problem: problemOf(answer) }));
        return null;
      }
      await settle(id, batch, { failures: 0, refused: { status, times } }, letter(id, first.id, answer));
      size = BATCH;
    }
  }
}

/**
 * When to try again after a failure. Offline says nothing of the other end, so nobody waits longer for it each time, and a worker
 * that is not there when the network comes back misses half a minute.
 * @param failures in a row, before this one
 * @param asked what the other end asked for, epoch ms
 */
export function nextTry(failures: number, asked: number | undefined): { failures: number; retryAt: number } {
  if (navigator.onLine === false) return { failures, retryAt: Date.now() + OFFLINE_MS };
  const retryAt = asked ?? Date.now() + backoff(failures + 1, Math.random());
  return { failures: failures + 1, retryAt };
}

/** What an endpoint is to get next, in order: what it refused and somebody wants sent again comes first. */
async function nextFor(endpoint: KeptEndpoint, count: number): Promise<KeptSignal[]> {
  const again = await lettersToSend(endpoint);
  return again.length > 0 ? again.slice(0, count) : signalsAfter(endpoint, count);
}

async function lettersToSend({ id, crm, account }: KeptEndpoint): Promise<KeptSignal[]> {
  const db = await database();
  const letters = (await db.getAll('deadLetters', lettersOf(id))).filter(isToSend);
  const signals = await Promise.all(letters.map(({ signal }) => db.get('signals', [crm, account, signal])));
  return signals.filter((one) => one !== undefined).sort((a, b) => a.seq - b.seq);
}

const isToSend = ({ again, discarded }: DeadLetter) => again === true && !discarded;

/**
 * The endpoint goes on behind a batch, of which it has taken all or refused one. One that was removed meanwhile gets no letter.
 * @param to what is known of it now
 */
async function settle(
  id: string,
  batch: readonly KeptSignal[],
  to: Pick<Partial<KeptEndpoint>, 'failures' | 'deliveredAt' | 'refused'>,
  refused?: DeadLetter,
): Promise<void> {
  const tx = (await database()).transaction(['deadLetters', 'endpoints'], 'readwrite', { durability: 'strict' });
  const now = await tx.objectStore('endpoints').get(id);
  if (now) {
    // What was passed over tells nothing of the endpoint.
    const { retryAt: _, problem: __, refused: ___, ...rest } = now;
    const kept = to.failures === undefined ? now : rest;
    const cursor = Math.max(now.cursor, ...batch.map(({ seq }) => seq));
    await tx.objectStore('endpoints').put({ ...kept, ...to, cursor }, id);
    for (const one of batch) await tx.objectStore('deadLetters').delete([id, one.id]);
    if (refused) await tx.objectStore('deadLetters').put(refused, [id, refused.signal]);
  }
  await tx.done;
}

async function send(endpoint: KeptEndpoint, signals: readonly Signal[]): Promise<Delivery> {
  const secret = await getSecret(secretOf(endpoint.id));
  const { origin } = new URL(endpoint.url);
  if (secret === null) return { ok: false, kind: 'refused', status: 0, message: 'secret' };
  if (!(await browser.permissions.contains({ origins: [`${origin}/*`] }))) {
    return { ok: false, kind: 'refused', status: 0, message: 'permission' };
  }
  const events = await Promise.all(signals.map((one) => eventOf(one, endpoint.values)));
  // The same events are the same message, however often they are sent (Standard Webhooks, "webhook-id").
  const id = await sha256(canonicalJson(events.map((one) => one.id)));
  return deliver({ url: endpoint.url, secret }, { id, events });
}

/** The signals after a cursor, in order. */
export async function signalsAfter(
  { crm, account, cursor }: Pick<KeptEndpoint, 'crm' | 'account' | 'cursor'>,
  count?: number,
): Promise<KeptSignal[]> {
  return (await database()).getAllFromIndex('signals', 'order', since(crm, account, cursor), count);
}

function since(crm: Crm, account: string, cursor: number): IDBKeyRange {
  return IDBKeyRange.bound([crm, account, cursor], [crm, account, Number.MAX_SAFE_INTEGER], true);
}

async function change(id: string, to: (now: KeptEndpoint) => KeptEndpoint): Promise<void> {
  const tx = (await database()).transaction('endpoints', 'readwrite', { durability: 'strict' });
  const now = await tx.store.get(id);
  if (now) await tx.store.put(to(now), id);
  await tx.done;
}

type Failure = Exclude<Delivery, { ok: true }>;

const problemOf = ({ message, status }: Failure) => ({ message, ...(status === undefined ? {} : { status }) });
const letter = (endpoint: string, signal: string, { message, status = 0 }: Failure): DeadLetter => ({
  endpoint,
  signal,
  message,
  status,
  at: Date.now(),
});
const secretOf = (id: string) => `endpoint:${id}`;

/**
 * An account's signals, newest first, as many as one message may carry.
 * @param before number of the signal that this page goes on from
 */
export async function signalsOf(crm: Crm, account: string, before = Number.MAX_SAFE_INTEGER): Promise<KeptSignal[]> {
  const index = (await database()).transaction('signals').store.index('order');
  const range = IDBKeyRange.bound([crm, account, 0], [crm, account, before], true, true);
  const page: KeptSignal[] = [];
  let chars = 0;
  for await (const { value } of index.iterate(range, 'prev')) {
    chars += value.size;
    if (page.length > 0 && chars > PAGE_CHARS) break;
    page.push(value);
  }
  return page;
}

/** A file with everything up to this signal was handed to a person. */
export async function noteExport(crm: Crm, account: string, seq: number): Promise<void> {
  const tx = (await database()).transaction('outbox', 'readwrite', { durability: 'strict' });
  const state = await tx.store.get('state');
  if (state) {
    const exported = { ...state.exported, [`${crm}/${account}`]: { seq, at: Date.now() } };
    await tx.store.put({ ...state, exported }, 'state');
  }
  await tx.done;
}

async function latestOf(crm: Crm, account: string): Promise<Signal | null> {
  const index = (await database()).transaction('signals').store.index('order');
  return (await index.openCursor(since(crm, account, 0), 'prev'))?.value ?? null;
}

/** What people are told of an account's signals. */
export async function signalsState(crm: Crm, account: string): Promise<Omit<SignalsState, 'ledger'>> {
  const db = await database();
  const mine = (await db.getAll('endpoints')).filter((one) => one.crm === crm && one.account === account);
  const endpoints: EndpointInfo[] = [];
  const dead: DeadLetterInfo[] = [];
  for (const endpoint of mine) {
    const { id, url, values, types, cursor, problem, stopped, retryAt, deliveredAt } = endpoint;
    const letters = (await db.getAll('deadLetters', lettersOf(id))).filter(({ discarded }) => !discarded);
    const fresh = types
      ? (await signalsAfter(endpoint)).filter((one) => isMeantFor(endpoint, one)).length
      : await db.countFromIndex('signals', 'order', since(crm, account, cursor));
    const waiting = fresh + letters.filter(isToSend).length;
    endpoints.push({
      id,
      url,
      values,
      types: types ?? null,
      waiting,
      problem: problem ?? null,
      stopped: stopped ?? false,
      retryAt: retryAt ?? null,
      deliveredAt: deliveredAt ?? null,
    });
    for (const one of letters) {
      if (isToSend(one)) continue;
      const signal = await db.get('signals', [crm, account, one.signal]);
      dead.push({ ...one, field: signal?.label ?? '', record: signal?.record ?? '' });
    }
  }
  const outbox = await db.get('outbox', 'state');
  return {
    endpoints,
    dead,
    kept: await db.count('signals', accountRange([crm, account])),
    latest: await latestOf(crm, account),
    used: outbox ? usedOf(outbox) : 0,
    room: roomInMb(outbox?.room ?? OUTBOX_SIZE),
    full: outbox?.full ?? false,
    exported: outbox?.exported?.[`${crm}/${account}`] ?? null,
  };
}

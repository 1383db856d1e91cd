/**
 * Sends signals to endpoints: each endpoint goes through the account's signals in the order of their capture, and what it has
 * taken is remembered by the last one's number. A worker that dies between an answer and that sends again; receivers tell by id.
 */
import { browser } from 'wxt/browser';
import { eventOf } from '../core/events';
import {
  backoff,
  type DeadLetterInfo,
  type EndpointInfo,
  isMeantFor,
  OUTBOX_SIZE,
  roomInMb,
  roomOf,
  type SignalsState,
} from '../core/outbox';
import type { ChosenType, Signal } from '../core/signals';
import type { Crm } from '../core/types';
import { accountRange, database, type KeptEndpoint, type KeptSignal } from '../store/db';
import { deleteSecret, getSecret, putSecret } from '../store/secrets';
import { type Delivery, deliver } from './endpoint';

const BATCH = 50;
const KEPT_MS = 30 * 86_400_000;
/** Answers that say something of one event, not of the endpoint. */
const ABOUT_CONTENT = new Set([400, 413, 422]);

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
 * Another address, other values or types from now on; what was taken stays taken. It starts anew where it had stopped.
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
    await change(id, ({ retryAt: _, stopped: __, problem: ___, types: ____, ...rest }) => ({
      ...rest,
      failures: 0,
      url,
      values,
      ...(wanted ? { types: wanted } : {}),
    }));
  });
}

/** The endpoint, its secret and what it refused are gone; signals stay. */
export async function removeEndpoint(id: string): Promise<void> {
  const db = await database();
  await db.delete('endpoints', id);
  await db.delete('deadLetters', IDBKeyRange.bound([id], [id, []]));
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
  if (state) await tx.objectStore('outbox').put({ ...state, size: state.size - freed, full: false }, 'state');
  await tx.done;
}

/** Values and notes of what every endpoint of its account has taken go after 30 days; that there was a signal stays, so that none comes twice. */
export async function compactSignals(now: number): Promise<void> {
  const db = await database();
  const taken = new Map<string, number>();
  for (const { crm, account, cursor } of await db.getAll('endpoints')) {
    const key = `${crm}/${account}`;
    taken.set(key, Math.min(cursor, taken.get(key) ?? cursor));
  }
  const tx = db.transaction(['signals', 'outbox'], 'readwrite', { durability: 'strict' });
  const state = await tx.objectStore('outbox').get('state');
  let freed = 0;
  for await (const cursor of tx.objectStore('signals')) {
    const { agentValue, value, note, seq, size, ...rest } = cursor.value;
    const upTo = taken.get(`${rest.ref.crm}/${rest.ref.account}`) ?? 0;
    if (seq > upTo || rest.at > now - KEPT_MS || (agentValue ?? value ?? note) === undefined) continue;
    const small: Signal = { ...rest, agentValue: undefined, value: undefined };
    const after = JSON.stringify(small).length;
    freed += size - after;
    await cursor.update({ ...small, seq, size: after });
  }
  if (state) await tx.objectStore('outbox').put({ ...state, size: state.size - freed, full: false }, 'state');
  await tx.done;
}

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
  await change(id, ({ retryAt: _, stopped: __, problem: ___, ...rest }) => ({ ...rest, failures: 0 }));
}

/** Gives up what an endpoint refused. That it never got it stays known. */
export async function discardLetter(endpoint: string, signal: string): Promise<void> {
  const tx = (await database()).transaction('deadLetters', 'readwrite', { durability: 'strict' });
  const one = await tx.store.get([endpoint, signal]);
  if (one) await tx.store.put({ ...one, discarded: true }, [endpoint, signal]);
  await tx.done;
}

/** Sends one refused signal by itself once more. */
export async function retryLetter(id: string, signal: string): Promise<void> {
  const db = await database();
  const endpoint = await db.get('endpoints', id);
  const kept = endpoint && (await db.get('signals', [endpoint.crm, endpoint.account, signal]));
  if (!endpoint || !kept) return;
  const answer = await send(endpoint, [kept]);
  if (answer.ok) return db.delete('deadLetters', [id, signal]);
  await db.put('deadLetters', letter(id, signal, answer), [id, signal]);
}

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
    const batch = await signalsAfter(endpoint, size);
    if (batch.length === 0) return null;
    if (endpoint.retryAt && endpoint.retryAt > Date.now()) return endpoint.retryAt;
    const meant = batch.filter((one) => isMeantFor(endpoint, one));
    const [first] = meant;
    const last = batch.at(-1);
    if (!last) return null;
    if (!first) {
      await change(id, (now) => ({ ...now, cursor: last.seq }));
      continue;
    }
    const answer = await send(endpoint, meant);
    if (answer.ok) {
      await change(id, ({ retryAt: _, problem: __, ...rest }) => ({
        ...rest,
        failures: 0,
        cursor: last.seq,
        deliveredAt: Date.now(),
      }));
    } else if (answer.kind === 'later') {
      const failures = endpoint.failures + 1;
      const retryAt = answer.retryAt ?? Date.now() + backoff(failures, Math.random());
      await change(id, (now) => ({ ...now, failures, retryAt, problem: problemOf(answer) }));
      return retryAt;
    } else if (!ABOUT_CONTENT.has(answer.status)) {
      await change(id, (now) => ({ ...now, stopped: true, problem: problemOf(answer) }));
      return null;
    } else if (meant.length > 1) {
      size = Math.floor(batch.length / 2);
    } else {
      await setAside(id, first, last.seq, answer);
      size = BATCH;
    }
  }
}

/** The endpoint goes on behind it. An endpoint that was removed meanwhile gets no letter. */
async function setAside(id: string, signal: KeptSignal, upTo: number, answer: Failure): Promise<void> {
  const tx = (await database()).transaction(['deadLetters', 'endpoints'], 'readwrite', { durability: 'strict' });
  const now = await tx.objectStore('endpoints').get(id);
  if (now) {
    const { retryAt: _, problem: __, ...rest } = now;
    await tx.objectStore('endpoints').put({ ...rest, failures: 0, cursor: upTo }, id);
    await tx.objectStore('deadLetters').put(letter(id, signal.id, answer), [id, signal.id]);
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
  return deliver({ url: endpoint.url, secret }, { id: crypto.randomUUID(), events });
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
const letter = (endpoint: string, signal: string, { message, status = 0 }: Failure) => ({
  endpoint,
  signal,
  message,
  status,
  at: Date.now(),
});
const secretOf = (id: string) => `endpoint:${id}`;

/** An account's signals, newest first. */
export async function signalsOf(crm: Crm, account: string): Promise<Signal[]> {
  return (await (await database()).getAllFromIndex('signals', 'order', since(crm, account, 0))).reverse();
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
    const waiting = types
      ? (await signalsAfter(endpoint)).filter((one) => isMeantFor(endpoint, one)).length
      : await db.countFromIndex('signals', 'order', since(crm, account, cursor));
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
    for (const one of await db.getAll('deadLetters', IDBKeyRange.bound([id], [id, []]))) {
      if (one.discarded) continue;
      const signal = await db.get('signals', [crm, account, one.signal]);
      dead.push({ ...one, field: signal?.label ?? '', record: signal?.record ?? '' });
    }
  }
  const outbox = await db.get('outbox', 'state');
  const room = outbox?.room ?? OUTBOX_SIZE;
  return {
    endpoints,
    dead,
    kept: await db.count('signals', accountRange([crm, account])),
    latest: await latestOf(crm, account),
    used: Math.floor(((outbox?.size ?? 0) / room) * 100),
    room: roomInMb(room),
    full: outbox?.full ?? false,
  };
}

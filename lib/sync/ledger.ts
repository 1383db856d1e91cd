/**
 * The CRM's own ledger as a place that corrections and their reasons go to: each is written into the ledger field of the record it
 * was made on, and counts as delivered when the record still shows it half a minute later. Off until somebody switches it on,
 * because it writes to records that nobody is deciding on. Decisions are written there anyway; they are looked at again as well.
 */
import { entryName, isDecisionEntry, LEDGER_KEPT_MS, NOTE, STOOD } from '../core/ledger';
import { backoff, type LedgerGap, type LedgerInfo } from '../core/outbox';
import type { Problem } from '../core/problem';
import { isRetracted } from '../core/retractions';
import { ledgerEntryOf } from '../core/signals';
import { type Crm, recordKey } from '../core/types';
import { asProblem } from '../crm/problem';
import { clockOffset } from '../services/api';
import { connectionFor } from '../services/connections';
import { putInLedger } from '../services/writes';
import {
  type AccountKey,
  accountRange,
  database,
  deliveryKey,
  type KeptLedger,
  type LedgerDelivery,
} from '../store/db';
import { nextTry, signalsAfter } from './outbox';

const SECOND_LOOK_MS = 30_000;
/** Signals taken up, and records written, at one time: other tools need the CRM as well. */
const BATCH = 200;
const RECORDS = 20;
/** A correction that is gone again as often as this is somebody's to look at. */
const TRIES = 5;
const FORBIDDEN = 3;
/** Answers that are about the record, not about the account. */
const OF_RECORD: Partial<Record<Problem['kind'], LedgerGap>> = {
  gone: 'gone',
  refused: 'refused',
  forbidden: 'readOnly',
};

/** From now on an account's corrections go into its ledger, those of the last 30 days first; or no more. What waits stays. */
export async function switchLedger(crm: Crm, account: string, on: boolean): Promise<void> {
  const db = await database();
  const before = (await db.get('ledgers', [crm, account])) ?? { cursor: 0, failures: 0 };
  await db.put('ledgers', { ...before, on }, [crm, account]);
}

/** Begins anew with what waits and what is stuck. */
export async function retryLedger(crm: Crm, account: string): Promise<void> {
  await change([crm, account], ({ retryAt: _, problem: __, ...rest }) => ({ ...rest, failures: 0 }));
  for (const { stuck: _, retryAt: __, ...rest } of await deliveriesOf([crm, account]))
    await put({ ...rest, failures: 0 });
}

/** Waiting times of accounts are over: the network is back. */
export async function forgetLedgerWaits(): Promise<void> {
  for (const key of await (await database()).getAllKeys('ledgers')) {
    await change(key, ({ retryAt: _, ...rest }) => rest);
  }
}

/** Gives up what is stuck for a reason; the signals themselves stay. */
export async function discardStuck(crm: Crm, account: string, why: LedgerGap): Promise<void> {
  for (const one of await deliveriesOf([crm, account])) if (one.stuck?.why === why) await forget(one);
}

/** An account that is removed leaves nothing. */
export async function forgetLedger(crm: Crm, account: string): Promise<void> {
  const db = await database();
  await db.delete('ledgers', [crm, account]);
  await db.delete('ledgerEntries', accountRange([crm, account]));
}

/** What people are told of it. */
export async function ledgerInfo(crm: Crm, account: string): Promise<LedgerInfo> {
  const kept = await (await database()).get('ledgers', [crm, account]);
  const deliveries = await deliveriesOf([crm, account]);
  const stuck = new Map<string, LedgerInfo['stuck'][number]>();
  for (const { stuck: one, ref } of deliveries) {
    if (!one) continue;
    const key = `${one.why} ${one.message ?? ''}`;
    const group = stuck.get(key) ?? { why: one.why, message: one.message ?? '', count: 0, records: [] };
    const records = group.records.includes(recordKey(ref)) ? group.records : [...group.records, recordKey(ref)];
    stuck.set(key, { ...group, count: group.count + 1, records });
  }
  const open = deliveries.filter((one) => !one.stuck);
  const checking = open.filter(({ seenAt }) => seenAt !== undefined).length;
  return {
    on: kept?.on ?? false,
    waiting: open.length - checking,
    checking,
    problem: kept?.problem ?? null,
    retryAt: kept?.retryAt ?? null,
    deliveredAt: kept?.deliveredAt ?? null,
    stuck: [...stuck.values()],
  };
}

/**
 * Writes what may be written now, and looks again at what was.
 * @returns when somebody should come back, epoch ms; `null` where nothing waits for a time
 */
export async function flushLedgers(): Promise<number | null> {
  const keys = await (await database()).getAllKeys('ledgers');
  const next = await Promise.all(
    keys.map((key) => navigator.locks.request(`ledger:${key.join('/')}`, () => flushAccount(key))),
  );
  const times = next.filter((at) => at !== null);
  return times.length > 0 ? Math.min(...times) : null;
}

async function flushAccount(key: AccountKey): Promise<number | null> {
  const kept = await (await database()).get('ledgers', key);
  const connection = await connectionFor(...key);
  if (!kept || !connection) return null;
  while (kept.on && (await takeUp(key, Date.now() + (await clockOffset(connection.id))))) {
    // There may be more.
  }
  const wanted = async () => (await deliveriesOf(key)).filter((one) => kept.on || isOfDecision(one));
  if (kept.retryAt && kept.retryAt > Date.now()) return (await wanted()).length > 0 ? kept.retryAt : null;
  const due = (await wanted()).filter((one) => dueAt(one) <= Date.now()).sort((a, b) => a.seq - b.seq);
  const byRecord = Map.groupBy(due, ({ ref }) => recordKey(ref));
  let forbidden = 0;
  for (const deliveries of [...byRecord.values()].slice(0, RECORDS)) {
    const [first] = deliveries;
    if (!first) continue;
    try {
      const entries = deliveries.map(({ entry }) => entry);
      const { there, before, why } = await putInLedger(connection, first.ref, entries);
      for (const one of deliveries) {
        const name = entryName(one.entry);
        await settle(one, there.has(name) ? (before.has(name) ? 'found' : 'written') : why);
      }
      await change(key, ({ retryAt: _, problem: __, ...rest }) => ({ ...rest, failures: 0 }));
      forbidden = 0;
    } catch (error) {
      const problem = asProblem(error);
      const why = OF_RECORD[problem.kind];
      forbidden = problem.kind === 'forbidden' ? forbidden + 1 : 0;
      // A key that may write none of them is not tried on every record.
      if (!why || forbidden === FORBIDDEN) return later(key, problem);
      const message = problem.message ?? problem.missing;
      for (const one of deliveries) await put({ ...one, stuck: { why, ...(message ? { message } : {}) } });
    }
  }
  const times = (await wanted()).map(dueAt).filter(Number.isFinite);
  return times.length > 0 ? Math.min(...times) : null;
}

const isOfDecision = ({ entry }: LedgerDelivery) => isDecisionEntry(entry) || entry.d === NOTE;

/** Corrections that were captured since then, reasons for them, and values that were let stand. @returns whether there may be more */
async function takeUp(key: AccountKey, now: number): Promise<boolean> {
  const kept = await (await database()).get('ledgers', key);
  const signals = await signalsAfter({ crm: key[0], account: key[1], cursor: kept?.cursor ?? 0 }, BATCH);
  const last = signals.at(-1);
  if (!kept || !last) return false;
  const wanted = signals.filter(
    ({ type, kind, suggestion, inLedger, at, reason }) =>
      (type === 'override' || kind === STOOD || (type === 'reason' && reason)) &&
      !suggestion &&
      !inLedger &&
      at > now - LEDGER_KEPT_MS,
  );
  const deliveries = await Promise.all(
    wanted.map(async (signal): Promise<LedgerDelivery> => {
      const { ref, seq } = signal;
      return { ref, seq, entry: await ledgerEntryOf(signal), failures: 0 };
    }),
  );
  const tx = (await database()).transaction(['ledgers', 'ledgerEntries'], 'readwrite', { durability: 'strict' });
  const state = await tx.objectStore('ledgers').get(key);
  if (state) {
    for (const one of deliveries) await tx.objectStore('ledgerEntries').put(one, deliveryKey(one));
    await tx.objectStore('ledgers').put({ ...state, cursor: last.seq }, key);
  }
  await tx.done;
  return signals.length === BATCH;
}

/** When a correction is to be written, or looked at again; epoch ms, machine clock. */
function dueAt({ stuck, seenAt, retryAt = 0 }: LedgerDelivery): number {
  if (stuck) return Number.POSITIVE_INFINITY;
  return seenAt === undefined ? retryAt : seenAt + SECOND_LOOK_MS;
}

/** @param now what the record said: it had the entry, has it since this moment, or has not, for a reason or without one */
async function settle(delivery: LedgerDelivery, now: 'found' | 'written' | LedgerGap | undefined): Promise<void> {
  const { seenAt, ...rest } = delivery;
  if (now === 'found' && seenAt !== undefined) {
    await arrived(delivery);
    const { crm, account } = delivery.ref;
    return change([crm, account], (kept) => ({ ...kept, deliveredAt: Date.now() }));
  }
  // What was there and is not any more did not stay.
  const failures = rest.failures + (now === undefined || (now === 'written' && seenAt !== undefined) ? 1 : 0);
  if (failures >= TRIES) return put({ ...rest, failures, stuck: { why: 'notKept' } });
  if (now === 'found' || now === 'written') return put({ ...rest, failures, seenAt: Date.now() });
  if (now) return put({ ...rest, failures, stuck: { why: now } });
  return put({ ...rest, failures, retryAt: Date.now() + backoff(failures, Math.random()) });
}

/** The whole account waits. */
async function later(key: AccountKey, problem: Problem): Promise<number> {
  const kept = await (await database()).get('ledgers', key);
  const { failures, retryAt } = nextTry(kept?.failures ?? 0, problem.retryAt);
  await change(key, (now) => ({ ...now, failures, retryAt, problem }));
  return retryAt;
}

/** All but those of corrections that are taken back: they wait, in case they come to hold again. */
async function deliveriesOf(key: AccountKey): Promise<LedgerDelivery[]> {
  const db = await database();
  const all = await db.getAll('ledgerEntries', accountRange(key));
  const signals = await Promise.all(all.map(({ entry }) => db.get('signals', [...key, entry.id])));
  return all.filter((_, index) => !isRetracted(signals[index] ?? {}));
}

async function put(delivery: LedgerDelivery): Promise<void> {
  const tx = (await database()).transaction(['ledgers', 'ledgerEntries'], 'readwrite', { durability: 'strict' });
  // An account that was removed meanwhile gets nothing back.
  if (await tx.objectStore('ledgers').getKey([delivery.ref.crm, delivery.ref.account])) {
    await tx.objectStore('ledgerEntries').put(delivery, deliveryKey(delivery));
  }
  await tx.done;
}

/** It is there to stay, and its signal knows. */
async function arrived({ ref, entry }: LedgerDelivery): Promise<void> {
  const tx = (await database()).transaction(['signals', 'ledgerEntries'], 'readwrite', { durability: 'strict' });
  const signal = await tx.objectStore('signals').get([ref.crm, ref.account, entry.id]);
  if (signal) await tx.objectStore('signals').put({ ...signal, inLedger: true }, [ref.crm, ref.account, entry.id]);
  await tx.objectStore('ledgerEntries').delete(deliveryKey({ ref, entry }));
  await tx.done;
}

async function forget(delivery: LedgerDelivery): Promise<void> {
  await (await database()).delete('ledgerEntries', deliveryKey(delivery));
}

async function change(key: AccountKey, to: (now: KeptLedger) => KeptLedger): Promise<void> {
  const tx = (await database()).transaction('ledgers', 'readwrite', { durability: 'strict' });
  const now = await tx.store.get(key);
  if (now) await tx.store.put(to(now), key);
  await tx.done;
}

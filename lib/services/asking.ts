/**
 * Asking a person why an agent's value was corrected: about what this person changed in this browser a moment ago, once for each
 * correction, and not at all where many changes come at once. What is not asked stands among the person's corrections.
 */
import { writerAttribution } from '../core/attribution';
import { CORRECTIONS, type Reason } from '../core/ledger';
import { isMeantFor } from '../core/outbox';
import { isRetracted } from '../core/retractions';
import { reasonSignal, type Signal } from '../core/signals';
import { type PageRef, type RecordRef, recordKey } from '../core/types';
import { database, type KeptEndpoint, type KeptSignal } from '../store/db';
import { getSettings } from '../store/settings';
import { resolveRecord } from './accounts';
import { isBy, personHere } from './names';
import { type Known, know } from './reading';
import { capture } from './signals';

/** What a person is asked about. */
export interface Prompt {
  signal: string;
  label: string;
  /** Empty where nothing tells. */
  agent: string;
}

const JUST_NOW_MS = 120_000;
/** More changes than this within a minute are an edit of many fields, or of many records. */
const MANY = 3;
const MANY_WITHIN_MS = 60_000;
/** Signals that are looked at, newest first. */
const LATEST = 100;

/**
 * Whether to ask about the correction of a field. It counts as asked from then on.
 * @returns what to ask about, or `null` for silence
 */
export async function askWhy(page: PageRef, field: string, language: string): Promise<Prompt | null> {
  const resolved = await resolveRecord(page);
  if (!resolved.ok || !(await getSettings()).asks) return null;
  const { connection, ref } = resolved;
  const known = await know(connection, ref, 'stored', language);
  const now = Date.now() + known.offset;
  const latest = (await latestSignals(ref)).filter((signal) => isCorrection(signal) && !isRetracted(signal));
  const one = latest.find((signal) => signal.record === recordKey(ref) && signal.field === field);
  if (!one || one.at < now - JUST_NOW_MS) return null;
  if (!isBy(one.by, personHere(connection, known.people))) return null;
  const since = now - MANY_WITHIN_MS;
  if (latest.filter(({ at }) => at > since).length > MANY || changesSince(known, since) > MANY) return null;
  return (await claim(one)) ? { signal: one.id, label: one.label, agent: one.agent ?? '' } : null;
}

/**
 * Keeps why a person corrected something, as a signal of its own.
 * @param ref the record that it has to be about
 * @param at CRM time, epoch ms
 * @returns whether anybody is told of it: false where no endpoint takes reasons and none are written into the ledger
 * @throws where there is no such signal on the record, or no room to keep the reason
 */
export async function explain(ref: RecordRef, signal: string, reason: Reason, at: number): Promise<{ told: boolean }> {
  const db = await database();
  const about = await db.get('signals', [ref.crm, ref.account, signal]);
  if (!about || about.record !== recordKey(ref) || !isCorrection(about)) throw new Error('no such correction');
  const said = await reasonSignal(about, { reason, by: about.by, at });
  if (!(await capture([said]))) throw new Error('no room for signals');
  const takes = (one: KeptEndpoint) =>
    one.crm === ref.crm && one.account === ref.account && !one.stopped && isMeantFor(one, said);
  const ledger = await db.get('ledgers', [ref.crm, ref.account]);
  return { told: ledger?.on === true || (await db.getAll('endpoints')).some(takes) };
}

const isCorrection = ({ kind }: Signal) => CORRECTIONS.some((one) => one === kind);

async function latestSignals({ crm, account }: RecordRef): Promise<KeptSignal[]> {
  const index = (await database()).transaction('signals').store.index('order');
  const found: KeptSignal[] = [];
  const all = IDBKeyRange.bound([crm, account, 0], [crm, account, Number.MAX_SAFE_INTEGER]);
  for await (const cursor of index.iterate(all, 'prev')) {
    found.push(cursor.value);
    if (found.length === LATEST) break;
  }
  return found;
}

/** How many changes of people a record's histories show since then. */
function changesSince({ snapshot, team }: Known, since: number): number {
  const rows = [...snapshot.histories.values()].flatMap(({ changes }) => changes);
  return rows.filter(({ at, writer }) => at > since && writerAttribution(team, writer) === 'human').length;
}

/** @returns false where somebody was asked before */
async function claim({ ref, id }: KeptSignal): Promise<boolean> {
  const key: [typeof ref.crm, string, string] = [ref.crm, ref.account, id];
  const tx = (await database()).transaction('signals', 'readwrite', { durability: 'strict' });
  const now = await tx.store.get(key);
  const first = now !== undefined && !now.asked;
  if (first) await tx.store.put({ ...now, asked: true }, key);
  await tx.done;
  return first;
}

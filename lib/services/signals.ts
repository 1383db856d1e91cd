/** Captures signals: on disk before anybody is told, each once by its id. */
import { writerAttribution } from '../core/attribution';
import type { Decision } from '../core/decisions';
import { type LedgerEntry, ledgerPast, trustedEntries } from '../core/ledger';
import { OUTBOX_SIZE } from '../core/outbox';
import { correctionsIn } from '../core/overrides';
import { isOutdated } from '../core/retractions';
import { correctionSignal, decisionSignals, type Signal, signalsOfEntry } from '../core/signals';
import { isStaging } from '../core/staging';
import type { Crm } from '../core/types';
import { database } from '../store/db';
import { nameOf } from './names';
import type { Known } from './reading';
import { decisionsOn } from './writes';

/** Called when there is something to send. */
let onCaptured: () => void = () => {};

export function whenCaptured(run: () => void): void {
  onCaptured = run;
}

/**
 * Every correction that a record's history shows becomes a signal, whoever made it and wherever; so does what others put into its
 * ledger, under the ids it has with them.
 * @returns `kept`: false where there was no room for all of them; `unclear`: changes that may be corrections and cannot be told;
 * `cut`: fields whose history does not reach back
 */
export async function captureCorrections(known: Known): Promise<{ kept: boolean; unclear: number; cut: number }> {
  const told = trustedIn(known);
  const ids = new Set(told.map(({ id }) => id));
  const { signals, unclear, cut } = await correctionsOf(known);
  const corrected = await capture(signals, (signal) => ids.has(signal.id));
  const others = await capture(await ledgerSignals(known, told), () => true);
  return { kept: corrected && others, unclear, cut };
}

/**
 * Entries of the record's ledger that count: a writer who is neither an agent nor unmapped brought them in, and what they say an
 * agent wrote is still an agent's.
 */
export function trustedIn({ snapshot, staging, team }: Known): LedgerEntry[] {
  const history = snapshot.histories.get(staging.ledger ?? '');
  if (!staging.ledger || !history) return [];
  const value = snapshot.values.get(staging.ledger);
  const trusted = trustedEntries(value, history, (writer) => writerAttribution(team, writer));
  return trusted.filter((entry) => !isOutdated(entry, team));
}

/** What a ledger's entries say that is not kept yet. */
async function ledgerSignals({ snapshot, fields, staging }: Known, entries: readonly LedgerEntry[]): Promise<Signal[]> {
  const { ref, values, histories } = snapshot;
  const db = await database();
  const signals: Signal[] = [];
  for (const entry of entries) {
    const label = fields.find(({ name }) => name === entry.field)?.label ?? entry.field;
    const found = await signalsOfEntry(ref, entry, label, []);
    const kept = await Promise.all(found.map((one) => db.getKey('signals', keyOf(one))));
    if (kept.every((key) => key !== undefined)) continue;
    const rows = [entry.field, staging.fields.get(entry.field) ?? ''].flatMap(
      (one) => histories.get(one)?.changes ?? [],
    );
    const seen = [values.get(entry.field), ...rows.flatMap(({ to, from }) => [to, from])];
    const distinct = [...new Set(seen.filter((one) => one !== undefined))];
    signals.push(...(await signalsOfEntry(ref, entry, label, distinct)));
  }
  return signals.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

async function correctionsOf(known: Known): Promise<{ signals: Signal[]; unclear: number; cut: number }> {
  const { snapshot, team, staging, people, fields } = known;
  const { ref, histories } = snapshot;
  const { entries, since } = pastOf(known);
  // A record whose ledger has no room tells of none; this browser knows its own all the same.
  const own = (await decisionsOn(ref)).map(({ entry }) => entry);
  const labels = new Map(fields.map(({ name, label }) => [name, label]));
  const skip = (field: string) => isStaging(staging, field) || field === team.fields.tag?.field || !labels.has(field);
  const { corrections, gaps } = await correctionsIn({
    ref,
    team,
    histories,
    ...(staging.ledger ? { ledgerField: staging.ledger } : {}),
    entries: [...entries, ...own],
    ledgerStart: since,
    skip,
  });
  const signals = corrections.map((correction) => {
    const { writer, source } = correction.humanRow;
    const who = nameOf(writer, team, people, source.label);
    const by = 'name' in who ? { id: writer.id, name: who.name } : null;
    return correctionSignal(ref, correction, labels.get(correction.field) ?? correction.field, by);
  });
  const cut = [...histories].filter(([field, { complete }]) => !complete && !skip(field)).length;
  return { signals, unclear: gaps.length, cut };
}

/** What may be an approval. Where people can decide and nothing is put down, nobody can tell one from an edit. */
function pastOf({ staging, snapshot }: Known) {
  if (staging.ledger) return ledgerPast(snapshot.values.get(staging.ledger), snapshot.histories.get(staging.ledger));
  const decides = staging.metadata !== null || staging.fields.size > 0;
  return { entries: [], since: decides ? Number.POSITIVE_INFINITY : 0 };
}

/** What a decision says that the CRM has. */
export async function captureDecision(decision: Decision): Promise<void> {
  if (decision.state === 'done') await capture(await decisionSignals(decision));
}

/** Decisions that an earlier life of the worker finished and did not come to tell of. */
export async function captureLeftDecisions(): Promise<void> {
  const db = await database();
  for (const state of ['done', 'undone'] as const) {
    for (const decision of await db.getAllFromIndex('decisions', 'state', state)) {
      await capture(await decisionSignals(decision));
    }
  }
}

/**
 * Keeps those signals that are not known yet, in order. Where there is no room, capture stops and says so; nothing is dropped.
 * @param isInLedger true for one that the record's ledger told of, so that nobody needs to write it there
 * @returns whether all are kept
 */
export async function capture(
  signals: readonly Signal[],
  isInLedger: (signal: Signal) => boolean = () => false,
): Promise<boolean> {
  if (signals.length === 0) return true;
  const db = await database();
  const known = await Promise.all(signals.map((one) => db.getKey('signals', keyOf(one))));
  if (known.every((key) => key !== undefined)) return true;
  const tx = db.transaction(['signals', 'outbox'], 'readwrite', { durability: 'strict' });
  const kept = tx.objectStore('signals');
  const outbox = tx.objectStore('outbox');
  const state = (await outbox.get('state')) ?? { seq: 0, size: 0, full: false };
  for (const signal of signals) {
    if ((await kept.getKey(keyOf(signal))) !== undefined) continue;
    const size = JSON.stringify(signal).length;
    state.full = state.size + size > (state.room ?? OUTBOX_SIZE);
    // What comes later would be out of order; all of it is found again in the CRM once there is room.
    if (state.full) break;
    state.size += size;
    state.seq += 1;
    const inLedger = isInLedger(signal) ? { inLedger: true as const } : {};
    await kept.put({ ...signal, seq: state.seq, size, ...inLedger }, keyOf(signal));
  }
  await outbox.put(state, 'state');
  await tx.done;
  onCaptured();
  return !state.full;
}

const keyOf = ({ ref, id }: Signal): [Crm, string, string] => [ref.crm, ref.account, id];

/** Captures signals: on disk before anybody is told, each once by its id. */
import type { Decision } from '../core/decisions';
import { ledgerPast } from '../core/ledger';
import { OUTBOX_SIZE } from '../core/outbox';
import { correctionsIn } from '../core/overrides';
import { correctionSignal, decisionSignals, type Signal } from '../core/signals';
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
 * Every correction that a record's history shows becomes a signal, whoever made it and wherever.
 * @returns false where there was no room for all of them
 */
export async function captureCorrections(known: Known): Promise<boolean> {
  const { snapshot, team, staging, people, fields } = known;
  const { ref, histories } = snapshot;
  const { entries, since } = pastOf(known);
  // A record whose ledger has no room tells of none; this browser knows its own all the same.
  const own = (await decisionsOn(ref)).map(({ entry }) => entry);
  const labels = new Map(fields.map(({ name, label }) => [name, label]));
  const { corrections } = await correctionsIn({
    ref,
    team,
    histories,
    ...(staging.ledger ? { ledgerField: staging.ledger } : {}),
    entries: [...entries, ...own],
    ledgerStart: since,
    skip: (field) => isStaging(staging, field) || field === team.fields.tag?.field || !labels.has(field),
  });
  const signals = corrections.map((correction) => {
    const { writer, source } = correction.humanRow;
    const who = nameOf(writer, team, people, source.label);
    const by = 'name' in who ? { id: writer.id, name: who.name } : null;
    return correctionSignal(ref, correction, labels.get(correction.field) ?? correction.field, by);
  });
  return capture(signals);
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

/** Keeps those signals that are not known yet, in order. Where there is no room, capture stops and says so; nothing is dropped. @returns whether all are kept */
export async function capture(signals: readonly Signal[]): Promise<boolean> {
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
    state.full = state.size + size > OUTBOX_SIZE;
    // What comes later would be out of order; all of it is found again in the CRM once there is room.
    if (state.full) break;
    state.size += size;
    state.seq += 1;
    await kept.put({ ...signal, seq: state.seq, size }, keyOf(signal));
  }
  await outbox.put(state, 'state');
  await tx.done;
  onCaptured();
  return !state.full;
}

const keyOf = ({ ref, id }: Signal): [Crm, string, string] => [ref.crm, ref.account, id];

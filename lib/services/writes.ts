/**
 * The only code that writes to a CRM's records: decisions, entries of the ledger, and the control record. (Setting up staging makes
 * fields; it writes no record.)
 *
 * A decision is on disk before anything is sent. Then the record is read and compared with what the person saw, written in one
 * request (field, staging, metadata, count and ledger together), and read again: a value that somebody wrote in between is put
 * back at once. What a dead worker or a lost connection leaves behind is told by the ledger entry, which is in the record if and
 * only if the write was: it is finished or still open, and never half done.
 */
import type { Connection } from '../core/account';
import { CLOCKS_DIFFER_MS, type FieldAttribution, markState, writerAttribution } from '../core/attribution';
import { around, type Decision, type DecisionKind, obstacle, type PutBack, type Tag } from '../core/decisions';
import {
  entryName,
  holdsEntry,
  isDecisionEntry,
  isLedger,
  isLedgerValue,
  LEDGER_CHARS,
  type LedgerEntry,
  ledgerHash,
  ledgerStart,
  NOTE,
  NOTE_CHARS,
  parseLedger,
  type Reason,
  standingDecisions,
  trustedEntries,
  withLedgerEntries,
} from '../core/ledger';
import { LEDGER_NOTE_CHARS, ledgerInNote, noteText } from '../core/ledgerNote';
import type { LedgerGap } from '../core/outbox';
import type { Problem } from '../core/problem';
import {
  decidedIds,
  namesOf,
  type Suggestion,
  standingValue,
  withEntry,
  withNameless,
  withoutEntry,
} from '../core/suggestions';
import { type FieldChange, type RecordRef, recordKey } from '../core/types';
import { fitValue } from '../core/values';
import type { CrmClient } from '../crm/contract';
import { ApiProblem, asProblem } from '../crm/problem';
import { API_SIDES } from '../crm/registry';
import { database, deliveryKey, type LedgerDelivery } from '../store/db';
import { clientFor, clockOffset } from './api';
import { connectionFor } from './connections';
import { forgetFields } from './metadata';
import { nameOf } from './names';
import { learnOwnKey } from './ownKey';
import { type Known, know } from './reading';
import { metadataEntryOf, nativeIn, suggestionsOf } from './suggestions';

/** What a person decided, on what was shown. */
export interface Meant {
  ref: RecordRef;
  kind: Exclude<DecisionKind, 'undo'>;
  suggestion: string;
  field: string;
  seen: string | null;
  to: string | null;
  reason?: Reason;
  note?: string;
}

/** Answers that trying again does not change. */
const FINAL: readonly Problem['kind'][] = ['refused', 'forbidden', 'gone', 'signedOut'];
const CONFLICTS = 3;
const RETRY_MS = 15_000;
/** Labels in messages need a language; what is compared and written needs none. */
const LANGUAGE = 'en';
/** A note keeps entries of every age; its oldest go where it grows too long, and the field's history has them still. */
const NOTE_ROOM = { chars: LEDGER_NOTE_CHARS, keptMs: Number.POSITIVE_INFINITY };

/**
 * Takes a decision: it is durable when this returns, and as a rule done.
 * @throws nothing; what happened is in the decision's `state` and `problem`
 */
export async function decide(connection: Connection, meant: Meant, known: Known): Promise<Decision> {
  const list = await suggestionsOf(known);
  const suggestion = list.suggestions.find((one) => one.id === meant.suggestion && one.field === meant.field);
  const meta = known.fields.find((one) => one.name === meant.field);
  const metadata = suggestion ? await metadataEntryOf(known, suggestion) : undefined;
  const { field, seen, kind, ref } = meant;
  const currency = meta?.currencyField && meant.to === null ? valueIn(known, meta.currencyField) : null;
  const decision: Decision = {
    key: crypto.randomUUID(),
    record: recordKey(ref),
    ref,
    kind,
    suggestion: meant.suggestion,
    field,
    label: meta?.label ?? field,
    agent: suggestion?.agent ?? '',
    source: suggestion?.source ?? { kind: 'metadata' },
    staged: suggestion?.value ?? '',
    ...(metadata === undefined ? {} : { metadata }),
    ...(meta?.currencyField && currency ? { currency: { field: meta.currencyField, value: currency } } : {}),
    seen,
    to: meant.to,
    seenQuiet: isQuiet(known.attributions.get(field)),
    entry: await entryOf(connection, meant, suggestion),
    state: 'waiting',
    noted: true,
    at: Date.now(),
  };
  await keep(decision);
  if (!suggestion) return finish(decision, { state: 'elsewhere' });
  return carryOut(decision);
}

/** Takes a decision back: the value that was there before is written again, and the suggestion waits once more. */
export async function undo(connection: Connection, done: Decision): Promise<Decision> {
  // Later than what it takes back, whatever the clocks say: a CRM's `Date` tells seconds only.
  const at = Math.max(Date.now() + (await clockOffset(connection.id)), done.entry.at + 1);
  const decision: Decision = {
    ...done,
    key: crypto.randomUUID(),
    kind: 'undo',
    undoes: done.key,
    seen: done.kind === 'reject' ? done.seen : done.to,
    to: done.seen,
    entry: await undoEntry(connection, done, at, done.seenQuiet ? done.seen : undefined),
    state: 'waiting',
    at: Date.now(),
  };
  if (done.tag) decision.undoesTag = done.tag;
  delete decision.tag;
  delete decision.problem;
  delete decision.now;
  delete decision.nowBy;
  await keep(decision);
  return carryOut(decision);
}

/**
 * Puts a person's own words about a decision into the ledger, behind it.
 * @returns the note, as a decision that changes nothing else
 */
export async function addNote(connection: Connection, done: Decision, note: string): Promise<Decision> {
  const at = Math.max(Date.now() + (await clockOffset(connection.id)), done.entry.at + 1);
  const { suggestion: id, field, agent } = done;
  const decision: Decision = {
    ...done,
    key: crypto.randomUUID(),
    kind: 'note',
    notes: { key: done.key, at: done.entry.at },
    entry: {
      id,
      at,
      field,
      d: NOTE,
      by: byOf(connection),
      ...(agent ? { agent } : {}),
      note: note.slice(0, NOTE_CHARS),
    },
    state: 'waiting',
    at: Date.now(),
  };
  delete decision.compared;
  await keep(decision);
  return carryOut(decision);
}

/**
 * Goes on with what an earlier life of the worker left unfinished, or what could not be sent.
 * @returns those that are settled now
 */
export async function resume(): Promise<Decision[]> {
  const waiting = await (await database()).getAllFromIndex('decisions', 'state', 'waiting');
  const due = waiting.filter(({ retryAt = 0 }) => retryAt <= Date.now()).sort((a, b) => a.at - b.at);
  const settled: Decision[] = [];
  for (const decision of due) {
    const after = await carryOut(decision);
    if (after.state !== 'waiting') settled.push(after);
  }
  return settled;
}

/** How many decisions wait to be written. */
export async function waitingCount(): Promise<number> {
  return (await database()).countFromIndex('decisions', 'state', 'waiting');
}

/**
 * Puts entries into a record's ledger that are not there, all in one write; what somebody else put there at the same moment and
 * ours ran over is put there again. Two browsers that bring the same entry make one of it.
 * @returns the names of those that the ledger shows now, those that it showed before, and why the others are not in it
 * @throws ApiProblem where the CRM could not be asked, or refused
 */
export function putInLedger(
  connection: Connection,
  ref: RecordRef,
  entries: readonly LedgerEntry[],
): Promise<{ there: ReadonlySet<string>; before: ReadonlySet<string>; why?: LedgerGap }> {
  return navigator.locks.request(`write:${recordKey(ref)}`, async () => {
    const client = await clientFor(connection, 'look');
    let wanted = entries;
    let known = await know(connection, ref, 'ledger', LANGUAGE);
    let note = await noteOf(client, known);
    let before: Set<string> | undefined;
    for (let tries = 0; ; tries++) {
      const shown = (entry: LedgerEntry) => holdsEntry(ledgerText(known), entry) || holdsEntry(note, entry);
      const missing = wanted.filter((entry) => !shown(entry));
      const there = new Set(entries.filter(shown).map(entryName));
      before ??= there;
      const report = { there, before };
      if (missing.length === 0) return report;
      const { staging, fields } = known;
      if (!staging.ledger) return { ...report, why: 'noField' };
      if (fields.find(({ name }) => name === staging.ledger)?.readOnly) return { ...report, why: 'readOnly' };
      // A start that is still to come is nobody's but a forger's: everything would count as left out.
      const start = ledgerStart(ledgerText(known));
      if (!isLedger(ledgerText(known)) || start > known.asOf + CLOCKS_DIFFER_MS) return { ...report, why: 'notLedger' };
      // Somebody else writes all the time, or the CRM does not show yet what it took.
      if (tries === CONFLICTS) return report;
      const plan = planFor(known, missing, client.ledgerNote !== undefined);
      if (!plan) return { ...report, why: 'full' };
      await keepInNote(client, ref, plan.left, true);
      if (plan.value !== ledgerText(known)) {
        try {
          await client.write(ref.object, ref.id, new Map([[staging.ledger, plan.value]]), preconditionOf(known));
        } catch (error) {
          const { kind } = asProblem(error);
          if (kind !== 'conflict' && (kind !== 'refused' || tries > 0)) throw error;
          // The field may have been deleted since the object's fields were read.
          if (kind === 'refused') await forgetFields(ref);
        }
      }
      const compared = newestRow(known, staging.ledger);
      known = await know(connection, ref, 'ledger', LANGUAGE);
      const rows = rowsSince(known, compared);
      const ours = rows.find(({ to }) => to === plan.value);
      if (ours) await learnOwnKey(connection, ours, known);
      const theirs = ours ? rows[rows.indexOf(ours) + 1]?.to : null;
      if (ours === rows[0] && !isLedger(theirs)) {
        // Somebody's own text, unseen: it is theirs to keep there.
        const back = new Map([[staging.ledger, theirs ?? null]]);
        await client.write(ref.object, ref.id, back, preconditionOf(known));
        return { there: new Set(), before, why: 'notLedger' };
      }
      if (plan.left.length > 0) note = await noteOf(client, known);
      wanted = [...entries, ...ranOver(known, compared)];
    }
  });
}

/**
 * Replaces what a record's ledger field holds as a whole, as long as it still holds what was compared. What somebody put there in
 * between is written again at once.
 * @param how `reason`: `write` where a person waits for it, `ledger` where nobody does; `made` for a record that Countersign made
 * @returns whether the field holds the new value, and the record after it
 * @throws ApiProblem where the CRM could not be asked, or refused
 */
export function replaceLedger(
  connection: Connection,
  ref: RecordRef,
  compared: string | null,
  value: string,
  { reason, made }: { reason: 'write' | 'ledger'; made: boolean },
): Promise<{ done: boolean; known: Known }> {
  return navigator.locks.request(`write:${recordKey(ref)}`, async () => {
    const client = await clientFor(connection, reason === 'write' ? 'person' : 'look');
    const read = () => know(connection, ref, reason, LANGUAGE);
    let before = await read();
    if (client.preconditionMs && before.asOf - before.snapshot.modified < client.preconditionMs) {
      // Until then another's write would pass for the one that was read.
      await new Promise((resolve) => setTimeout(resolve, client.preconditionMs));
      before = await read();
    }
    const { ledger } = before.staging;
    if (!ledger || ledgerText(before) !== compared) return { done: false, known: before };
    const row = newestRow(before, ledger);
    try {
      await client.write(ref.object, ref.id, new Map([[ledger, value]]), preconditionOf(before));
    } catch (error) {
      if (asProblem(error).kind !== 'conflict') throw error;
      return { done: false, known: await read() };
    }
    const after = await read();
    const rows = rowsSince(after, row);
    // Where the CRM keeps no values its precondition has seen to it that ours is the only one.
    const ours = rows.find(({ to }) => to === value) ?? rows.find(({ to }) => to === undefined);
    if (ours) await learnOwnKey(connection, ours, after, made);
    const theirs = ours && rows[rows.indexOf(ours) + 1];
    if (theirs?.to !== undefined && theirs.to !== compared && ours === rows[0]) {
      await client.write(ref.object, ref.id, new Map([[ledger, theirs.to]]), preconditionOf(after));
      return { done: false, known: await read() };
    }
    return { done: ledgerText(after) === value, known: after };
  });
}

/** Makes a record with nothing but a name, of the kind that stands for an organisation. @throws ApiProblem */
export async function makeRecord(connection: Connection, name: string): Promise<RecordRef> {
  const client = await clientFor(connection, 'person');
  const { crm, account } = connection;
  return { crm, account, object: API_SIDES[crm].organisation, id: await client.createOrganisation(name) };
}

/** Deletes a record that Countersign made. @throws ApiProblem */
export async function deleteRecord(connection: Connection, ref: RecordRef): Promise<void> {
  await (await clientFor(connection, 'person')).deleteRecord(ref.object, ref.id);
}

/** The ledger with what is missing, or `null` where it does not find room. What is older than the ledger's start goes into the note. */
function planFor(known: Known, missing: readonly LedgerEntry[], hasNote: boolean) {
  const text = ledgerText(known);
  const isOld = ({ at }: LedgerEntry) => at <= ledgerStart(text);
  const old = missing.filter(isOld);
  const fresh = missing.filter((entry) => !isOld(entry));
  const room = { chars: LEDGER_CHARS[known.snapshot.ref.crm] };
  const after = withLedgerEntries(text, fresh, known.asOf, room);
  if (!after) return null;
  if (hasNote) return { value: fresh.length > 0 ? after.value : text, left: [...old, ...after.left] };
  // Without a note what is not taken up is nowhere: better none of it than a part in silence.
  const lost = old.length > 0 || fresh.some((entry) => !holdsEntry(after.value, entry));
  return lost ? null : after;
}

/** Entries of others that came in between what was compared and ours, and that ours does not have. */
function ranOver(known: Known, compared: string | null): LedgerEntry[] {
  const { staging, snapshot, team } = known;
  const history = snapshot.histories.get(staging.ledger ?? '');
  if (!history) return [];
  const since = rowsSince(known, compared).map(({ to }) => to);
  const text = ledgerText(known);
  // What an agent put there would be ours if we wrote it again.
  const trusted = trustedEntries(text, history, (writer) => writerAttribution(team, writer));
  return trusted.filter((entry) => entry.at > ledgerStart(text) && since.some((one) => holdsEntry(one, entry)));
}

/** The ledger field's rows after the one that was compared; none where that is cut off, and nobody can tell. */
function rowsSince(known: Known, compared: string | null) {
  const rows = known.staging.ledger ? rowsOf(known, known.staging.ledger) : [];
  const end = compared === null ? rows.length : rows.findIndex(({ key }) => key === compared);
  return rows.slice(0, Math.max(end, 0));
}

function ledgerText({ staging, snapshot }: Known): string | null {
  return (staging.ledger ? snapshot.values.get(staging.ledger) : null) ?? null;
}

/** All that the record's note holds, as one ledger; `null` where the CRM needs none, or nothing was left out of the field yet. */
async function noteOf(client: CrmClient, known: Known): Promise<string | null> {
  if (!client.ledgerNote || ledgerStart(ledgerText(known)) === 0) return null;
  const { ref } = known.snapshot;
  const notes = await client.ledgerNote.read(ref.object, ref.id);
  const entries = notes.flatMap(({ text }) => [...parseLedger(ledgerInNote(text)?.ledger).values()]);
  return withLedgerEntries(null, entries, 0, NOTE_ROOM)?.value ?? null;
}

/**
 * What a ledger field has no room for goes into the record's note before it leaves the field, where the CRM has one.
 * @param must false where a person's decision goes before it: the field's history has kept what was there
 */
async function keepInNote(client: CrmClient, ref: RecordRef, left: readonly unknown[], must = false): Promise<void> {
  const entries = left.flatMap((one) => [...parseLedger(JSON.stringify({ v: 1, e: [one] })).values()]);
  if (!client.ledgerNote || entries.length === 0) return;
  try {
    const notes = await client.ledgerNote.read(ref.object, ref.id);
    const ours = notes.find(({ text }) => ledgerInNote(text)?.intact);
    const ledger = ours ? (ledgerInNote(ours.text)?.ledger ?? null) : null;
    const after = withLedgerEntries(ledger, entries, 0, NOTE_ROOM);
    if (!after || entries.every((entry) => holdsEntry(ledger, entry))) return;
    await client.ledgerNote.write(ref.object, ref.id, ours?.id ?? null, noteText(after.value));
  } catch (error) {
    if (must || !FINAL.includes(asProblem(error).kind)) throw error;
  }
}

/** What this browser decided on a record, newest first. */
export async function decisionsOn(ref: RecordRef): Promise<Decision[]> {
  const found = await (await database()).getAllFromIndex('decisions', 'record', recordKey(ref));
  return found.sort((a, b) => b.at - a.at);
}

export async function decisionBy(ref: RecordRef, key: string): Promise<Decision | undefined> {
  return (await database()).get('decisions', [ref.crm, ref.account, key]);
}

/** One record is written by one at a time, in whatever window of this browser the decision was taken. */
function carryOut(decision: Decision): Promise<Decision> {
  return navigator.locks.request(`write:${decision.record}`, async () => {
    const stored = await decisionBy(decision.ref, decision.key);
    if (stored?.state !== 'waiting') return stored ?? decision;
    try {
      return await attempt(stored);
    } catch (error) {
      // What was compared is known only to the version that was kept on the way.
      return failed((await decisionBy(decision.ref, decision.key)) ?? stored, asProblem(error));
    }
  });
}

async function attempt(decision: Decision): Promise<Decision> {
  const { ref, field } = decision;
  const connection = await connectionFor(ref.crm, ref.account);
  if (!connection) return failed(decision, { kind: 'signedOut' });
  const client = await clientFor(connection, 'person');
  for (let conflicts = 0; ; conflicts++) {
    const before = await know(connection, ref, 'write', LANGUAGE);
    const { back } = decision;
    if (back && wasNoted(before, back.entry)) return verifyBack(decision, back, connection, before);
    if (back) return writeBack(decision, back, connection, before);
    // Found in the ledger: an earlier attempt was written and not heard of.
    if (wasNoted(before, decision.entry)) return verify(decision, connection, before);
    const way = obstacle(decision, {
      value: valueIn(before, field),
      staged: await stagedValue(before, decision),
      decided: decidedIds(ledgerOf(before)).has(decision.suggestion),
    });
    if (way === 'stale') return finish(decision, { state: 'stale', ...whatIsThere(before, field) });
    if (way === 'elsewhere' && hasLanded(decision, before)) return verify(decision, connection, before);
    if (way === 'elsewhere') return finish(decision, elsewhere(decision, before));
    const { values, noted, left } = await valuesFor(decision, before);
    // The CRM goes on listing it: without the ledger's word it would come again as if nobody had decided.
    if (decision.source.kind === 'native' && !noted) {
      return finish(decision, { state: 'failed', problem: { kind: 'forbidden', missing: 'ledger' } });
    }
    const tag = tagFor(decision, before);
    if (tag) values.set(tag.field, tag.to);
    // Nowhere to put a note down: the signal carries it all the same.
    if (values.size === 0) return finish(decision, { state: 'done', noted });
    await keepInNote(client, ref, left);
    const { ledger } = before.staging;
    const written: Decision = {
      ...decision,
      noted,
      compared: comparedRow(before, field),
      comparedLedger: ledger ? comparedRow(before, ledger) : null,
      ...(tag ? { tag } : {}),
    };
    await keep(written);
    try {
      await client.write(ref.object, ref.id, values, preconditionOf(before));
    } catch (error) {
      const problem = asProblem(error);
      // Something of the record changed; whether it is in the way shows when it is read again.
      if (problem.kind === 'conflict' && conflicts < CONFLICTS) continue;
      if (FINAL.includes(problem.kind)) return finish(decision, { state: 'failed', problem });
      throw error;
    }
    const after = await know(connection, ref, 'write', LANGUAGE);
    // Something on the way answered in the CRM's place: nothing was written.
    if (noted && !wasNoted(after, decision.entry) && !hasLanded(written, after)) {
      if (conflicts < CONFLICTS) continue;
      throw new ApiProblem({ kind: 'unreadable' });
    }
    return verify(written, connection, after);
  }
}

/** All that one decision changes in the record. */
async function valuesFor(decision: Decision, known: Known) {
  const { kind, field, source, staged, to, entry } = decision;
  const { staging, snapshot } = known;
  const values = new Map<string, string | null>();
  const metadata = staging.metadata ? snapshot.values.get(staging.metadata) : null;
  const back = kind === 'undo';
  if (kind === 'note') return ledgerWith(decision, known, values);
  if (kind !== 'reject' && !(back && decision.seen === decision.to)) values.set(field, to);
  const currency = back ? lostCurrency(decision, known) : null;
  if (currency) values.set(currency.field, currency.value);
  // Only the CRM can take it off its list.
  if (source.kind === 'native') return ledgerWith(decision, known, values);
  const stagedIn = source.kind === 'staging' ? source.in : null;
  // What was proposed since then is not overwritten by an old suggestion that comes back, nor does what another decided come back.
  const decidedElse = back && decidedIds([...ledgerOf(known), entry]).has(entry.id);
  // What names no field stood among others' work, and goes back beside it.
  const isWhole = stagedIn !== null && stagedIn === staging.metadata;
  const again = isWhole ? withNameless(metadata, field, staged) : staged;
  const isFree = isWhole ? again !== null : !stagedIn || !snapshot.values.get(stagedIn);
  const free = !decidedElse && isFree;
  if (stagedIn && (!back || free)) values.set(stagedIn, back ? again : null);
  if (staging.metadata && !(back && isWhole)) {
    const isBack = back && decision.metadata !== undefined && free;
    const entryBack = isBack ? withEntry(metadata, decision.metadata) : metadata;
    const after = (back ? entryBack : withoutEntry(metadata, field, await namesOf(staged))) ?? null;
    if (after !== (metadata ?? null)) values.set(staging.metadata, after);
  }
  if (staging.count) values.set(staging.count, String(await openAfter(known, values)));
  return ledgerWith(decision, known, values);
}

/** The currency that went with an amount that was cleared, where it is gone; somebody may have changed it a moment before. */
function lostCurrency({ currency, to }: Decision, known: Known): Decision['currency'] | null {
  if (!currency || to === null || valueIn(known, currency.field)) return null;
  const [last] = rowsOf(known, currency.field);
  return last?.to === null && last.from ? { ...currency, value: last.from } : currency;
}

/** The values with the decision's entry in the ledger, where there is one that has room. */
function ledgerWith({ entry, ref }: Decision, { staging, snapshot }: Known, values: Map<string, string | null>) {
  const room = { chars: LEDGER_CHARS[ref.crm] };
  const before = staging.ledger ? snapshot.values.get(staging.ledger) : null;
  const ledger = staging.ledger ? withLedgerEntries(before, [entry], entry.at, room) : null;
  if (staging.ledger && ledger) values.set(staging.ledger, ledger.value);
  return { values, noted: ledger !== null, left: ledger?.left ?? [] };
}

/**
 * What the team's attribution tag says next: that a person approved an agent's value, and after an undo what it said before, unless
 * somebody has written it since. A tag that cannot hold it is left alone; it stops no decision.
 */
function tagFor({ kind, field, undoesTag }: Decision, known: Known): Tag | null {
  const { team, fields, snapshot, people } = known;
  if (kind === 'undo') {
    if (!undoesTag || valueIn(known, undoesTag.field) !== undoesTag.to) return null;
    const { field: tagged, before, to } = undoesTag;
    return { field: tagged, before: to, to: before, compared: newestRow(known, tagged) };
  }
  const { tag } = team.fields;
  if ((kind !== 'approve' && kind !== 'approve_edited') || !tag || tag.field === field) return null;
  const meta = fields.find(({ name }) => name === tag.field);
  const fit = fitValue(meta, tag.field, tag.approved, { values: snapshot.values, people });
  if (!('to' in fit)) return null;
  return { field: tag.field, before: valueIn(known, tag.field), to: fit.to, compared: newestRow(known, tag.field) };
}

/** How many suggestions are there once these values are written: a roll-up that was wrong is right again. */
async function openAfter(known: Known, values: ReadonlyMap<string, string | null>): Promise<number> {
  const after = new Map([...known.snapshot.values, ...values]);
  const list = await suggestionsOf({ ...known, snapshot: { ...known.snapshot, values: after } });
  return list.suggestions.filter(({ source }) => source.kind !== 'native').length;
}

/** Looks at what the CRM's history says of our write, and puts back what it ran over. */
async function verify(decision: Decision, connection: Connection, read: Known): Promise<Decision> {
  const { field, kind, to, seen, entry } = decision;
  const after = await mended(decision, entry, connection, read);
  if (kind === 'note') return finish(decision, { state: 'done' });
  const value = valueIn(after, field);
  const both = kind !== 'undo' && isStanding(after, entry) && (await isContradicted(decision, after));
  if (kind === 'reject')
    return both ? putBack(decision, connection, after, value) : finish(decision, { state: 'done' });
  await keepTheirTag(decision, connection, after);
  const { ours, between } = around(rowsOf(after, field), decision.compared ?? null, to, ledgerRow(after, entry));
  if (ours) await learnOwnKey(connection, ours, after);
  if (ours && between && between.to !== undefined && between.to !== to) {
    // An earlier life has put theirs back already; without a ledger only the value tells.
    const back = after.staging.ledger ? !isStanding(after, entry) : value === between.to;
    if (back) return finish(decision, { state: 'stale', ...whatIsThere(after, field) });
    // What came after ours was written by somebody who saw it.
    if (newestRow(after, field) === ours.key) return putBack(decision, connection, after, between.to, between);
  }
  if (both && ours && newestRow(after, field) === ours.key) return putBack(decision, connection, after, seen);
  if (!ours && value === seen && value !== to && newestRow(after, field) === (decision.compared ?? null)) {
    return finish(decision, { state: 'notKept', ...whatIsThere(after, field) });
  }
  return finish(decision, { state: 'done' });
}

/** What somebody wrote into the tag while ours was on its way is written again; what came after ours stays. */
async function keepTheirTag(
  decision: Pick<Decision, 'tag' | 'ref' | 'entry'>,
  connection: Connection,
  after: Known,
): Promise<void> {
  const { tag, ref, entry } = decision;
  if (!tag) return;
  const { field, compared, to } = tag;
  const { ours, between } = around(rowsOf(after, field), compared, to, ledgerRow(after, entry));
  if (!ours || !between || between.to === undefined || between.to === to || newestRow(after, field) !== ours.key)
    return;
  const client = await clientFor(connection, 'person');
  try {
    await client.write(ref.object, ref.id, new Map([[field, between.to]]), preconditionOf(after));
  } catch (error) {
    // Somebody wrote meanwhile; the record is read again, and this is decided anew.
    if (asProblem(error).kind !== 'conflict') throw error;
    await keepTheirTag(decision, connection, await know(connection, ref, 'write', LANGUAGE));
  }
}

/**
 * Two who decide at once write one ledger, and the later write knows nothing of the earlier: an entry that was run over is put in
 * again, and what goes with it.
 * @throws ApiProblem `conflict` where others are always faster
 */
async function mended(decision: Decision, entry: LedgerEntry, connection: Connection, read: Known): Promise<Known> {
  const { ref, field, staged, kind, source } = decision;
  let known = read;
  for (let round = 0; decision.noted && known.staging.ledger; round++) {
    const { staging, snapshot } = known;
    const before = snapshot.values.get(known.staging.ledger) ?? null;
    const missing = [entry, ...unseenBefore(known, decision, entry)].filter((one) => !isNoted(known, one));
    if (missing.length === 0) return known;
    if (round > CONFLICTS) throw new ApiProblem({ kind: 'conflict' });
    const room = { chars: LEDGER_CHARS[ref.crm] };
    const ledger =
      withLedgerEntries(before, missing, entry.at, room) ?? withLedgerEntries(before, [entry], entry.at, room);
    // No ledger any more, or one that has no room for what is this old.
    if (!ledger || !holdsEntry(ledger.value, entry)) return known;
    const values = new Map<string, string | null>([[known.staging.ledger, ledger.value]]);
    if (staging.metadata && source.kind !== 'native' && kind !== 'undo' && kind !== 'note') {
      const metadata = snapshot.values.get(staging.metadata) ?? null;
      const after = withoutEntry(metadata, field, await namesOf(staged));
      if (after !== metadata) values.set(staging.metadata, after);
    }
    if (staging.count) values.set(staging.count, String(await openAfter(known, values)));
    const client = await clientFor(connection, 'person');
    await keepInNote(client, ref, ledger.left);
    try {
      await client.write(ref.object, ref.id, values, preconditionOf(known));
    } catch (error) {
      if (asProblem(error).kind !== 'conflict') throw error;
    }
    known = await know(connection, ref, 'write', LANGUAGE);
  }
  return known;
}

/** What others with our key put into the ledger between what was compared and our write, which cannot have known of it. */
function unseenBefore(known: Known, { comparedLedger }: Decision, entry: LedgerEntry): LedgerEntry[] {
  const rows = ledgerRows(known);
  const own = rows.findLastIndex((row) => holdsEntry(row.to, entry));
  const compared = rows.findIndex((row) => rowKey(row) === comparedLedger);
  const end = comparedLedger === null ? rows.length : compared;
  if (own < 0 || comparedLedger === undefined || end < 0) return [];
  return rows.slice(own + 1, end).flatMap((row, index) => {
    if (row.writer.key !== rows[own]?.writer.key) return [];
    const before = rows[own + 2 + index]?.to;
    return [...parseLedger(row.to).values()].filter((one) => !holdsEntry(before, one));
  });
}

/**
 * Somebody's value stood there when ours was written, unseen: it is written again, and the suggestion waits again. So is what stood
 * there before, where somebody else had decided on the same suggestion.
 */
async function putBack(
  decision: Decision,
  connection: Connection,
  known: Known,
  value: string | null,
  theirs?: FieldChange,
): Promise<Decision> {
  const who = theirs ? nameOf(theirs.writer, known.team, known.people, theirs.source.label) : null;
  const human = theirs
    ? writerAttribution(known.team, theirs.writer) === 'human'
    : decision.kind !== 'reject' && decision.seenQuiet;
  // Later than all that is said of the field, so that it is the last word.
  const said = ledgerOf(known).filter(({ field }) => field === decision.field);
  const last = Math.max((decision.back?.entry ?? decision.entry).at, ...said.map(({ at }) => at));
  const at = Math.max(Date.now() + known.offset, last + 1);
  const back: PutBack = {
    to: value,
    over: decision.kind === 'reject' ? value : (decision.back?.to ?? decision.to),
    compared: newestRow(known, decision.field),
    entry: await undoEntry(connection, decision, at, human ? value : undefined),
    ...(who && 'name' in who ? { by: who.name } : {}),
  };
  return writeBack({ ...decision, back }, back, connection, known);
}

/** Writes somebody's value again, unless a person has seen ours meanwhile and changed it. */
async function writeBack(decision: Decision, back: PutBack, connection: Connection, known: Known): Promise<Decision> {
  const { ref, field, tag: undoesTag, ...rest } = decision;
  const about = { ...rest, ref, field, ...(undoesTag ? { undoesTag } : {}) };
  const undoing: Decision = { ...about, kind: 'undo', seen: back.over, to: back.to, entry: back.entry };
  const tag = tagFor(undoing, known);
  const next: PutBack = { ...back, ...(tag ? { tag } : {}) };
  const going: Decision = { ...decision, back: next };
  await keep(going);
  if (valueIn(known, field) !== back.over) return endBack(going, next, known);
  const client = await clientFor(connection, 'person');
  const { values, left } = await valuesFor(undoing, known);
  if (tag) values.set(tag.field, tag.to);
  await keepInNote(client, ref, left);
  try {
    await client.write(ref.object, ref.id, values, preconditionOf(known));
  } catch (error) {
    if (asProblem(error).kind !== 'conflict') throw error;
    return writeBack(decision, back, connection, await know(connection, ref, 'write', LANGUAGE));
  }
  const after = await know(connection, ref, 'write', LANGUAGE);
  // Something on the way answered in the CRM's place: theirs is still to be written.
  const unheard = after.staging.ledger && !wasNoted(after, back.entry) && valueIn(after, field) === back.over;
  if (unheard) throw new ApiProblem({ kind: 'unreadable' });
  return verifyBack(going, next, connection, after);
}

/** The same can happen to what is put back, so it is looked at in the same way. */
async function verifyBack(decision: Decision, back: PutBack, connection: Connection, read: Known): Promise<Decision> {
  const { field, ref } = decision;
  const known = await mended({ ...decision, kind: 'undo' }, back.entry, connection, read);
  await keepTheirTag({ ref, entry: back.entry, ...(back.tag ? { tag: back.tag } : {}) }, connection, known);
  const { ours, between } = around(rowsOf(known, field), back.compared, back.to, ledgerRow(known, back.entry));
  const hidden = ours && between && between.to !== undefined && between.to !== back.to;
  if (hidden && newestRow(known, field) === ours.key)
    return putBack(decision, connection, known, between.to ?? null, between);
  return endBack(decision, back, known);
}

/** True where somebody else's decision on the same suggestion came a moment before ours, and was another. */
async function isContradicted(decision: Decision, known: Known): Promise<boolean> {
  const { entry, kind, to } = decision;
  const rival = unseenBefore(known, decision, entry).find(({ id, d }) => id === entry.id && d !== 'undo');
  if (!rival || rival.d === 'reject' || kind === 'reject') return rival !== undefined && rival.d !== kind;
  return !(await isLedgerValue(rival, to));
}

async function endBack(decision: Decision, back: PutBack, known: Known): Promise<Decision> {
  if (decision.undoes) await markUndone(decision);
  const nowBy = back.by ? { nowBy: back.by } : {};
  // A person who saw ours has changed it before theirs could be put back: nothing is hidden, and ours was written.
  const stands = known.staging.ledger && isStanding(known, decision.entry);
  if (stands) return finish(decision, { state: 'done' });
  if (decidedIds(ledgerOf(known)).has(decision.suggestion)) return finish(decision, elsewhere(decision, known));
  return finish(decision, { state: 'stale', now: valueIn(known, decision.field), ...nowBy });
}

/**
 * Nothing half done in silence: either it is tried again, or it is said that nothing was written. Once a write was sent only the
 * record tells whether it was, so that is asked until it answers.
 */
async function failed(decision: Decision, problem: Problem): Promise<Decision> {
  const sent = decision.compared !== undefined && problem.kind !== 'gone';
  if (FINAL.includes(problem.kind) && !sent) return finish(decision, { state: 'failed', problem });
  const retryAt = problem.retryAt ?? Date.now() + RETRY_MS;
  return finish(decision, { state: 'waiting', problem, retryAt });
}

async function finish(decision: Decision, change: Partial<Decision>): Promise<Decision> {
  const { problem: _, retryAt: __, ...rest } = decision;
  const next: Decision = { ...rest, ...change };
  await keep(next);
  if (next.undoes && (next.state === 'done' || next.state === 'notKept')) await markUndone(next);
  return next;
}

/** The ledger says that an approval was taken back, and so does this browser. */
async function markUndone({ ref, undoes }: Decision): Promise<void> {
  const undone = undoes ? await decisionBy(ref, undoes) : undefined;
  if (undone) await keep({ ...undone, state: 'undone' });
}

/** On disk, flushed, before anybody is told. Once it is in the ledger it is to be looked at there again. */
async function keep(decision: Decision): Promise<void> {
  const { ref, entry, state, noted } = decision;
  const { crm, account } = ref;
  const stores = ['decisions', 'ledgers', 'ledgerEntries'] as const;
  const tx = (await database()).transaction(stores, 'readwrite', { durability: 'strict' });
  await tx.objectStore('decisions').put(decision, [crm, account, decision.key]);
  if (state === 'done' && noted) {
    const ledger = await tx.objectStore('ledgers').get([crm, account]);
    await tx.objectStore('ledgers').put(ledger ?? { on: false, cursor: 0, failures: 0 }, [crm, account]);
    const delivery: LedgerDelivery = { ref, entry, seq: 0, seenAt: Date.now(), failures: 0 };
    await tx.objectStore('ledgerEntries').put(delivery, deliveryKey(delivery));
  }
  await tx.done;
}

async function entryOf(connection: Connection, meant: Meant, suggestion: Suggestion | undefined): Promise<LedgerEntry> {
  const at = Date.now() + (await clockOffset(connection.id));
  const agent = suggestion?.agent;
  return {
    id: meant.suggestion,
    at,
    field: meant.field,
    d: meant.kind,
    by: byOf(connection),
    ...(agent ? { agent } : {}),
    ...(meant.kind === 'reject' ? {} : { to: await ledgerHash(crypto.randomUUID().slice(0, 8), meant.to) }),
    // So that the agent learns which value it was, and nobody else does.
    ...(meant.kind === 'approve' || !suggestion
      ? {}
      : { was: await ledgerHash(crypto.randomUUID().slice(0, 8), suggestion.value) }),
    ...(meant.reason ? { reason: meant.reason } : {}),
    ...(meant.note ? { note: meant.note.slice(0, NOTE_CHARS) } : {}),
  };
}

/** @param to the value that stands there again, if a person stands behind it */
async function undoEntry(
  connection: Connection,
  { suggestion, field, agent, entry: { at: of } }: Decision,
  at: number,
  to: string | null | undefined,
): Promise<LedgerEntry> {
  const hash = to === undefined ? {} : { to: await ledgerHash(crypto.randomUUID().slice(0, 8), to) };
  return { id: suggestion, at, field, d: 'undo', of, by: byOf(connection), ...(agent ? { agent } : {}), ...hash };
}

/** True for a value that no mark tells of, or a person's: who puts it back by a decision adds nothing to hide. */
function isQuiet(attribution: FieldAttribution | undefined): boolean {
  const state = attribution ? markState(attribution) : null;
  return state === null || state === 'collaborative' || state === 'corrected';
}

/** The CRM's user where the credential is a person's, otherwise the person chosen for the connection. */
function byOf({ user, person }: Connection): LedgerEntry['by'] {
  if (user) return { id: user.id, name: user.name };
  return { name: person || 'Countersign' };
}

function ledgerOf({ staging, snapshot }: Known): LedgerEntry[] {
  return staging.ledger ? [...parseLedger(snapshot.values.get(staging.ledger)).values()] : [];
}

/** True where nobody took an entry back. */
function isStanding(known: Known, { id, at, d }: LedgerEntry): boolean {
  const said = ledgerOf(known).filter((entry) => entry.id === id && isDecisionEntry(entry));
  // What takes back stands as long as nothing was said after it.
  const own =
    d === 'undo' ? said.filter((entry) => said.every((one) => one.at <= entry.at)) : standingDecisions(said).get(id);
  return !known.staging.ledger || (own ?? []).some((entry) => entry.at === at && entry.d === d);
}

function isNoted({ staging, snapshot }: Known, entry: LedgerEntry): boolean {
  return staging.ledger !== null && holdsEntry(snapshot.values.get(staging.ledger), entry);
}

/** True where the ledger has the entry or, by its history, had it. */
function wasNoted(known: Known, entry: LedgerEntry): boolean {
  return isNoted(known, entry) || ledgerRows(known).some((row) => holdsEntry(row.to, entry));
}

/** True where nothing but the value, in place of the proposal, tells of a write: there is no ledger, or no history of what was in it. */
function hasLanded({ kind, field, to, compared }: Decision, known: Known): boolean {
  const untold = !known.staging.ledger || (compared !== undefined && ledgerRows(known)[0]?.to === undefined);
  return untold && kind !== 'reject' && valueIn(known, field) === to;
}

/** Time and writer of a write, by the row it left in the ledger; `null` where nothing tells. */
function ledgerRow(known: Known, entry: LedgerEntry): { at: number; by: string } | null {
  const row = ledgerRowOf(known, entry);
  return row ? { at: row.at, by: row.writer.key } : null;
}

function rowsOf({ snapshot }: Known, field: string) {
  return (snapshot.histories.get(field)?.changes ?? []).map((change) => ({
    ...change,
    key: rowKey(change),
    by: change.writer.key,
  }));
}

function newestRow(known: Known, field: string): string | null {
  return rowsOf(known, field)[0]?.key ?? null;
}

/** The row of the value that is compared. The history may be read after the value, and tell of somebody who wrote in between. */
function comparedRow(known: Known, field: string): string | null {
  const value = valueIn(known, field);
  const row = rowsOf(known, field).find(({ to }) => to === undefined || to === value);
  if (row) return row.key;
  return value === null ? null : newestRow(known, field);
}

function preconditionOf({ fields, snapshot }: Known) {
  return { fields, unmodifiedSince: snapshot.modified };
}

/** The ledger field's own row that brought an entry in, or the newest where the CRM keeps no values of it. */
function ledgerRowOf(known: Known, entry: LedgerEntry): FieldChange | undefined {
  const rows = ledgerRows(known);
  return rows.findLast((row) => holdsEntry(row.to, entry)) ?? rows.find((row) => row.to === undefined);
}

function ledgerRows({ staging, snapshot }: Known): FieldChange[] {
  return staging.ledger ? (snapshot.histories.get(staging.ledger)?.changes ?? []) : [];
}

function valueIn({ snapshot }: Known, field: string): string | null {
  return snapshot.values.get(field) ?? null;
}

function stagedValue(known: Known, { suggestion: id, source, field, staged: value }: Decision): Promise<string | null> {
  const { values } = known.snapshot;
  return standingValue({ id, source, field, value }, { values, staging: known.staging, native: nativeIn(known) });
}

function elsewhere(decision: Decision, known: Known): Partial<Decision> {
  const own = ledgerOf(known).filter(({ id }) => id === decision.suggestion);
  const entry = standingDecisions(own).get(decision.suggestion)?.[0] ?? own.at(-1);
  return { state: 'elsewhere', ...(entry ? { nowBy: entry.by.name } : {}) };
}

function whatIsThere({ snapshot, team, people }: Known, field: string): Pick<Decision, 'now' | 'nowBy'> {
  const change = snapshot.histories.get(field)?.changes[0];
  const who = change ? nameOf(change.writer, team, people, change.source.label) : null;
  return { now: snapshot.values.get(field) ?? null, ...(who && 'name' in who ? { nowBy: who.name } : {}) };
}

/** The CRM's own id of a row, else all that tells it from others. */
function rowKey({ id, field, sent, source, to }: FieldChange): string {
  return id ?? JSON.stringify([field, sent, source.type, source.id ?? source.user ?? '', to ?? null]);
}

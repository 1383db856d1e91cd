/** Suggestions and decisions, for our own pages alone: a page or its content script can neither read the token nor decide. */
import { browser } from 'wxt/browser';
import type { Decision, DecisionReport } from '../../lib/core/decisions';
import type { PageRef } from '../../lib/core/types';
import { fitValue } from '../../lib/core/values';
import { asProblem } from '../../lib/crm/problem';
import { Refused, serve } from '../../lib/messaging/server';
import { resolveRecord } from '../../lib/services/accounts';
import { noteSuggestions } from '../../lib/services/queue';
import { type Known, know } from '../../lib/services/reading';
import { captureDecision } from '../../lib/services/signals';
import { isProposed, shownIn, suggestionDetails, suggestionsOf } from '../../lib/services/suggestions';
import { redeemToken, type Shown } from '../../lib/services/tokens';
import { addNote, decide, decisionBy, decisionsOn, resume, undo, waitingCount } from '../../lib/services/writes';
import { framed, language, mustShow, tellPages, words } from './context';

const ALARM = 'decisions';

export function answerDecisions(): void {
  serve('suggestion.details', 'own', async ({ ref, field }, sender) => {
    mustShow(sender, ref);
    try {
      const tab = framed(sender) ? (sender.tab?.id ?? null) : null;
      return { ok: true, details: await suggestionDetails(ref, field, tab, language(), words()) };
    } catch (error) {
      return { ok: false, problem: asProblem(error) };
    }
  });

  serve('suggestion.decide', 'own', async ({ token, kind, value, reason }, sender) => {
    const shown = await redeemToken(token);
    if (!shown) throw new Refused('suggestion.decide: used or unknown');
    if (shown === 'old') return { ok: false, problem: 'outdated' };
    mustShow(sender, shown.page);
    if (shown.tab !== (framed(sender) ? (sender.tab?.id ?? null) : null)) {
      throw new Refused('suggestion.decide: shown elsewhere');
    }
    try {
      const { connection, known } = await readFor(shown.page);
      const to = kind === 'approve_edited' ? fitted(known, shown, value) : shown.to;
      if (kind === 'approve_edited' && to === undefined) return { ok: false, problem: 'outdated' };
      if (kind !== 'reject' && to === undefined) throw new Refused('suggestion.decide: no value to write');
      const { ref, field, suggestion, seen } = shown;
      const decision = await decide(
        connection,
        {
          ref,
          kind,
          suggestion,
          field,
          seen,
          to: kind === 'reject' ? null : (to ?? null),
          ...(reason ? { reason } : {}),
        },
        known,
      );
      await settled(decision);
      return { ok: true, decision: await reportOf(decision, shown.page) };
    } catch (error) {
      if (error instanceof Refused) throw error;
      return { ok: false, problem: asProblem(error) };
    }
  });

  serve('decision.undo', 'own', async ({ ref, key }, sender) => {
    mustShow(sender, ref);
    try {
      const { connection, known } = await readFor(ref);
      const done = await decisionBy(known.snapshot.ref, key);
      if (done?.state !== 'done' || done.kind === 'undo' || done.kind === 'note')
        throw new Refused('decision.undo: nothing to take back');
      const decision = await undo(connection, done);
      await settled(decision);
      return { ok: true, decision: await reportOf(decision, ref) };
    } catch (error) {
      if (error instanceof Refused) throw error;
      return { ok: false, problem: asProblem(error) };
    }
  });

  serve('decision.note', 'own', async ({ ref, key, note }, sender) => {
    mustShow(sender, ref);
    try {
      const { connection, known } = await readFor(ref);
      const on = await decisionsOn(known.snapshot.ref);
      const done = on.find((one) => one.key === key);
      const noted = on.some(({ notes, state }) => notes?.key === key && state !== 'failed');
      if (done?.state !== 'done' || done.kind !== 'reject' || noted) {
        throw new Refused('decision.note: nothing to add to');
      }
      const decision = await addNote(connection, done, note);
      await settled(decision);
      return { ok: true, decision: await reportOf(decision, ref) };
    } catch (error) {
      if (error instanceof Refused) throw error;
      return { ok: false, problem: asProblem(error) };
    }
  });

  serve('decision.get', 'own', async ({ ref, key }, sender) => {
    mustShow(sender, ref);
    const resolved = await resolveRecord(ref);
    const decision = resolved.ok ? await decisionBy(resolved.ref, key) : undefined;
    if (!decision) throw new Refused('decision.get: unknown');
    return { ok: true, decision: await reportOf(decision, ref) };
  });

  serve('decisions.resume', 'own', async () => {
    await goOn();
    return { waiting: await waitingCount() };
  });

  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) void goOn();
  });
  // What an earlier life of the worker was at; 'online' comes with a worker that lives, the alarm with one that does not.
  self.addEventListener('online', () => void goOn());
  void goOn();
}

/** Finishes what waits, and sees to it that somebody comes back as long as something does. */
async function goOn(): Promise<void> {
  for (const decision of await resume()) await settled(decision);
  const waiting = await waitingCount();
  if (waiting > 0) await browser.alarms.create(ALARM, { delayInMinutes: 0.5 });
}

/** Everybody who shows the record or its suggestions learns of it: queue, pages, and the next start if it waits. */
async function settled(decision: Decision): Promise<void> {
  await captureDecision(decision);
  if (decision.state === 'waiting') await browser.alarms.create(ALARM, { delayInMinutes: 0.5 });
  const read = await readFor(decision.ref).catch(() => null);
  if (read) await noteSuggestions(read.known, (await suggestionsOf(read.known)).suggestions, language(), words());
  await tellPages(decision.ref.crm);
}

async function readFor(page: PageRef) {
  const resolved = await resolveRecord(page);
  if (!resolved.ok) throw new Refused('no account');
  const { connection, ref } = resolved;
  return { connection, known: await know(connection, ref, 'stored', language()) };
}

/** What a person typed, as it would be written, `null` to clear the field; `undefined` where it does not fit the field as it is now. */
function fitted({ snapshot, people, fields }: Known, { field }: Shown, value: string | undefined) {
  const rules = fields.find(({ name }) => name === field);
  const fit = value === undefined ? null : fitValue(rules, field, value, { values: snapshot.values, people });
  return fit && 'to' in fit ? fit.to : undefined;
}

async function reportOf(decision: Decision, page: PageRef): Promise<DecisionReport> {
  const { key, kind, state, field, label, seen, to, now, nowBy, problem, noted } = decision;
  // The key may have been stopped by what this very write taught; what came of it is told even so.
  const known = (await readFor(page).catch(() => null))?.known;
  const meta = known?.fields.find(({ name }) => name === field);
  const show = known ? shownIn(known, meta, language(), words()) : (value: string | null) => value;
  return {
    key,
    kind,
    state,
    field,
    label: meta?.label ?? label,
    from: show(seen),
    to: show(to),
    noted,
    ...(now === undefined ? {} : { now: show(now) }),
    ...(nowBy ? { nowBy } : {}),
    ...(problem ? { problem } : {}),
    ...(decision.source.kind === 'native' ? { native: true } : {}),
    ...(kind === 'undo' ? { undid: seen === to ? 'reject' : 'value' } : {}),
    ...(known && kind === 'undo' && state === 'done' && !(await isProposed(decision, known)) ? { replaced: true } : {}),
  };
}

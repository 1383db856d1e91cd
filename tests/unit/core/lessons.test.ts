/** What the agents' example makes of the ledger entries and the events that the product itself makes. */
import { describe, expect, test } from 'vitest';
import { eventOf, VALUES } from '../../../lib/core/events';
import { type LedgerEntry, ledgerHash } from '../../../lib/core/ledger';
import { decisionSignals, ledgerEntryOf, reasonSignal, retractionSignal, type Signal } from '../../../lib/core/signals';
import { recordKey } from '../../../lib/core/types';

interface Lesson {
  kind: string;
  by?: string;
  reason?: string;
}

interface Lessons {
  fromLedger(text: string): Lesson[];
  fromEvents(events: readonly unknown[], record: string): Lesson[];
  objection(lessons: readonly Lesson[], about: { agent: string; field: string; value: string }): Lesson | null;
}

const path = new URL('../../../docs/examples/lessons.mjs', import.meta.url).pathname;
const { fromLedger, fromEvents, objection } = (await import(/* @vite-ignore */ path)) as Lessons;

const ref = { crm: 'hubspot', account: '1', object: '0-3', id: '9' } as const;
const AGENTS = 'Send the brochure';
const PERSONS = 'Call back';
const DANA = { id: '1', name: 'Dana Reyes' };

function correction(change: Partial<Signal> = {}): Signal {
  return {
    id: 'c'.repeat(64),
    type: 'override',
    kind: 'corrected',
    ref,
    record: recordKey(ref),
    field: 'next_step',
    label: 'Next step',
    agent: 'Copilot',
    by: DANA,
    agentValue: AGENTS,
    value: PERSONS,
    agentAt: Date.UTC(2026, 10, 3),
    at: Date.UTC(2026, 10, 4),
    ...change,
  };
}

const reason = (about: Signal) => reasonSignal(about, { reason: 'rule', by: DANA, at: about.at + 1 });

/** A decision as the ledger has it, and as signals tell it. */
async function decided(kind: 'approve' | 'approve_edited' | 'reject' | 'undo', at: number) {
  const entry: LedgerEntry = {
    id: 's',
    at,
    field: 'next_step',
    d: kind,
    by: DANA,
    agent: 'Copilot',
    to: await ledgerHash('salt', kind === 'approve' ? AGENTS : PERSONS),
    ...(kind === 'approve' ? {} : { was: await ledgerHash('salt', AGENTS) }),
  };
  const to = kind === 'approve' ? AGENTS : PERSONS;
  return { entry, signals: await decisionSignals({ ref, kind, entry, label: 'Next step', staged: AGENTS, to }) };
}

/** What speaks against a value by the ledger, and by the events with each setting of values. */
async function objections(entries: readonly LedgerEntry[], signals: readonly Signal[], value: string) {
  const about = { agent: 'Copilot', field: 'next_step', value };
  const ledger = JSON.stringify({ v: 1, upto: 0, n: 0, e: entries });
  const byEvents = await Promise.all(
    VALUES.map(async (values) => {
      const events = await Promise.all(signals.map((one) => eventOf(one, values)));
      return [values, objection(fromEvents(JSON.parse(JSON.stringify(events)), ref.id), about)] as const;
    }),
  );
  return { ledger: objection(fromLedger(ledger), about), ...Object.fromEntries(byEvents) };
}

describe.each(['corrected', 'reverted', 'restored'] as const)('%s', (kind) => {
  test('speaks against the agent’s value, with its reason, and not against another one', async () => {
    const one = correction({ kind });
    const signals = [one, await reason(one)];
    const entries = await Promise.all(signals.map(ledgerEntryOf));
    const lesson = expect.objectContaining({ kind, by: 'Dana Reyes', reason: 'rule' });
    expect(await objections(entries, signals, AGENTS)).toEqual({
      ledger: lesson,
      none: lesson,
      hash: lesson,
      full: lesson,
    });
    // Without values nobody can tell which one it is about.
    expect(await objections(entries, signals, 'Ask for the contract')).toEqual({
      ledger: null,
      none: lesson,
      hash: null,
      full: null,
    });
  });
});

test('what is taken back teaches nothing, and what is in effect again does', async () => {
  const one = correction();
  const retractions = [await retractionSignal(one, 1, one.at + 1), await retractionSignal(one, 2, one.at + 2)];
  const entries = [await ledgerEntryOf(one)];
  expect(await objections(entries, [one, ...retractions.slice(0, 1)], AGENTS)).toMatchObject({
    hash: null,
    full: null,
  });
  expect(await objections(entries, [one, ...retractions], AGENTS)).toMatchObject({ full: { kind: 'corrected' } });
  expect(await objections(entries, [...retractions.toReversed(), one], AGENTS)).toMatchObject({
    full: { kind: 'corrected' },
  });
});

test('decisions: rejected and edited speak against a value, approved or taken back do not', async () => {
  const found = async (...kinds: Parameters<typeof decided>[0][]) => {
    const all = await Promise.all(kinds.map((kind, n) => decided(kind, Date.UTC(2026, 10, 4) + n)));
    const entries = all.map(({ entry }) => entry);
    const told = await objections(
      entries,
      all.flatMap(({ signals }) => signals),
      AGENTS,
    );
    return Object.values(told).map((one) => (one as Lesson | null)?.kind ?? null);
  };
  expect(await found('reject')).toEqual(['reject', 'rejected', 'rejected', 'rejected']);
  expect(await found('approve_edited')).toEqual(['approve_edited', 'edited', 'edited', 'edited']);
  expect(await found('approve')).toEqual([null, null, null, null]);
  expect(await found('reject', 'undo')).toEqual([null, null, null, null]);
});

/** What an agent may make of a correction: an implicit approval speaks for its value, and that the world had changed lapses. */

import * as v from 'valibot';
import { expect, test } from 'vitest';
import { EventSchema, eventOf } from '../../../lib/core/events';
import { ledgerEntryOf, reasonSignal, type Signal } from '../../../lib/core/signals';

interface Lessons {
  fromLedger(text: string): unknown[];
  fromEvents(events: readonly unknown[], record: string): unknown[];
  objection(
    lessons: readonly unknown[],
    about: { agent: string; field: string; value: string; asOf?: number },
  ): { kind: string } | null;
}

const path = new URL('../../../docs/examples/lessons.mjs', import.meta.url).pathname;
const { fromLedger, fromEvents, objection } = (await import(/* @vite-ignore */ path)) as Lessons;

const ref = { crm: 'hubspot', account: '1', object: '0-3', id: '9' } as const;
const AT = Date.UTC(2026, 10, 4);
const correction: Signal = {
  id: 'c'.repeat(64),
  type: 'override',
  kind: 'corrected',
  ref,
  record: 'r',
  field: 'next_step',
  label: 'Next step',
  agent: 'Copilot',
  by: { name: 'Dana Reyes' },
  agentValue: 'Send the brochure',
  value: 'Call back',
  agentAt: AT - 1000,
  at: AT,
  between: 3,
};
const stood: Signal = {
  ...correction,
  id: 'd'.repeat(64),
  type: 'approval',
  kind: 'stood',
  value: 'Send the brochure',
  at: AT + 9000,
};

/** What speaks against the value by the ledger and by events. */
async function against(signals: readonly Signal[], asOf?: number): Promise<(string | undefined)[]> {
  const e = await Promise.all(signals.map(ledgerEntryOf));
  const events = await Promise.all(signals.map((one) => eventOf(one, 'hash')));
  const about = { agent: 'Copilot', field: 'next_step', value: 'Send the brochure', ...(asOf ? { asOf } : {}) };
  const lessons = [fromLedger(JSON.stringify({ v: 1, e })), fromEvents(events, ref.id)];
  return lessons.map((some) => objection(some, about)?.kind);
}

const why = (reason: 'outdated' | 'value') => reasonSignal(correction, { reason, by: correction.by, at: AT + 500 });

test('“outdated” speaks against what was concluded before, and no other reason lapses', async () => {
  const outdated = [correction, await why('outdated')];
  expect(await against(outdated)).toEqual(['corrected', 'corrected']);
  expect(await against(outdated, AT - 1)).toEqual(['corrected', 'corrected']);
  expect(await against(outdated, AT + 1)).toEqual([undefined, undefined]);
  expect(await against([correction, await why('value')], AT + 1)).toEqual(['corrected', 'corrected']);
  expect(await against([correction], AT + 1)).toEqual(['corrected', 'corrected']);
});

test('a value that was let stand afterwards may be written again', async () => {
  expect(await against([correction, stood])).toEqual([undefined, undefined]);
});

test('an event says how much people did in between, where that is known', async () => {
  const { between: _, ...unknown } = correction;
  const [told, untold] = await Promise.all([correction, unknown].map((one) => eventOf(one, 'none')));
  expect(told?.data).toMatchObject({ between: 3 });
  expect(untold?.data).not.toHaveProperty('between');
  expect(v.parse(EventSchema, told)).toEqual(told);
});

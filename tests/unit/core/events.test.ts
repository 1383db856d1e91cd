/** Every event that can be sent, against the schema that is published. */
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { EventSchema, eventOf, VALUES } from '../../../lib/core/events';
import type { LedgerEntry } from '../../../lib/core/ledger';
import { decisionSignals, reasonSignal, retractionSignal, type Signal } from '../../../lib/core/signals';
import { recordKey } from '../../../lib/core/types';

const ref = { crm: 'pipedrive', account: '1', object: 'deal', id: '9' } as const;
const TEXT = { note: 'Ring Dr. Ansel', agent: 'Twelve thousand', value: 'Fifteen thousand' };

const correction: Signal = {
  id: 'c'.repeat(64),
  type: 'override',
  kind: 'corrected',
  ref,
  record: recordKey(ref),
  field: 'value',
  label: 'Value',
  agent: 'Copilot',
  by: { id: '1', name: 'Dana Reyes' },
  agentValue: TEXT.agent,
  value: TEXT.value,
  agentAt: Date.UTC(2026, 10, 3),
  at: Date.UTC(2026, 10, 4),
  basis: [{ key: 'app:1', by: 'unknown', is: 'agent' }],
};

const entry: LedgerEntry = {
  id: 's',
  at: Date.UTC(2026, 10, 4),
  field: 'value',
  d: 'reject',
  by: { id: '1', name: 'Dana Reyes' },
  agent: 'Copilot',
  reason: 'rule',
  note: TEXT.note,
};

const decided = (kind: 'approve' | 'approve_edited' | 'reject' | 'undo' | 'note') =>
  decisionSignals({ ref, kind, entry: { ...entry, d: kind }, label: 'Value', staged: TEXT.agent, to: TEXT.value });

const SIGNALS: Record<string, () => Promise<readonly Signal[]>> = {
  corrected: async () => [correction],
  'reverted to nothing, of which the CRM keeps no agent’s value': async () => [
    { ...correction, kind: 'reverted', agentValue: undefined, value: null, agent: null, by: null },
  ],
  restored: async () => [{ ...correction, kind: 'restored' }],
  stood: async () => [{ ...correction, type: 'approval', kind: 'stood', agentValue: TEXT.agent, value: TEXT.agent }],
  approve: () => decided('approve'),
  approve_edited: () => decided('approve_edited'),
  reject: () => decided('reject'),
  undo: () => decided('undo'),
  note: () => decided('note'),
  explained: async () => [await reasonSignal(correction, { reason: 'rule', note: TEXT.note, by: null, at: 5 })],
  retracted: async () => [await retractionSignal(correction, 1, 5), await retractionSignal(correction, 2, 6)],
  'ledger_tampered, about no row': async () => [
    {
      ...correction,
      type: 'alert',
      kind: 'ledger_tampered',
      agentValue: undefined,
      value: undefined,
      by: null,
      alert: { severity: 'action', changes: [] },
    },
  ],
};

describe.each(Object.entries(SIGNALS))('%s', (_, made) => {
  test.each(VALUES)('values %s: the event is what the schema says, and says no more', async (values) => {
    for (const signal of await made()) {
      const sent: unknown = JSON.parse(JSON.stringify(await eventOf(signal, values)));
      const parsed = v.safeParse(EventSchema, sent);
      expect(parsed.issues ?? []).toEqual([]);
      // What the schema does not know is left out of its output.
      expect(parsed.output).toEqual(sent);
      if (values !== 'full') for (const text of Object.values(TEXT)) expect(JSON.stringify(sent)).not.toContain(text);
    }
  });
});

test('values are told in full or as hashes where they are kept, and not where they are none', async () => {
  const data = async (change: Partial<Signal>, values: 'hash' | 'full') =>
    Object.keys((await eventOf({ ...correction, ...change }, values)).data).filter((key) => /value/i.test(key));
  expect(await data({}, 'full')).toEqual(['agentValue', 'value']);
  expect(await data({}, 'hash')).toEqual(['agentValueHash', 'valueHash']);
  expect(await data({ agentValue: undefined, value: null }, 'full')).toEqual(['value']);
  expect(await data({ agentValue: undefined, value: null }, 'hash')).toEqual(['valueHash']);
});

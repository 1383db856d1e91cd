import { beforeEach, expect, test } from 'vitest';
import type { Decision } from '../../../lib/core/decisions';
import { ledgerHash } from '../../../lib/core/ledger';
import { emptyTeamFile, withWriter } from '../../../lib/core/team';
import type { FieldChange } from '../../../lib/core/types';
import { hubspotWriter } from '../../../lib/crm/hubspot/sources';
import type { Known } from '../../../lib/services/reading';
import { captureCorrections } from '../../../lib/services/signals';
import { database } from '../../../lib/store/db';
import { signalsOf } from '../../../lib/sync/outbox';

const ref = { crm: 'hubspot', account: '1', object: '0-3', id: '9' } as const;
const AT = Date.parse('2026-11-20T10:00:00Z');
const AGENT = { type: 'INTEGRATION', id: '11' };
const DANA = { type: 'CRM_UI', id: 'userId:1', user: '1' };

function row(to: string, from: string | null, source: FieldChange['source'], at: number): FieldChange {
  return { field: 'amount', from, to, at, sent: new Date(at).toISOString(), source, writer: hubspotWriter(source) };
}

/** A record whose amount an agent wrote and Dana replaced. */
function known(staging: Partial<Known['staging']> = {}): Known {
  const changes = [row('4', '5', DANA, AT + 9_000), row('5', null, AGENT, AT)];
  const histories = new Map([['amount', { changes, complete: true }]]);
  return {
    snapshot: { ref, title: 'T', modified: 0, values: new Map([['amount', '4']]), histories, depth: 20 },
    fields: [{ name: 'amount', label: 'Amount' }],
    people: [],
    team: withWriter(emptyTeamFile('hubspot', '1'), { key: 'app:11', role: 'agent', name: 'Copilot' }),
    staging: { fields: new Map(), metadata: null, count: null, ledger: null, ...staging },
  } as unknown as Known;
}

const kinds = async () => (await signalsOf('hubspot', '1')).map(({ kind, field }) => `${kind} ${field}`);

beforeEach(async () => {
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
});

test('a correction that a record shows is a signal, once', async () => {
  await captureCorrections(known());
  await captureCorrections(known());
  expect(await kinds()).toEqual(['corrected amount']);
});

test('where people can decide and no ledger tells of it, it may be an approval, and there is none', async () => {
  await captureCorrections(known({ metadata: 'ai_suggestions' }));
  await captureCorrections(known({ fields: new Map([['amount', 'ai_suggested_amount']]) }));
  expect(await kinds()).toEqual([]);
});

test('an approval that this browser made is no correction, though the ledger had no room for it', async () => {
  const entry = { id: 's', at: AT + 9_000, field: 'amount', d: 'approve', by: { name: 'Dana' } };
  const decision = { key: 'k', record: 'hubspot/1/0-3/9', ref, state: 'done', noted: false } as Partial<Decision>;
  const full = { ...decision, entry: { ...entry, to: await ledgerHash('salt', '4') } } as Decision;
  await (await database()).put('decisions', full, ['hubspot', '1', 'k']);
  await captureCorrections(known({ ledger: 'countersign_ledger' }));
  expect(await kinds()).toEqual([]);
});

import { expect, test } from 'vitest';
import { ownKeyProblem } from '../../../lib/core/ownKey';
import type { FieldChange } from '../../../lib/core/types';
import { countChanges, DAYS, emptySample } from '../../../lib/core/writers';
import { hubspotWriter } from '../../../lib/crm/hubspot/sources';

const UNTIL = Date.parse('2026-11-23T14:00:00Z');
const DAY = 86_400_000;

function change(source: FieldChange['source'], daysAgo: number, field = 'stage'): FieldChange {
  const at = UNTIL - daysAgo * DAY;
  return { field, from: null, to: 'x', at, sent: '', source, writer: hubspotWriter(source) };
}
const app = { type: 'INTEGRATION', id: '5' };

test('changes are counted per writer and day, newest writers by number first', () => {
  const rows = [
    change(app, 0),
    change(app, 0.5),
    change(app, 3),
    change({ type: 'CRM_UI', user: '7' }, 1),
    change({ type: 'MOBILE_IOS', user: '7' }, 2),
  ];
  const sample = countChanges(emptySample(UNTIL), rows, 'ledger');
  expect(sample).toMatchObject({ records: 1, changes: 5 });
  expect(sample.writers.map((w) => [w.writer.key, w.changes])).toEqual([
    ['app:5', 3],
    ['user:7', 2],
  ]);
  expect(sample.writers[0]?.days).toHaveLength(DAYS);
  expect(sample.writers[0]?.days.at(-1)).toBe(2);
  expect(sample.writers[0]?.days.at(-4)).toBe(1);
  expect(sample.writers[1]?.sources).toEqual(['CRM_UI', 'MOBILE_IOS']);
});

test('what is older than thirty days, or from a clock that is ahead, is not counted', () => {
  const sample = countChanges(emptySample(UNTIL), [change(app, 30), change(app, 29.9), change(app, -1)], 'ledger');
  expect(sample.changes).toBe(1);
});

test('who writes the ledger is noted, and names in rows are kept', () => {
  const sample = countChanges(emptySample(UNTIL), [change({ ...app, label: 'Copilot' }, 1, 'ledger')], 'ledger');
  const at = UNTIL - DAY;
  expect(sample.writers[0]).toMatchObject({ since: { first: at, firstLedger: at }, label: 'Copilot' });
});

test('counting does not change what was counted before', () => {
  const first = countChanges(emptySample(UNTIL), [change(app, 1)], 'ledger');
  const before = JSON.stringify(first);
  countChanges(first, [change(app, 1)], 'ledger');
  expect(JSON.stringify(first)).toBe(before);
});

test('a key that only ever wrote together with the ledger can be our own; one that wrote before cannot', () => {
  const since = (...rows: FieldChange[]) => countChanges(emptySample(UNTIL), rows, 'ledger').writers[0]?.since;
  const problem = (...rows: FieldChange[]) => ownKeyProblem(since(...rows) ?? { first: 0, firstLedger: null });
  expect(problem(change(app, 2), change(app, 2, 'ledger'), change(app, 1))).toBeNull();
  expect(problem(change(app, 3), change(app, 2, 'ledger'))).toBe('usedBefore');
  // However long ago.
  expect(problem(change(app, 300), change(app, 2, 'ledger'))).toBe('usedBefore');
  expect(problem(change(app, 3))).toBe('noLedger');
});

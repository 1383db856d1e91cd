/** What the popup tells of signals and of changes that nobody can tell, with everything around it replaced. */
import './support/words';
import '../../lib/core/tokens.css';
import '../../components/ui.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test, vi } from 'vitest';
import type { TabSummary } from '../../lib/core/tab';

const { Popup } = await import('../../components/popup/Popup');

const SUMMARY: TabSummary = {
  ref: { crm: 'hubspot', account: '123', object: '0-3', id: '9' },
  problem: null,
  title: 'Deal',
  asOf: 0,
  offset: 0,
  gaps: { asCreated: 0, notTracked: 0, corrections: 0, cut: 0 },
  fields: [],
  suggestions: [],
  report: null,
  account: { label: 'Northwind', id: '123' },
  teamHash: '0'.repeat(64),
  control: null,
  status: 'ready',
  signals: { waiting: 0, stuck: false, used: 0 },
  alerts: [],
};

let root: Root;

async function show(change: Partial<TabSummary>): Promise<void> {
  document.body.innerHTML = '<div id="app"></div>';
  root = createRoot(document.getElementById('app') as HTMLElement);
  root.render(
    <Popup
      summary={{ ...SUMMARY, ...change }}
      loading={false}
      language="en"
      onPanel={null}
      onOptions={() => {}}
      onSuggestion={() => {}}
    />,
  );
  await vi.waitFor(() => expect(document.querySelector('[data-testid="popup-record"]')).not.toBeNull());
}

const text = () => document.querySelector('main')?.textContent ?? '';

afterEach(() => root.unmount());

test('changes that may be corrections, and histories that do not reach back, are counted', async () => {
  await show({ gaps: { asCreated: 0, notTracked: 0, corrections: 2, cut: 1 } });
  const gaps = [...document.querySelectorAll('[data-testid="popup-gap"]')].map(({ textContent }) => textContent);
  expect(gaps).toEqual([
    '2 changes by people may have corrected an agent. The history does not tell.',
    'The history of 1 field does not reach back. What was corrected before is not known.',
  ]);
});

test.each([
  [79, false, ''],
  [80, false, '80 % full'],
  [100, true, 'Signals are not delivered'],
] as const)('at %i %% of the room it says what there is to say', async (used, stuck, says) => {
  await show({ signals: { waiting: 0, stuck, used } });
  expect(text()).toContain(says);
  expect(document.querySelectorAll('.strip')).toHaveLength(says ? 1 : 0);
});

/** A person's own corrections as the side panel shows them, with everything around them replaced. */
import './support/words';
import '../../lib/core/tokens.css';
import '../../components/ui.css';
import '../../components/sidepanel/panel.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { CorrectionRow } from '../../lib/core/corrections';
import type { CorrectionsState } from '../../lib/stores/corrections';
import { ENDPOINT, QUIET } from './support/signals';

const { Corrections } = await import('../../components/sidepanel/Corrections');

const NOW = Date.UTC(2026, 10, 24, 14, 2);
const ref = { crm: 'hubspot', account: '123', object: '0-3', id: '9' } as const;

function row(n: number, more: Partial<CorrectionRow> = {}): CorrectionRow {
  return {
    id: `s${n}`,
    kind: 'corrected',
    ref,
    name: `Deal ${n}`,
    url: `https://app.hubspot.com/contacts/123/record/0-3/${n}`,
    label: 'Next step',
    agent: 'Pipeline Copilot',
    from: 'Move to contract',
    to: 'Wait',
    at: NOW - 60_000,
    reason: null,
    note: null,
    open: true,
    deliveries: [],
    ledger: null,
    ...more,
  };
}

let root: Root;
let did: string[];

beforeEach(async () => {
  await page.viewport(400, 700);
  did = [];
  root = createRoot(document.body.appendChild(Object.assign(document.createElement('div'), { id: 'app' })));
});

afterEach(() => {
  root.unmount();
  document.getElementById('app')?.remove();
});

async function show(state: Partial<CorrectionsState>): Promise<void> {
  root.render(
    <div className="panel">
      <Corrections
        account={{ crm: 'hubspot', account: '123' }}
        record={null}
        scope="all"
        rows={[]}
        more={false}
        state={QUIET}
        problem={null}
        {...state}
        language="en"
        now={NOW}
        onBack={() => did.push('back')}
        onScope={(scope) => did.push(`scope ${scope}`)}
        onReload={() => did.push('reload')}
        onMore={() => did.push('more')}
        onExplain={({ id }, reason) => did.push(`${id} ${reason}`)}
        onRetryLetter={(endpoint, signal) => did.push(`retry ${endpoint} ${signal}`)}
        onRetryEndpoint={(id) => did.push(`retry ${id}`)}
        onOpen={(url) => did.push(url)}
        onOptions={() => did.push('options')}
      />
    </div>,
  );
  await vi.waitFor(() => expect(document.querySelector('main.corrections')).not.toBeNull());
}

const text = () => document.querySelector('main')?.textContent ?? '';
const one = (id: string) => {
  const element = document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
  if (!element) throw new Error(`no ${id}`);
  return element;
};

describe('my corrections', () => {
  test('loading, empty and failed each say so, with what to do', async () => {
    await show({ rows: null, state: null });
    expect(text()).toContain('Reading your corrections');
    await show({ rows: [] });
    await vi.waitFor(() => expect(text()).toContain('You have corrected nothing yet.'));
    expect(text()).toContain('No endpoint is named');
    await show({ rows: [], scope: 'record', record: { ref, name: 'Deal 1' } });
    await vi.waitFor(() => expect(text()).toContain('nothing on this record'));
    await show({ rows: null, state: null, problem: 'no reply' });
    await vi.waitFor(() => expect(one('corrections-problem').textContent).toContain('no reply'));
    await userEvent.click(one('corrections-problem').querySelector('button') as HTMLElement);
    expect(did).toEqual(['reload']);
  });

  test('each says what was changed, where, and how far it has come at every endpoint', async () => {
    const at = (state: 'delivered' | 'refused') => ({ endpoint: state, host: `${state}.example`, state });
    await show({
      state: { ...QUIET, endpoints: [ENDPOINT] },
      rows: [
        row(1, { deliveries: [at('delivered'), { ...at('refused'), message: 'odd', status: 422 }] }),
        row(2, { kind: 'rejected', to: undefined, open: false, reason: 'rule', note: 'Q3 only' }),
        row(3, { ledger: { state: 'checking' } }),
        row(4, { ledger: { state: 'stuck', why: 'refused', message: 'Locked' } }),
      ],
    });
    await vi.waitFor(() => expect(text()).toContain('delivered.example has it.'));
    expect(text()).toContain('refused.example refused it. 422 “odd”');
    expect(text()).toContain("Written into HubSpot's ledger, and looked at once more soon.");
    expect(text()).toContain("Not in HubSpot's ledger: the CRM did not take it. “Locked”");
    expect(document.querySelectorAll('[data-testid="ledger-delivery"]')).toHaveLength(2);
    expect(text()).toContain('Why: Against a rule');
    expect(text()).toContain('“Q3 only”');
    await userEvent.click(document.querySelector('[data-state="refused"] button') as HTMLElement);
    expect(did).toEqual(['retry refused s1']);
  });

  test('a reason is one choice; a row that has one offers none', async () => {
    await show({ rows: [row(1), row(2, { open: false, reason: 'value' })] });
    await vi.waitFor(() => expect(document.querySelectorAll('[data-testid="correction-why"]')).toHaveLength(1));
    await userEvent.selectOptions(one('correction-why'), 'preference');
    expect(did).toEqual(['s1 preference']);
  });

  test('what is stuck stands on top whatever is shown, and can be tried again', async () => {
    const stopped = { ...ENDPOINT, waiting: 3, stopped: true, problem: { message: 'gone', status: 410 } };
    const dead = [{ endpoint: 'e', signal: 's', field: 'x', record: 'r', message: 'odd', status: 422, at: 0 }];
    const stuck = [{ why: 'full' as const, message: '', count: 2, records: ['r'] }];
    const ledger = { ...QUIET.ledger, on: true, waiting: 1, problem: { kind: 'offline' as const }, stuck };
    await show({ rows: [], state: { ...QUIET, endpoints: [stopped], dead, full: true, ledger } });
    await vi.waitFor(() => expect(one('corrections-stuck').textContent).toContain('410 “gone”'));
    expect(one('corrections-stuck').textContent).toContain('3 signals are waiting');
    expect(one('corrections-stuck').textContent).toContain('1 signal was refused');
    expect(one('corrections-stuck').textContent).toContain('The room for signals is full');
    expect(one('corrections-stuck').textContent).toContain('2 entries are not in the ledger');
    expect(one('corrections-stuck').textContent).toContain('1 entry is not written yet');
    const retry = [...one('corrections-stuck').querySelectorAll('button')].find((b) => b.textContent === 'Try again');
    await userEvent.click(retry as HTMLElement);
    expect(did).toEqual(['retry e']);
  });

  test('room that runs out is told before it has', async () => {
    await show({ state: { ...QUIET, used: 79 } });
    await vi.waitFor(() => expect(text()).toContain('You have corrected nothing yet.'));
    expect(text()).not.toContain('% full');
    await show({ state: { ...QUIET, used: 80 } });
    await vi.waitFor(() => expect(one('corrections-stuck').textContent).toContain('80 % full'));
  });

  test('by keyboard: the heading has the focus, Tab goes through, Escape goes back', async () => {
    await show({ rows: [row(1)], record: { ref, name: 'Deal 1' }, scope: 'record', more: true });
    await vi.waitFor(() => expect(document.activeElement?.localName).toBe('h2'));
    const stops: string[] = [];
    for (let n = 0; n < 5; n++) {
      await userEvent.keyboard('{Tab}');
      const { localName, dataset } = document.activeElement as HTMLElement;
      stops.push(dataset.testid ?? localName);
    }
    expect(stops).toEqual(['input', 'button', 'button', 'correction-why', 'corrections-more']);
    await userEvent.keyboard('{Escape}');
    expect(did).toEqual(['back']);
  });
});

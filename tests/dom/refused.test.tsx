/** What an endpoint refused, in the options: a few are shown one by one, all are acted on at once. */
import './support/words';
import '../../lib/core/tokens.css';
import '../../components/ui.css';
import '../../components/options/options.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ConnectionInfo } from '../../lib/core/account';
import type { SignalsState } from '../../lib/core/outbox';
import { ENDPOINT, QUIET } from './support/signals';

const CONNECTION = { id: 'c', crm: 'hubspot', account: '1', label: 'Northwind' } as ConnectionInfo;

let state: SignalsState;
const asked: string[] = [];
const sendMessage = async ({ kind, body }: { kind: string; body: object }) => {
  if (kind.startsWith('deadLetter')) asked.push(`${kind} ${JSON.stringify(body)}`);
  const answers: Record<string, unknown> = { 'signals.state': state, 'alerts.list': [], 'asking.get': true };
  return { answer: answers[kind] ?? null };
};
Object.assign((globalThis as unknown as { browser: { runtime: object } }).browser.runtime, { sendMessage });

const { Signals } = await import('../../components/options/Signals');

let root: Root;
afterEach(() => root.unmount());

async function show(refused: number): Promise<void> {
  const dead = Array.from({ length: refused }, (_, n) => ({
    endpoint: 'e',
    signal: `s${n}`,
    field: 'Amount',
    record: 'r',
    message: 'odd',
    status: 422,
    at: 0,
  }));
  state = { ...QUIET, endpoints: [ENDPOINT], dead, kept: refused };
  document.body.innerHTML = '<div id="app"></div>';
  root = createRoot(document.getElementById('app') as HTMLElement);
  root.render(
    <Signals
      connections={[CONNECTION]}
      chosen="c"
      language="en"
      onChoose={() => {}}
      onExport={() => {}}
      onAllow={async () => true}
    />,
  );
  await vi.waitFor(() => expect(document.querySelector('[data-testid="endpoint"]')).not.toBeNull());
}

const text = () => document.querySelector('[data-testid="endpoint"]')?.textContent ?? '';

test('where it refused many, a few are listed, and all are sent again or given up with one click', async () => {
  await show(200);
  expect(document.querySelectorAll('[data-testid="dead-letters"] li')).toHaveLength(20);
  expect(text()).toContain('180 more');
  expect(text()).toContain('200 signals were refused');
  expect(text()).not.toContain('Everything has been sent');
  await userEvent.click(page.getByTestId('dead-retry'));
  await userEvent.click(page.getByTestId('dead-discard'));
  expect(asked).toEqual(['deadLetter.retry {"endpoint":"e"}', 'deadLetter.discard {"endpoint":"e"}']);
});

test('where it refused nothing, that is said', async () => {
  await show(0);
  expect(text()).toContain('Everything has been sent');
  expect(document.querySelector('[data-testid="dead-retry"]')).toBeNull();
});

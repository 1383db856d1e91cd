/** What people are told of the room that signals take. */
import './support/words';
import '../../lib/core/tokens.css';
import '../../components/ui.css';
import '../../components/options/options.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';

const { SignalsKept } = await import('../../components/options/SignalsKept');

const onRoom = vi.fn(async () => {});
const onSave = vi.fn(async () => {});
let root: Root | undefined;

function show(used: number, full = false, exported: { seq: number; at: number } | null = null): void {
  document.body.innerHTML = '<div id="app"></div>';
  root = createRoot(document.getElementById('app') as HTMLElement);
  const state = { kept: 7, used, room: 50, full, exported };
  root.render(<SignalsKept state={state} language="en" onSave={onSave} onRoom={onRoom} />);
}

afterEach(() => root?.unmount());

test.each([
  [0, false, null],
  [79, false, null],
  [80, false, '80 % full'],
  [100, true, 'No new ones are kept'],
] as const)('at %i %% it says what there is to say', async (used, full, says) => {
  show(used, full);
  await expect.poll(() => document.querySelector('[data-testid="signals-kept"]')?.textContent).toMatch(/^7 signals/);
  expect(document.querySelector('.strip')?.textContent ?? '').toContain(says ?? '');
  expect(document.querySelectorAll('.strip')).toHaveLength(says ? 1 : 0);
});

test('the room is chosen in MB', async () => {
  show(3);
  await expect.element(page.getByTestId('signals-room')).toHaveValue('50');
  await userEvent.selectOptions(page.getByTestId('signals-room'), '200');
  expect(onRoom).toHaveBeenCalledExactlyOnceWith(200);
});

test('a file holds everything, one kind of signal, or what is new since the last one', async () => {
  show(3);
  await userEvent.click(page.getByTestId('signals-jsonl'));
  expect(onSave).toHaveBeenLastCalledWith({ format: 'jsonl' });
  expect(document.querySelector('[data-testid="signals-export-fresh"]')).toBeNull();
  root?.unmount();
  show(3, false, { seq: 4, at: Date.now() });
  await userEvent.selectOptions(page.getByTestId('signals-export-type'), 'reason');
  await userEvent.click(page.getByTestId('signals-export-fresh'));
  await userEvent.click(page.getByTestId('signals-csv'));
  expect(onSave).toHaveBeenLastCalledWith({ format: 'csv', type: 'reason', after: 4 });
});

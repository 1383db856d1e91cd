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
let root: Root | undefined;

function show(used: number, full = false): void {
  document.body.innerHTML = '<div id="app"></div>';
  root = createRoot(document.getElementById('app') as HTMLElement);
  root.render(<SignalsKept state={{ kept: 7, used, room: 50, full }} onSave={async () => {}} onRoom={onRoom} />);
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

/** The form for what a team wants otherwise than the product has it. */
import './support/words';
import '../../lib/core/tokens.css';
import '../../components/ui.css';
import '../../components/options/options.css';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';

const { PolicyForm } = await import('../../components/options/PolicyForm');

const onPolicy = vi.fn(async () => {});
let root: Root | undefined;

function show(policy?: { batch?: number; share?: number; standDays?: number }): void {
  vi.clearAllMocks();
  document.body.innerHTML = '<div id="app"></div>';
  root = createRoot(document.getElementById('app') as HTMLElement);
  root.render(<PolicyForm policy={policy} language="en" onPolicy={onPolicy} />);
}

afterEach(() => root?.unmount());

const text = (selector: string) => document.querySelector(selector)?.textContent ?? '';
const share = () => page.getByTestId('policy-share');
const days = () => page.getByTestId('policy-standDays');

test('what is usual is shown, not saved; what is said is saved as numbers, with when', async () => {
  show();
  await expect.element(share()).toHaveAttribute('placeholder', '10');
  await expect.element(days()).toHaveAttribute('placeholder', '14');
  await expect.element(page.getByTestId('policy-batch')).toHaveAttribute('placeholder', '15');
  await page.getByTestId('policy-batch').fill('25');
  await days().fill(' 30 ');
  await page.getByTestId('policy-save').click();
  await vi.waitFor(() => expect(text('[data-testid="policy-saved"]')).toMatch(/^Saved \d/));
  expect(onPolicy).toHaveBeenCalledExactlyOnceWith({ batch: 25, standDays: 30 });
});

test('emptied, it is as usual again', async () => {
  show({ share: 25, standDays: 7 });
  await expect.element(share()).toHaveValue('25');
  await share().fill('');
  await page.getByTestId('policy-save').click();
  await vi.waitFor(() => expect(onPolicy).toHaveBeenCalledExactlyOnceWith({ standDays: 7 }));
});

test('what is no such number is said on leaving the field, with what would be, and is not saved', async () => {
  show({ standDays: 7 });
  for (const typed of ['0', '51', '5.5', '1e1', 'ten', '-3', '9999']) {
    await share().fill(typed);
    await userEvent.tab();
    await vi.waitFor(() => expect(text('[role="alert"]')).toContain('A whole number from 1 to 50'));
    await page.getByTestId('policy-save').click();
  }
  expect(onPolicy).not.toHaveBeenCalled();
  await share().fill('50');
  await page.getByTestId('policy-save').click();
  await vi.waitFor(() => expect(onPolicy).toHaveBeenCalledExactlyOnceWith({ share: 50, standDays: 7 }));
});

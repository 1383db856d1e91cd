/** The form that names an endpoint, with the browser's question for the right to send answered by the test. */
import './support/words';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { SignalEvent } from '../../lib/core/events';

const { EndpointForm } = await import('../../components/options/EndpointForm');

const onSave = vi.fn(async () => {});
const onAllow = vi.fn<(url: string) => Promise<boolean>>();
let root: Root | undefined;

beforeEach(() => {
  vi.clearAllMocks();
  document.body.innerHTML = '<div id="app"></div>';
  root = createRoot(document.getElementById('app') as HTMLElement);
  root.render(<EndpointForm sample={null} onAllow={onAllow} onSave={onSave} />);
});

afterEach(() => root?.unmount());

async function add(url: string): Promise<void> {
  await page.getByTestId('endpoint-url').fill(url);
  await page.getByTestId('endpoint-add').click();
}

test('refused, nothing is added and the form says so; asked again and granted, it is', async () => {
  onAllow.mockResolvedValueOnce(false).mockResolvedValueOnce(true);
  await add('https://hooks.example/in');
  await expect.element(page.getByRole('alert')).toBeVisible();
  await expect.element(page.getByTestId('endpoint-url')).toHaveValue('https://hooks.example/in');
  expect(onSave).not.toHaveBeenCalled();
  await page.getByTestId('endpoint-add').click();
  await expect.element(page.getByTestId('endpoint-url')).toHaveValue('');
  expect(onSave).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ url: 'https://hooks.example/in' }));
});

test('never answered, nothing is added, and the form goes on as if it had not been asked', async () => {
  onAllow.mockReturnValueOnce(new Promise(() => {})).mockResolvedValueOnce(true);
  await add('https://hooks.example/in');
  await vi.waitFor(() => expect(onAllow).toHaveBeenCalledOnce());
  expect(onSave).not.toHaveBeenCalled();
  await add('https://other.example/in');
  await vi.waitFor(() => expect(onSave).toHaveBeenCalledOnce());
  expect(onSave).toHaveBeenCalledWith(expect.objectContaining({ url: 'https://other.example/in' }));
});

test('the sample has what the chosen types bring, and retractions of those', async () => {
  const event = (type: string, data = {}) => ({ type: `countersign.${type}.v1`, data }) as unknown as SignalEvent;
  const events = [event('override'), event('alert'), event('retraction', { of: 'countersign.override.v1' })];
  root?.render(<EndpointForm sample={{ none: events, hash: [], full: [] }} onAllow={onAllow} onSave={onSave} />);
  await page.getByText('Show exactly what is sent').click();
  const shown = () => page.getByTestId('endpoint-sample').element().textContent;
  await vi.waitFor(() => expect(JSON.parse(shown() ?? '')).toEqual(events));
  await page.getByTestId('endpoint-type-override').click();
  await vi.waitFor(() => expect(JSON.parse(shown() ?? '')).toEqual([event('alert')]));
});

/** The form that names an endpoint, with the browser's question for the right to send answered by the test. */
import './support/words';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';

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

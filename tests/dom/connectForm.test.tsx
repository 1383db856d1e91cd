/** Who decides here has to be said where the key does not say it. */
import './support/words';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { AccountInfo, ConnectionInfo } from '../../lib/core/account';

const { Accounts } = await import('../../components/options/Accounts');

const INFO: AccountInfo = { account: '1', host: 'app.hubspot.com', capabilities: [] };
const onConnect = vi.fn(async () => null);
const onRename = vi.fn(async () => {});
let root: Root | undefined;

function show(info: AccountInfo, connections: ConnectionInfo[] = []): void {
  vi.clearAllMocks();
  document.body.innerHTML = '<div id="app"></div>';
  root = createRoot(document.getElementById('app') as HTMLElement);
  root.render(
    <Accounts
      connections={connections}
      onTest={async () => ({ ok: true, info })}
      onConnect={onConnect}
      onSignIn={async () => null}
      onRedirect={async () => ''}
      onRename={onRename}
      onRemove={async () => {}}
      onLoadPeople={async () => []}
    />,
  );
}

afterEach(() => root?.unmount());

async function tested(): Promise<void> {
  await page.getByTestId('connect-token').fill('a key');
  await page.getByTestId('connect-test').click();
  await expect.element(page.getByTestId('connect-save')).toBeVisible();
}
const person = () => page.getByTestId('connect-person');
const save = () => page.getByTestId('connect-save').click();

test('a key that names nobody is connected with a name, and no sooner', async () => {
  show(INFO);
  await tested();
  await save();
  await person().fill('   ');
  await save();
  expect(onConnect).not.toHaveBeenCalled();
  await person().fill('Dana Reyes');
  await save();
  await vi.waitFor(() => expect(onConnect).toHaveBeenCalledOnce());
  expect(onConnect).toHaveBeenCalledWith({ crm: 'hubspot', token: 'a key', label: '', person: 'Dana Reyes' });
});

test('one that is a person’s own needs none', async () => {
  show({ ...INFO, user: { id: '7', name: 'Lea Okafor' } });
  await tested();
  await save();
  await vi.waitFor(() => expect(onConnect).toHaveBeenCalledOnce());
});

test('the name is there already where the account is, and cannot be taken away', async () => {
  const connection = { ...INFO, id: 'c', crm: 'hubspot', label: 'One', person: 'Dana Reyes' } as ConnectionInfo;
  show(INFO, [{ ...connection, requestsToday: 0 }]);
  await page.getByTestId('account-person').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  expect(onRename).not.toHaveBeenCalled();
  await page.getByTestId('connect-another').click();
  await tested();
  await expect.element(person()).toHaveValue('Dana Reyes');
});

import { launch } from '../tools/extension.ts';
import { connect, control, expect, mainAccount, marksOn, overlayStatus, recordNoted, test } from './support.ts';

const DAMAGED = /an agent has damaged/;

/** A browser of its own, as it is right after installing. */
const fresh = test.extend<{ own: Awaited<ReturnType<typeof launch>> }>({
  own: async ({ sandbox }, use) => {
    await control(sandbox, 'DELETE', '/fault');
    const browser = await launch({ port: sandbox.info.port, spki: sandbox.info.spki });
    await use(browser);
    await browser.close();
  },
});

fresh('without an account nothing is marked, and the pill leads to the options', async ({ own, sandbox }) => {
  const page = await own.context.newPage();
  await page.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(page, 'no-account');
  expect(await marksOn(page)).toEqual([]);
  const root = page.locator('countersign-root');
  await expect(root.locator('.pill')).toContainText('Connect account');
  await root.locator('.pill').click();
  const options = own.context.waitForEvent('page', { predicate: (p) => p.url().includes('options.html') });
  await root.locator('.menu .action').click();
  // The page that opened itself at install time may be the one that is brought forward.
  const shown = await Promise.race([options, page.waitForTimeout(3000).then(() => null)]);
  const open = shown ?? own.context.pages().find((p) => p.url().includes('options.html'));
  await expect(open?.getByTestId('connect-form') ?? page.locator('none')).toBeVisible();
});

fresh('installing opens the page where an account is connected', async ({ own }) => {
  await expect.poll(() => own.context.pages().some((p) => p.url().endsWith('options.html#accounts'))).toBe(true);
});

for (const [name, kind] of [
  ['revoked', 'signedOut'],
  ['wrong', 'signedOut'],
] as const) {
  fresh(`a ${name} key is refused with HubSpot's words and stored nowhere`, async ({ own, sandbox }) => {
    const token =
      name === 'revoked' ? mainAccount(sandbox).tokens.revoked : 'pat-na1-00000000-0000-0000-0000-000000000000';
    const page = await own.context.newPage();
    await page.goto(own.page('options.html#accounts'));
    await page.getByTestId('connect-token').fill(token);
    await page.getByTestId('connect-test').click();
    await expect(page.getByTestId('connect-problem')).toHaveAttribute('data-kind', kind);
    await expect(page.getByTestId('connect-save')).toHaveCount(0);
    expect(await storedConnections(own)).toBe(0);
  });
}

fresh('a key that may not read everything says what is missing and what follows', async ({ own, sandbox }) => {
  await control(sandbox, 'POST', '/fault', {
    route: '/crm/v3/owners',
    kind: 'status',
    status: 403,
    body: {
      status: 'error',
      category: 'MISSING_SCOPES',
      message: "This app hasn't been granted all required scopes to make this call.",
      correlationId: '00000000-0000-4000-8000-000000000000',
      errors: [{ message: 'missing', context: { requiredScopes: ['crm.objects.owners.read'] } }],
    },
  });
  const page = await own.context.newPage();
  await page.goto(own.page('options.html#accounts'));
  await page.getByTestId('connect-token').fill(mainAccount(sandbox).tokens.readonly);
  await page.getByTestId('connect-test').click();
  await expect(page.getByTestId('connect-account')).toContainText('12345678');
  await expect(page.locator('[data-ok="false"]')).toContainText('crm.objects.owners.read');
  await expect(page.locator('[data-ok="true"]')).toHaveCount(4);
});

fresh("a key for another portal shows nothing on this portal's page and says why", async ({ own, sandbox }) => {
  await connect(own, mainAccount(sandbox).tokens.otherAccount, 'Fjordware EU');
  const page = await own.context.newPage();
  await page.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(page, 'mismatch');
  expect(await marksOn(page)).toEqual([]);
  await page.locator('countersign-root .pill').click();
  await expect(page.locator('countersign-root .menu')).toContainText('Fjordware EU');
});

fresh('two portals, the page picks; removing one leaves the other', async ({ own, sandbox }) => {
  const [main, other] = sandbox.info.accounts;
  if (!main || !other) throw new Error('two accounts expected');
  await connect(own, main.tokens.full, 'Northwind Sales');
  await connect(own, other.tokens.full, 'Fjordware EU');
  const page = await own.context.newPage();
  const [here, there] = [main.records[0], other.records[0]];
  expect(here?.id).toBe(there?.id);
  for (const [record, account] of [
    [here, main.account],
    [there, other.account],
  ] as const) {
    await page.goto(record?.url ?? '');
    await overlayStatus(page, 'ready');
    await expect(page.locator('countersign-root')).toHaveAttribute(
      'data-countersign-record',
      `hubspot/${account}/0-3/${record?.id}`,
    );
  }
  const options = await own.context.newPage();
  await options.goto(own.page('options.html#accounts'));
  const account = options.locator(`[data-testid="account"][data-account="${main.account}"]`);
  await account.getByTestId('account-remove').click();
  await account.getByTestId('account-remove-yes').click();
  await expect(account).toHaveCount(0);
  await page.goto(there?.url ?? '');
  await overlayStatus(page, 'ready');
  await page.goto(here?.url ?? '');
  await overlayStatus(page, 'mismatch');
  expect(await marksOn(page)).toEqual([]);
});

fresh('a key that is revoked later says so at once and a new one goes on where it was', async ({ own, sandbox }) => {
  const { tokens } = mainAccount(sandbox);
  await connect(own, tokens.full, 'Northwind Sales');
  const page = await own.context.newPage();
  await control(sandbox, 'POST', '/fault', { route: '/crm/v3/objects', kind: '401' });
  await page.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(page, 'no-account');
  expect(await marksOn(page)).toEqual([]);
  const options = await own.context.newPage();
  await options.goto(own.page('options.html#accounts'));
  await expect(options.getByTestId('account-stopped')).toBeVisible();
  await control(sandbox, 'DELETE', '/fault');
  await connect(own, tokens.readonly, 'Northwind Sales');
  // Without a reload: the page hears of the new key.
  await overlayStatus(page, 'ready');
  expect((await marksOn(page)).length).toBeGreaterThan(0);
});

fresh('the key reaches no page, no log and no readable store', async ({ own, sandbox }) => {
  const { tokens } = mainAccount(sandbox);
  const said: string[] = [];
  own.context.on('console', (message) => said.push(message.text()));
  await connect(own, tokens.full, 'Northwind Sales');
  const page = await own.context.newPage();
  page.on('request', (request) => said.push(JSON.stringify([request.url(), request.headers()])));
  await page.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(page, 'ready');
  expect(await page.content()).not.toContain(tokens.full);
  expect(said.join('\n')).not.toContain(tokens.full);
  expect(JSON.stringify(await control(sandbox, 'GET', '/log'))).not.toContain(tokens.full);
  const options = await own.context.newPage();
  await options.goto(own.page('options.html#accounts'));
  const stored = await options.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('countersign');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const dump: string[] = [];
    let exportable = true;
    for (const store of db.objectStoreNames) {
      const rows = await new Promise<unknown[]>((resolve) => {
        const request = db.transaction(store).objectStore(store).getAll();
        request.onsuccess = () => resolve(request.result);
      });
      for (const row of rows) {
        if (row instanceof CryptoKey) exportable = row.extractable;
        const secret = row as { data?: ArrayBuffer };
        dump.push(secret.data instanceof ArrayBuffer ? new TextDecoder().decode(secret.data) : JSON.stringify(row));
      }
    }
    return { dump: dump.join('\n'), exportable };
  });
  expect(stored.exportable).toBe(false);
  expect(stored.dump).toContain('Northwind Sales');
  expect(stored.dump).not.toContain(tokens.full);
});

async function storedConnections(own: Awaited<ReturnType<typeof launch>>): Promise<number> {
  const page = await own.context.newPage();
  await page.goto(own.page('options.html#accounts'));
  await page.getByTestId('connect-form').or(page.getByTestId('account')).first().waitFor();
  const count = await page.getByTestId('account').count();
  await page.close();
  return count;
}

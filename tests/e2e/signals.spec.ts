import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { type Launched, launch, optionsOpened } from '../tools/extension.ts';
import {
  connectAccount,
  control,
  expect,
  grant,
  importTeam,
  mainAccount,
  overlayStatus,
  recordNoted,
  tabId,
  teamFile,
  test,
} from './support.ts';

const CRM = 'hubspot';

interface Event {
  id: string;
  type: string;
  subject: string;
  data: {
    kind: string;
    field: { name: string };
    agent: string | null;
    by: { name: string } | null;
    about?: string;
  };
}

interface Deliveries {
  accepted: Event[];
  repeated: Event[];
}

/** A browser that is connected and may send to the receiver. */
async function allowedBrowser(sandbox: Sandbox): Promise<Launched> {
  const to = { port: sandbox.info.port, spki: sandbox.info.spki };
  const first = await launch(to);
  await connectAccount(first, { ...mainAccount(sandbox, CRM), label: 'Northwind Sales' });
  await importTeam(first, teamFile(sandbox, CRM));
  await first.close(true);
  await grant(first, sandbox);
  const browser = await launch({ ...to, profile: first.profile });
  // A profile that was written to is one in which the extension is new.
  await optionsOpened(browser.context);
  return browser;
}

test('a correction made elsewhere reaches the endpoint, once in effect, whatever the endpoint answers', async ({
  sandbox,
}) => {
  const browser = await allowedBrowser(sandbox);
  try {
    // The receiver looks at the time of a delivery as well.
    await control(sandbox, 'POST', '/clock', { now: Date.now() });
    const { id, url, object } = recordNoted(sandbox, /moved to and fro/, CRM);
    const about = { crm: CRM, object, id };
    // The receiver also has what other browsers have sent, of which this one may know nothing.
    const { accepted: earlier } = await control<Deliveries>(sandbox, 'GET', '/deliveries');
    const isNew = (event: { id: string }) => earlier.every((one) => one.id !== event.id);
    const deliveries = async () => {
      const { accepted, repeated } = await control<Deliveries>(sandbox, 'GET', '/deliveries');
      return { accepted: accepted.filter(isNew), repeated: repeated.filter(isNew) };
    };
    await control(sandbox, 'POST', '/agent', {
      ...about,
      agent: 'Pipeline Copilot',
      mode: 'direct',
      set: { hs_next_step: 'Send them the brochure' },
    });
    await control(sandbox, 'POST', '/human', {
      ...about,
      person: 'Mara Lindqvist',
      via: 'mobile',
      set: { hs_next_step: 'Call back on Monday' },
    });

    const options = await browser.context.newPage();
    await options.goto(browser.page('options.html#signals'));
    await options.getByTestId('endpoint-url').fill('http://hooks.receiver.example/events');
    await options.getByTestId('endpoint-add').click();
    await expect(options.getByRole('alert')).toContainText('https://');
    await options.getByTestId('endpoint-url').fill(sandbox.info.receivers.cloudevents.url);
    await options.getByTestId('endpoint-own-secret').fill(sandbox.info.receivers.cloudevents.secret);
    await options.getByTestId('endpoint-add').click();
    await expect(options.getByTestId('endpoint-waiting')).toContainText('Everything has been sent');

    // Taken, but the answer is lost on the way.
    await control(sandbox, 'POST', '/fault', { route: 'receiver', kind: 'lost', times: 1 });
    const page = await browser.context.newPage();
    await page.goto(url);
    await overlayStatus(page, 'ready');
    await expect(options.getByTestId('endpoint-problem')).toContainText('could not be reached');
    await expect(options.getByTestId('signals-kept')).not.toContainText('0 signals');
    await expect((await new AxeBuilder({ page: options }).analyze()).violations).toEqual([]);

    const tab = await tabId(options, url);
    const popup = await browser.context.newPage();
    await popup.goto(browser.page(`popup.html?tab=${tab}`));
    await expect(popup.getByTestId('popup-signals')).toContainText('waiting to be sent');
    await popup.close();
    await options.getByTestId('endpoint-retry').click();
    await expect(options.getByTestId('endpoint-waiting')).toContainText('Everything has been sent');

    const { accepted, repeated } = await deliveries();
    const next = accepted.filter(({ data }) => data.field.name === 'hs_next_step');
    expect(next.at(-1)).toMatchObject({
      type: 'countersign.override.v1',
      subject: `hubspot/12345678/${object}/${id}`,
      data: { kind: 'corrected', agent: 'Pipeline Copilot', by: { name: 'Mara Lindqvist' } },
    });
    expect(JSON.stringify(accepted)).not.toContain('Call back on Monday');
    expect(new Set(accepted.map((event) => event.id)).size).toBe(accepted.length);
    expect(repeated.map((event) => event.id).sort()).toEqual(accepted.map((event) => event.id).sort());

    // Looked at again, it is the same signal.
    await page.reload();
    await overlayStatus(page, 'ready');
    await options.reload();
    await expect(options.getByTestId('endpoint-waiting')).toContainText('Everything has been sent');
    expect((await deliveries()).accepted).toHaveLength(accepted.length);

    // A certificate that nobody trusts is no receiver; two tabs that see the next correction at once make one signal of it.
    await control(sandbox, 'POST', '/fault', { route: 'receiver', kind: 'certificate' });
    await control(sandbox, 'POST', '/agent', {
      ...about,
      agent: 'Pipeline Copilot',
      mode: 'direct',
      set: { hs_next_step: 'Send it again' },
    });
    await control(sandbox, 'POST', '/human', {
      ...about,
      person: 'Mara Lindqvist',
      via: 'mobile',
      set: { hs_next_step: 'Call on Tuesday' },
    });
    const tabs = [page, await browser.context.newPage()];
    await Promise.all(
      tabs.map(async (one) => {
        await one.goto(url);
        await overlayStatus(one, 'ready');
      }),
    );
    await expect(options.getByTestId('endpoint-waiting')).toContainText('1 signal is waiting');
    await expect(options.getByTestId('endpoint-problem')).toContainText(
      'certificate is not one that this browser trusts',
    );
    await options.screenshot({ path: 'test-results/looks/signals-certificate.png', fullPage: true });
    await control(sandbox, 'DELETE', '/fault');
    await options.getByTestId('endpoint-retry').click();
    await expect(options.getByTestId('endpoint-waiting')).toContainText('Everything has been sent');
    const after = await deliveries();
    expect(after.accepted).toHaveLength(accepted.length + 1);
    expect(after.accepted.at(-1)).toMatchObject({ data: { kind: 'corrected', field: { name: 'hs_next_step' } } });

    // The team says that it was no agent, and then that it was: everything is taken back, and in effect again.
    const { agents, account } = mainAccount(sandbox, CRM);
    const { appId, name } = agents.find((one) => one.name === 'Pipeline Copilot') ?? {};
    for (const [role, kind] of [
      ['automation', 'retracted'],
      ['agent', 'reinstated'],
    ]) {
      await options.evaluate(
        (message) => {
          const { chrome } = globalThis as never as {
            chrome: { runtime: { sendMessage(m: object): Promise<unknown> } };
          };
          return chrome.runtime.sendMessage(message);
        },
        { kind: 'writer.map', body: { crm: CRM, account, key: `app:${appId}`, role, name } },
      );
      const told = async () => {
        const { accepted: all } = await deliveries();
        return all.flatMap(({ type, data }) =>
          type.includes('.retraction.') && data.kind === kind ? [data.about] : [],
        );
      };
      // Others on this record may rest on another writer of that name, or stand in its ledger.
      const corrections = after.accepted
        .filter((one) => one.data.agent === name && one.data.field.name === 'hs_next_step')
        .filter((one) => one.subject.endsWith(`/${id}`))
        .map((one) => one.id);
      expect(corrections.length).toBeGreaterThan(1);
      await expect.poll(told).toEqual(expect.arrayContaining(corrections));
    }
  } finally {
    await control(sandbox, 'DELETE', '/fault');
    await browser.close();
  }
});

test('one’s own corrections stand in the panel with their delivery; what is stuck is said, and put right in the options', async ({
  sandbox,
}) => {
  const browser = await allowedBrowser(sandbox);
  try {
    await control(sandbox, 'POST', '/clock', { now: Date.now() });
    await control(sandbox, 'DELETE', '/deliveries');
    const { id, url, object } = recordNoted(sandbox, /an agent has damaged/, CRM);
    const about = { crm: CRM, object, id };
    const correct = async (field: string, from: string, value: string) => {
      await control(sandbox, 'POST', '/agent', {
        ...about,
        agent: 'Pipeline Copilot',
        mode: 'direct',
        set: { [field]: from },
      });
      await control(sandbox, 'POST', '/human', {
        ...about,
        person: 'Dana Reyes',
        via: 'mobile',
        set: { [field]: value },
      });
    };
    await correct('hs_next_step', 'Send them the brochure', 'Call back on Monday');

    const options = await browser.context.newPage();
    await options.goto(browser.page('options.html#signals'));
    await options.getByTestId('endpoint-url').fill(`${new URL(sandbox.info.receivers.cloudevents.url).origin}/nowhere`);
    await options.getByTestId('endpoint-add').click();
    await expect(options.getByTestId('endpoint')).toBeVisible();
    const page = await browser.context.newPage();
    await page.goto(url);
    await overlayStatus(page, 'ready');
    await expect(options.getByTestId('endpoint-problem')).toContainText('does not take the signals');

    const panel = await browser.context.newPage();
    await panel.setViewportSize({ width: 400, height: 800 });
    await panel.goto(browser.page(`sidepanel.html?tab=${await tabId(options, url)}`));
    await expect(panel.getByTestId('panel-corrections')).toContainText('Not delivered');
    await panel.getByTestId('panel-corrections').focus();
    await panel.keyboard.press('Enter');
    const row = (field: string) => panel.getByTestId('correction').filter({ hasText: field });
    const delivery = (field: string) => row(field).getByTestId('delivery');
    await expect(row('Next step')).toContainText('Call back on Monday');
    await expect(delivery('Next step')).toHaveAttribute('data-state', 'stuck');
    await expect(panel.getByTestId('corrections-stuck')).toContainText('hooks.receiver.example');
    await expect((await new AxeBuilder({ page: panel }).analyze()).violations).toEqual([]);
    await panel.screenshot({ path: 'test-results/looks/corrections.png' });

    await options.bringToFront();
    await options.getByTestId('endpoint-edit').click();
    const form = options.getByTestId('endpoint-form').first();
    await form.getByTestId('endpoint-url').fill(sandbox.info.receivers.cloudevents.url);
    await form.getByTestId('endpoint-own-secret').fill(sandbox.info.receivers.cloudevents.secret);
    await form.getByTestId('endpoint-type-decision').uncheck();
    await expect((await new AxeBuilder({ page: options }).analyze()).violations).toEqual([]);
    await options.screenshot({ path: 'test-results/looks/endpoint.png', fullPage: true });
    await form.getByTestId('endpoint-save').click();
    await expect(options.getByTestId('endpoint-waiting')).toContainText('Everything has been sent');

    // Why, said later: an event of its own.
    await panel.bringToFront();
    await expect(delivery('Next step')).toHaveAttribute('data-state', 'delivered');
    await row('Next step').getByTestId('correction-why').selectOption('outdated');
    await expect(row('Next step')).toContainText('Why: Outdated');
    await expect(delivery('Next step')).toHaveAttribute('data-state', 'delivered');
    const { accepted } = await control<Deliveries>(sandbox, 'GET', '/deliveries');
    const correction = accepted.findLast(({ data }) => data.kind === 'corrected' && data.field.name === 'hs_next_step');
    expect(accepted.at(-1)).toMatchObject({
      type: 'countersign.reason.v1',
      data: { kind: 'explained', about: correction?.id, reason: 'outdated' },
    });
    expect(accepted.some(({ type }) => type === 'countersign.decision.v1')).toBe(false);

    // One that the receiver refuses stands there with its answer, and can be tried again.
    await control(sandbox, 'POST', '/fault', {
      route: 'receiver',
      kind: 'status',
      status: 422,
      body: 'Unknown field',
      times: 1,
    });
    await correct('description', 'Ten words from the agent', 'One word from Dana');
    await page.bringToFront();
    await page.reload();
    await overlayStatus(page, 'ready');
    await panel.bringToFront();
    await panel.keyboard.press('Escape');
    await expect(panel.getByTestId('panel-corrections')).toBeFocused();
    await panel.keyboard.press('Enter');
    await expect(delivery('Description')).toHaveAttribute('data-state', 'refused');
    await expect(delivery('Description')).toContainText('422 “Unknown field”');
    await delivery('Description').getByRole('button').click();
    await expect(delivery('Description')).toHaveAttribute('data-state', 'delivered');
  } finally {
    await control(sandbox, 'DELETE', '/fault');
    await browser.close();
  }
});

interface Kept {
  type: string;
  kind: string;
  field: string;
  agent: string | null;
  record: string;
  by: { name: string } | null;
}

/** The account's signals, as a page of the extension's own is told them. */
function signalsIn(page: Page, account: string): Promise<Kept[]> {
  return page.evaluate(
    async (about) => {
      const { chrome } = globalThis as never as {
        chrome: { runtime: { sendMessage(message: object): Promise<{ answer: Kept[] }> } };
      };
      return (await chrome.runtime.sendMessage({ kind: 'signals.list', body: about })).answer;
    },
    { crm: CRM, account },
  );
}

test('what changed on records that nobody opens is found by looking; what was seen and let stand is approved', async ({
  sandbox,
}) => {
  const browser = await launch({ port: sandbox.info.port, spki: sandbox.info.spki });
  try {
    await control(sandbox, 'POST', '/clock', { limits: 'off' });
    const { account } = mainAccount(sandbox, CRM);
    await connectAccount(browser, { ...mainAccount(sandbox, CRM), label: 'Northwind Sales' });
    await importTeam(browser, { ...teamFile(sandbox, CRM), policy: { standDays: 1 } });
    const options = await browser.context.newPage();
    await options.goto(browser.page('options.html#signals'));
    const status = options.getByTestId('sweep-status');
    const look = async () => {
      await options.getByTestId('sweep-look').click();
      await expect(options.getByTestId('sweep-look')).toBeVisible();
      await expect(status).toContainText('Looks again after');
    };
    await expect(options.getByTestId('sweep-until')).toHaveText('Nothing has been looked at yet.');
    await look();
    await expect(options.getByTestId('sweep-until')).toContainText('Looked at everything that changed up to');
    expect(await signalsIn(options, account)).toEqual([]);

    const elsewhere = recordNoted(sandbox, /moved to and fro/, CRM);
    const about = { crm: CRM, object: elsewhere.object, id: elsewhere.id };
    const agent = { agent: 'Pipeline Copilot', mode: 'direct' };
    await control(sandbox, 'POST', '/agent', { ...about, ...agent, set: { hs_next_step: 'Send them the price list' } });
    await control(sandbox, 'POST', '/human', {
      ...about,
      person: 'Mara Lindqvist',
      via: 'mobile',
      set: { hs_next_step: 'Call them first' },
    });
    await options.getByTestId('sweep-pause').click();
    await expect(status).toContainText('Paused.');
    await options.getByTestId('sweep-resume').click();
    // Going on is looking at once; asking for it leads.
    await options.getByTestId('sweep-look').click();
    await expect(options.getByTestId('signals-kept')).not.toContainText('0 signals');
    await expect
      .poll(() => signalsIn(options, account))
      .toContainEqual(
        expect.objectContaining({
          type: 'override',
          kind: 'corrected',
          field: 'hs_next_step',
          agent: 'Pipeline Copilot',
          record: `hubspot/${account}/${elsewhere.object}/${elsewhere.id}`,
        }),
      );
    await expect(options.getByTestId('sweep-today')).toContainText('10 %');
    await expect((await new AxeBuilder({ page: options }).analyze()).violations).toEqual([]);

    // An agent's value that stands in view for five seconds has been seen.
    const opened = recordNoted(sandbox, /^clean deal/, CRM);
    await control(sandbox, 'POST', '/agent', {
      crm: CRM,
      object: opened.object,
      id: opened.id,
      ...agent,
      set: { hs_next_step: 'Ask for the contract' },
    });
    const page = await browser.context.newPage();
    await page.goto(opened.url);
    await overlayStatus(page, 'ready');
    await expect(page.locator('countersign-mark[data-field="hs_next_step"][data-countersign="agent"]')).toHaveCount(1);
    await expect.poll(() => seenValues(options), { timeout: 20_000 }).toContain('hs_next_step');
    await page.close();
    await control(sandbox, 'POST', '/clock', { advance: 25 * 3_600_000 });
    const stood = async () => (await signalsIn(options, account)).filter(({ kind }) => kind === 'stood');
    await options.bringToFront();
    // The first answer tells the CRM's new time.
    await look();
    await look();
    await expect.poll(stood).toContainEqual(
      expect.objectContaining({
        type: 'approval',
        field: 'hs_next_step',
        record: `hubspot/${account}/${opened.object}/${opened.id}`,
        by: { name: 'Dana Reyes' },
      }),
    );
    const once = (await stood()).length;
    await look();
    expect(await stood()).toHaveLength(once);
  } finally {
    await browser.close();
  }
});

/** Fields whose values are noted as seen, from the extension's database. */
function seenValues(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const open = indexedDB.open('countersign');
        open.onerror = () => reject(open.error);
        open.onsuccess = () => {
          const all = open.result.transaction('standing').objectStore('standing').getAll();
          all.onerror = () => reject(all.error);
          all.onsuccess = () => {
            open.result.close();
            resolve(all.result.map(({ field }) => field));
          };
        };
      }),
  );
}

import type { BrowserContext, Page, Worker } from '@playwright/test';
import { BODIES } from '../../lib/messaging/bodies.ts';
import { control, expect, mainAccount, overlayStatus, recordNoted, test } from './support.ts';

const DAMAGED = /an agent has damaged/;

async function worker(context: BrowserContext): Promise<Worker> {
  return context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
}

interface Answer {
  answer?: unknown;
  refused?: string;
}

/**
 * Runs a function in a page's tab as a hostile script in the place of our content script would: in the same isolated world. It goes
 * there as text, by the background.
 */
async function inContentScript<A, R>(page: Page, act: (arg: A) => R | Promise<R>, arg: A): Promise<R> {
  const background = await worker(page.context());
  return background.evaluate<R>(`(async () => {
    const tab = (await chrome.tabs.query({})).find((one) => one.url === ${JSON.stringify(page.url())});
    const [outcome] = await chrome.scripting.executeScript({
      target: { tabId: tab?.id },
      args: [${JSON.stringify(arg)}],
      func: ${act},
    });
    return outcome?.result;
  })()`);
}

interface ContentChrome {
  runtime: {
    sendMessage(message: object, answered: (answer: Answer) => void): void;
    connect(to: { name: string }): {
      onMessage: { addListener(hear: (message: unknown) => void): void };
      onDisconnect: { addListener(hear: () => void): void };
    };
    getURL(path: string): string;
  };
  storage: { session: { get(): Promise<object> } };
}

/** What a message that says it is from our content script is answered. */
function asContentScript(page: Page, kind: string, body: unknown): Promise<Answer> {
  return inContentScript(
    page,
    (message) =>
      new Promise<Answer>((resolve) => {
        const { runtime } = (globalThis as never as { chrome: ContentChrome }).chrome;
        runtime.sendMessage(message, resolve);
      }),
    { kind, body },
  );
}

/** What a content script may send; everything else that the protocol has is our own pages'. */
const PAGE_KINDS = ['record.view', 'record.report', 'record.labels', 'record.seen', 'page.kit', 'page.open'];
const OWN_KINDS = Object.keys(BODIES).filter((kind) => !PAGE_KINDS.includes(kind));

test('a hostile content script can change nothing and read no other record', async ({ page_: page, sandbox }) => {
  await page.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(page, 'ready');
  expect(OWN_KINDS.length).toBeGreaterThan(50);
  // Who asks is looked at before what is asked, so nothing has to be right about it.
  for (const kind of OWN_KINDS) {
    expect(await asContentScript(page, kind, {}), kind).toEqual({ refused: `${kind}: not for this sender` });
  }
  const own = recordNoted(sandbox, DAMAGED);
  const other = recordNoted(sandbox, /clean deal/);
  const view = (id: string) => ({
    ref: { crm: 'hubspot', account: mainAccount(sandbox).account, object: '0-3', id },
    reason: 'open',
    language: 'en',
  });
  expect(await asContentScript(page, 'record.view', view(own.id))).toMatchObject({ answer: { ok: true } });
  expect(await asContentScript(page, 'record.view', view(other.id))).toEqual({
    answer: { ok: false, problem: { kind: 'moved' } },
  });
  const details = await asContentScript(page, 'field.details', { ref: view(own.id).ref, field: 'amount' });
  expect(details.refused).toContain('not for this sender');
  for (const bad of [{}, null, 'x', { ...view(own.id), reason: 'please' }, { ...view(own.id), language: '<b>' }]) {
    expect((await asContentScript(page, 'record.view', bad)).refused, JSON.stringify(bad)).toBeTruthy();
  }
});

test('a hostile content script can start no long work', async ({ page_: page, sandbox }) => {
  await page.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(page, 'ready');
  const { account } = mainAccount(sandbox);
  for (const name of ['queue', 'sweep', 'writers', 'staging-create', 'staging-undo']) {
    const came = await inContentScript(
      page,
      (port) =>
        new Promise((resolve) => {
          const { runtime } = (globalThis as never as { chrome: ContentChrome }).chrome;
          const opened = runtime.connect({ name: port });
          opened.onMessage.addListener(resolve);
          opened.onDisconnect.addListener(() => resolve('cut'));
        }),
      `${name}:hubspot:${account}`,
    );
    expect(came, name).toBe('cut');
  }
});

test('what a content script is told holds no token, no evidence and no history', async ({ page_: page, sandbox }) => {
  await page.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(page, 'ready');
  const { id } = recordNoted(sandbox, DAMAGED);
  const ref = { crm: 'hubspot', account: mainAccount(sandbox).account, object: '0-3', id };
  const answer = JSON.stringify(await asContentScript(page, 'record.view', { ref, reason: 'open', language: 'en' }));
  expect(answer).toContain('dealstage');
  for (const secret of ['pat-', 'sourceType', 'INTEGRATION', 'evidence', 'history'])
    expect(answer).not.toContain(secret);
});

test('stores of the extension are closed to content scripts', async ({ page_: page, sandbox }) => {
  await page.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(page, 'ready');
  const seen = await inContentScript(
    page,
    async () => {
      const { storage } = (globalThis as never as { chrome: ContentChrome }).chrome;
      const session = await storage.session.get().then(Object.keys, () => 'refused');
      const names = (await indexedDB.databases()).map((d) => d.name);
      return { session, names };
    },
    null,
  );
  expect(seen.session).toBe('refused');
  expect(seen.names).not.toContain('countersign');
});

test('a frame of the card that claims another record is told nothing', async ({ page_: page, sandbox }) => {
  await page.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(page, 'ready');
  const other = recordNoted(sandbox, /clean deal/);
  await inContentScript(
    page,
    (query) => {
      const { runtime } = (globalThis as never as { chrome: ContentChrome }).chrome;
      const frame = document.createElement('iframe');
      frame.src = `${runtime.getURL('/card.html')}?${query}`;
      document.body.append(frame);
    },
    `crm=hubspot&account=${mainAccount(sandbox).account}&object=0-3&id=${other.id}&field=dealstage`,
  );
  const cards = () => page.frames().filter((one) => one.url().includes('/card.html'));
  await expect.poll(() => cards().length).toBe(1);
  const [frame] = cards();
  if (!frame) throw new Error('no card');
  await frame.locator('[aria-busy="false"]').waitFor();
  await expect(frame.locator('.change')).toHaveCount(0);
});

test('the page itself can neither talk to the extension nor read the card', async ({
  page_: page,
  sandbox,
  browser_,
}) => {
  await page.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(page, 'ready');
  const reach = await page.evaluate(async (id) => {
    const { chrome } = globalThis as never as {
      chrome?: { runtime?: { sendMessage?(id: string, m: object): Promise<unknown> } };
    };
    const message = chrome?.runtime?.sendMessage
      ? await chrome.runtime.sendMessage(id, {}).then(
          () => 'answered',
          () => 'refused',
        )
      : 'no api';
    const byId = await Promise.all(
      ['card.html', 'hubspotPage.js'].map((file) =>
        fetch(`chrome-extension://${id}/${file}`).then(
          () => 'readable',
          () => 'refused',
        ),
      ),
    );
    const loaded = performance.getEntriesByType('resource').filter(({ name }) => name.startsWith('chrome-extension:'));
    return { message, byId, loaded: loaded.length };
  }, browser_.extensionId);
  expect(reach.message).not.toBe('answered');
  expect(reach.byId).toEqual(['refused', 'refused']);
  // Where the page side was loaded from would tell the address of the session.
  expect(reach.loaded).toBe(0);
  await page.locator('countersign-mark[data-field="dealstage"]').last().click();
  await expect.poll(() => page.frames().some((f) => f.url().includes('/card.html'))).toBe(true);
  const inside = await page.evaluate(() => {
    const host = document.querySelector('countersign-card');
    return {
      root: host?.shadowRoot ?? null,
      frames: window.length,
      iframes: document.querySelectorAll('iframe').length,
    };
  });
  expect(inside).toEqual({ root: null, frames: 0, iframes: 0 });
});

test('the page’s own policy, however strict, stops neither marks nor card', async ({ page_: page, sandbox }) => {
  const { url } = recordNoted(sandbox, DAMAGED);
  const policy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-src 'none'; require-trusted-types-for 'script'";
  const cdp = await page.context().newCDPSession(page);
  cdp.on('Fetch.requestPaused', async ({ requestId, responseStatusCode = 200, responseHeaders = [] }) => {
    const { body, base64Encoded } = await cdp.send('Fetch.getResponseBody', { requestId });
    await cdp.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: responseStatusCode,
      responseHeaders: [
        ...responseHeaders.filter(({ name }) => !/^content-(encoding|length)$/i.test(name)),
        { name: 'content-security-policy', value: policy },
      ],
      body: base64Encoded ? body : Buffer.from(body).toString('base64'),
    });
  });
  await cdp.send('Fetch.enable', { patterns: [{ urlPattern: url, requestStage: 'Response' }] });
  await page.goto(url);
  await overlayStatus(page, 'ready');
  await page.locator('countersign-mark[data-field="amount"]').last().click();
  await expect.poll(() => page.frames().some((f) => f.url().includes('/card.html'))).toBe(true);
  const card = page.frames().find((f) => f.url().includes('/card.html'));
  await expect(card?.locator('h1') ?? page.locator('none')).toBeVisible();
  const elsewhere = await page.evaluate(() =>
    fetch('https://api.hubapi.com/', { mode: 'no-cors' }).then(
      () => 'allowed',
      () => 'stopped',
    ),
  );
  expect(elsewhere, 'the policy was not in force').toBe('stopped');
});

test('keys typed in the card never reach the page', async ({ page_: page, sandbox }) => {
  await page.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(page, 'ready');
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seenKeys: seen });
    window.addEventListener('keydown', (event) => seen.push(event.key), true);
  });
  await page.locator('countersign-mark[data-field="amount"]').last().click();
  await expect.poll(() => page.frames().some((f) => f.url().includes('/card.html'))).toBe(true);
  const frame = page.frames().find((f) => f.url().includes('/card.html'));
  await expect(frame?.locator('h1') ?? page.locator('none')).toBeFocused();
  await page.keyboard.press('s');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => (window as unknown as { seenKeys: string[] }).seenKeys)).toEqual([]);
});

/** Asks as a page of our own does. */
function asOwnPage(page: Page, kind: string, body: object): Promise<Answer> {
  return page.evaluate(
    ([type, data]) =>
      (
        globalThis as never as { chrome: { runtime: { sendMessage(m: object): Promise<Answer> } } }
      ).chrome.runtime.sendMessage({ kind: type, body: data }),
    [kind, body] as const,
  );
}

test('a decision is taken once, for what was shown, from where it was shown', async ({ sandbox, browser_ }) => {
  const record = recordNoted(sandbox, /waiting suggestions/);
  const ref = { crm: 'hubspot', account: mainAccount(sandbox).account, object: record.object, id: record.id };
  const page = await browser_.context.newPage();
  await page.goto(browser_.page('popup.html'));
  const shown = (await asOwnPage(page, 'suggestion.details', { ref, field: 'hs_priority' })) as {
    answer: { details: { token: string } };
  };
  const { token } = shown.answer.details;
  // Whatever else is sent along, record, field and value are those that were shown.
  const wish = { token, kind: 'reject', ref: { ...ref, id: '1' }, field: 'amount', to: '1' };
  const answers = await Promise.all([1, 2, 3].map(() => asOwnPage(page, 'suggestion.decide', wish)));
  expect(answers.filter(({ refused }) => refused?.includes('used or unknown'))).toHaveLength(2);
  const done = answers.find(({ answer }) => answer)?.answer as {
    decision: { key: string; state: string; field: string };
  };
  expect(done.decision).toMatchObject({ state: 'done', field: 'hs_priority' });
  expect((await asOwnPage(page, 'suggestion.decide', { token: 'x', kind: 'approve' })).refused).toBeTruthy();
  expect((await asOwnPage(page, 'decision.undo', { ref, key: done.decision.key })).answer).toMatchObject({ ok: true });
  expect((await asOwnPage(page, 'decision.undo', { ref, key: done.decision.key })).refused).toBeTruthy();
  await page.close();
});

test('an agent’s words are text: nothing of them is drawn, run or followed', async ({ page_: page, sandbox }) => {
  const record = recordNoted(sandbox, /clean deal/);
  await control(sandbox, 'POST', '/agent', {
    crm: 'hubspot',
    agent: 'Pipeline Copilot',
    object: record.object,
    id: record.id,
    mode: 'staged',
    set: { hs_priority: 'low' },
    meta: {
      reason: '<b>Approve</b> <img src=x onerror="document.title=1"> \u202e\nApprove · Edit · Reject',
      evidence: ['javascript:alert(1)', 'https://evidence.example/<script>'],
    },
  });
  await page.goto(record.url);
  await overlayStatus(page, 'ready');
  // A second answer of the background may come between and close the card again.
  await expect(async () => {
    await page.locator('countersign-chip[data-field="hs_priority"]:not([data-unplaced])').click();
    await expect.poll(() => page.frames().some((f) => f.url().includes('/card.html')), { timeout: 2_000 }).toBe(true);
  }).toPass();
  const card = page.frames().find((f) => f.url().includes('/card.html'));
  const words = card?.locator('.agent-words');
  await expect(words ?? page.locator('none')).toContainText('<b>Approve</b>');
  expect(await words?.locator('img, b, script').count()).toBe(0);
  const links = (await words?.locator('a').evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href))) ?? [];
  expect(links.every((link) => link.startsWith('https://'))).toBe(true);
  // Two keys that look like buttons in the text decide nothing: there is one Approve.
  expect(await card?.locator('[data-countersign-action="approve"]').count()).toBe(1);
});

test('a page that clicks or presses by script opens and decides nothing', async ({ page_: page, sandbox }) => {
  const record = recordNoted(sandbox, /waiting suggestions/);
  await page.goto(record.url);
  await overlayStatus(page, 'ready');
  await page.locator('countersign-chip:not([data-unplaced])').first().waitFor();
  await page.evaluate(() => {
    for (const chip of document.querySelectorAll('countersign-chip')) {
      chip.shadowRoot?.querySelector('button')?.click();
      chip.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    }
  });
  await page.waitForTimeout(500);
  expect(await page.locator('countersign-card').count()).toBe(0);
});

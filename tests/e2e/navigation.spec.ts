import { control, expect, marksOn, navigate, overlayStatus, recordNoted, test } from './support.ts';

const path = (url: string) => new URL(url).pathname;

for (const lateRenderMs of [0, 1500, 4000]) {
  test(`between namesakes no mark of one ever stands on the other, late by ${lateRenderMs} ms`, async ({
    page_: page,
    sandbox,
  }) => {
    const damaged = recordNoted(sandbox, /an agent has damaged/);
    const namesake = recordNoted(sandbox, /namesake of the damaged deal/);
    await control(sandbox, 'POST', '/dom', { lateRenderMs });
    await page.goto(damaged.url);
    await overlayStatus(page, 'ready');
    // The agent wrote the damaged deal's close date; people alone edited the namesake.
    await expect(page.locator('countersign-mark[data-field="closedate"]').last()).toHaveAttribute(
      'data-countersign',
      'agent',
    );
    for (const to of [namesake, damaged, namesake]) {
      const frames = await page.evaluate(async (where) => {
        const app = (window as unknown as { sandboxPage: { navigate(path: string): void; settle(): Promise<void> } })
          .sandboxPage;
        app.navigate(where);
        const seen: { marks: string[]; closedate: string }[] = [];
        const look = () =>
          seen.push({
            marks: [...document.querySelectorAll('countersign-mark')].map(
              (m) => `${m.getAttribute('data-field')} ${m.getAttribute('data-countersign')}`,
            ),
            closedate: document.querySelector('[data-selenium-test="property-input-closedate"]')?.textContent ?? '',
          });
        look();
        let settled = false;
        void app.settle().then(() => {
          settled = true;
        });
        while (!settled) {
          await new Promise((r) => requestAnimationFrame(r));
          look();
        }
        for (let i = 0; i < 30; i++) {
          await new Promise((r) => requestAnimationFrame(r));
          look();
        }
        return seen;
      }, path(to.url));
      expect(frames[0]?.marks).toEqual([]);
      await overlayStatus(page, 'ready');
      const final = (await marksOn(page)).map((m) => `${m.field} ${m.state}`);
      // At no moment anything else than nothing or what holds for this record.
      for (const frame of frames) for (const mark of frame.marks) expect(final).toContain(mark);
      if (to === namesake) expect(final.filter((m) => m.endsWith(' agent'))).toEqual([]);
      else expect(final).toContain('closedate agent');
    }
  });
}

test('back and forward', async ({ page_: page, sandbox }) => {
  const damaged = recordNoted(sandbox, /an agent has damaged/);
  const clean = recordNoted(sandbox, /clean deal/);
  await page.goto(damaged.url);
  await overlayStatus(page, 'ready');
  const there = await marksOn(page);
  await navigate(page, path(clean.url));
  await overlayStatus(page, 'ready');
  expect((await marksOn(page)).filter((m) => m.state === 'agent')).toEqual([]);
  await page.goBack();
  await expect(page.locator('countersign-root')).toHaveAttribute('data-countersign-record', new RegExp(damaged.id));
  await overlayStatus(page, 'ready');
  await expect.poll(() => marksOn(page)).toEqual(there);
  await page.goForward();
  await overlayStatus(page, 'ready');
  await expect(page.locator('countersign-root')).toHaveAttribute('data-countersign-record', new RegExp(clean.id));
});

test('a tab that loads in the background is right when it is looked at', async ({ page_: page, sandbox, browser_ }) => {
  const other = await browser_.context.newPage();
  await page.goto(recordNoted(sandbox, /clean deal/).url);
  await page.bringToFront();
  await other.goto(recordNoted(sandbox, /an agent has damaged/).url);
  await page.bringToFront();
  await other.bringToFront();
  await overlayStatus(other, 'ready');
  expect((await marksOn(other)).some((m) => m.state === 'agent')).toBe(true);
  await other.close();
});

test('the toolbar counts agent-written fields and follows the record', async ({ page_: page, sandbox, browser_ }) => {
  const badge = async () => {
    const worker = browser_.context.serviceWorkers()[0] ?? (await browser_.context.waitForEvent('serviceworker'));
    return worker.evaluate(async (url) => {
      const api = (
        globalThis as unknown as {
          chrome: typeof globalThis & {
            tabs: { query(q: object): Promise<{ id: number; url?: string }[]> };
            action: { getBadgeText(q: object): Promise<string> };
          };
        }
      ).chrome;
      const tab = (await api.tabs.query({})).find((t) => t.url === url);
      return tab ? api.action.getBadgeText({ tabId: tab.id }) : null;
    }, page.url());
  };
  await page.goto(recordNoted(sandbox, /an agent has damaged/).url);
  await overlayStatus(page, 'ready');
  const agents = new Set((await marksOn(page)).filter((m) => m.state === 'agent').map((m) => m.field)).size;
  expect(agents).toBeGreaterThan(0);
  await expect.poll(badge).toBe(String(agents));
  await navigate(page, path(recordNoted(sandbox, /clean deal/).url));
  await overlayStatus(page, 'ready');
  await expect.poll(badge).toBe('');
});

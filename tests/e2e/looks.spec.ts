import { mkdir } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { launch } from '../tools/extension.ts';
import {
  connect,
  control,
  expect,
  mainAccount,
  marksOn,
  overlayStatus,
  recordNoted,
  teamFile,
  test,
} from './support.ts';

const DAMAGED = /an agent has damaged/;
const SHOTS = 'test-results/looks';

/** Every box of the page's own elements, in document order. */
const boxes = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((e) => !e.localName.startsWith('countersign-'))
      .map((e) => {
        const { x, y, width, height } = e.getBoundingClientRect();
        return `${e.localName} ${x} ${y} ${width} ${height}`;
      }),
  );

test('nothing of the page moves, grows or scrolls because of us', async ({ page_: page, sandbox }) => {
  const bare = await launch({ port: sandbox.info.port, spki: sandbox.info.spki, extension: false });
  const without = await bare.context.newPage();
  const { url } = recordNoted(sandbox, DAMAGED);
  for (const p of [without, page]) {
    await p.goto(url);
    await p.waitForFunction(() => 'sandboxPage' in window);
    await p.evaluate(() => (window as unknown as { sandboxPage: { settle(): Promise<void> } }).sandboxPage.settle());
  }
  await overlayStatus(page, 'ready');
  await expect(page.locator('countersign-mark:not([data-unplaced])').first()).toBeAttached();
  expect(await boxes(page)).toEqual(await boxes(without));
  await bare.close();
});

test('strict page: no node of the page is moved, wrapped, removed or annotated', async ({ page_: page, sandbox }) => {
  await control(sandbox, 'POST', '/dom', { strict: true });
  await page.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(page, 'ready');
  await page.locator('countersign-mark[data-field="dealstage"]').last().click();
  await page.keyboard.press('Escape');
  await page.evaluate(async () => {
    const app = (window as unknown as { sandboxPage: { churn(n: number): Promise<void>; settle(): Promise<void> } })
      .sandboxPage;
    await app.churn(200);
    await app.settle();
  });
  const violations = await page.evaluate(
    () => (window as unknown as { sandboxPage: { violations: unknown[] } }).sandboxPage.violations,
  );
  expect(violations).toEqual([]);
  await control(sandbox, 'POST', '/dom', { strict: false });
});

test('every mark has a 24 px target of its own', async ({ page_: page, sandbox }) => {
  await page.goto(recordNoted(sandbox, DAMAGED).url);
  await overlayStatus(page, 'ready');
  await expect(page.locator('countersign-mark:not([data-unplaced])').first()).toBeAttached();
  const rects = await page
    .locator('countersign-mark:not([data-unplaced])')
    .evaluateAll((marks) => marks.map((m) => m.getBoundingClientRect().toJSON()));
  for (const [i, a] of rects.entries()) {
    expect(a.width).toBeGreaterThanOrEqual(24);
    expect(a.height).toBeGreaterThanOrEqual(24);
    for (const b of rects.slice(i + 1)) {
      const apart = a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
      expect(apart, JSON.stringify([a, b])).toBe(true);
    }
  }
});

for (const [name, dom] of [
  ['dark page on a light system', { theme: 'dark' }],
  ['right-to-left page', { locale: 'ar' }],
  ['German page', { locale: 'de' }],
  ['French page', { locale: 'fr' }],
] as const) {
  test(`${name}: every mark stands beside its own value`, async ({ page_: page, sandbox }) => {
    await control(sandbox, 'POST', '/dom', dom);
    await page.goto(recordNoted(sandbox, DAMAGED).url);
    await overlayStatus(page, 'ready');
    const marks = await marksOn(page);
    expect(marks.filter((m) => m.placed).length).toBeGreaterThan(5);
    const themes = await page
      .locator('countersign-mark')
      .evaluateAll((all) => [...new Set(all.map((m) => m.getAttribute('data-theme')))]);
    expect(themes).toEqual([name.startsWith('dark') ? 'dark' : 'light']);
    const colour = await page
      .locator('countersign-mark[data-countersign="agent"]')
      .first()
      .evaluate((m) => getComputedStyle(m.shadowRoot?.querySelector('button') ?? m).color);
    expect(colour).toBe(name.startsWith('dark') ? 'rgb(185, 161, 255)' : 'rgb(106, 63, 214)');
    const inside = await page
      .locator('[data-card-type="PROPERTIES_V3"] countersign-mark:not([data-unplaced])')
      .evaluateAll((all) =>
        all.map((m) => {
          const mark = m.getBoundingClientRect();
          const row = m.closest('span[data-test-id]')?.getBoundingClientRect();
          return (
            !!row &&
            mark.left >= row.left - 1 &&
            mark.right <= row.right + 1 &&
            mark.top >= row.top - 2 &&
            mark.bottom <= row.bottom + 2
          );
        }),
      );
    expect(inside.every(Boolean)).toBe(true);
    await mkdir(SHOTS, { recursive: true });
    await page.screenshot({ path: `${SHOTS}/${name.replaceAll(' ', '-')}.png` });
  });
}

for (const [name, options] of [
  ['forced colours', { forcedColors: 'active' }],
  ['reduced motion, German interface', { reducedMotion: 'reduce', language: 'de' }],
  ['dark system, light page', { colorScheme: 'dark' }],
] as const) {
  test(`${name}: shapes, words and surfaces hold`, async ({ sandbox }) => {
    await control(sandbox, 'POST', '/dom', { theme: 'light', locale: 'en' });
    const browser = await launch({ port: sandbox.info.port, spki: sandbox.info.spki, ...options });
    await connect(browser, mainAccount(sandbox).tokens.full, 'Northwind Sales');
    await importTeamIn(browser, sandbox);
    const page = await browser.context.newPage();
    await page.goto(recordNoted(sandbox, DAMAGED).url);
    await overlayStatus(page, 'ready');
    const mark = page.locator('countersign-mark[data-field="dealstage"]:not([data-unplaced])').last();
    await expect(mark).toHaveAttribute('data-theme', 'light');
    const shapes = await page.locator('countersign-mark').evaluateAll((all) => {
      const byState = new Map<string, string>();
      for (const m of all)
        byState.set(
          m.getAttribute('data-countersign') ?? '',
          [...(m.shadowRoot?.querySelectorAll('svg > :not(.halo, .dot)') ?? [])].map((part) => part.outerHTML).join(),
        );
      return [...byState];
    });
    expect(new Set(shapes.map(([, shape]) => shape)).size).toBe(shapes.length);
    if (name.includes('German'))
      await expect(mark.locator('button')).toHaveAttribute('aria-label', /von Pipeline Copilot geschrieben/);
    await mark.click();
    await expect.poll(() => page.frames().some((f) => f.url().includes('/card.html'))).toBe(true);
    await page
      .frames()
      .find((f) => f.url().includes('/card.html'))
      ?.locator('[aria-busy="false"]')
      .waitFor();
    await mkdir(SHOTS, { recursive: true });
    await page.screenshot({ path: `${SHOTS}/${name.replaceAll(/[ ,]+/g, '-')}.png` });
    await browser.close();
  });
}

async function importTeamIn(
  browser: Awaited<ReturnType<typeof launch>>,
  sandbox: Parameters<typeof teamFile>[0],
): Promise<void> {
  const page = await browser.context.newPage();
  await page.goto(browser.page('options.html#team'));
  await page.getByTestId('team-import').setInputFiles({
    name: 'team.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(teamFile(sandbox))),
  });
  await page.getByTestId('team-import-yes').click();
  await page.getByTestId('team-result').locator('.icon-check').waitFor();
  await page.close();
}

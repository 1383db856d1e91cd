import { compareRecord, liveRecords } from '../tools/truth.ts';
import { control, expect, mainAccount, test } from './support.ts';

/** All records with `npm run test:full`; otherwise every n-th, so that all kinds of records are among them. */
const EVERY = process.env.COUNTERSIGN_FULL ? 1 : 5;

/** Least share of the placeable fields that have to be marked. */
const SHARE = { '2026': 0.99, '2025': 0.99, legacy: 0.99, unknown: 0.8 };

for (const variant of ['2026', '2025', 'legacy', 'unknown'] as const) {
  test(`every mark is true, DOM ${variant}`, async ({ page_: page, sandbox }) => {
    test.setTimeout(process.env.COUNTERSIGN_FULL ? 1_200_000 : 240_000);
    const account = mainAccount(sandbox);
    await control(sandbox, 'POST', '/dom', { variant });
    const all = await liveRecords(sandbox, account.account);
    const records = all.filter((_, index) => index % EVERY === 0);
    expect(records.length).toBeGreaterThan(20);
    await page.goto(`https://app.hubspot.com/contacts/${account.account}/objects/0-3/views/all/list`);
    await page.waitForFunction(() => 'sandboxPage' in window);
    const compared = [];
    for (const record of records) compared.push(await compareRecord(page, sandbox, account.account, record, variant));
    const wrong = compared.flatMap((c) => c.wrong.map((w) => `${c.record} ${w}`));
    const wanted = compared.reduce((sum, c) => sum + c.wanted, 0);
    const missing = compared.flatMap((c) => c.missing.map((m) => `${c.record} (${c.status}) ${m}`));
    console.log(
      `${variant}: ${records.length} records, ${wanted} marks wanted, ${missing.length} missing, ${wrong.length} wrong`,
    );
    expect(wrong).toEqual([]);
    expect(wanted).toBeGreaterThan(records.length);
    expect(1 - missing.length / wanted, missing.slice(0, 20).join('\n')).toBeGreaterThanOrEqual(SHARE[variant]);
  });
}

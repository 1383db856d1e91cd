import { compareRecord, liveRecords, recordPath } from '../tools/truth.ts';
import { type Crm, control, expect, mainAccount, test, USUAL } from './support.ts';

/** All records with `npm run test:full`; otherwise every n-th, so that all kinds of records are among them. */
const EVERY = process.env.COUNTERSIGN_FULL ? 1 : 12;

/** Page variants with the least share of the placeable fields that has to be marked; `unknown` names no field anywhere. */
const VARIANTS: Record<Crm, Record<string, number>> = {
  hubspot: { '2026': 0.99, '2025': 0.99, legacy: 0.99, unknown: 0.8 },
  salesforce: {
    layout: 0.99,
    dynamic: 0.99,
    inline: 0.99,
    dl: 0.99,
    console: 0.99,
    'lwc-synthetic': 0.99,
    'lwc-native': 0.99,
    'lwc-mixed': 0.99,
    unknown: 0.8,
  },
  pipedrive: { '2026': 0.99, '2025': 0.99, unknown: 0.8 },
};

/** Without `npm run test:full` a CRM's further variants are tried on fewer records. */
const FURTHER = process.env.COUNTERSIGN_FULL ? 1 : 4;

export function truthTests(crm: Crm): void {
  for (const [variant, share] of Object.entries(VARIANTS[crm])) {
    test(`${crm}: every mark is true, DOM ${variant}`, async ({ page_: page, sandbox }) => {
      test.setTimeout(process.env.COUNTERSIGN_FULL ? 1_800_000 : 300_000);
      const account = mainAccount(sandbox, crm);
      await control(sandbox, 'POST', '/dom', { crm, variant });
      const all = await liveRecords(sandbox, account);
      const every = EVERY * (USUAL[crm] === variant || variant === 'unknown' ? 1 : FURTHER);
      const records = all.filter((_, at) => at % every === 0);
      expect(records.length).toBeGreaterThan(all.length / every - 1);
      const [first] = records;
      if (!first) throw new Error('no records');
      await page.goto(`https://${account.host}${recordPath(account, first)}`);
      await page.waitForFunction(() => 'sandboxPage' in window);
      const compared = [];
      for (const record of records) compared.push(await compareRecord(page, sandbox, account, record, variant));
      const wrong = compared.flatMap((c) => c.wrong.map((w) => `${c.record} ${w}`));
      const wanted = compared.reduce((sum, c) => sum + c.wanted, 0);
      const missing = compared.flatMap((c) => c.missing.map((m) => `${c.record} (${c.status}) ${m}`));
      console.log(
        `${crm} ${variant}: ${records.length} records, ${wanted} marks wanted, ${missing.length} missing, ${wrong.length} wrong`,
      );
      for (const one of missing) console.log(`  missing ${one}`);
      expect(wrong).toEqual([]);
      expect(wanted).toBeGreaterThan(records.length / 2);
      expect(1 - missing.length / wanted, missing.slice(0, 20).join('\n')).toBeGreaterThanOrEqual(share);
    });
  }
}

/** Compares what the page shows with what the sandbox's incident engine knows. */
import type { Page } from '@playwright/test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { type Account, control, marksOn, navigate, overlayStatus } from './drive.ts';

interface TruthRow {
  object: string;
  id: string;
  field: string;
  attribution: string;
  corrected: boolean;
  observable: boolean;
  why?: string;
}

interface PlacedRow {
  field: string;
  surface: string;
  byAttribute: boolean;
  byUniqueLabel: boolean;
}

export interface Comparison {
  record: string;
  /** Marks that should not be there, or say something else. */
  wrong: string[];
  /** Placeable fields that should carry a mark and do not. */
  missing: string[];
  /** Placeable fields that should carry a mark. */
  wanted: number;
  status: string;
}

/** The mark a value should carry for someone who knows what the CRM can still show; `null` for none. */
export function expectedMark(row: TruthRow): string | null {
  // A value that the CRM keeps no row of carries no mark; the popup tells how many there are.
  if (row.why === 'creation' || row.why === 'untracked') return null;
  if (!row.observable) return 'unknown';
  if (row.corrected) return 'corrected';
  return row.attribution === 'human' || row.attribution === 'system' ? null : row.attribution;
}

const PAGE = 5000;

/** Truth rows of an account: one per record and field, as they stand now. */
export async function truthRows(
  sandbox: Sandbox,
  { crm, account }: Account,
  record?: { object: string; id: string },
): Promise<TruthRow[]> {
  const rows: TruthRow[] = [];
  const of = record ? `&object=${record.object}&id=${record.id}` : '';
  for (;;) {
    const path = `/truth?crm=${crm}&account=${account}${of}&limit=${PAGE}&after=${rows.length}`;
    const more = await control<TruthRow[]>(sandbox, 'GET', path);
    rows.push(...more);
    if (more.length < PAGE) return rows;
  }
}

/** Records that still exist. */
export async function liveRecords(sandbox: Sandbox, account: Account): Promise<{ object: string; id: string }[]> {
  const records = new Map<string, { object: string; id: string }>();
  const gone = new Set<string>();
  for (const { object, id, why } of await truthRows(sandbox, account)) {
    records.set(`${object}/${id}`, { object, id });
    if (why === 'record-deleted' || why === 'merged-away') gone.add(`${object}/${id}`);
  }
  return [...records].flatMap(([key, record]) => (gone.has(key) ? [] : [record]));
}

/** Opens a record in a page that is already on the CRM and compares its marks. */
export async function compareRecord(
  page: Page,
  sandbox: Sandbox,
  account: Account,
  record: { object: string; id: string },
  variant: string,
): Promise<Comparison> {
  const { object, id } = record;
  await navigate(page, recordPath(account, record));
  const status = await overlayStatus(page, 'ready', 'mismatch', 'error', 'no-account', 'stale', 'offline');
  // Marks stand with the frame after the one in which the record was agreed.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const rows = new Map((await truthRows(sandbox, account, record)).map((row) => [row.field, row]));
  const placed = await control<PlacedRow[]>(
    sandbox,
    'GET',
    `/truth?view=page&crm=${account.crm}&account=${account.account}&object=${object}&id=${id}&variant=${variant}`,
  );
  const marks = await marksOn(page);
  const want = (field: string) => {
    const row = rows.get(field);
    return row ? expectedMark(row) : null;
  };
  const wrong = marks
    .filter((m) => m.state !== want(m.field))
    .map((m) => `${m.field}: ${m.state}, not ${want(m.field)}`);
  const placeable = new Set(
    placed
      .filter((p) => (variant === 'unknown' ? p.byUniqueLabel : p.byAttribute || p.byUniqueLabel))
      .map((p) => p.field),
  );
  const wanted = [...placeable].filter((field) => want(field) !== null);
  const shown = new Set(marks.filter((m) => m.placed).map((m) => m.field));
  return {
    record: `${object}/${id}`,
    wrong,
    missing: wanted.filter((field) => !shown.has(field)),
    wanted: wanted.length,
    status: status === 'ready' ? status : `${status}: ${await saidBy(page)}`,
  };
}

/** Where a CRM's app shows a record. */
export function recordPath({ crm, account }: Account, { object, id }: { object: string; id: string }): string {
  switch (crm) {
    case 'hubspot':
      return `/contacts/${account}/record/${object}/${id}`;
    case 'salesforce':
      return `/lightning/r/${object}/${id}/view`;
    case 'pipedrive':
      return object === 'lead' ? `/leads/inbox/${id}` : `/${object}/${id}`;
  }
}

/** What the pill's menu says is wrong. */
async function saidBy(page: Page): Promise<string> {
  const root = page.locator('countersign-root');
  await root.locator('.pill').click();
  const said = await root.locator('.menu p').first().textContent();
  await page.keyboard.press('Escape');
  return said ?? '';
}

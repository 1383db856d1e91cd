/**
 * What the ledger adds to Pipedrive's changelog, which keeps the old and the new text of every change for ever: decisions are taken
 * one after the other on one deal, and after each the changelog is read as anybody reads it.
 */
import type { Page } from '@playwright/test';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import {
  type Account,
  connectAccount,
  control,
  importTeam,
  mainAccount,
  overlayStatus,
  recordNoted,
  teamFile,
} from '../../tools/drive.ts';
import { launch } from '../../tools/extension.ts';
import type { Section } from '../report.ts';
import { figure } from '../stats.ts';

const CRM = 'pipedrive';
const KB = 1000;
/** The field holds no more than this; a decision adds at most that, old and new. */
const LARGEST = 4_000;
const AIM_KB = (2 * LARGEST) / KB;
/** Reopening a record sooner than this asks nothing. */
const GAP_MS = 3_200;

interface Row {
  field_key: string;
  old_value: string | null;
  new_value: string | null;
}

/** @param build folder of the built extension @param decisions how many are taken; some 20 fill the field */
export async function ledgerSection(build: string, decisions: number): Promise<Section> {
  const sandbox = await startSandbox({ quiet: true, crms: [CRM] });
  const browser = await launch({ port: sandbox.info.port, spki: sandbox.info.spki, build });
  try {
    await control(sandbox, 'POST', '/clock', { limits: 'off' });
    const account = mainAccount(sandbox, CRM);
    await connectAccount(browser, account);
    await importTeam(browser, teamFile(sandbox, CRM));
    const deal = recordNoted(sandbox, /^clean/, CRM);
    const api = dealApi(sandbox, account, deal.id);
    const [field, ledger] = await Promise.all([api.code('Next step'), api.code('Countersign ledger')]);
    const page = await browser.context.newPage();
    const added: number[] = [];
    let before = await api.bytes(ledger);
    for (let turn = 1; turn <= decisions; turn++) {
      await approve(sandbox, page, deal, field, `Step ${turn}`);
      const after = await api.bytes(ledger);
      added.push(after - before);
      before = after;
    }
    const last = added.at(-1) ?? 0;
    const size = Buffer.byteLength((await api.value(ledger)) ?? '');
    const line = (what: string, bytes: number, aim?: number) => ({
      what,
      figures: { size: figure('KB', [bytes / KB], aim) },
    });
    return {
      title: '10. What the ledger adds to Pipedrive’s changelog',
      notes: [
        `${decisions} approvals of one field of one deal; old and new text of the ledger field’s rows, kept for ever`,
        `the ledger holds ${size} characters in the end and at most ${LARGEST}; what leaves it goes into one pinned note`,
      ],
      lines: [
        line('the first decision on a record', added[0] ?? 0),
        {
          what: 'each decision',
          figures: {
            size: figure(
              'KB',
              added.map((bytes) => bytes / KB),
              AIM_KB,
            ),
          },
        },
        line('the last of them', last, AIM_KB),
        line('all of them', before),
        line('the note in the end', await api.noteBytes()),
      ],
    };
  } finally {
    await browser.close();
    await sandbox.stop();
  }
}

/** An agent proposes, and a person approves in the card. */
async function approve(
  sandbox: Sandbox,
  page: Page,
  { object, id, url }: Account['records'][number],
  field: string,
  value: string,
): Promise<void> {
  const set = { [field]: value };
  await control(sandbox, 'POST', '/agent', { crm: CRM, agent: 'Pipeline Copilot', object, id, mode: 'staged', set });
  await page.waitForTimeout(GAP_MS);
  await page.goto(url);
  await overlayStatus(page, 'ready');
  await page.locator(`countersign-chip[data-field="${field}"]:not([data-unplaced])`).click();
  const frame = await openCard(page);
  await frame.locator('.decide:not(.inert)').waitFor();
  await frame.locator('[data-countersign-action="approve"]').click();
  await frame.locator('.strip.done').waitFor();
}

async function openCard(page: Page) {
  for (let waited = 0; waited < 10_000; waited += 50) {
    const frame = page.frames().find((one) => one.url().includes('/card.html'));
    if (frame) return frame;
    await page.waitForTimeout(50);
  }
  throw new Error('the card did not open');
}

/** The deal as anybody with the account's token sees it. */
function dealApi(sandbox: Sandbox, { tokens }: Account, id: string) {
  const get = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`${sandbox.info.apis.pipedrive}${path}`, { headers: { 'x-api-token': tokens.full } });
    return (await answer.json()) as T;
  };
  return {
    async code(label: string): Promise<string> {
      const { data } = await get<{ data: { field_name: string; field_code: string }[] }>(
        '/api/v2/dealFields?limit=500',
      );
      return data.find(({ field_name }) => field_name === label)?.field_code ?? '';
    },
    async value(code: string): Promise<string | null> {
      const { data } = await get<{ data: { custom_fields: Record<string, string | null> } }>(`/api/v2/deals/${id}`);
      return data.custom_fields[code] ?? null;
    },
    /** Old and new text of all of a field's rows. */
    async bytes(code: string): Promise<number> {
      let sum = 0;
      for (let cursor = ''; ; ) {
        const page = await get<{ data: Row[]; additional_data?: { next_cursor?: string | null } }>(
          `/v1/deals/${id}/changelog?limit=500${cursor}`,
        );
        for (const row of page.data.filter(({ field_key }) => field_key === code)) {
          sum += Buffer.byteLength(row.old_value ?? '') + Buffer.byteLength(row.new_value ?? '');
        }
        const next = page.additional_data?.next_cursor;
        if (!next) return sum;
        cursor = `&cursor=${encodeURIComponent(next)}`;
      }
    },
    async noteBytes(): Promise<number> {
      const { data } = await get<{ data: { content: string }[] }>(`/v1/notes?deal_id=${id}&pinned_to_deal_flag=1`);
      return data.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
    },
  };
}

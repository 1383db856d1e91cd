/** What agents propose and people decide, the same on every CRM. */
import type { Frame, Page } from '@playwright/test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { expectedMark, truthRows } from '../tools/truth.ts';
import {
  type Crm,
  chipsOn,
  control,
  expect,
  mainAccount,
  marksOn,
  overlayStatus,
  recordNoted,
  test,
} from './support.ts';

interface Names {
  object: string;
  stage: string;
  /** Two stages of every record's pipeline. */
  stages: [string, string];
  amount: string;
  text: string;
}

const NAMES: Record<Crm, Names> = {
  hubspot: {
    object: '0-3',
    stage: 'dealstage',
    stages: ['presentationscheduled', 'contractsent'],
    amount: 'amount',
    text: 'hs_next_step',
  },
  salesforce: {
    object: 'Opportunity',
    stage: 'StageName',
    stages: ['Value Proposition', 'Needs Analysis'],
    amount: 'Amount',
    text: 'NextStep',
  },
  pipedrive: {
    object: 'deal',
    stage: 'stage_id',
    stages: ['3', '2'],
    amount: 'value',
    text: 'a172f07a1eadfa4c746fb64257b1ba4ca28d4eff',
  },
};

interface TruthSuggestion {
  field: string;
  value: string;
  suggestion: string;
  state: string;
}

/** The card's own document. */
export async function cardOf(page: Page): Promise<Frame> {
  await expect.poll(() => page.frames().some((f) => f.url().includes('/card.html'))).toBe(true);
  const frame = page.frames().find((f) => f.url().includes('/card.html'));
  if (!frame) throw new Error('no card');
  await frame.locator('[aria-busy="false"]').waitFor();
  return frame;
}

/** Opens a field's chip and waits until its buttons may be meant. */
export async function openChip(page: Page, field: string): Promise<Frame> {
  await page.locator(`countersign-chip[data-field="${field}"]:not([data-unplaced])`).click();
  const card = await cardOf(page);
  await card.locator('.decide:not(.inert)').waitFor();
  return card;
}

/** A record of its own for each test, so that none meets another's decisions. */
let taken = 0;

export function suggestionTests(crm: Crm): void {
  const names = NAMES[crm];

  async function propose(sandbox: Sandbox, id: string, set: Record<string, string>, meta: object = {}): Promise<void> {
    await control(sandbox, 'POST', '/agent', {
      crm,
      agent: 'Pipeline Copilot',
      object: names.object,
      id,
      mode: 'staged',
      set,
      meta: { confidence: 0.8, reason: 'The contract says so.', ...meta },
    });
  }

  async function valueNow(sandbox: Sandbox, id: string, field: string): Promise<string | null> {
    const [row] = await control<{ value: string | null }[]>(
      sandbox,
      'GET',
      `/truth?crm=${crm}&object=${names.object}&id=${id}&field=${field}`,
    );
    return row?.value ?? null;
  }

  /** A deal nobody has suggestions for, and that no other test opens: one that was just read is not read again for three seconds. */
  async function deal(sandbox: Sandbox): Promise<{ id: string; url: string; before: string | null }> {
    const waiting = new Set(
      (await control<{ id: string }[]>(sandbox, 'GET', `/truth/suggestions?crm=${crm}&object=${names.object}`)).map(
        ({ id }) => id,
      ),
    );
    const free = mainAccount(sandbox, crm).records.filter(
      ({ object, id, note }) => object === names.object && !waiting.has(id) && !/products|damaged/.test(note),
    );
    const record = free[taken++ % free.length];
    if (!record) throw new Error('no record left');
    const before = await valueNow(sandbox, record.id, names.amount);
    return { id: record.id, url: record.url, before };
  }

  test(`${crm}: proposals stand beside their fields, once each, and nowhere else`, async ({ page_: page, sandbox }) => {
    const record = recordNoted(sandbox, /waiting suggestions/, crm);
    const truth = await control<TruthSuggestion[]>(
      sandbox,
      'GET',
      `/truth/suggestions?crm=${crm}&object=${record.object}&id=${record.id}`,
    );
    await page.goto(record.url);
    await overlayStatus(page, 'ready');
    await expect.poll(async () => (await chipsOn(page)).length).toBeGreaterThan(4);
    const chips = await chipsOn(page);
    const proposed = new Set(truth.map(({ field }) => field));
    for (const chip of chips) expect(proposed, chip.field).toContain(chip.field);
    expect(new Set(chips.map(({ field }) => field)).size).toBe(chips.length);
    // An id is worked out by both from the same facts.
    const ids = new Set(truth.map(({ suggestion }) => suggestion));
    const same = chips.filter(({ id }) => ids.has(id));
    expect(same.length).toBeGreaterThanOrEqual(chips.length - 1);
    // No staging field carries a mark of its own.
    for (const { field } of await marksOn(page)) expect(field).not.toMatch(/^ai_|^AI_|ledger/i);
  });

  test(`${crm}: approved, marked, and taken back`, async ({ page_: page, sandbox }) => {
    const { id, url, before } = await deal(sandbox);
    await propose(sandbox, id, { [names.amount]: '98765' });
    await page.goto(url);
    await overlayStatus(page, 'ready');
    const card = await openChip(page, names.amount);
    await expect(card.locator('ins')).toContainText('98,765');
    await expect(card.locator('.agent-words')).toContainText('The contract says so.');
    await card.locator('[data-countersign-action="approve"]').click();
    await expect(card.locator('.strip.done')).toContainText('Written.');
    expect(Number(await valueNow(sandbox, id, names.amount))).toBe(98_765);
    await page.reload();
    await overlayStatus(page, 'ready');
    await expect
      .poll(async () => (await marksOn(page)).find(({ field }) => field === names.amount)?.state)
      .toBe('collaborative');
    expect((await chipsOn(page)).filter(({ field }) => field === names.amount)).toEqual([]);
    // What the incident's engine knows of the record agrees with what is shown.
    const truth = (await truthRows(sandbox, mainAccount(sandbox, crm), { object: names.object, id })).find(
      ({ field }) => field === names.amount,
    );
    expect(truth && expectedMark(truth)).toBe('collaborative');
    await page.locator(`countersign-mark[data-field="${names.amount}"]:not([data-unplaced])`).first().click();
    const read = await cardOf(page);
    await expect(read.locator('[data-countersign-action="undo"][aria-disabled="false"]')).toBeVisible();
    await read.locator('[data-countersign-action="undo"]').click();
    await expect.poll(async () => Number(await valueNow(sandbox, id, names.amount))).toBe(Number(before));
    await page.reload();
    await overlayStatus(page, 'ready');
    await expect.poll(async () => (await chipsOn(page)).map(({ field }) => field)).toContain(names.amount);
  });

  test(`${crm}: edited with the field’s own control, rejected with a reason`, async ({ page_: page, sandbox }) => {
    const { id, url } = await deal(sandbox);
    await propose(sandbox, id, { [names.text]: 'Send the offer', [names.amount]: '5' });
    await page.goto(url);
    await overlayStatus(page, 'ready');
    const card = await openChip(page, names.text);
    await card.locator('[data-countersign-action="edit"]').click();
    await card.locator('textarea').fill('Send the offer on Monday');
    await card.locator('[data-countersign-action="approve"]').click();
    await expect(card.locator('.strip.done')).toContainText('Send the offer on Monday');
    expect(await valueNow(sandbox, id, names.text)).toBe('Send the offer on Monday');
    await page.keyboard.press('Escape');
    const before = await valueNow(sandbox, id, names.amount);
    const second = await openChip(page, names.amount);
    await second.locator('[data-countersign-action="reject"]').click();
    await second.locator('[data-countersign-action="reason"][data-reason="outdated"]').click();
    await expect(second.locator('.strip.done')).toContainText('Rejected.');
    expect(await valueNow(sandbox, id, names.amount)).toBe(before);
    await second.getByTestId('add-note').click();
    await second.locator('.note input').fill('They sent a new offer');
    await second.locator('.note input').press('Enter');
    await expect(second.getByTestId('note-done')).toContainText('Note added.');
    if (crm === 'hubspot') {
      const address = `${sandbox.info.apis.hubspot}/crm/v3/objects/deals/${id}?properties=countersign_ledger`;
      const answer = await fetch(address, {
        headers: { authorization: `Bearer ${mainAccount(sandbox).tokens.full}` },
      });
      const ledger = JSON.parse((await answer.json()).properties.countersign_ledger);
      expect(ledger.e.at(-1)).toMatchObject({ d: 'note', note: 'They sent a new offer' });
    }
    await second.locator('[data-countersign-action="undo"]').click();
    await expect(second.locator('.strip.done')).toContainText('The suggestion waits again.');
    await page.reload();
    await overlayStatus(page, 'ready');
    await expect.poll(async () => (await chipsOn(page)).map(({ field }) => field)).toContain(names.amount);
  });

  test(`${crm}: a person’s value from a moment ago is not overwritten`, async ({ page_: page, sandbox }) => {
    const { id, url } = await deal(sandbox);
    await propose(sandbox, id, { [names.amount]: '777' });
    await page.goto(url);
    await overlayStatus(page, 'ready');
    const card = await openChip(page, names.amount);
    await control(sandbox, 'POST', '/human', {
      crm,
      person: 'Mara Lindqvist',
      object: names.object,
      id,
      set: { [names.amount]: '4321' },
      via: 'mobile',
    });
    await card.locator('[data-countersign-action="approve"]').click();
    await expect(card.locator('.conflict')).toContainText('4,321');
    await expect(card.getByRole('alert')).toContainText('Mara Lindqvist');
    expect(Number(await valueNow(sandbox, id, names.amount))).toBe(4321);
    // Both values were on screen, so now either may be chosen.
    await card.locator('.decide:not(.inert) [data-countersign-action="approve"]').click();
    await expect(card.locator('.strip.done')).toContainText('Written.');
    expect(Number(await valueNow(sandbox, id, names.amount))).toBe(777);
  });

  test(`${crm}: a person’s value between reading and writing is put back`, async ({ page_: page, sandbox }) => {
    const { id, url } = await deal(sandbox);
    await propose(sandbox, id, { [names.text]: 'The agent’s step' });
    await page.goto(url);
    await overlayStatus(page, 'ready');
    const card = await openChip(page, names.text);
    await control(sandbox, 'POST', '/fault', {
      route: '*',
      between: 'read-write',
      times: 1,
      write: {
        crm,
        person: 'Mara Lindqvist',
        object: names.object,
        id,
        set: { [names.text]: 'What Mara wrote' },
        via: 'mobile',
      },
    });
    await card.locator('[data-countersign-action="approve"]').click();
    await expect(card.getByRole('alert')).toContainText('What Mara wrote');
    await control(sandbox, 'DELETE', '/fault');
    expect(await valueNow(sandbox, id, names.text)).toBe('What Mara wrote');
  });

  test(`${crm}: what cannot be used says why and is never approved; another stage can be`, async ({
    page_: page,
    sandbox,
  }) => {
    const { id, url } = await deal(sandbox);
    await propose(sandbox, id, { [names.stage]: 'Closed-Wonn' });
    await page.goto(url);
    await overlayStatus(page, 'ready');
    await expect.poll(async () => (await chipsOn(page)).length).toBeGreaterThan(0);
    const card = await openChip(page, names.stage);
    await expect(card.locator('.strip.unknown')).toContainText('“Closed-Wonn” is not an option');
    await expect(card.locator('[data-countersign-action="approve"]')).toHaveCount(0);
    await card.locator('[data-countersign-action="edit"]').click();
    const stages = card.locator('select');
    await expect(stages).toHaveValue('');
    // By key: what is said above the button comes and goes, and moves it under a pointer.
    const save = card.locator('[data-countersign-action="approve"][aria-disabled="false"]');
    const before = (await valueNow(sandbox, id, names.stage)) ?? '';
    await stages.selectOption(before);
    await save.press('Enter');
    await expect(card.getByRole('alert')).toContainText('has this value already');
    const to = names.stages[0] === before ? names.stages[1] : names.stages[0];
    await stages.selectOption(to);
    await save.press('Enter');
    await expect(card.locator('.strip.done')).toContainText('Written.');
    expect(await valueNow(sandbox, id, names.stage)).toBe(to);
  });
}

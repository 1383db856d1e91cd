/** Rows, paging and traps of the v1 changelog, read with the vendor's client. */
import fc from 'fast-check';
import { DealsApi as V1Deals } from 'pipedrive/v1';
import { DealsApi } from 'pipedrive/v2';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '../../sandbox/pipedrive/catalog/define.ts';
import { SDK_UA } from '../../sandbox/pipedrive/rows.ts';
import { classify, isDerived, writerKey } from './reader.ts';
import type { ChangelogRow } from './support.ts';
import { failure, usePipedrive } from './support.ts';

const STAMP = hashOf('last_modified_by_agent');
const SETUP_FEE = hashOf('deal/setup fee');
const NEXT_STEP = hashOf('deal/next step');

describe('changelog', () => {
  const pipedrive = usePipedrive();
  let deals: DealsApi;
  let id: number;
  const log = (limit?: number) => pipedrive.changelog('deal', id, limit);
  const patch = (body: object) => deals.updateDeal({ id, UpdateDealRequest: body });

  beforeAll(async () => {
    deals = pipedrive.v2(DealsApi);
    const made = await deals.addDeal({ AddDealRequest: { title: 'Changelog deal', value: 100, currency: 'EUR' } });
    id = made.data?.id ?? 0;
  });

  it('has no row for the creation of a record', async () => {
    expect(await log()).toEqual([]);
    const { data } = await deals.getDeal({ id });
    expect(data).toMatchObject({ origin: 'API', title: 'Changelog deal' });
  });

  it('writes strings, whole seconds of UTC and the client’s user agent', async () => {
    await patch({ value: 250 });
    const [row] = await log();
    expect(row).toEqual({
      field_key: 'value',
      old_value: '100',
      new_value: '250',
      actor_user_id: 905,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      change_source: 'api',
      change_source_user_agent: SDK_UA,
      is_bulk_update_flag: false,
    });
  });

  it('has no row where nothing changes', async () => {
    const before = (await log()).length;
    await patch({ value: 250, title: 'Changelog deal' });
    expect((await log()).length).toBe(before);
  });

  it('leaves a pair of rows for a stage move, one of which follows from the other', async () => {
    await patch({ stage_id: 3 });
    const [stage, time] = await log();
    expect([stage?.field_key, time?.field_key]).toEqual(['stage_id', 'stage_change_time']);
    expect(stage).toMatchObject({ old_value: '1', new_value: '3', time: time?.time });
    expect([stage, time].map((row) => isDerived(row?.field_key ?? ''))).toEqual([false, true]);
  });

  it('calls the owner by its v1 name', async () => {
    await patch({ owner_id: 102 });
    expect((await log())[0]).toMatchObject({ field_key: 'user_id', old_value: '905', new_value: '102' });
  });

  it('logs a custom amount and its currency', async () => {
    await patch({ custom_fields: { [SETUP_FEE]: { value: 500, currency: 'USD' } } });
    const rows = (await log()).slice(0, 2).map((row) => [row.field_key, row.new_value]);
    expect(rows).toEqual(
      expect.arrayContaining([
        [SETUP_FEE, '500'],
        [`${SETUP_FEE}_currency`, 'USD'],
      ]),
    );
  });

  it('keeps the order of two edits within a second', async () => {
    const at = pipedrive.clock.now();
    pipedrive.clock.hold(at - (at % 1_000) + 100);
    await patch({ custom_fields: { [NEXT_STEP]: 'First' } });
    pipedrive.clock.advance(700);
    await patch({ custom_fields: { [NEXT_STEP]: 'Second' } });
    pipedrive.clock.run();
    const [newer, older] = await log();
    expect([older?.new_value, newer?.old_value, newer?.new_value]).toEqual(['First', 'First', 'Second']);
    expect(newer?.time).toBe(older?.time);
  });

  it('shows an edit of many records by hand as an API write with a flag', async () => {
    await pipedrive.write('dana', 'bulk', 'deal', String(id), { owner_id: '103' });
    expect((await log())[0]).toMatchObject({
      change_source: 'api',
      change_source_user_agent: 'bulk-actions-api',
      is_bulk_update_flag: true,
      actor_user_id: 101,
    });
  });

  it('tells writers as the decision table says', async () => {
    const verdict = async (set: Record<string, string>, actor: string, via: 'api' | 'page' | 'mobile' | 'import') => {
      await pipedrive.write(actor, via, 'deal', String(id), set);
      const rows = await log();
      const row = rows.find((one) => one.field_key in set) as ChangelogRow;
      return [writerKey(row), classify(row, rows, 'deal', pipedrive.main.team)];
    };
    const step = (text: string) => ({ [NEXT_STEP]: text });
    const sdk = 'pipedrive-sdk-javascript';
    expect(await verdict(step('by copilot'), 'copilot', 'api')).toEqual([`api:901:${sdk}`, 'agent']);
    expect(await verdict(step('by a seat'), 'native', 'api')).toEqual([`api:900:${sdk}`, 'agent']);
    expect(await verdict(step('on the page'), 'tom', 'page')).toEqual(['user:102', 'human']);
    expect(await verdict(step('on the way'), 'tom', 'mobile')).toEqual(['user:102', 'human']);
    expect(await verdict(step('with a person’s token'), 'desk', 'api')).toEqual(['api:105:python-requests', 'unknown']);
    expect(await verdict(step('no user agent'), 'anonymous', 'api')).toEqual(['api:904:none', 'unknown']);
    expect(await verdict(step('imported'), 'import', 'import')).toEqual(['source:import', 'unknown']);
    expect(await verdict(step('unstamped'), 'enricher', 'api')).toEqual([`api:902:${sdk}`, 'unknown']);
    pipedrive.clock.advance(5_000);
    const stamped = { ...step('stamped'), [STAMP]: 'lead-enricher' };
    expect(await verdict(stamped, 'enricher', 'api')).toEqual([`api:902:${sdk}`, 'agent']);
    expect(await verdict(step('ours'), 'overlay', 'api')).toEqual(['api:905:mozilla', 'unknown']);
  });

  it('pages through more than 500 rows without losing or repeating one', async () => {
    const account = pipedrive.sandbox.accounts.get(pipedrive.main.account);
    const target = { object: 'deal', id: String(id) };
    for (let n = 0; n < 620; n++) {
      const by = { ...target, set: { [NEXT_STEP]: `Step ${n}` } };
      await account?.journal.side.write({ kind: 'human', id: 'lea', name: 'Lea Okafor' }, 'page', [by]);
    }
    const all = await log();
    expect(all.length).toBeGreaterThan(620);
    const steps = all.map((row) => row.new_value).filter((value) => /^Step \d+$/.test(String(value)));
    expect(steps).toEqual(Array.from({ length: 620 }, (_, n) => `Step ${619 - n}`));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 40, max: 500 }), async (limit) => {
        expect(await log(limit)).toEqual(all);
      }),
      { numRuns: 8 },
    );
  });

  it('answers null or nothing after the last page', async () => {
    const { body } = await pipedrive.call(`/v1/deals/${id}/changelog?limit=500`);
    expect(body.additional_data?.next_cursor).toEqual(expect.any(String));
    const last = await pipedrive.call(
      `/v1/deals/${id}/changelog?limit=500&cursor=${encodeURIComponent(body.additional_data?.next_cursor ?? '')}`,
    );
    expect(last.body.additional_data?.next_cursor).toBeNull();
  });

  it('refuses a cursor it did not hand out, and ignores start', async () => {
    for (const cursor of ['0', 'x', Buffer.from('id:1').toString('base64')]) {
      expect((await pipedrive.call(`/v1/deals/${id}/changelog?cursor=${cursor}`)).status, cursor).toBe(400);
    }
    const [plain, started] = await Promise.all([
      pipedrive.call(`/v1/deals/${id}/changelog?limit=5`),
      pipedrive.call(`/v1/deals/${id}/changelog?limit=5&start=5`),
    ]);
    expect(started.text).toBe(plain.text);
    expect((await pipedrive.call(`/v1/deals/${id}/changelog?limit=501`)).status).toBe(400);
  });

  it('keeps rows of a field that was deleted', async () => {
    await pipedrive.call(`/api/v2/dealFields/${SETUP_FEE}`, { method: 'DELETE' });
    expect((await log()).some((row) => row.field_key === SETUP_FEE)).toBe(true);
    const { data } = await deals.getDeal({ id });
    expect(data?.custom_fields).not.toHaveProperty(SETUP_FEE);
  });

  it('shows in the flow what the changelog does not say', async () => {
    const flow = await pipedrive.v1(V1Deals).getDealUpdates({ id, all_changes: '1', items: 'change' });
    expect(flow.data?.[0]).toMatchObject({ object: 'dealChange', data: { item_id: id, field_key: NEXT_STEP } });
    const plain = await pipedrive.v1(V1Deals).getDealUpdates({ id });
    expect(JSON.stringify(plain.data)).not.toContain(NEXT_STEP);
  });

  it('has none for leads and none for records that are gone', async () => {
    const lead = pipedrive.main.records.find((one) => one.object === 'lead');
    expect((await pipedrive.call(`/v1/leads/${lead?.id}/changelog`)).status).toBe(404);
    const error = await failure(() => pipedrive.v1(V1Deals).getDealChangelog({ id: 999_999 }));
    expect(error).toMatchObject({ success: false, error: 'Deal not found' });
  });
});

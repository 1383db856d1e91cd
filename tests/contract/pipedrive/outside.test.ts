/** What happens while the sandbox runs becomes part of the truth: writes of tests, of people, of Countersign itself. */
import { request } from 'node:http';
import { DealsApi } from 'pipedrive/v2';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../../sandbox/badInput.ts';
import { actorById } from '../../sandbox/engine/actors.ts';
import { addEntry, seal } from '../../sandbox/engine/ledger.ts';
import { createRandom } from '../../sandbox/engine/random.ts';
import { hashOf, LEDGER } from '../../sandbox/pipedrive/catalog/define.ts';
import { CHROME_UA } from '../../sandbox/pipedrive/rows.ts';
import { USUAL, usePipedrive } from './support.ts';

const NEXT_STEP = hashOf('deal/next step');

/** A request to a page server under another host's name; a POST where there is a body. */
function onHost(base: string, host: string, path: string, body?: string): Promise<{ status?: number; type?: string }> {
  return new Promise((resolve, reject) => {
    const req = request(base + path, { method: body === undefined ? 'GET' : 'POST', headers: { host } }, (res) => {
      res.resume();
      const { statusCode: status, headers } = res;
      res.on('end', () => resolve({ status, type: headers['content-type'] }));
    });
    req.on('error', reject);
    req.end(body);
  });
}

describe('outside the story', () => {
  const pipedrive = usePipedrive({ seed: '3', days: 2 });
  const target = () => ({ object: 'deal', id: pipedrive.main.records[0]?.id ?? '' });
  const last = (field: string, { object, id } = target()) =>
    pipedrive.truth().find((cell) => cell.object === object && cell.id === id && cell.field === field);
  const browser = (json: object, token?: string) =>
    pipedrive.call(`/api/v2/deals/${target().id}`, {
      method: 'PATCH',
      json,
      headers: { 'user-agent': CHROME_UA },
      ...(token && { token }),
    });

  it('takes a write of an agent’s client for the agent’s', async () => {
    const token = pipedrive.main.agents.find(({ id }) => id === 'copilot')?.token;
    await pipedrive.v2(DealsApi, token).updateDeal({ id: Number(target().id), UpdateDealRequest: { value: 77 } });
    expect(last('value')).toMatchObject({ value: '77', attribution: 'agent', observable: true });
  });

  it('takes the same token in other hands for nobody known', async () => {
    const token = pipedrive.main.agents.find(({ id }) => id === 'copilot')?.token;
    await browser({ value: 78 }, token);
    expect(last('value')).toMatchObject({ value: '78', attribution: 'unknown' });
  });

  it('takes Countersign’s write with a decision for a person’s and an agent’s', async () => {
    const entry = {
      id: 'a'.repeat(64),
      at: pipedrive.clock.now(),
      field: NEXT_STEP,
      d: 'approve' as const,
      by: { id: '101', name: 'Dana Reyes' },
      agent: 'Pipeline Copilot',
      to: seal('Sign', createRandom('salt')),
      from: seal(null, createRandom('salt')),
    };
    await browser({ custom_fields: { [NEXT_STEP]: 'Sign', [LEDGER]: addEntry(null, entry) } });
    expect(last(NEXT_STEP)).toMatchObject({ value: 'Sign', attribution: 'collaborative' });
    await browser({ custom_fields: { [NEXT_STEP]: 'Wait' } }, pipedrive.main.people[0]?.token);
    expect(last(NEXT_STEP)).toMatchObject({ lastWriter: { id: 'overlay' }, attribution: 'unknown' });
  });

  it('takes an edit on the page for the signed-in person’s', async () => {
    const [host, pages] = [pipedrive.main.host, pipedrive.pages];
    const page = await onHost(pages, host, `/deal/${target().id}`);
    expect(page).toMatchObject({ status: 200, type: expect.stringContaining('text/html') });
    const path = `/sandbox-page/records/deal/${target().id}`;
    const saved = await onHost(pages, host, path, JSON.stringify({ set: { value: '4321' } }));
    expect(saved.status).toBe(200);
    expect(last('value')).toMatchObject({ value: '4321', attribution: 'human', lastWriter: { id: 'dana' } });
    const [row] = await pipedrive.changelog('deal', target().id);
    expect(row).toMatchObject({ change_source: 'app', change_source_user_agent: CHROME_UA, actor_user_id: 101 });
    const { sandbox, main } = pipedrive;
    const placed = sandbox.pageTruth(main.account, 'deal', target().id, USUAL).map(({ field }) => field);
    expect(placed).toEqual(expect.arrayContaining(['title', 'stage_id', NEXT_STEP]));
  });

  it('follows creations, merges and deletions', async () => {
    const deals = pipedrive.v2(DealsApi);
    const made = await deals.addDeal({ AddDealRequest: { title: 'New', value: 5 } });
    const fresh = { object: 'deal', id: String(made.data?.id) };
    expect(last('title', fresh)?.value).toBe('New');
    await deals.deleteDeal({ id: Number(fresh.id) });
    expect(last('title', fresh)).toMatchObject({ observable: false, why: 'record-deleted' });
  });

  it('checks what a test asks it to write', () => {
    const { sandbox, main } = pipedrive;
    const check = (set: Record<string, string>) => sandbox.checkSet(main.account, 'deal', target().id, set);
    expect(check({ value: '12', [NEXT_STEP]: '' })).toEqual({ value: '12', [NEXT_STEP]: '' });
    const wrong = [
      ['value', 'much'],
      ['nothing', '1'],
      ['stage_id', '99'],
      ['add_time', '2026-01-01 00:00:00'],
    ] as const;
    for (const [field, text] of wrong) expect(() => check({ [field]: text }), field).toThrow(BadInput);
    expect(sandbox.object('Deals')).toBe('deal');
    expect(() => sandbox.object('ticket')).toThrow(BadInput);
    expect(() => sandbox.settings.set({ colour: 'red' })).toThrow(BadInput);
  });

  it('knows which agents can write where', () => {
    const { sandbox, main, other } = pipedrive;
    expect(sandbox.agentVia(main.account, actorById('copilot'))).toBe('api');
    expect(sandbox.agentVia(other.account, actorById('copilot'))).toBeUndefined();
    expect(sandbox.agentVia(other.account, actorById('native'))).toBe('api');
    expect(sandbox.idsOf(actorById('dana'))).toEqual(['101']);
    expect(sandbox.idsOf(actorById('native'))).toEqual(['900']);
  });

  it('gives the records of the start-up line any number of fields', async () => {
    await pipedrive.sandbox.setFields(40);
    const { body } = await pipedrive.call('/api/v2/dealFields?limit=500');
    const extra = (body.data as { field_name: string }[]).filter((one) => one.field_name.startsWith('Field 0'));
    expect(extra).toHaveLength(40);
    expect(last(hashOf('benchmark 1'))).toMatchObject({ attribution: 'human' });
    expect(last(hashOf('benchmark 2'))).toMatchObject({ attribution: 'agent' });
    await pipedrive.sandbox.setFields(0);
  });

  it('has two companies whose records share ids', () => {
    const [first] = pipedrive.main.records;
    const [twin] = pipedrive.other.records;
    expect([twin?.object, twin?.id]).toEqual([first?.object, first?.id]);
    expect(twin?.url).toContain('https://fjordware.pipedrive.com/deal/');
    expect(first?.url).toContain('https://northwind.pipedrive.com/deal/');
  });
});

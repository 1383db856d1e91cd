/** Proposals of agents: left through the vendors' clients, read with them, and told apart by the truth. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountInfo, Crm } from '../../sandbox/crm.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import type { Side, Values } from './clients.ts';
import { sideOf } from './clients.ts';

interface Entry {
  id?: string;
  field: string;
  value: string;
  agent: string;
  base?: string | null;
  at: number;
  [key: string]: unknown;
}

interface Suggestion {
  crm: Crm;
  account: string;
  object: string;
  id: string;
  field: string;
  value: string;
  agent: string;
  suggestion: string;
  right: boolean;
  why: string;
  state: string;
  base: string | null;
  at: number;
  expires: number | null;
  confidence: number | null;
  reason: string | null;
  /** In the CRM's own list, and not in a field of the record. */
  native?: boolean;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const short = (value: string | null) => (value !== null && value.length > 255 ? `sha256:${sha256(value)}` : value);

const COPILOT = 'Pipeline Copilot';
const ENRICHER = 'Lead Enricher';

describe('proposals', () => {
  let sandbox: Sandbox;
  /** As the incident leaves them. */
  let fresh: Suggestion[];
  beforeAll(async () => {
    sandbox = await startSandbox({ quiet: true });
    fresh = await get('/truth/suggestions');
  });
  afterAll(() => sandbox.stop());

  const ask = async <T>(method: string, path: string, body?: object): Promise<{ status: number; body: T }> => {
    const init = body ? { method, body: JSON.stringify(body) } : { method };
    const response = await fetch(sandbox.info.control + path, init);
    return { status: response.status, body: (await response.json()) as T };
  };
  const get = async <T>(path: string): Promise<T> => (await ask<T>('GET', path)).body;

  describe.each(['hubspot', 'salesforce', 'pipedrive'] as const)('in %s', (crm) => {
    let account: AccountInfo;
    let side: Side;
    beforeAll(async () => {
      ({ account, ...side } = await sideOf(sandbox.info, crm));
    });

    const noted = (words: string) => {
      const found = account.records.find(({ note }) => note.includes(words));
      if (!found) throw new Error(`no record with a note of ${words}`);
      return found;
    };
    const propose = (id: string, set: object, meta: object = {}, agent = 'copilot') =>
      ask<{ ids: Record<string, string>; error?: string }>('POST', '/agent', {
        ...{ mode: 'staged', crm, agent, object: side.deal, id, set, meta },
      });
    const truth = (id?: string) =>
      get<Suggestion[]>(
        `/truth/suggestions?crm=${crm}&account=${account.account}${id ? `&object=${side.deal}&id=${id}` : ''}`,
      );
    const entriesOf = (values: Values) =>
      values[side.metadata] ? (JSON.parse(values[side.metadata] ?? '') as { v: number; s: Entry[] }).s : [];
    const states = async (id: string) => (await truth(id)).map(({ state }) => state);
    const idOf = ({ object, id, field, value, agent, at }: Omit<Entry, 'id'> & { object: string; id: string }) =>
      sha256(JSON.stringify([1, [crm, account.account, object, id], field, value, agent, at]));

    describe('asked for', () => {
      it('stand as text in fields of their own, and the metadata says more', async () => {
        const { id } = noted('clean deal');
        const { stage, amount } = side.fields;
        const before = await side.read(side.deal, id);
        const set = { [stage]: side.stage, [amount]: 4711 };
        const meta = {
          confidence: 0.8,
          reason: 'It says so.\n<b>Really</b> 🙂',
          evidence: ['https://a.example/1'],
          run: 'r1',
        };
        const answer = await propose(id, set, meta);
        expect(answer.status).toBe(200);
        const after = await side.read(side.deal, id);
        expect([after[stage], after[amount]]).toEqual([before[stage], before[amount]]);
        expect([after[side.staged(stage)], after[side.staged(amount)], after[side.count]]).toEqual([
          side.stage,
          '4711',
          '2',
        ]);
        const entries = entriesOf(after);
        expect(entries).toMatchObject([
          { field: stage, value: side.stage, agent: COPILOT, base: before[stage], ...meta },
          { field: amount, value: '4711', agent: COPILOT, base: before[amount], ...meta },
        ]);
        for (const entry of entries) {
          expect(entry.id).toBe(idOf({ ...entry, object: side.deal, id }));
          expect(entry.id).toBe(answer.body.ids[entry.field]);
        }
        expect(await truth(id)).toMatchObject(
          entries.map(({ id: suggestion, ...entry }) => ({
            ...{ crm, account: account.account, object: side.deal, id, suggestion, state: 'open', right: true },
            ...{
              field: entry.field,
              value: entry.value,
              agent: COPILOT,
              base: entry.base,
              at: entry.at,
              expires: null,
            },
          })),
        );
        const cells = await get<Array<{ field: string }>>(`/truth?crm=${crm}&object=${side.deal}&id=${id}`);
        const hidden = [side.staged(stage), side.metadata, side.count];
        expect(cells.filter(({ field }) => hidden.includes(field))).toEqual([]);
      });

      it('of two agents stand side by side, and an agent’s own replaces what it said before', async () => {
        const { id } = noted('approved, edited and rejected');
        const { pick, text: step } = side.fields;
        await propose(id, { [step]: 'One' });
        await propose(id, { [step]: 'Two' }, {}, 'enricher');
        let values = await side.read(side.deal, id);
        expect(values).toMatchObject({ [side.staged(step)]: 'Two', [side.count]: '1' });
        expect(entriesOf(values).map(({ value, agent }) => [value, agent])).toEqual([
          ['One', COPILOT],
          ['Two', ENRICHER],
        ]);
        expect(await states(id)).toEqual(['conflict', 'conflict']);
        await propose(id, { [step]: 'Three', [pick]: 'anything' });
        values = await side.read(side.deal, id);
        expect(values).toMatchObject({ [side.staged(step)]: 'Three', [side.count]: '2' });
        expect(entriesOf(values).map(({ value, agent }) => [value, agent])).toEqual([
          ['Two', ENRICHER],
          ['Three', COPILOT],
          ['anything', COPILOT],
        ]);
        expect(await states(id)).toEqual(['replaced', 'conflict', 'conflict', 'unusable']);
      });

      it('go stale when the field changes, are decided when their place is empty, and expire', async () => {
        const { id } = noted('an agent moved to and fro');
        const { amount, date, text: step } = side.fields;
        const now = Date.parse((await get<{ now: string }>('/clock')).now);
        await propose(id, { [amount]: '100' });
        await propose(id, { [step]: 'Call' });
        await propose(
          id,
          { [date]: crm === 'hubspot' ? '2027-03-01T00:00:00Z' : '2027-03-01' },
          { expires: now + 60_000 },
        );
        await propose(id, { [side.fields.long]: 'Old' }, { at: now - 9_000, expires: now - 5_000, base: 'x' });
        expect(await states(id)).toEqual(['open', 'open', 'open', 'expired']);
        const human = { crm, person: 'lea', object: side.deal, id, set: { [amount]: '55' } };
        expect((await ask('POST', '/human', human)).status).toBe(200);
        await side.write(side.deal, id, { [side.staged(step)]: null });
        await ask('POST', '/clock', { advance: 120_000 });
        expect(await states(id)).toEqual(['stale', 'decided', 'expired', 'expired']);
        const listed = await truth(id);
        expect(listed[3]).toMatchObject({ base: 'x', at: now - 9_000, expires: now - 5_000 });
      });

      it('can be bare, compact, about a field without a place, or said in words that nobody can read', async () => {
        const { id } = noted('agent cleared');
        const { stage, amount, plain, readOnly, long, pick } = side.fields;
        await propose(id, { [amount]: '12' }, { bare: true });
        let values = await side.read(side.deal, id);
        expect([values[side.staged(amount)], values[side.metadata], values[side.count]]).toEqual(['12', null, null]);
        await propose(id, { [stage]: side.stage }, { compact: true });
        values = await side.read(side.deal, id);
        expect([values[side.staged(stage)], values[side.count]]).toEqual([null, '2']);
        const current = values[plain] ?? null;
        await propose(id, { [plain]: current, [readOnly]: '1' });
        const { metadata } = side;
        values = await side.read(side.deal, id);
        expect(entriesOf(values).map(({ field }) => field)).toEqual([stage, plain, readOnly]);
        expect(await states(id)).toEqual(['open', 'open', 'open', 'unusable']);
        await propose(id, { [long]: 'L'.repeat(5_000) }, { compact: true });
        expect(entriesOf(await side.read(side.deal, id)).at(-1)?.value).toBe(`sha256:${sha256('L'.repeat(5_000))}`);
        expect((await states(id)).at(-1)).toBe('unusable');
        await propose(id, { [long]: 'L'.repeat(5_000) }, { reason: 'R'.repeat(5_000) });
        expect(await side.read(side.deal, id)).toMatchObject({ [side.staged(long)]: 'L'.repeat(5_000) });
        expect((await states(id)).at(-1)).toBe('open');
        const raw = '{"v":1,"s":[{"field"';
        await propose(id, { [pick]: 'x' }, { raw });
        expect(await side.read(side.deal, id)).toMatchObject({ [metadata]: raw, [side.staged(pick)]: 'x' });
        expect(new Set(await states(id))).toEqual(new Set(['malformed']));
        const broken = { v: 1, s: [{ field: pick, value: 'y' }, null] };
        await propose(id, { [pick]: 'y' }, { raw: JSON.stringify(broken) });
        const last = await states(id);
        expect([last[0], last.at(-1)]).toEqual(['open', 'malformed']);
      });

      it('clear a field where they are empty: its own field is emptied, and the metadata tells', async () => {
        const { id } = noted('clean deal');
        const { amount, stage } = side.fields;
        await propose(id, { [amount]: '4711' });
        await propose(id, { [amount]: '' });
        const after = await side.read(side.deal, id);
        expect(after[side.staged(amount)] ?? '').toBe('');
        expect(entriesOf(after).filter(({ field }) => field === amount)).toMatchObject([{ value: '', agent: COPILOT }]);
        expect((await truth(id)).at(-1)).toMatchObject({ field: amount, value: '', state: 'open' });
        await propose(id, { [stage]: '' });
        expect((await truth(id)).at(-1)).toMatchObject({ field: stage, value: '', state: 'unusable' });
        await propose(id, { [amount]: '1' });
        expect((await states(id)).at(-1)).toBe('open');
      });

      it('are refused where they make no sense', async () => {
        const { id } = noted('clean deal');
        const { amount, plain } = side.fields;
        const refused: Array<[object, object?]> = [
          [{ nothing_of_this_name: '1' }],
          [{ [amount]: '' }, { bare: true }],
          [{ [amount]: null }, { bare: true }],
          [{ [side.metadata]: '{}' }],
          [{ [side.staged(amount)]: '1' }],
          [{}],
          [{ [amount]: '1' }, { colour: 'red' }],
          [{ [amount]: '1' }, { confidence: 2 }],
          [{ [amount]: '1' }, { confidence: 'high' }],
          [{ [amount]: '1' }, { evidence: 'https://a.example' }],
          [{ [amount]: '1' }, { reason: 7 }],
          [{ [amount]: '1' }, { expires: 'soon' }],
          [{ [amount]: '1' }, { base: 7 }],
          [{ [amount]: '1' }, { bare: true, compact: true }],
          [{ [amount]: '1' }, { bare: true, raw: '{}' }],
          [{ [plain]: '1' }, { bare: true }],
          [{ [amount]: '1' }, []],
        ];
        const before = await truth();
        for (const [set, meta] of refused) {
          const { status, body } = await propose(id, set, meta);
          expect([status, body.error], JSON.stringify([set, meta])).toEqual([400, expect.stringMatching(/\w/)]);
        }
        expect((await propose('999', { [amount]: '1' })).status).toBe(400);
        expect(await truth()).toEqual(before);
        if (!side.bare) return;
        const ticket = account.records.find(({ object }) => object === side.bare);
        const wish = { mode: 'staged', crm, agent: 'copilot', object: side.bare, id: ticket?.id };
        const set = crm === 'hubspot' ? { subject: 'x' } : { Subject: 'x' };
        expect((await ask('POST', '/agent', { ...wish, set })).status).toBe(400);
      });

      it('stand in the CRM’s own list where it has one, and nobody but its own agent puts them there', async () => {
        const { id } = noted('clean deal');
        const listed = (agent: string) =>
          ask<{ ids: Record<string, string> }>('POST', '/agent', {
            ...{ mode: 'listed', crm, agent, object: side.deal, id, set: { [side.fields.text]: 'From the list' } },
          });
        expect((await listed('copilot')).status).toBe(400);
        const before = await side.read(side.deal, id);
        const { status, body } = await listed('native');
        expect(status).toBe(crm === 'salesforce' ? 200 : 400);
        if (crm !== 'salesforce') return;
        expect(await side.read(side.deal, id)).toEqual(before);
        const suggestion = body.ids[side.fields.text];
        expect((await truth(id)).find((one) => one.suggestion === suggestion)).toMatchObject({
          ...{ native: true, state: 'open', value: 'From the list', base: before[side.fields.text] ?? null },
        });
      });

      it('find places that somebody makes through the API, which alone are listed', async () => {
        const listed = () => get<Array<{ name: string }>>(`/fields?crm=${crm}`);
        expect(await listed()).toEqual([]);
        const name = await side.makeField();
        expect(await listed()).toMatchObject([{ crm, account: account.account, object: side.deal, name }]);
      });
    });

    describe('of the incident', () => {
      let all: Suggestion[];
      const records = new Map<string, Values>();
      const valuesOf = ({ object, id }: Suggestion) => records.get(`${object}/${id}`) ?? {};
      beforeAll(async () => {
        all = (await truth()).filter(({ why, native }) => !native && !/^Asked for/.test(why));
        for (const { object, id } of all) {
          if (!records.has(`${object}/${id}`)) records.set(`${object}/${id}`, await side.read(object, id));
        }
      });

      it('are right for the most part, and wrong in the ways of the incident', () => {
        expect(all.length).toBeGreaterThanOrEqual(60);
        const share = all.filter(({ right }) => right).length / all.length;
        expect(share).toBeGreaterThan(0.6);
        expect(share).toBeLessThan(0.75);
        const deals = all.filter(({ object }) => object === side.deal);
        expect(deals.length / all.length).toBeGreaterThan(0.5);
        for (const word of [/first visit/, /support ticket/, /contract/, /duplicate/]) {
          expect(all.filter(({ right, why }) => !right && word.test(why)).length, String(word)).toBeGreaterThan(0);
        }
        const count = (state: string) => all.filter((one) => one.state === state).length;
        expect(count('open')).toBeGreaterThanOrEqual(40);
        for (const state of ['stale', 'expired', 'malformed', 'unusable']) {
          expect(count(state), state).toBeGreaterThanOrEqual(3);
        }
        expect(count('conflict')).toBeGreaterThanOrEqual(4);
        const reasons = all.map(({ reason }) => reason ?? '');
        for (const kind of [
          /<img src=x/,
          /\n/,
          /\p{Script=Arabic}/u,
          /\p{Script=Hebrew}/u,
          /\p{Extended_Pictographic}/u,
        ]) {
          expect(
            reasons.some((reason) => kind.test(reason)),
            String(kind),
          ).toBe(true);
        }
        expect(reasons.filter((reason) => reason.length === 5_000)).toHaveLength(2);
      });

      it('stand where the vendor’s client reads them', () => {
        const alone = new Set<string>();
        for (const one of all) {
          const values = valuesOf(one);
          const staged = side.staged(one.field, one.object);
          const listed = one.state === 'malformed' ? [] : entriesOf(values);
          const entry = listed.find(({ id }) => id === one.suggestion);
          if (values[staged] !== one.value) {
            // Behind another agent's value, or said in the metadata alone.
            expect(entry, `${one.object}/${one.id}/${one.field}`).toBeDefined();
            alone.add(one.suggestion);
          }
          if (!entry) continue;
          const { field, value, agent, base, at } = one;
          expect(entry).toMatchObject({ field, value: short(value), agent, base, at });
          expect(entry.id).toBe(idOf({ ...entry, value, object: one.object, id: one.id }));
          expect([entry.reason ?? null, entry.confidence ?? null, entry.expires ?? null]).toEqual([
            one.reason,
            one.confidence,
            one.expires,
          ]);
        }
        expect(alone.size).toBeGreaterThanOrEqual(5);
      });

      it('are stale exactly where the client reads another value than the base', () => {
        for (const one of all.filter(({ state }) => ['open', 'stale', 'conflict'].includes(state))) {
          const now = short(valuesOf(one)[one.field] ?? null);
          expect(now === one.base, `${one.object}/${one.id}/${one.field}: ${now}, ${one.base}`).toBe(
            one.state !== 'stale',
          );
          expect(now, 'a proposal changes something').not.toBe(one.value);
        }
      });

      it('are counted on every record that has more than bare values', () => {
        for (const [record, values] of records) {
          const own = all.filter(({ object, id }) => `${object}/${id}` === record);
          if (!values[side.metadata]) continue;
          const fields = new Set(own.map(({ field }) => field));
          expect(values[side.count], record).toBe(String(fields.size));
        }
      });

      it('wait on one deal in every kind', async () => {
        const { object, id } = noted('waiting suggestions');
        const own = await truth(id);
        expect(object).toBe(side.deal);
        const open = own.filter(({ state }) => state === 'open').map(({ field }) => field);
        const { stage, amount, date, pick, long } = side.fields;
        expect(open).toEqual(expect.arrayContaining([stage, amount, date, pick, long]));
        expect(own.filter(({ state }) => state === 'stale').map(({ field }) => field)).toEqual([side.fields.text]);
        expect(own.filter(({ state }) => state === 'unusable').map(({ field }) => field)).toEqual([
          side.fields.readOnly,
        ]);
        const disputed = own.filter(({ state }) => state === 'conflict');
        expect(disputed.map(({ agent }) => agent)).toEqual([COPILOT, ENRICHER]);
        expect(new Set(disputed.map(({ field }) => field)).size).toBe(1);
      });
    });
  });

  // Three CRMs tell their stories twice for it: 14 s.
  it.runIf(process.env.COUNTERSIGN_FULL)(
    'are the same after every reset, and leave everything else as it is without them',
    async () => {
      const plain = await startSandbox({ quiet: true, proposals: false, crms: ['hubspot'] });
      try {
        await ask('POST', '/reset', {});
        expect(await get('/truth/suggestions')).toEqual(fresh);
        const path = '/truth?crm=hubspot&limit=10000';
        const without = await (await fetch(plain.info.control + path)).json();
        expect(without).toEqual(await get(path));
        expect(await (await fetch(`${plain.info.control}/truth/suggestions`)).json()).toEqual([]);
      } finally {
        await plain.stop();
      }
    },
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../lib/core/ids';
import type { LedgerEntry } from '../../../lib/core/ledger';
import type { Staging } from '../../../lib/core/staging';
import {
  decidedIds,
  EXPIRE_AFTER_MS,
  entryFor,
  isWaiting,
  type MetadataEntry,
  type NativeSuggestion,
  namesOf,
  readSuggestions,
  type Suggestion,
  type SuggestionInput,
  standingValue,
  suggestionId,
  withEntry,
  withNameless,
  withoutEntry,
} from '../../../lib/core/suggestions';
import type { FieldChange, FieldHistory, RecordRef } from '../../../lib/core/types';

const ref: RecordRef = { crm: 'hubspot', account: '1', object: '0-3', id: '9' };
const NOW = 1_780_000_000_000;
const staging: Staging = {
  fields: new Map([
    ['stage', 'ai_suggested_stage'],
    ['amount', 'ai_suggested_amount'],
  ]),
  metadata: 'ai_suggestions',
  count: 'ai_pending_count',
  ledger: 'countersign_ledger',
};

const entry = (change: Partial<MetadataEntry> = {}): MetadataEntry => ({
  field: 'stage',
  value: 'won',
  agent: 'Copilot',
  at: NOW - 1000,
  base: 'open',
  ...change,
});
const metadata = (...entries: unknown[]) => JSON.stringify({ v: 1, s: entries });

function row(field: string, to: string, at: number, key = 'app:7'): FieldChange {
  const writer = { key, kind: 'app', attribution: 'unknown', id: key.slice(4) } as const;
  return { field, from: undefined, to, at, sent: new Date(at).toISOString(), source: { type: 'INTEGRATION' }, writer };
}

function input(values: Record<string, string | null>, more: Partial<SuggestionInput> = {}): SuggestionInput {
  return {
    ref,
    values: new Map(Object.entries({ stage: 'open', amount: '10', ...values })),
    histories: new Map(),
    staging,
    native: [],
    ledger: [],
    now: NOW,
    fit: (_, value) => ({ to: value }),
    agentOf: (history: FieldHistory) =>
      history.changes[0]?.writer.key === 'app:7' ? { name: 'Listed Copilot', key: 'app:7' } : null,
    ...more,
  };
}

const only = async (of: SuggestionInput) => {
  const { suggestions } = await readSuggestions(of);
  expect(suggestions).toHaveLength(1);
  return suggestions[0];
};

describe('a value in its staging field', () => {
  test('with its metadata', async () => {
    const given = entry({
      confidence: 0.9,
      reason: 'The contract says so.',
      evidence: ['https://a.example/1'],
      run: 'r1',
    });
    const found = await only(input({ ai_suggested_stage: 'won', ai_suggestions: metadata(given) }));
    expect(found).toMatchObject({
      id: await suggestionId(ref, given),
      state: 'open',
      agent: 'Copilot',
      agentFrom: 'claimed',
      confidence: 0.9,
      reason: 'The contract says so.',
      evidence: ['https://a.example/1'],
      expires: given.at + EXPIRE_AFTER_MS,
      source: { kind: 'staging', in: 'ai_suggested_stage' },
    });
  });

  test('without any: what is not known is not given', async () => {
    const found = await only(input({ ai_suggested_stage: 'won' }));
    expect(found).toMatchObject({
      state: 'open',
      agent: '',
      agentFrom: 'unknown',
      at: null,
      expires: null,
      evidence: [],
    });
  });

  test('the history names the agent, whatever the metadata says', async () => {
    const histories = new Map([
      ['ai_suggested_stage', { changes: [row('ai_suggested_stage', 'won', NOW - 500)], complete: true }],
    ]);
    const found = await only(
      input({ ai_suggested_stage: 'won', ai_suggestions: metadata(entry({ agent: 'The boss' })) }, { histories }),
    );
    expect(found).toMatchObject({ agent: 'Listed Copilot', agentFrom: 'history' });
  });

  test('metadata of another value is also proposed', async () => {
    const other = entry({ value: 'lost', agent: 'Enricher' });
    const found = await only(input({ ai_suggested_stage: 'won', ai_suggestions: metadata(other, entry()) }));
    expect(found).toMatchObject({ value: 'won', agent: 'Copilot', also: [{ agent: 'Enricher', value: 'lost' }] });
  });

  test('a long value is named by its hash in the metadata', async () => {
    const value = 'long '.repeat(100);
    const given = entry({ value: `sha256:${await sha256(value)}` });
    const found = await only(input({ ai_suggested_stage: value, ai_suggestions: metadata(given) }));
    expect(found).toMatchObject({ value, to: value, agent: 'Copilot', state: 'open', also: [] });
    expect(entryFor(metadata(given), 'stage', await namesOf(value))).toEqual(given);
    expect(withoutEntry(metadata(given), 'stage', await namesOf(value))).toBeNull();
  });

  test('an empty staging field has no suggestion, whatever the metadata says', async () => {
    expect((await readSuggestions(input({ ai_suggestions: metadata(entry()) }))).suggestions).toEqual([]);
  });
});

describe('metadata without a value, and nothing staged', () => {
  const clear = (change: Partial<MetadataEntry> = {}) => entry({ value: '', ...change });
  const empties: SuggestionInput['fit'] = (_, value) => ({ to: value || null });
  const given = (values: Record<string, string | null>, more: Partial<SuggestionInput> = {}) =>
    input(values, { fit: empties, ...more });

  test('proposes to clear the field, whether it has a staging field or not', async () => {
    for (const fields of [staging.fields, new Map<string, string>()]) {
      const found = await only(
        given({ ai_suggestions: metadata(clear({ reason: 'Never said.' })) }, { staging: { ...staging, fields } }),
      );
      expect(found).toMatchObject({
        ...{ id: await suggestionId(ref, clear()), field: 'stage', value: '', to: null, state: 'open' },
        ...{ agent: 'Copilot', agentFrom: 'claimed', reason: 'Never said.', source: { kind: 'metadata' } },
      });
      expect(found && isWaiting(found)).toBe(true);
    }
  });

  test.each<[string, Partial<MetadataEntry>, string]>([
    ['the base is another', { base: 'new' }, 'stale'],
    ['its time is over', { expires: NOW }, 'expired'],
  ])('%s: %s', async (_, change, state) => {
    expect((await only(given({ ai_suggestions: metadata(clear(change)) })))?.state).toBe(state);
  });

  test('of a field that is empty or must not be, it is unusable; the first waits for nobody', async () => {
    for (const unfit of ['same', 'required'] as const) {
      const found = await only(given({ ai_suggestions: metadata(clear()) }, { fit: () => ({ unfit }) }));
      expect(found).toMatchObject({ state: 'unusable', why: unfit });
      expect(found && isWaiting(found)).toBe(unfit === 'required');
    }
  });

  test('a value in staging goes before it, and the other is also proposed', async () => {
    const both = { ai_suggestions: metadata(clear({ agent: 'Enricher' }), entry()) };
    const found = await only(given({ ...both, ai_suggested_stage: 'won' }));
    expect(found).toMatchObject({ value: 'won', to: 'won', also: [{ agent: 'Enricher', value: '' }] });
    const after = await only(given(both));
    expect(after).toMatchObject({ value: '', to: null, also: [{ agent: 'Copilot', value: 'won' }] });
  });

  test('without staging fields the later of two goes first, the value or none', async () => {
    const compact = { staging: { ...staging, fields: new Map() } };
    const of = (at: number) =>
      only(given({ ai_suggestions: metadata(clear({ at, agent: 'Enricher' }), entry()) }, compact));
    expect(await of(NOW - 2)).toMatchObject({ value: '', also: [{ agent: 'Copilot', value: 'won' }] });
    expect(await of(NOW - 2000)).toMatchObject({ value: 'won', also: [{ agent: 'Enricher', value: '' }] });
  });

  test('stands as long as it is there and nothing is staged, and goes alone', async () => {
    const text = metadata(clear(), entry(), { field: 'stage', at: 'x' });
    const standing = (values: Record<string, string | null>) =>
      standingValue({ id: '', source: { kind: 'metadata' }, field: 'stage', value: '' }, given(values));
    expect(await standing({ ai_suggestions: text })).toBe('');
    expect(await standing({ ai_suggestions: text, ai_suggested_stage: 'lost' })).toBeNull();
    expect(await standing({ ai_suggestions: metadata(entry()) })).toBeNull();
    expect(entryFor(text, 'stage', await namesOf(''))).toEqual(clear());
    expect(withoutEntry(text, 'stage', [''])).toBe(metadata(entry(), { field: 'stage', at: 'x' }));
    // What cannot be read is not taken for it, and goes along where it says the same.
    const unread = metadata({ field: 'stage', value: '' }, clear());
    expect(entryFor(unread, 'stage', [''])).toEqual(clear());
    expect(withoutEntry(unread, 'stage', [''])).toBeNull();
  });
});

describe('the metadata alone, where a field has no staging field', () => {
  test('is the suggestion; the later of two agents is decided first', async () => {
    const first = entry({ field: 'owner', value: '1', agent: 'A', at: NOW - 9 });
    const second = entry({ field: 'owner', value: '2', agent: 'B', at: NOW - 3 });
    const { base: _, ...bare } = first;
    const found = await only(input({ ai_suggestions: metadata(bare, { ...second, base: undefined }) }));
    expect(found).toMatchObject({
      field: 'owner',
      value: '2',
      agent: 'B',
      also: [{ agent: 'A', value: '1' }],
      source: { kind: 'metadata' },
    });
  });
});

describe('states', () => {
  test.each<[string, Partial<MetadataEntry>, string]>([
    ['the base is what is there', { base: 'open' }, 'open'],
    ['the base is another', { base: 'new' }, 'stale'],
    ['the base was empty', { base: null }, 'stale'],
    ['its time is over', { expires: NOW }, 'expired'],
    ['thirty days are over', { at: NOW - EXPIRE_AFTER_MS }, 'expired'],
  ])('%s: %s', async (_, change, state) => {
    const given = { ai_suggested_stage: 'won', ai_suggestions: metadata(entry(change)) };
    expect((await only(input(given)))?.state).toBe(state);
  });

  test('a long base is compared by its hash', async () => {
    const base = `sha256:${await sha256('open')}`;
    const given = (stage: string) =>
      input({ stage, ai_suggested_stage: 'won', ai_suggestions: metadata(entry({ base })) });
    expect((await only(given('open')))?.state).toBe('open');
    expect((await only(given('new')))?.state).toBe('stale');
  });

  test('without a base it is stale if the field changed after it was proposed', async () => {
    const { base: _, ...bare } = entry();
    const given = (at: number) =>
      input(
        { ai_suggested_stage: 'won', ai_suggestions: metadata(bare) },
        { histories: new Map([['stage', { changes: [row('stage', 'open', at)], complete: true }]]) },
      );
    expect((await only(given(bare.at - 1)))?.state).toBe('open');
    expect((await only(given(bare.at + 1)))?.state).toBe('stale');
  });

  test('what does not fit is unusable, and says why', async () => {
    const found = await only(input({ ai_suggested_stage: 'Wonn' }, { fit: () => ({ unfit: 'option' }) }));
    expect(found).toMatchObject({ state: 'unusable', why: 'option', to: null });
  });

  test('a suggestion that was decided and comes again unchanged is not open', async () => {
    const given = entry();
    const values = { ai_suggested_stage: 'won', ai_suggestions: metadata(given) };
    const decided: LedgerEntry = {
      id: await suggestionId(ref, given),
      at: NOW - 10,
      field: 'stage',
      d: 'reject',
      by: { name: 'Dana' },
    };
    expect(await only(input(values, { ledger: [decided] }))).toMatchObject({ state: 'unusable', why: 'decided' });
    const undone = { ...decided, d: 'undo', at: NOW - 5 };
    expect((await only(input(values, { ledger: [decided, undone] })))?.state).toBe('open');
  });
});

describe('a value without a time, proposed again after a decision', () => {
  const decision = (id: string, at: number, d = 'approve'): LedgerEntry => ({
    id,
    at,
    field: 'stage',
    d,
    by: { name: 'Dana' },
  });
  const bare = (ledger: LedgerEntry[]) => only(input({ ai_suggested_stage: 'won' }, { ledger }));

  test('is another one every time', async () => {
    const ledger: LedgerEntry[] = [];
    const ids = new Set<string>();
    for (const at of [1, 2, 3]) {
      const found = await bare(ledger);
      expect(found).toMatchObject({ state: 'open', at: null });
      expect(ids).not.toContain(found?.id);
      ids.add(found?.id ?? '');
      ledger.push(decision(found?.id ?? '', NOW + at, at === 2 ? 'reject' : 'approve'));
    }
    // Taken back, the last one waits once more.
    const last = ledger.at(-1);
    const back = await bare([...ledger, decision(last?.id ?? '', NOW + 9, 'undo')]);
    expect(back).toMatchObject({ state: 'open', id: last?.id });
  });

  test('comes to an end where an agent forges decisions that lead to each other', async () => {
    const named = (at: number) => suggestionId(ref, { field: 'stage', value: 'won', agent: '', at });
    const forged = [decision(await named(0), NOW), decision(await named(NOW), NOW)];
    expect(await bare(forged)).toMatchObject({ state: 'unusable', why: 'decided' });
  });
});

describe('what an agent can write there', () => {
  test('a malformed entry is listed and hides no other', async () => {
    const bad = { field: 'owner', value: 12, agent: 'X', at: 'yesterday' };
    const text = metadata(bad, 'nonsense', null, { field: 'ai_suggestions', value: 'x' }, entry());
    const { suggestions } = await readSuggestions(input({ ai_suggested_stage: 'won', ai_suggestions: text }));
    expect(suggestions.find((one) => one.field === 'owner')).toMatchObject({ state: 'unusable', why: 'malformed' });
    expect(suggestions.find((one) => one.field === 'stage')).toMatchObject({ state: 'open', agent: 'Copilot' });
    // What names no field is one more, for the metadata itself.
    expect(suggestions.filter((one) => one.field === 'ai_suggestions')).toMatchObject([
      { state: 'unusable', why: 'nameless', value: text, source: { kind: 'staging', in: 'ai_suggestions' } },
    ]);
  });

  test('a malformed entry is listed where staging is empty, whatever else is said of the field', async () => {
    const bad = { field: 'stage', value: 12, agent: 'X', at: 5 };
    const text = metadata(bad, entry({ value: 'lost' }));
    const found = await only(input({ ai_suggestions: text }));
    expect(found).toMatchObject({ field: 'stage', value: JSON.stringify(bad), state: 'unusable', why: 'malformed' });
    const { suggestions } = await readSuggestions(input({ ai_suggested_stage: 'won', ai_suggestions: metadata(bad) }));
    expect(suggestions).toMatchObject([{ value: 'won', state: 'open' }]);
  });

  test('metadata that is no metadata is listed and takes nothing from the staging fields', async () => {
    for (const broken of ['{', '[]', '{"v":2,"s":[]}', 'null', '"x"']) {
      const list = await readSuggestions(input({ ai_suggested_stage: 'won', ai_suggestions: broken }));
      expect(list.suggestions).toMatchObject([
        { state: 'open', value: 'won' },
        { field: 'ai_suggestions', state: 'unusable', why: 'nameless', value: broken },
      ]);
    }
  });

  test('what cannot be read stands until it is rejected, and takes nothing else along', async () => {
    const bad = { field: 'stage', value: 12, agent: 'X', at: 5 };
    const said = JSON.stringify(bad);
    const text = metadata(bad, 'nonsense', entry());
    const standing = (value: string, field: string, source: Suggestion['source']) =>
      standingValue({ id: '', source, field, value }, input({ ai_suggestions: text }));
    expect(await standing(said, 'stage', { kind: 'metadata' })).toBe(said);
    expect(await standing(said, 'amount', { kind: 'metadata' })).toBeNull();
    expect(await standing(text, 'ai_suggestions', { kind: 'staging', in: 'ai_suggestions' })).toBe(text);
    expect(withoutEntry(text, 'stage', [said])).toBe(metadata('nonsense', entry()));
    expect(entryFor(text, 'stage', [said])).toEqual(bad);
    expect(withoutEntry(text, 'ai_suggestions', [text])).toBe(metadata(bad, entry()));
    expect(withoutEntry(text, 'stage', ['won'])).toBe(metadata(bad, 'nonsense'));
  });

  test('of two that cannot be read one is decided after the other, and both come back as they were', async () => {
    const bad = [
      { field: 'stage', value: 12 },
      { field: 'stage', agent: 'X', extra: [1] },
    ];
    const said = bad.map((one) => JSON.stringify(one));
    const found = await only(input({ ai_suggestions: metadata(...bad) }));
    expect(found?.value).toBe(said[0]);
    const rest = withoutEntry(metadata(...bad), 'stage', [said[0] ?? '']);
    expect(await only(input({ ai_suggestions: rest }))).toMatchObject({ value: said[1], why: 'malformed' });
    expect(withEntry(rest, entryFor(metadata(...bad), 'stage', [said[0] ?? '']))).toBe(metadata(bad[1], bad[0]));
  });

  test('what named no field is put back beside what came since, and never over it', () => {
    const text = metadata(12, { field: 'ai_suggestions' }, entry());
    const nameless = withoutEntry(text, 'ai_suggestions', [text]);
    expect(nameless).toBe(metadata(entry()));
    expect(withNameless(nameless, 'ai_suggestions', text)).toBe(metadata(entry(), 12, { field: 'ai_suggestions' }));
    expect(withNameless(null, 'ai_suggestions', 'my notes')).toBe('my notes');
    expect(withNameless(metadata(entry()), 'ai_suggestions', 'my notes')).toBeNull();
    expect(withNameless('my notes', 'ai_suggestions', text)).toBeNull();
  });

  test('reasons are cut, links are http(s) alone and few', async () => {
    const given = entry({
      reason: 'x'.repeat(5000),
      evidence: [
        'javascript:alert(1)',
        'data:text/html,x',
        'https://a.example',
        `https://${'b'.repeat(600)}.example`,
        ...Array(9).fill('http://c.example'),
      ],
    });
    const found = await only(input({ ai_suggested_stage: 'won', ai_suggestions: metadata(given) }));
    expect(found?.reason).toHaveLength(1000);
    expect(found?.cut).toBe(true);
    expect(found?.evidence).toEqual([
      'https://a.example',
      'http://c.example',
      'http://c.example',
      'http://c.example',
      'http://c.example',
    ]);
  });

  test('never throws, whatever the fields hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.string(), fc.array(fc.anything()), async (json, text, entries) => {
        for (const value of [json, text, metadata(...entries)]) {
          const list = await readSuggestions(input({ ai_suggestions: value, ai_suggested_amount: text || null }));
          expect(list.suggestions.filter(({ state }) => state === 'open').length).toBeLessThanOrEqual(
            1 + entries.length + 50,
          );
        }
      }),
    );
  });
});

describe('the CRM’s own list', () => {
  const own = (change: Partial<NativeSuggestion> = {}): NativeSuggestion => ({
    id: '1Rm1',
    field: 'stage',
    value: 'lost',
    agent: 'Agentforce',
    at: NOW - 1000,
    expires: NOW + 1000,
    base: 'open',
    ...change,
  });
  const decided = (id: string, d = 'approve', at = NOW - 10): LedgerEntry => {
    return { id, at, field: 'stage', d, by: { name: 'Dana' } };
  };

  test('a suggestion goes by the id it has there, and by whom the CRM names', async () => {
    const found = await only(input({}, { native: [own({ reason: 'Said on the phone.' })] }));
    expect(found).toMatchObject({
      ...{ id: '1Rm1', value: 'lost', to: 'lost', agent: 'Agentforce', agentFrom: 'history', state: 'open' },
      ...{ source: { kind: 'native' }, reason: 'Said on the phone.', expires: NOW + 1000, base: 'open' },
    });
  });

  test.each<[string, Partial<NativeSuggestion>, string]>([
    ['the base is another', { base: 'new' }, 'stale'],
    ['nothing tells the base, and nothing changed', { base: undefined }, 'open'],
  ])('%s: %s', async (_, change, state) => {
    expect((await only(input({}, { native: [own(change)] })))?.state).toBe(state);
  });

  test('without a base it is stale if the field changed since', async () => {
    const histories = new Map([['stage', { changes: [row('stage', 'open', NOW - 999)], complete: true }]]);
    expect(await only(input({}, { native: [own({ base: undefined })], histories }))).toMatchObject({ state: 'stale' });
  });

  test('one that is decided does not come again, until that is taken back', async () => {
    const given = (...ledger: LedgerEntry[]) => readSuggestions(input({}, { native: [own()], ledger }));
    expect((await given(decided('1Rm1', 'reject'))).suggestions).toEqual([]);
    const undone = await given(decided('1Rm1'), decided('1Rm1', 'undo', NOW - 5));
    expect(undone.suggestions).toMatchObject([{ state: 'open' }]);
  });

  test('one whose time is over, or whose value stands there already, is not shown', async () => {
    expect((await readSuggestions(input({}, { native: [own({ expires: NOW })] }))).suggestions).toEqual([]);
    const fit = () => ({ unfit: 'same' }) as const;
    expect((await readSuggestions(input({}, { native: [own()], fit }))).suggestions).toEqual([]);
  });

  test('without a ledger it can be looked at alone', async () => {
    const bare = { ...staging, ledger: null };
    const why = { state: 'unusable', why: 'noLedger' };
    expect(await only(input({}, { native: [own()], staging: bare }))).toMatchObject(why);
    expect(await only(input({ countersign_ledger: 'my notes' }, { native: [own()] }))).toMatchObject(why);
  });

  test('what is staged for the same field goes before it; once that is settled, it does not', async () => {
    const staged = (more: Partial<MetadataEntry> = {}) => ({
      ai_suggested_stage: 'won',
      ai_suggestions: metadata(entry(more)),
    });
    const both = await readSuggestions(input(staged(), { native: [own()] }));
    expect(both.suggestions).toMatchObject([
      { value: 'won', source: { kind: 'staging' }, also: [{ agent: 'Agentforce', value: 'lost' }] },
    ]);
    const late = await readSuggestions(input(staged({ expires: NOW }), { native: [own()] }));
    expect(late.suggestions).toMatchObject([
      { value: 'lost', state: 'open', also: [] },
      { value: 'won', state: 'expired' },
    ]);
    const ledger = [decided('1Rm1', 'reject')];
    const rest = await readSuggestions(input(staged(), { native: [own()], ledger }));
    expect(rest.suggestions).toMatchObject([{ value: 'won', also: [] }]);
  });

  test('whatever is in it: one waits for each field at most, none that is decided, and the staged one first', async () => {
    const value = fc.constantFrom('open', 'won', 'lost', 'new');
    const listed = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      field: fc.constantFrom('stage', 'amount', 'owner', 'gone'),
      value,
      agent: fc.constantFrom('', 'Agentforce'),
      at: fc.integer({ min: NOW - 50, max: NOW }),
      expires: fc.integer({ min: NOW - 5, max: NOW + 20 }),
      base: fc.option(value, { nil: undefined }),
    });
    const said = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd'),
      d: fc.constantFrom('approve', 'reject', 'undo', 'note', 'corrected'),
      at: fc.integer({ min: NOW - 50, max: NOW }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(listed, { selector: ({ id }) => id }),
        fc.array(said, { maxLength: 6 }),
        fc.option(value),
        async (native, entries, staged) => {
          const ledger = entries.map(({ id, d, at }) => decided(id, d, at));
          const fit = (field: string, to: string) =>
            field === 'gone' ? ({ unfit: 'noField' } as const) : to === 'open' ? ({ unfit: 'same' } as const) : { to };
          const { suggestions } = await readSuggestions(input({ ai_suggested_stage: staged }, { native, ledger, fit }));
          const waiting = suggestions.filter(isWaiting);
          expect(new Set(waiting.map(({ field }) => field)).size).toBe(waiting.length);
          const gone = decidedIds(ledger);
          for (const { id, source } of suggestions) expect(source.kind === 'native' && gone.has(id)).toBe(false);
          const here = waiting.find(({ field }) => field === 'stage');
          if (staged && staged !== 'open') expect(here?.source.kind).toBe('staging');
          // Nothing that may be decided stays hidden behind something that may not.
          for (const { id, field, value: to, expires } of native) {
            if (gone.has(id) || expires <= NOW || to === 'open') continue;
            expect(waiting.some((one) => one.field === field)).toBe(true);
          }
        },
      ),
    );
  });
});

describe('changing the metadata', () => {
  const anEntry = fc.record({
    field: fc.constantFrom('stage', 'amount', 'owner'),
    value: fc.string({ minLength: 1, maxLength: 5 }),
    agent: fc.constantFrom('A', 'B'),
    at: fc.nat(),
  });

  test('taking an entry out leaves every other as it was; putting it back is putting it back once', () => {
    fc.assert(
      fc.property(fc.array(anEntry, { maxLength: 8 }), anEntry, (others, mine) => {
        const rest = others.filter((one) => one.field !== mine.field || one.value !== mine.value);
        const text = metadata(...rest, mine);
        const without = withoutEntry(text, mine.field, [mine.value]);
        expect(without === null ? [] : JSON.parse(without).s).toEqual(rest);
        expect(entryFor(without, mine.field, [mine.value])).toBeUndefined();
        const again = withEntry(withEntry(without, mine), mine);
        expect(JSON.parse(again ?? '').s).toEqual([...rest, mine]);
      }),
    );
  });

  test('text that is no metadata is left alone', () => {
    expect(withoutEntry('my own notes', 'stage', ['won'])).toBe('my own notes');
    expect(withEntry('my own notes', entry())).toBe('my own notes');
    expect(withoutEntry(null, 'stage', ['won'])).toBeNull();
    expect(withoutEntry(undefined, 'stage', ['won'])).toBeNull();
  });
});

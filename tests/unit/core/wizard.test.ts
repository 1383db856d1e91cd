import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { STAGING_PARTS, stagingName, stagingOf } from '../../../lib/core/staging';
import { emptyTeamFile, type TeamFile } from '../../../lib/core/team';
import { CRMS, type Crm } from '../../../lib/core/types';
import {
  beginRun,
  type Choices,
  choosable,
  exampleField,
  exampleOf,
  isCap,
  isComplete,
  NO_CHOICES,
  nameProblems,
  newCount,
  newNameProblem,
  pickable,
  planOf,
  type StagingRun,
  saidBefore,
  sampleOf,
  settled,
  suggestionRank,
  type WizardField,
  type WizardObject,
  withCreated,
  withItem,
  withName,
  withoutName,
  withProblem,
} from '../../../lib/core/wizard';

const field = (name: string, more: Partial<WizardField> = {}): WizardField => ({
  name,
  label: name,
  kind: 'text',
  readOnly: false,
  sample: null,
  ...more,
});
const team = (crm: Crm = 'hubspot') => emptyTeamFile(crm, '1');
const choices = (object: string, fields: string[], more: Partial<Choices> = {}): Choices => ({
  ...NO_CHOICES,
  objects: [{ object, fields }],
  ...more,
});
const object = (name: string, fields: WizardField[]): WizardObject => ({ object: name, fields });
const code = (n: number) => n.toString(16).padStart(40, '0');

describe('which fields are offered', () => {
  test('only writable, comparable ones that are not staging; guarded ones first', () => {
    const fields = [
      field('zip'),
      field('industry', { kind: 'option' }),
      field('utm_source'),
      field('hubspot_owner_id', { kind: 'user' }),
      field('closedate', { label: 'Close Date', kind: 'date' }),
      field('amount', { kind: 'number' }),
      field('dealstage', { kind: 'option' }),
      field('createdate', { kind: 'datetime', readOnly: true }),
      field('notes', { kind: 'rich' }),
      field('visit', { kind: 'rich', writes: 'time' }),
      field('ai_suggested_amount'),
      field('ai_suggestions'),
      field('countersign_ledger'),
    ];
    const { suggested, others } = choosable('hubspot', '0-3', fields, team());
    expect(suggested.map(({ name }) => name)).toEqual([
      'dealstage',
      'amount',
      'closedate',
      'hubspot_owner_id',
      'utm_source',
      'industry',
    ]);
    expect(others.map(({ name }) => name)).toEqual(['visit', 'zip']);
  });

  test.each([
    ['StageName', 'Stage', 'option', 0],
    ['Amount', 'Amount', 'number', 1],
    ['value', 'Value', 'number', 1],
    ['CloseDate', 'Close Date', 'date', 2],
    ['expected_close_date', 'Expected close date', 'date', 2],
    ['OwnerId', 'Owner', 'user', 3],
    ['UTM_Source__c', 'UTM Source', 'text', 4],
    ['LeadSource', 'Lead Source', 'option', 4],
    [code(1), 'UTM campaign', 'text', 4],
    ['Industry', 'Industry', 'option', 5],
    ['Description', 'Description', 'text', null],
  ] as const)('%s: %s', (name, label, kind, rank) => {
    expect(suggestionRank({ name, label, kind })).toBe(rank);
  });
});

describe('names', () => {
  test.each([
    ['hubspot', 'ai_suggested_amount', null],
    ['hubspot', '', 'empty'],
    ['hubspot', '1st', 'start'],
    ['hubspot', 'Amount', 'start'],
    ['hubspot', 'amount-2', 'characters'],
    ['hubspot', 'hs_amount', 'reserved'],
    ['hubspot', `a${'b'.repeat(100)}`, 'long'],
    ['salesforce', 'AI_Suggested_Amount__c', null],
    ['salesforce', 'AI_Suggested_Amount', 'ending'],
    ['salesforce', '_Amount__c', 'start'],
    ['salesforce', 'A__mount__c', 'characters'],
    ['salesforce', 'Amount___c', 'characters'],
    ['salesforce', 'Am ount__c', 'characters'],
    ['salesforce', `${'a'.repeat(41)}__c`, 'long'],
    ['pipedrive', 'AI suggested Wert', null],
    ['pipedrive', '', 'empty'],
  ] as const)('%s takes "%s": %s', (crm, name, problem) => {
    expect(newNameProblem(crm, name)).toBe(problem);
  });

  test('what is proposed keeps clear of what somebody typed', () => {
    const objects = [object('0-3', [field('dealstage'), field('amount')])];
    const typed = { object: '0-3', field: 'amount', name: 'ai_suggested_dealstage' };
    const items = planOf('hubspot', objects, team(), choices('0-3', ['dealstage', 'amount'], { names: [typed] }));
    expect(items.map(({ name }) => name).slice(0, 2)).toEqual(['ai_suggested_dealstage_2', 'ai_suggested_dealstage']);
    expect(nameProblems('hubspot', objects, team(), items).size).toBe(0);
  });

  test('two fields with one usual name get two', () => {
    const fields = [field('Foo'), field('Foo__c')];
    const items = planOf(
      'salesforce',
      [object('Account', fields)],
      team('salesforce'),
      choices('Account', ['Foo', 'Foo__c']),
    );
    expect(items.map(({ name }) => name).slice(0, 2)).toEqual(['AI_Suggested_Foo__c', 'AI_Suggested_Foo_2__c']);
  });

  test('a usual name is one that the CRM takes, wherever it is cut', () => {
    // Cut at an underscore, which is not followed by another.
    const long = 'Expected_Annual_R_venue_Of_The_Account__c';
    expect(newNameProblem('salesforce', stagingName('salesforce', field(long)))).toBeNull();
    const [item] = planOf(
      'salesforce',
      [object('Account', [field(long)])],
      team('salesforce'),
      choices('Account', [long]),
    );
    expect(newNameProblem('salesforce', item?.name ?? '')).toBeNull();
  });

  test.each([
    [
      'another has it',
      { names: ['dealstage', 'amount'].map((one) => ({ object: '0-3', field: one, name: 'ai_proposed' })) },
      '0-3/amount',
      'twice',
    ],
    ['a part has it', { names: [{ object: '0-3', field: 'amount', name: 'ai_suggestions' }] }, '0-3/amount', 'twice'],
    [
      'it holds another’s',
      { names: [{ object: '0-3', field: 'amount', name: 'ai_suggested_closedate' }] },
      '0-3/amount',
      'twice',
    ],
    ['it is the field itself', { names: [{ object: '0-3', field: 'amount', name: 'amount' }] }, '0-3/amount', 'kind'],
    ['it is of another kind', { names: [{ object: '0-3', field: 'amount', name: 'closedate' }] }, '0-3/amount', 'kind'],
    ['it is read only', { parts: { metadata: 'fixed' } }, 'metadata', 'kind'],
    ['it is too short', { parts: { ledger: 'short' } }, 'ledger', 'kind'],
    ['it is no number', { parts: { count: 'notes' } }, 'count', 'kind'],
    ['it breaks the rules', { parts: { count: 'Zahl' } }, 'count', 'start'],
  ] as const)('are refused where %s', (_, more, key, problem) => {
    const fields = [
      field('dealstage', { kind: 'option' }),
      field('amount', { kind: 'number' }),
      field('closedate', { kind: 'date' }),
      field('ai_suggested_closedate'),
      field('fixed', { readOnly: true }),
      field('short', { maxLength: 255 }),
      field('notes'),
    ];
    const objects = [object('0-3', fields)];
    const chosen = choices('0-3', ['dealstage', 'amount'], structuredClone(more) as Partial<Choices>);
    const problems = nameProblems('hubspot', objects, team(), planOf('hubspot', objects, team(), chosen));
    expect(problems.get(key)).toBe(problem);
  });

  test('an existing field that fits can be picked, and is', () => {
    const fields = [field('amount', { kind: 'number' }), field('proposal_amount'), field('no', { kind: 'date' })];
    const objects = [object('0-3', fields)];
    const chosen = choices('0-3', ['amount'], { names: [{ object: '0-3', field: 'amount', name: 'proposal_amount' }] });
    const items = planOf('hubspot', objects, team(), chosen);
    expect(items[0]).toMatchObject({ name: 'proposal_amount', exists: true });
    expect(nameProblems('hubspot', objects, team(), items).size).toBe(0);
    expect(pickable('hubspot', fields, { sort: 'line', field: 'amount' }).map(({ name }) => name)).toEqual([
      'proposal_amount',
    ]);
  });

  test('on Pipedrive only fields of the team’s own can be picked', () => {
    const fields = [field('title'), field(code(1), { label: 'Vorschlag' })];
    expect(pickable('pipedrive', fields, { sort: 'line', field: null }).map(({ label }) => label)).toEqual([
      'Vorschlag',
    ]);
  });
});

describe('a plan', () => {
  const fields = [
    field('amount', { kind: 'number' }),
    field('dealname', { maxLength: 1000 }),
    field('ai_pending_count', { kind: 'number' }),
  ];
  const objects = [object('0-3', fields), object('0-1', [field('email')]), { object: '0-2', fields: null }];

  test('visible: a field for each chosen one and the three of the object', () => {
    const items = planOf('hubspot', objects, team(), choices('0-3', ['amount', 'dealname', 'gone']));
    expect(items.map(({ name, sort, exists }) => [name, sort, exists])).toEqual([
      ['ai_suggested_amount', 'line', false],
      ['ai_suggested_dealname', 'text', false],
      ['ai_suggestions', 'text', false],
      ['ai_pending_count', 'number', true],
      ['countersign_ledger', 'text', false],
    ]);
    expect(newCount(items)).toBe(4);
  });

  test('compact: the three alone', () => {
    const items = planOf('hubspot', objects, team(), choices('0-3', ['amount'], { layout: 'compact' }));
    expect(items.map(({ part }) => part)).toEqual(STAGING_PARTS);
  });

  test('an object that may not be read has none', () => {
    expect(planOf('hubspot', objects, team(), choices('0-2', []))).toEqual([]);
  });

  test('a lead’s fields are the deal’s, and counted once', () => {
    const list = [field('title', { label: 'Title' })];
    const both = [object('deal', list), object('lead', list)];
    const chosen = { ...NO_CHOICES, objects: ['deal', 'lead'].map((one) => ({ object: one, fields: ['title'] })) };
    const items = planOf('pipedrive', both, team('pipedrive'), chosen);
    expect(items).toHaveLength(8);
    expect(newCount(items)).toBe(4);
    expect(
      newCount(planOf('pipedrive', both, team('pipedrive'), { ...chosen, objects: chosen.objects.slice(1) })),
    ).toBe(4);
  });
});

describe('a run', () => {
  const objects = [object('0-3', [field('amount'), field('dealname')]), object('0-5', [field('subject')])];
  const chosen: Choices = {
    ...NO_CHOICES,
    objects: [
      { object: '0-3', fields: ['amount', 'dealname'] },
      { object: '0-5', fields: ['subject'] },
    ],
  };
  const started = () => beginRun(null, 'visible', planOf('hubspot', objects, team(), chosen), 1);
  const states = (run: StagingRun) => run.items.map(({ state }) => state);
  const first = (run: StagingRun) => {
    const [item] = run.items;
    if (!item) throw new Error('no item');
    return item;
  };

  test('a right that is missing on one object leaves the others to be tried', () => {
    const run = started();
    const after = withProblem(run, first(run), { kind: 'forbidden', missing: 'schemas.write' });
    expect(states(after)).toEqual([...Array(5).fill('forbidden'), ...Array(4).fill('waiting')]);
  });

  test('what an administrator created meanwhile is not ours', () => {
    const run = started();
    const refused = withProblem(run, first(run), { kind: 'forbidden' });
    const again = settled('hubspot', refused, '0-3', [field('ai_suggested_amount')], team());
    expect(first(again).state).toBe('exists');
    expect(again.created).toEqual([]);
    expect(again.items[1]?.state).toBe('waiting');
  });

  test.each(['offline', 'timeout', 'server', 'unreadable'] as const)('after %s, what is there is ours', (kind) => {
    const run = started();
    const lost = withProblem(run, first(run), { kind });
    const there = settled('hubspot', lost, '0-3', [field('ai_suggested_amount')], team());
    expect(first(there).state).toBe('done');
    expect(there.created.map(({ name }) => name)).toEqual(['ai_suggested_amount']);
    expect(first(settled('hubspot', lost, '0-3', [], team())).state).toBe('waiting');
  });

  test('interrupted while the CRM was asked, what is there is ours', () => {
    const run = started();
    const cut = withItem(run, first(run), { state: 'creating', asked: true });
    expect(settled('hubspot', cut, '0-3', [field('ai_suggested_amount')], team()).created).toHaveLength(1);
  });

  test('a refusal is kept with its words and tried again', () => {
    const run = started();
    const refused = withProblem(run, first(run), { kind: 'refused', message: 'No room' });
    expect(first(refused)).toMatchObject({ state: 'failed', problem: { message: 'No room' } });
    expect(first(refused)).not.toHaveProperty('asked');
    expect(first(settled('hubspot', refused, '0-3', [], team()))).not.toHaveProperty('problem');
  });

  test('another run knows what earlier ones created', () => {
    const run = started();
    const made = withCreated(run, first(run), 'ai_suggested_amount', null);
    expect(beginRun(made, 'compact', [], 2).created).toEqual(made.created);
    expect(isComplete(made)).toBe(false);
    expect(isComplete(beginRun(made, 'compact', [], 2))).toBe(true);
  });

  test.each([
    [{ kind: 'refused', message: 'feature_capping_deal_fields: …' }, true],
    [{ kind: 'refused', message: 'You have reached the maximum number of custom fields' }, true],
    [{ kind: 'refused', message: 'Property name is not valid' }, false],
    [{ kind: 'busy', message: 'limit' }, false],
    [undefined, false],
  ] as const)('%j is a cap: %s', (problem, cap) => {
    expect(isCap(problem)).toBe(cap);
  });
});

// ── Whatever the account ────────────────────────────────────────────────────────────────────────────────────────────

const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,11}$/);
const words = fc.array(word, { minLength: 1, maxLength: 5 });
const names: Record<Crm, fc.Arbitrary<string>> = {
  hubspot: words.map((list) => list.join('_').toLowerCase()),
  salesforce: fc
    .tuple(fc.option(word), words, fc.boolean())
    .map(([space, list, custom]) =>
      custom ? `${space ? `${space}__` : ''}${list.join('_').slice(0, 40).replace(/_+$/, '')}__c` : list.join(''),
    ),
  pipedrive: fc.oneof(fc.nat().map(code), word),
};
const kinds = fc.constantFrom('text', 'number', 'option', 'user', 'date', 'rich');

/** An object's fields, some of them staging already. */
const account = (crm: Crm) =>
  fc
    .uniqueArray(
      fc.record({
        name: names[crm],
        label: words.map((list) => list.join(' ')),
        kind: kinds as fc.Arbitrary<WizardField['kind']>,
        readOnly: fc.boolean(),
        sample: fc.constant(null),
      }),
      { selector: ({ name }) => name.toLowerCase(), minLength: 1, maxLength: 12 },
    )
    .chain((fields) =>
      fc.record({
        fields: fc.constant(fields),
        chosen: fc.subarray(fields.filter((one) => !one.readOnly && one.kind !== 'rich').map(({ name }) => name)),
        parts: fc.record(
          { ledger: crm === 'hubspot' ? fc.constant('team_ledger') : fc.constant('Team_Ledger__c') },
          { requiredKeys: [] },
        ),
      }),
    );

/** The object after everything of a plan was created, and what the team file says then. */
function carriedOut(crm: Crm, fields: WizardField[], items: ReturnType<typeof planOf>, before: TeamFile) {
  const all = [...fields];
  let file = before;
  let run = beginRun(null, 'visible', items, 0);
  for (const [index, item] of run.items.entries()) {
    const name = item.exists ? item.name : crm === 'pipedrive' ? code(0xabc0000 + index) : item.name;
    if (!item.exists) all.push(field(name, { label: item.label }));
    if (!item.exists) run = withCreated(run, item, name, saidBefore(file, item));
    file = withName(crm, file, { ...item, name }, all);
  }
  return { all, file, run };
}

describe.each(CRMS)('whatever the account: %s', (crm) => {
  const property = (
    check: (given: { fields: WizardField[]; chosen: string[]; items: ReturnType<typeof planOf> }) => void,
  ) =>
    fc.assert(
      fc.property(account(crm), ({ fields, chosen, parts }) => {
        const picked = choices('x', chosen, { parts });
        check({ fields, chosen, items: planOf(crm, [object('x', fields)], team(crm), picked) });
      }),
      { numRuns: 300 },
    );

  test('the names of new fields are names that the CRM takes, and no two are one', () => {
    property(({ fields, items }) => {
      const fresh = items.filter(({ exists }) => !exists);
      for (const { name } of fresh) expect(newNameProblem(crm, name)).toBeNull();
      const all = [...items.map(({ name }) => name.toLowerCase())];
      expect(new Set(all).size).toBe(all.length);
      const known = fields.map(({ name, label }) => (crm === 'pipedrive' ? label : name).toLowerCase());
      for (const { name } of fresh) expect(known).not.toContain(name.toLowerCase());
    });
  });

  test('compact never costs more than visible', () => {
    property(({ fields, chosen, items }) => {
      const compact = planOf(crm, [object('x', fields)], team(crm), choices('x', chosen, { layout: 'compact' }));
      expect(newCount(compact)).toBeLessThanOrEqual(newCount(items));
    });
  });

  test('once everything is created every field is found where the plan says, and nothing is left to create', () => {
    property(({ fields, chosen, items }) => {
      const { all, file, run } = carriedOut(crm, fields, items, team(crm));
      const staging = stagingOf(crm, 'x', all, file);
      const made = run.items;
      for (const name of chosen) {
        const item = made.find((one) => one.field === name);
        if (item) expect(staging.fields.get(name)).toBe(item.name);
      }
      for (const part of STAGING_PARTS) expect(staging[part]).toBe(made.find((one) => one.part === part)?.name);
      expect(newCount(planOf(crm, [object('x', all)], file, choices('x', chosen)))).toBe(0);
    });
  });

  test('what follows the convention is not written into the team file', () => {
    const fields = [field(crm === 'pipedrive' ? 'title' : 'amount', { label: 'Amount' })];
    const items = planOf(
      crm,
      [object('x', fields)],
      team(crm),
      choices(
        'x',
        fields.map(({ name }) => name),
      ),
    );
    expect(carriedOut(crm, fields, items, team(crm)).file.fields).toEqual({});
  });

  test('undo leaves the team file as it was', () => {
    property(({ fields, items }) => {
      const before = team(crm);
      const { file, run } = carriedOut(crm, fields, items, before);
      let created = run.created;
      let after = file;
      for (const gone of [...created].reverse()) {
        created = created.filter((one) => one !== gone);
        after = withoutName(crm, after, gone, created);
      }
      // What names fields that were there before is not the wizard's to forget.
      const kept = (after.fields.staging ?? []).filter(({ in: name }) => !fields.some((one) => one.name === name));
      expect({ ...after.fields, staging: kept }).toEqual({ ...before.fields, staging: [] });
    });
  });
});

describe('undo and the team file', () => {
  const gone = { object: '0-3', part: 'field', field: 'amount', name: 'mine', label: 'Mine', before: 'old' } as const;

  test('what it said before is said again', () => {
    const file = { ...team(), fields: { staging: [{ object: '0-3', field: 'amount', in: 'mine' }] } };
    expect(withoutName('hubspot', file, gone, []).fields.staging).toEqual([
      { object: '0-3', field: 'amount', in: 'old' },
    ]);
  });

  test('what somebody changed since stays', () => {
    const file = { ...team(), fields: { staging: [{ object: '0-3', field: 'amount', in: 'theirs' }] } };
    expect(withoutName('hubspot', file, gone, [])).toBe(file);
  });

  test('a part’s name stays as long as another object’s field has it', () => {
    const part = { object: '0-3', part: 'ledger', field: null, name: 'team_ledger', label: '', before: null } as const;
    const file = { ...team(), fields: { ledger: 'team_ledger' } };
    expect(withoutName('hubspot', file, part, [{ ...part, object: '0-1' }])).toBe(file);
    expect(withoutName('hubspot', file, part, []).fields).toEqual({});
  });
});

describe('the example', () => {
  const staging = { fields: new Map([['stage', 'ai_stage']]), metadata: 'meta', count: 'count', ledger: 'ledger' };

  /** What `curl` would send, as a shell makes it of the text. */
  function sent(text: string): { url: string; header: string; body: unknown } {
    const script = `curl() { printf '%s\\n' "$3" "$5"; cat; }\nTOKEN=secret\n${text}`;
    const [url = '', header = '', ...body] = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\n');
    return { url, header, body: JSON.parse(body.join('\n')) };
  }

  test.each([
    ['hubspot', '0-3', 'https://api/crm/v3/objects/0-3/RECORD_ID', 'Authorization: Bearer secret'],
    [
      'salesforce',
      'Account',
      'https://api/services/data/v66.0/sobjects/Account/RECORD_ID',
      'Authorization: Bearer secret',
    ],
    ['pipedrive', 'deal', 'https://api/api/v2/deals/RECORD_ID', 'x-api-token: secret'],
    ['pipedrive', 'lead', 'https://api/v1/leads/RECORD_ID', 'x-api-token: secret'],
  ] as const)('%s %s, whatever the value', (crm, name, url, header) => {
    const value = 'a "quote", a \\ and \\" and a $HOME and `date` and $(date)\n';
    const request = sent(exampleOf(crm, 'https://api', name, staging, { name: 'stage', sample: value }));
    expect(request).toMatchObject({ url, header });
    const body = request.body as Record<string, Record<string, unknown>>;
    const values = (crm === 'hubspot' ? body.properties : name === 'deal' ? body.custom_fields : body) ?? {};
    expect(values.ai_stage).toBe(value);
    expect(Number(values.count)).toBe(1);
    const { v, s } = JSON.parse(String(values.meta));
    expect(v).toBe(1);
    expect(s).toMatchObject([{ field: 'stage', value }]);
    expect(Math.abs(s[0].at - Date.now())).toBeLessThan(60_000);
  });

  test('compact has its metadata alone', () => {
    const compact = { ...staging, fields: new Map(), count: null };
    const text = exampleOf('hubspot', 'https://api', '0-3', compact, { name: 'stage', sample: 'won' });
    expect(Object.keys((sent(text).body as { properties: object }).properties)).toEqual(['meta']);
  });

  test('it shows a field that was just set up, one with options first', () => {
    const fields = [
      field('a', { kind: 'option', sample: 'x' }),
      field('b', { sample: 'y' }),
      field('c', { kind: 'option', sample: 'z' }),
      field('d', { kind: 'option', sample: 'z' }),
    ];
    const all = { ...staging, fields: new Map(['a', 'b', 'c'].map((one) => [one, `ai_${one}`])) };
    expect(exampleField(fields, all, ['b', 'c', 'd'])?.name).toBe('c');
    expect(exampleField(fields, all, [])?.name).toBe('a');
    expect(exampleField(fields, { ...all, fields: new Map() }, ['d'])?.name).toBe('d');
    expect(exampleField([], all, [])).toBeNull();
  });

  test('its value is one that the field takes, where that can be known', () => {
    expect(sampleOf({ kind: 'option', options: [{ value: 'won' }] })).toBe('won');
    expect(sampleOf({ kind: 'number', options: [] })).toBe('1500');
    expect(sampleOf({ kind: 'user', options: [] })).toBeNull();
  });
});

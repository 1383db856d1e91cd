/**
 * Every type of field of every CRM, by the CRM's own names: set and cleared by approvals of what an agent proposed, read back from the
 * CRM's API, and taken back again; or refused, with the reason that people are shown.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Decision } from '../../lib/core/decisions';
import { isLedgerValue, parseLedger } from '../../lib/core/ledger';
import type { Suggestion } from '../../lib/core/suggestions';
import { optionsFor } from '../../lib/core/values';
import type { FieldMeta } from '../../lib/crm/contract';
import type { Known } from '../../lib/services/reading';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { control, mainAccount } from '../tools/drive.ts';
import { Browser, type Crm } from './browsers';
import { DEALS, Team } from './records';
import { FULL } from './size';

/** Where a record is made, and with what. */
interface Objects {
  path: string;
  /** `null` where records are not made by the API. */
  fresh: object | null;
}

const OBJECTS: Record<Crm, Record<string, Objects>> = {
  hubspot: {
    '0-3': DEALS.hubspot,
    '0-1': { path: '/crm/v3/objects/0-1', fresh: { properties: { lastname: 'Fresh' } } },
    '0-2': { path: '/crm/v3/objects/0-2', fresh: { properties: { name: 'Fresh' } } },
    '0-5': {
      path: '/crm/v3/objects/0-5',
      fresh: { properties: { subject: 'Fresh', hs_pipeline: '0', hs_pipeline_stage: '1' } },
    },
  },
  salesforce: {
    Opportunity: DEALS.salesforce,
    Contact: { path: '/services/data/v67.0/sobjects/Contact', fresh: { LastName: 'Fresh' } },
    Account: { path: '/services/data/v67.0/sobjects/Account', fresh: { Name: 'Fresh' } },
    Lead: {
      path: '/services/data/v67.0/sobjects/Lead',
      fresh: { LastName: 'Fresh', Company: 'Fresh', Status: 'Open - Not Contacted' },
    },
    Case: { path: '/services/data/v67.0/sobjects/Case', fresh: { Subject: 'Fresh', Status: 'New' } },
  },
  pipedrive: {
    deal: DEALS.pipedrive,
    person: { path: '/api/v2/persons', fresh: { name: 'Fresh' } },
    organization: { path: '/api/v2/organizations', fresh: { name: 'Fresh' } },
    lead: { path: '/v1/leads', fresh: null },
  },
};

/** What the sandbox's leads do not take. */
const NOT_OF_LEADS = /^(channel|channel_id|visible_to)$/;

/** What a CRM checks or changes by itself. */
const OWN_RULES = /OrderNumber|^(won|lost|close|archive)_time$/i;

/** The records that lookups name, as far as they are made here. */
const LOOKUPS: Record<string, string> = {
  AccountId: 'Account',
  ContactId: 'Contact',
  ParentId: 'Account',
  ReportsToId: 'Contact',
  people: 'person',
  org: 'organization',
};

/** What becomes of a proposal: `cleared`, it is set, and can be cleared; `kept`, it is set and never empty; else why it is refused. */
type Fate = 'cleared' | 'kept' | 'formatted' | 'readOnly';

/** By the type's name in the CRM's API. Where fields of one type differ, all of it; that nobody may write some of them goes without saying. */
const TYPES: Record<Crm, Record<string, Fate[]>> = {
  hubspot: {
    'string/text': ['cleared'],
    'string/textarea': ['cleared'],
    'string/html': ['formatted'],
    'string/file': ['formatted'],
    'string/phonenumber': ['cleared'],
    'phone_number/phonenumber': ['cleared'],
    'number/number': ['cleared'],
    'number/calculation_equation': ['readOnly'],
    // Stages and pipelines are never empty.
    'enumeration/select': ['cleared', 'kept'],
    'enumeration/radio': ['cleared', 'kept'],
    'enumeration/checkbox': ['cleared'],
    'enumeration/booleancheckbox': ['cleared'],
    'bool/booleancheckbox': ['cleared'],
    'bool/calculation_equation': ['readOnly'],
    'date/date': ['cleared'],
    'datetime/date': ['cleared'],
  },
  salesforce: {
    string: ['cleared', 'kept'],
    textarea: ['cleared'],
    'textarea/richtextarea': ['formatted'],
    email: ['cleared'],
    phone: ['cleared'],
    url: ['cleared'],
    picklist: ['cleared', 'kept'],
    multipicklist: ['cleared'],
    boolean: ['kept'],
    currency: ['cleared'],
    percent: ['cleared'],
    double: ['cleared'],
    int: ['cleared'],
    date: ['cleared', 'kept'],
    datetime: ['cleared'],
    reference: ['cleared'],
    'reference/User': ['cleared', 'kept'],
  },
  pipedrive: {
    varchar: ['cleared', 'kept'],
    varchar_auto: ['cleared'],
    varchar_options: ['cleared'],
    text: ['cleared'],
    phone: ['cleared'],
    int: ['cleared'],
    double: ['cleared', 'kept'],
    monetary: ['cleared'],
    'monetary currency': ['kept'],
    boolean: ['kept', 'formatted'],
    date: ['cleared'],
    daterange: ['cleared'],
    'daterange until': ['cleared'],
    time: ['cleared'],
    timerange: ['cleared'],
    'timerange until': ['cleared'],
    enum: ['cleared'],
    set: ['cleared'],
    stage: ['kept'],
    status: ['kept'],
    visible_to: ['kept'],
    user: ['cleared', 'kept'],
    org: ['cleared'],
    people: ['cleared'],
    address: ['cleared'],
    picture: ['formatted'],
  },
};

/** Types of which an account has a field only where somebody made one: how that is done. */
const MADE: Record<Crm, Record<string, object>> = {
  hubspot: {
    'string/html': {},
    'string/file': {},
    'phone_number/phonenumber': {},
    'number/calculation_equation': {},
    'bool/calculation_equation': {},
    'bool/booleancheckbox': {},
    'datetime/date': {},
    'enumeration/checkbox': { options: ['a', 'b', 'c'].map((value) => ({ value, label: value.toUpperCase() })) },
    'enumeration/booleancheckbox': {
      options: [
        { value: 'true', label: 'Yes' },
        { value: 'false', label: 'No' },
      ],
    },
  },
  salesforce: {
    'textarea/richtextarea': { type: 'Html', length: 32_768 },
    url: { type: 'Url' },
    datetime: { type: 'DateTime' },
  },
  pipedrive: { varchar_auto: {}, timerange: {}, people: {}, org: {}, address: {}, phone: {}, user: {} },
};

/** Second halves are of their first half's type. */
const HALF = /_(until|currency)$/;
const isHalf = ({ name }: Pick<FieldMeta, 'name'>) => HALF.test(name);

/** Fields are given a value by what they are, as the product says it. */
function sortOf({ name, kind, writes }: FieldMeta): string {
  const half = HALF.exec(name)?.[1];
  if (half) return half;
  if (/email/i.test(name)) return 'email';
  return writes === 'text' ? 'address' : writes === 'date' ? 'period' : (writes ?? kind);
}

/** As many are decided on one record. */
const FIELDS = 8;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ quiet: true });
  await control(sandbox, 'POST', '/clock', { limits: 'off' });
});
afterAll(() => sandbox.stop());

describe.each(['hubspot', 'salesforce', 'pipedrive'] as const)('%s', (crm) => {
  /** Types that were seen, and what became of them. */
  const seen = new Map<string, Set<Fate>>();
  const done = new Set<string>();
  const others = new Map<string, string>();
  /** Objects that had no staging of their own. */
  const made = new Set<string>();
  let browser: Browser;
  let team: Team;
  beforeAll(async () => {
    team = new Team(sandbox, crm);
    for (const [type, how] of Object.entries(MADE[crm])) await makeField(type, how);
    browser = await Browser.connected(sandbox, mainAccount(sandbox, crm));
  });

  test.each(Object.entries(OBJECTS[crm]))('%s', { timeout: 300_000 }, async (object, { path, fresh }) => {
    const newRecord = async () => {
      const made = await team.make(path, fresh);
      // What is proposed in the second in which its values came would be older than they are.
      await team.later(3000);
      return made;
    };
    let id = await newRecord();
    let tried = 0;
    const before = await know(object, id);
    if (!before.staging.metadata) {
      await setUp(object, before);
      made.add(object);
    }
    const about = await know(object, id);
    const types = await typesOf(object);
    const { fields, metadata, count, ledger } = about.staging;
    const own = new Set([...fields.values(), metadata, count, ledger]);
    const isEmpty = ({ name }: FieldMeta) => !about.snapshot.values.get(name);
    // Those that are empty come first: only they are emptied again when it is taken back.
    const candidates = about.fields.filter(({ name }) => !own.has(name));
    for (const field of [...candidates.filter(isEmpty), ...candidates.filter((one) => !isEmpty(one))]) {
      const type = types.get(field.name);
      if (!type || OWN_RULES.test(field.name)) continue;
      if (object === 'lead' ? NOT_OF_LEADS.test(field.name) : object !== 'deal' && isHalf(field)) continue;
      const wanted = await valueFor(field, about, type);
      const expected = fateOf(field, wanted);
      if (!expected) continue;
      seen.set(type, (seen.get(type) ?? new Set()).add(expected));
      // Every type and fate once, and every fate with and without a staging field; leads go through another API. The large run has
      // every field.
      const what = expected === 'readOnly' ? expected : `${type} ${expected}`;
      const ways = [`${what} ${object === 'lead'}`, `${expected} ${fields.has(field.name)}`];
      if (!FULL && ways.every((way) => done.has(way))) continue;
      for (const way of ways) done.add(way);
      // Each field's last decision stays in the ledger, of which Pipedrive's holds little.
      if (++tried % FIELDS === 0) id = await newRecord();
      if (expected === 'formatted' || expected === 'readOnly') await refused(object, id, field, expected);
      else await setAndCleared(object, id, field, wanted ?? '', expected === 'cleared');
    }
  });

  test('every type there is, with everything that becomes of it', () => {
    const found = Object.fromEntries(
      [...seen].map(([type, fates]) => [
        type,
        [...fates].filter((one) => one !== 'readOnly' || fates.size === 1).sort(),
      ]),
    );
    const wanted = Object.fromEntries(Object.entries(TYPES[crm]).map(([type, fates]) => [type, [...fates].sort()]));
    expect(found).toEqual(wanted);
  });

  /** What has to become of a proposal, by what the CRM says of the field; `null` where there is no value to propose. */
  function fateOf({ readOnly, kind, writes, required }: FieldMeta, wanted: string | null): Fate | null {
    if (readOnly) return 'readOnly';
    if (kind === 'rich' && !writes) return 'formatted';
    if (wanted === null) return null;
    return required ? 'kept' : 'cleared';
  }

  /** Proposed and approved, a value and then none; and both taken back. */
  async function setAndCleared(object: string, id: string, field: FieldMeta, wanted: string, clears: boolean) {
    const { name, kind } = field;
    const about = `${object} ${name} (${kind})`;
    const to = wanted.replace('.000Z', 'Z');
    // A reason for losing a deal is taken of lost ones alone.
    if (name === 'lost_reason') await team.send('PATCH', `${OBJECTS[crm][object]?.path}/${id}`, { status: 'lost' });
    await propose(object, id, name, wanted);
    const first = await suggested(object, id, name);
    expect(first.suggestion, about).toMatchObject({ state: 'open', to });
    const approved = await approve(first, to, about);
    expect(await value(object, id, name), about).toBe(to);
    expect(isEmptyThere(await raw(object, id, name)), about).toBe(false);
    await team.later(3000);

    await proposeClear(object, id, name);
    const second = await suggested(object, id, name);
    if (clears) {
      expect(second.suggestion, about).toMatchObject({ state: 'open', value: '', to: null });
      const cleared = await approve(second, null, about);
      expect(await value(object, id, name), about).toBeNull();
      const there = await raw(object, id, name);
      expect(isEmptyThere(there), `${about}: ${JSON.stringify(there)}`).toBe(true);
      const after = await know(object, id);
      const ledger = parseLedger(after.snapshot.values.get(after.staging.ledger ?? ''));
      // Pipedrive's field holds little: older entries go into a note.
      const entry = [...ledger.values()].find((one) => one.id === cleared.suggestion) ?? cleared.entry;
      expect(await isLedgerValue(entry, null), about).toBe(true);
      await team.later(3000);
      await takeBack(cleared, object, id, name, to, about);
    } else {
      expect(second.suggestion, about).toMatchObject({ state: 'unusable', why: 'required', to: null });
    }
    // The suggestion waits again, or cannot be used; rejected, it makes room for the next one.
    await reject(object, id, name, about);
    await takeBack(approved, object, id, name, first.current, about);
    await reject(object, id, name, about);
  }

  /** Neither a value nor none is taken, and it is said why. */
  async function refused(object: string, id: string, field: FieldMeta, why: Fate): Promise<void> {
    const about = `${object} ${field.name} (${field.kind})`;
    for (const proposed of ['12', '']) {
      await proposeIn(object, id, field.name, proposed);
      const { suggestion } = await suggested(object, id, field.name);
      expect(suggestion, about).toMatchObject({ state: 'unusable', why, value: proposed, to: null });
      await reject(object, id, field.name, about);
    }
  }

  /** What is proposed for a field. */
  async function suggested(object: string, id: string, name: string) {
    const known = await know(object, id);
    const { suggestions } = await browser.run((s) => s.suggestionsOf(known));
    const current = known.snapshot.values.get(name) ?? null;
    return { known, current, name, suggestion: suggestions.find((one) => one.field === name) };
  }

  interface Shown {
    known: Known;
    current: string | null;
    name: string;
    suggestion: Suggestion | undefined;
  }

  async function approve({ known, current, name, suggestion }: Shown, to: string | null, about: string) {
    const { ref } = known.snapshot;
    const meant = { ref, kind: 'approve' as const, suggestion: suggestion?.id ?? '', field: name, seen: current, to };
    const decision = await browser.run((s) => s.decide(known.connection, meant, known));
    expect(decision, about).toMatchObject({ state: 'done' });
    return decision;
  }

  async function reject(object: string, id: string, field: string, about: string): Promise<void> {
    const { known, suggestion, current } = await suggested(object, id, field);
    expect(suggestion, about).toBeDefined();
    const { ref } = known.snapshot;
    const meant = { ref, kind: 'reject' as const, suggestion: suggestion?.id ?? '', field, seen: current, to: null };
    expect(await browser.run((s) => s.decide(known.connection, meant, known)), about).toMatchObject({ state: 'done' });
    await team.later(3000);
  }

  /** @param before what stands there again */
  async function takeBack(
    decision: Decision,
    object: string,
    id: string,
    name: string,
    before: string | null,
    about: string,
  ) {
    const { known } = await suggested(object, id, name);
    const back = await browser.run((s) => s.undo(known.connection, decision));
    expect(back, about).toMatchObject({ state: 'done' });
    const { current, suggestion } = await suggested(object, id, name);
    expect(current, about).toBe(before);
    expect(suggestion, about).toMatchObject({ value: decision.staged });
    await team.later(3000);
  }

  /** An agent proposes; where the sandbox's agents may not, by the API. */
  async function propose(object: string, id: string, name: string, proposed: string): Promise<void> {
    // The sandbox's agents take an unset checkbox for empty.
    if (!made.has(object) && object !== 'lead' && !isHalf({ name }) && name !== 'is_archived')
      return team.proposes(id, { [name]: proposed }, object);
    await proposeIn(object, id, name, proposed);
  }

  const proposeClear = (object: string, id: string, name: string) => proposeIn(object, id, name, '');

  async function proposeIn(object: string, id: string, name: string, proposed: string): Promise<void> {
    const { staging, asOf } = await know(object, id);
    const s = [{ field: name, value: proposed, agent: 'Pipeline Copilot', at: asOf }];
    const own = proposed ? staging.fields.get(name) : undefined;
    const proposal = { [staging.metadata ?? '']: JSON.stringify({ v: 1, s }), ...(own ? { [own]: proposed } : {}) };
    await team.send('PATCH', `${OBJECTS[crm][object]?.path}/${id}`, bodyOf(object, name, proposal, proposed !== ''));
  }

  /** A second half is proposed beside a first one that is there. */
  function bodyOf(object: string, name: string, proposal: object, sets: boolean): object {
    if (crm === 'hubspot') return { properties: proposal };
    if (crm === 'salesforce' || object === 'lead') return proposal;
    const [, first = '', half] = sets ? (/^(.*)_(until|currency)$/.exec(name) ?? []) : [];
    return { custom_fields: { ...proposal, ...(half ? { [first]: wholes.get(name) } : {}) } };
  }

  const wholes = new Map<string, object>();

  /** A field's value as the CRM's API has it. */
  async function raw(object: string, id: string, name: string): Promise<unknown> {
    const path = `${OBJECTS[crm][object]?.path}/${id}`;
    const query = { hubspot: `?properties=${name}`, salesforce: `?fields=${name}`, pipedrive: '' }[crm];
    const answer = (await team.send('GET', path + query, null)) as Record<string, unknown>;
    if (crm === 'salesforce') return answer[name];
    if (crm === 'hubspot') return (answer.properties as Record<string, unknown>)[name];
    const { custom_fields: custom, ...root } = answer.data as Record<string, unknown>;
    const [, code = name, half] = /^(.{40})_(until|currency)$/.exec(name) ?? [];
    if (object === 'lead' && name === 'currency') return (root.value as { currency?: string } | null)?.currency;
    const found = (custom as Record<string, unknown> | undefined)?.[code] ?? root[code];
    return half && object !== 'lead' ? (found as Record<string, unknown> | null)?.[half] : (root[name] ?? found);
  }

  /** How the CRMs' APIs say that a field is empty. */
  function isEmptyThere(there: unknown): boolean {
    return there === null || there === undefined || there === '' || (Array.isArray(there) && there.length === 0);
  }

  const value = async (object: string, id: string, name: string) =>
    (await know(object, id)).snapshot.values.get(name) ?? null;

  /** The three fields that any object needs, by the wizard. */
  async function setUp(object: string, { connection }: Known): Promise<void> {
    const choices = { layout: 'compact' as const, objects: [{ object, fields: [] }], names: [], parts: {} };
    const problem = await browser.run(async (s) => {
      await s.beginStaging(connection, choices, 'en');
      const { signal } = new AbortController();
      return s.createStaging(
        connection,
        'en',
        () => 'For agents',
        () => {},
        signal,
      );
    });
    expect(problem).toBeNull();
  }

  /** The types of an object's fields, as the CRM's API names them. */
  async function typesOf(object: string): Promise<Map<string, string>> {
    if (crm === 'hubspot') {
      const { results } = await all<{ name: string; type: string; fieldType: string }>(`/crm/v3/properties/${object}`);
      return new Map(results.map(({ name, type, fieldType }) => [name, `${type}/${fieldType}`]));
    }
    if (crm === 'salesforce') {
      type Described = { name: string; type: string; extraTypeInfo: string | null; referenceTo: string[] };
      const { fields } = await all<Described>(`/services/data/v67.0/sobjects/${object}/describe`);
      return new Map(
        fields.map(({ name, type, extraTypeInfo, referenceTo }) => {
          const more = extraTypeInfo === 'richtextarea' ? extraTypeInfo : referenceTo.find((one) => one === 'User');
          return [name, more ? `${type}/${more}` : type];
        }),
      );
    }
    const kind = object === 'lead' ? 'deal' : object;
    type Listed = { field_code: string; field_type: string; subfields: { field_code: string }[] | null };
    const { data } = await all<Listed>(`/api/v2/${kind}Fields?limit=500`);
    return new Map(
      data.flatMap(({ field_code: code, field_type: type, subfields }) => {
        const name = object === 'lead' && code === 'org_id' ? 'organization_id' : code;
        const halves = (subfields ?? []).flatMap(({ field_code: half }): [string, string][] =>
          HALF.test(half) ? [[half, `${type} ${HALF.exec(half)?.[1]}`]] : [],
        );
        for (const [half, of] of halves) {
          const first = { 'daterange until': '2027-01-02', 'timerange until': '08:00:00' }[of];
          wholes.set(half, first ? { value: first } : { value: 12, currency: 'EUR' });
        }
        return [[name, type] as [string, string], ...halves];
      }),
    );
  }

  const all = async <T>(path: string) =>
    (await team.send('GET', path, null)) as unknown as Record<'results' | 'fields' | 'data', T[]>;

  /** A field of a type of which the account has none. */
  async function makeField(type: string, how: object): Promise<void> {
    const name = `made_${type.replace('/', '_')}`;
    if (crm === 'hubspot') {
      const [kind, fieldType] = type.split('/');
      const body = { name, label: name, type: kind, fieldType, groupName: 'dealinformation', ...how };
      await team.send('POST', '/crm/v3/properties/0-3', body);
    } else if (crm === 'pipedrive') {
      await team.send('POST', '/api/v2/dealFields', { field_name: name, field_type: type, ...how });
    } else {
      const field = `Opportunity.${name}__c`;
      const Metadata = { label: name, required: false, trackHistory: false, ...how };
      await team.send('POST', '/services/data/v67.0/tooling/sobjects/CustomField', { FullName: field, Metadata });
      const soql = 'SELECT Id FROM PermissionSet WHERE IsOwnedByProfile = true';
      const sets = (await team.send('GET', `/services/data/v67.0/query?q=${encodeURIComponent(soql)}`, null)) as {
        records?: { Id: string }[];
      };
      const rights = { PermissionsRead: true, PermissionsEdit: true };
      for (const { Id: ParentId } of sets.records ?? []) {
        const body = { ParentId, SobjectType: 'Opportunity', Field: field, ...rights };
        await team.send('POST', '/services/data/v67.0/sobjects/FieldPermissions', body);
      }
    }
  }

  /** A value that the field takes and a new record does not have; `null` where there is none. */
  async function valueFor(field: FieldMeta, { snapshot, people }: Known, type: string): Promise<string | null> {
    const before = snapshot.values.get(field.name) ?? null;
    const owner = people
      .flatMap(({ active, keys }) => (active ? keys.filter((key) => key.startsWith('owner:')) : []))[1]
      ?.slice('owner:'.length);
    if (field.isUser || field.kind === 'user') return owner ?? null;
    const options = optionsFor(field, snapshot.values).filter(({ value }) => value !== before);
    switch (sortOf(field)) {
      case 'email':
        return 'fresh@acme.example';
      case 'currency':
        return 'GBP';
      case 'reference':
        return otherRecord(LOOKUPS[field.name] ?? LOOKUPS[type]);
      case 'address':
        return '1 New Street, Berlin';
      case 'time':
        return '09:30:00';
      case 'until':
        return type === 'timerange until' ? '10:30:00' : '2027-05-06';
      case 'option':
        return options[0]?.value ?? null;
      case 'options':
        return (
          options
            .slice(0, 2)
            .map(({ value }) => value)
            .join(';') || null
        );
      case 'number':
        return '12';
      case 'bool':
        return before === 'true' ? 'false' : 'true';
      case 'date':
      case 'period':
        return '2027-03-04';
      case 'datetime':
        return '2027-03-04T10:00:00.000Z';
      case 'phone':
        return '+49 30 1234567';
      case 'text':
        return field.name === 'currency' ? 'GBP' : 'Ä new „text“';
      default:
        return null;
    }
  }

  /** A record that a lookup can name; one of each kind is enough. */
  async function otherRecord(object = ''): Promise<string | null> {
    const how = OBJECTS[crm][object];
    if (!how) return null;
    const id = others.get(object) ?? (await team.make(how.path, how.fresh));
    others.set(object, id);
    return id;
  }

  async function know(object: string, id: string): Promise<Known> {
    const { account } = mainAccount(sandbox, crm);
    return browser.run(async (s) => {
      const connection = await s.connectionFor(crm, account);
      if (!connection) throw new Error('not connected');
      return s.know(connection, { crm, account, object, id }, 'write', 'en');
    });
  }
});

/** Every kind of field of every CRM: approved as an agent proposed it, and emptied again when the approval is taken back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { optionsFor } from '../../lib/core/values';
import type { FieldMeta } from '../../lib/crm/contract';
import type { Known } from '../../lib/services/reading';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { control, mainAccount } from '../tools/drive.ts';
import { Browser, type Crm } from './browsers';
import { DEALS, Team } from './records';

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
const OWN_RULES = /OrderNumber|^(is_archived|lost_reason)$|^(won|lost|close|archive)_time$/i;

/** The records that lookups name, as far as they are made here. */
const LOOKUPS: Record<string, string> = {
  AccountId: 'Account',
  ContactId: 'Contact',
  ParentId: 'Account',
  ReportsToId: 'Contact',
  person_id: 'person',
  org_id: 'organization',
  organization_id: 'organization',
};

/** The sorts that the CRM's fields have, but for those that nobody writes. */
const SORTS: Record<Crm, string[]> = {
  hubspot: ['bool', 'date', 'datetime', 'email', 'number', 'option', 'options', 'phone', 'text', 'user'],
  salesforce: ['bool', 'date', 'email', 'number', 'option', 'options', 'phone', 'reference', 'text', 'user'],
  pipedrive: [
    ...['address', 'currency', 'date', 'email', 'number', 'option', 'options', 'period', 'phone', 'reference', 'text'],
    ...['time', 'until', 'user'],
  ],
};
/** Those that are never empty: a checkbox of Salesforce's is false, and an amount has a currency. */
const NEVER_EMPTY: Record<Crm, string[]> = { hubspot: [], salesforce: ['bool'], pipedrive: ['currency'] };

const isHalf = ({ name }: Pick<FieldMeta, 'name'>) => /_(until|currency)$/.test(name);

/** Fields of one sort are written in one way. */
function sortOf({ name, kind, writes }: FieldMeta): string {
  const half = /_(until|currency)$/.exec(name)?.[1];
  if (half) return half;
  if (/email/i.test(name)) return 'email';
  return writes === 'text' ? 'address' : writes === 'date' ? 'period' : (writes ?? kind);
}

const FULL = !!process.env.COUNTERSIGN_FULL;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ quiet: true });
  await control(sandbox, 'POST', '/clock', { limits: 'off' });
});
afterAll(() => sandbox.stop());

describe.each(['hubspot', 'salesforce', 'pipedrive'] as const)('%s', (crm) => {
  const sorts = new Set<string>();
  const emptied = new Set<string>();
  const others = new Map<string, string>();
  /** Objects that had no staging of their own. */
  const made = new Set<string>();
  let browser: Browser;
  let team: Team;
  beforeAll(async () => {
    team = new Team(sandbox, crm);
    browser = await Browser.connected(sandbox, mainAccount(sandbox, crm));
  });

  test.each(Object.entries(OBJECTS[crm]))('%s', { timeout: 300_000 }, async (object, { path, fresh }) => {
    const id = await team.make(path, fresh);
    const before = await know(object, id);
    if (!before.staging.metadata) {
      await setUp(object, before);
      made.add(object);
    }
    const about = await know(object, id);
    const { fields, metadata, count, ledger } = about.staging;
    const own = new Set([...fields.values(), metadata, count, ledger]);
    const done = new Set<string>();
    const isEmpty = ({ name }: FieldMeta) => !about.snapshot.values.get(name);
    // Those that are empty come first: only they are emptied again.
    const candidates = about.fields.filter(({ name }) => !own.has(name));
    for (const field of [...candidates.filter(isEmpty), ...candidates.filter((one) => !isEmpty(one))]) {
      const wanted = await valueFor(field, about);
      const sort = sortOf(field);
      // Of every sort once in a place of its own and once in the metadata; the large run has every field.
      const place = `${sort}${fields.has(field.name) ? ' staged' : ''}`;
      if (wanted === null || (!FULL && done.has(place)) || OWN_RULES.test(field.name)) continue;
      if (object === 'lead' ? NOT_OF_LEADS.test(field.name) : object !== 'deal' && isHalf(field)) continue;
      done.add(place);
      sorts.add(sort);
      await setAndCleared(object, id, field, wanted);
    }
  });

  test('every sort there is, set and emptied', () => {
    expect([...sorts].sort()).toEqual(SORTS[crm]);
    for (const sort of SORTS[crm].filter((one) => !NEVER_EMPTY[crm].includes(one))) expect(emptied).toContain(sort);
  });

  /** Proposed, approved, and taken back. */
  async function setAndCleared(object: string, id: string, field: FieldMeta, wanted: string): Promise<void> {
    const { name, kind } = field;
    const about = `${object} ${name} (${kind})`;
    const to = wanted.replace('.000Z', 'Z');
    await propose(object, id, name, wanted);
    const known = await know(object, id);
    const seen = known.snapshot.values.get(name) ?? null;
    const { suggestions } = await browser.run((s) => s.suggestionsOf(known));
    const suggestion = suggestions.find((one) => one.field === name);
    expect(suggestion, about).toMatchObject({ state: 'open', to });
    const meant = {
      ref: known.snapshot.ref,
      kind: 'approve' as const,
      suggestion: suggestion?.id ?? '',
      field: name,
      seen,
      to,
    };
    const approved = await browser.run((s) => s.decide(known.connection, meant, known));
    expect(approved, about).toMatchObject({ state: 'done' });
    const set = (await know(object, id)).snapshot.values.get(name) ?? null;
    expect(set, about).toBe(to);
    await team.later(3000);
    const back = await browser.run((s) => s.undo(known.connection, approved));
    expect(back, about).toMatchObject({ state: 'done' });
    const after = await know(object, id);
    expect(after.snapshot.values.get(name) ?? null, about).toBe(seen);
    if (seen === null) emptied.add(sortOf(field));
    // The suggestion waits again; rejected, it makes room for the next one.
    const again = { ...meant, kind: 'reject' as const, to: null };
    expect(await browser.run((s) => s.decide(after.connection, again, after)), about).toMatchObject({ state: 'done' });
    await team.later(3000);
  }

  /** An agent proposes; where the sandbox's agents may not, by the API. */
  async function propose(object: string, id: string, name: string, value: string): Promise<void> {
    if (!made.has(object) && object !== 'lead' && !isHalf({ name }))
      return team.proposes(id, { [name]: value }, object);
    const { staging, asOf } = await know(object, id);
    const s = [{ field: name, value, agent: 'Pipeline Copilot', at: asOf }];
    const own = staging.fields.get(name);
    const proposal = { [staging.metadata ?? '']: JSON.stringify({ v: 1, s }), ...(own ? { [own]: value } : {}) };
    await team.send('PATCH', `${OBJECTS[crm][object]?.path}/${id}`, bodyOf(object, name, proposal));
  }

  /** A second half is proposed beside a first one that is there. */
  function bodyOf(object: string, name: string, proposal: object): object {
    if (crm === 'hubspot') return { properties: proposal };
    if (crm === 'salesforce' || object === 'lead') return proposal;
    const [, first = '', half] = /^(.*)_(until|currency)$/.exec(name) ?? [];
    const whole = half === 'until' ? { value: '2027-01-02' } : { value: 12, currency: 'EUR' };
    return { custom_fields: { ...proposal, ...(half ? { [first]: whole } : {}) } };
  }

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

  /** A value that the field takes and a new record does not have; `null` where nobody may write the field. */
  async function valueFor(field: FieldMeta, { snapshot, people }: Known): Promise<string | null> {
    if (field.readOnly) return null;
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
        return otherRecord(LOOKUPS[field.name]);
      case 'address':
        return '1 New Street, Berlin';
      case 'time':
        return '09:30:00';
      case 'until':
        return '2027-05-06';
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
        return 'Ä new „text“';
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

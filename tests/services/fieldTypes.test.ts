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
  fresh: object;
}

const OBJECTS: Record<Crm, Record<string, Objects>> = {
  hubspot: {
    '0-3': DEALS.hubspot,
    '0-1': { path: '/crm/v3/objects/0-1', fresh: { properties: { lastname: 'Fresh' } } },
    '0-2': { path: '/crm/v3/objects/0-2', fresh: { properties: { name: 'Fresh' } } },
  },
  salesforce: {
    Opportunity: DEALS.salesforce,
    Contact: { path: '/services/data/v67.0/sobjects/Contact', fresh: { LastName: 'Fresh' } },
    Account: { path: '/services/data/v67.0/sobjects/Account', fresh: { Name: 'Fresh' } },
    Lead: {
      path: '/services/data/v67.0/sobjects/Lead',
      fresh: { LastName: 'Fresh', Company: 'Fresh', Status: 'Open - Not Contacted' },
    },
  },
  pipedrive: {
    deal: DEALS.pipedrive,
    person: { path: '/api/v2/persons', fresh: { name: 'Fresh' } },
    organization: { path: '/api/v2/organizations', fresh: { name: 'Fresh' } },
  },
};

/** What a CRM checks or changes by itself, and the half of a value that goes with another field's. */
const OWN_RULES = /email|OrderNumber|_currency$|_until$|^(is_archived|lost_reason)$|^(won|lost|close|archive)_time$/i;

/** The kinds that the CRM's fields have, but for those that nobody writes. */
const KINDS: Record<Crm, string[]> = {
  hubspot: ['bool', 'date', 'datetime', 'number', 'option', 'options', 'phone', 'text', 'user'],
  salesforce: ['bool', 'date', 'number', 'option', 'options', 'phone', 'text', 'user'],
  pipedrive: ['date', 'number', 'option', 'options', 'phone', 'text', 'user'],
};
const FULL = !!process.env.COUNTERSIGN_FULL;

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ quiet: true });
  await control(sandbox, 'POST', '/clock', { limits: 'off' });
});
afterAll(() => sandbox.stop());

describe.each(['hubspot', 'salesforce', 'pipedrive'] as const)('%s', (crm) => {
  const kinds = new Set<string>();
  let browser: Browser;
  let team: Team;
  beforeAll(async () => {
    team = new Team(sandbox, crm);
    browser = await Browser.connected(sandbox, mainAccount(sandbox, crm));
  });

  test.each(Object.entries(OBJECTS[crm]))('%s', { timeout: 300_000 }, async (object, { path, fresh }) => {
    const id = await team.make(path, fresh);
    const about = await know(object, id);
    const { fields, metadata, count, ledger } = about.staging;
    const own = new Set([...fields.values(), metadata, count, ledger]);
    const done = new Set<string>();
    for (const field of about.fields.filter(({ name }) => !own.has(name))) {
      const wanted = valueFor(field, about);
      const kind = `${field.kind}${fields.has(field.name) ? ' staged' : ''}`;
      // Of every kind once in a place of its own and once in the metadata; the large run has every field.
      if (wanted === null || (!FULL && done.has(kind)) || OWN_RULES.test(field.name)) continue;
      done.add(kind);
      await setAndCleared(object, id, field, wanted);
    }
    for (const kind of done) kinds.add(kind.replace(' staged', ''));
  });

  test('every kind there is', () => {
    expect([...kinds].sort()).toEqual(KINDS[crm]);
  });

  /** Proposed, approved, and taken back. */
  async function setAndCleared(object: string, id: string, { name, kind }: FieldMeta, wanted: string): Promise<void> {
    const about = `${object} ${name} (${kind})`;
    const to = wanted.replace('.000Z', 'Z');
    await team.proposes(id, { [name]: wanted }, object);
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
    // The suggestion waits again; rejected, it makes room for the next one.
    const again = { ...meant, kind: 'reject' as const, to: null };
    expect(await browser.run((s) => s.decide(after.connection, again, after)), about).toMatchObject({ state: 'done' });
    await team.later(3000);
  }

  /** A value that the field takes and a new record does not have; `null` where nobody may write the field. */
  function valueFor(field: FieldMeta, { snapshot, people }: Known): string | null {
    if (field.readOnly) return null;
    const before = snapshot.values.get(field.name) ?? null;
    const owner = people
      .flatMap(({ active, keys }) => (active ? keys.filter((key) => key.startsWith('owner:')) : []))[1]
      ?.slice('owner:'.length);
    if (field.isUser || field.kind === 'user') return owner ?? null;
    const options = optionsFor(field, snapshot.values).filter(({ value }) => value !== before);
    switch (field.kind) {
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

  async function know(object: string, id: string): Promise<Known> {
    const { account } = mainAccount(sandbox, crm);
    return browser.run(async (s) => {
      const connection = await s.connectionFor(crm, account);
      if (!connection) throw new Error('not connected');
      return s.know(connection, { crm, account, object, id }, 'write', 'en');
    });
  }
});

/**
 * What an agent with write access can do to the ledger and to suggestions, on every CRM: nothing of it is taken for a person's
 * approval, decides anything, or is written by us.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LedgerEntry, ledgerHash } from '../../lib/core/ledger';
import type { Known } from '../../lib/services/reading';
import type { Meant } from '../../lib/services/writes';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { control, mainAccount } from '../tools/drive.ts';
import { Browser } from './browsers';
import { DEALS, Team } from './records';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ quiet: true });
  await control(sandbox, 'POST', '/clock', { limits: 'off' });
});
afterAll(() => sandbox.stop());

/** What the agent has to work with: a record with one approved suggestion, its ledger, and what it wants to have approved. */
interface Scene {
  real: LedgerEntry;
  /** The value that the agent wants to pass off as approved, and its hash. */
  wanted: string;
  hash: string;
  field: string;
}

/** The ledger as the agent leaves it. */
type Forgery = (scene: Scene) => LedgerEntry[];

const FORGERIES: Record<string, Forgery> = {
  'an entry of its own': ({ real, hash, field }) => [
    real,
    { ...real, id: 'forged', at: real.at + 60_000, field, to: hash },
  ],
  'an entry under the id of the real one': ({ real, hash }) => [real, { ...real, at: real.at + 60_000, to: hash }],
  'an entry before the real one, under its id': ({ real, hash }) => [{ ...real, at: real.at - 60_000, to: hash }, real],
  'the real entry, edited': ({ real, hash }) => [{ ...real, to: hash }],
  'the real entry, edited to a decision that takes back': ({ real, hash }) => [
    real,
    { ...real, d: 'undo', at: real.at + 60_000, of: real.at, to: hash },
  ],
  'the real entry, deleted': () => [],
  'the real entry, replayed with another field': ({ real, hash, field }) => [real, { ...real, field, to: hash }],
};

describe.each(['hubspot', 'salesforce', 'pipedrive'] as const)('%s', (crm) => {
  const [[label, values]] = Object.entries(DEALS[crm].fields) as [[string, string[]]];
  let browser: Browser;
  let team: Team;
  beforeAll(async () => {
    team = new Team(sandbox, crm);
    browser = await Browser.connected(sandbox, mainAccount(sandbox, crm));
  });

  test.each(Object.entries(FORGERIES))('%s makes no approval', async (_, forge) => {
    const { id, field, real } = await approved();
    const wanted = values[3] ?? '';
    const hash = await ledgerHash('salt', wanted);
    const ledger = (await know(id)).staging.ledger ?? '';
    const text = JSON.stringify({ v: 1, upto: 0, n: 0, e: forge({ real, wanted, hash, field }) });
    // Value and ledger at once, and the ledger later: both ways an agent can go.
    await team.agent(id, { [field]: wanted, [ledger]: text });
    await judge(id, field);
    await team.later(2000);
    await team.agent(id, { [field]: values[4] ?? '' });
    await team.agent(id, { [field]: wanted });
    await judge(id, field);
  });

  test('an approval that was real, replayed after the agent wrote the value again, stays a claim', async () => {
    const { id, field, ledger, before } = await approved();
    await team.agent(id, { [field]: values[4] ?? '' });
    await team.later(2000);
    await team.agent(id, { [field]: values[1] ?? '', [ledger]: '' });
    await team.agent(id, { [ledger]: before });
    await judge(id, field);
  });

  test('a suggestion under the id of a decided one is neither applied nor hidden as something else', async () => {
    const { id, field, real, known } = await approved();
    const { metadata, fields } = known.staging;
    const staged = fields.get(field) ?? '';
    const entry = { id: real.id, field, value: values[3], agent: 'Pipeline Copilot', base: values[1], at: real.at };
    await team.agent(id, { [staged]: values[3] ?? '', [metadata ?? '']: JSON.stringify({ v: 1, s: [entry] }) });
    const after = await know(id);
    const { suggestions } = await browser.run((s) => s.suggestionsOf(after));
    const again = suggestions.find((one) => one.field === field);
    // Its id is made from what it says, so that nobody can borrow another's.
    expect(again?.id).not.toBe(real.id);
    expect(again).toMatchObject({ state: 'open', value: values[3] });
    expect((await team.cell(id, field)).value).toBe(values[1]);
    // The decided one is not there to be decided again.
    const meant: Meant = {
      ref: after.snapshot.ref,
      kind: 'approve',
      suggestion: real.id,
      field,
      seen: values[1] ?? '',
      to: values[3] ?? '',
    };
    expect(await browser.run((s) => s.decide(after.connection, meant, after))).toMatchObject({ state: 'elsewhere' });
    expect((await team.cell(id, field)).value).toBe(values[1]);
  });

  /** A record whose suggestion a person approved. */
  async function approved() {
    const id = await team.deal();
    const fresh = await know(id);
    const field = fresh.fields.find((one) => one.name === label || one.label === label)?.name ?? label;
    await team.person(id, { [field]: values[0] ?? '' });
    await team.proposes(id, { [field]: values[1] ?? '' });
    await team.later(2000);
    const known = await know(id);
    const [suggestion] = (await browser.run((s) => s.suggestionsOf(known))).suggestions;
    if (!suggestion) throw new Error('nothing proposed');
    const seen = known.snapshot.values.get(field) ?? null;
    const meant: Meant = {
      ref: known.snapshot.ref,
      kind: 'approve',
      suggestion: suggestion.id,
      field,
      seen,
      to: suggestion.to,
    };
    const done = await browser.run((s) => s.decide(known.connection, meant, known));
    expect(done.state).toBe('done');
    const after = await know(id);
    expect(after.attributions.get(field)?.attribution).toBe('collaborative');
    const ledger = after.staging.ledger ?? '';
    await team.later(2000);
    return { id, field, real: done.entry, known: after, ledger, before: after.snapshot.values.get(ledger) ?? '' };
  }

  /** The agent's value is the agent's or nobody's; it is never one that a person stands behind. */
  async function judge(id: string, field: string): Promise<void> {
    const known = await know(id);
    expect(known.attributions.get(field)?.attribution).not.toBe('collaborative');
    expect(known.attributions.get(field)?.attribution).not.toBe('human');
    expect((await team.cell(id, field)).attribution).not.toBe('collaborative');
    // Reading wrote nothing.
    expect((await team.cell(id, field)).rows[0]?.actor.id).toBe('copilot');
  }

  async function know(id: string): Promise<Known> {
    const { account } = mainAccount(sandbox, crm);
    return browser.run(async (s) => {
      const connection = await s.connectionFor(crm, account);
      if (!connection) throw new Error('not connected');
      return s.know(connection, { crm, account, object: DEALS[crm].object, id }, 'write', 'en');
    });
  }
});

/**
 * What is captured of the incident when its records are opened, with the ledger and with approvals that look like corrections: every
 * correction that a CRM still shows, every decision, and nothing else.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { control } from '../../tools/drive.ts';
import {
  CRMS,
  type Crm,
  connected,
  emptied,
  loadProduct,
  mainOf,
  OBJECTS,
  type Product,
  type Row,
  recordsOf,
  WORDS,
} from './capturing.ts';

/** What the sandbox knows of a field of a record. */
interface Truth {
  account: string;
  object: string;
  id: string;
  field: string;
  observable: boolean;
}

interface TruthCorrection extends Truth {
  kind: string;
  humanRow: { at: string };
}

interface TruthChange extends Truth {
  at: string;
}

interface Kept extends Row {
  type: string;
  kind: string;
  field: string;
  value: string | null | undefined;
  at: number;
}

/** Times that a CRM tells in seconds are rounded. */
const SAME_MS = 1_500;

/** Every so many records; Pipedrive's changelogs are read one by one. */
const EVERY = { hubspot: 1, salesforce: 1, pipedrive: process.env.COUNTERSIGN_FULL ? 1 : 20 };

let product: Product;
let sandbox: Sandbox;

beforeAll(async () => {
  product = await loadProduct();
  sandbox = await startSandbox({ quiet: true });
  await control(sandbox, 'POST', '/clock', { limits: 'off' });
}, 60_000);
afterAll(() => sandbox.stop());
beforeEach(() => emptied(product));

/** HubSpot alone has a restore function that its history names. */
const shown = (crm: Crm, kind: string) => (kind === 'restored' && crm !== 'hubspot' ? 'reverted' : kind);

const nameOf = ({ object, id, field }: Pick<Truth, 'object' | 'id' | 'field'>) => `${object}/${id} ${field}`;

/**
 * What of the truth each signal is about, one for each.
 * @returns `missing`: what the CRM shows and no signal is about
 */
function matched<T extends Truth>(signals: readonly Kept[], truth: readonly T[], at: (one: T) => string) {
  const left = new Set(truth);
  const found = signals.map((signal) => {
    const isIt = (one: T) =>
      nameOf(one) === nameOf({ ...signal.ref, field: signal.field }) &&
      Math.abs(Date.parse(at(one)) - signal.at) < SAME_MS;
    const same = [...left].find(isIt);
    if (same) left.delete(same);
    return { signal, same };
  });
  return { found, missing: [...left].filter(({ observable }) => observable).map(nameOf) };
}

/** Opens records as a person would. */
async function openAll(crm: Crm, records: readonly { object: string; id: string }[]): Promise<void> {
  const connection = await connected(product, sandbox, crm);
  const db = await product.database();
  for (const [n, { object, id }] of records.entries()) {
    // So many at once would use up the moment's limit.
    if (n % 20 === 0) await db.clear('usage');
    try {
      const known = await product.know(connection, { crm, account: connection.account, object, id }, 'open', 'en');
      await product.takeIn(known, 'en', WORDS);
    } catch (error) {
      // Some are deleted.
      expect((error as { problem?: object }).problem).toMatchObject({ kind: 'gone' });
    }
  }
}

describe.each(CRMS)('%s', (crm) => {
  test('every correction and every decision, and nothing else', { timeout: 300_000 }, async () => {
    const { account } = mainOf(sandbox, crm);
    const records = (await recordsOf(sandbox, crm)).filter((_, index) => index % EVERY[crm] === 0);
    const looked = new Set(records.map(({ object, id }) => `${object}/${id}`));
    const here = (one: { account: string; object: string; id: string }) =>
      one.account === account && OBJECTS[crm].includes(one.object) && looked.has(`${one.object}/${one.id}`);
    const truth = async <T extends Truth>(of: string) =>
      (await control<T[]>(sandbox, 'GET', `/truth/${of}`)).filter(here);
    const corrections = await truth<TruthCorrection>(`corrections?crm=${crm}`);
    // What people approved was written with Countersign's own key.
    const written = await truth<TruthChange>(`changes?crm=${crm}&actor=overlay`);
    await openAll(crm, records);
    const kept = (await (await product.database()).getAll('signals')) as Kept[];
    const ofKind = (...kinds: string[]) => kept.filter(({ kind }) => kinds.includes(kind));

    const corrected = matched(ofKind('corrected', 'reverted', 'restored'), corrections, (one) => one.humanRow.at);
    const wrong = corrected.found.flatMap(({ signal, same }) => {
      const { ref, field, kind, value } = signal;
      // Where the CRM keeps no values nobody can tell that one was put back.
      const wanted = same && (value === undefined ? 'corrected' : shown(crm, same.kind));
      return kind === wanted ? [] : [`${kind} ${nameOf({ ...ref, field })}, not ${wanted ?? 'anything'}`];
    });
    expect(wrong).toEqual([]);
    expect(corrected.missing).toEqual([]);
    expect(corrected.found.length).toBeGreaterThan(5);

    const approved = matched(ofKind('approved', 'edited'), written, (one) => one.at);
    expect(approved.found.filter(({ same }) => !same)).toEqual([]);
    expect(approved.missing).toEqual([]);
    expect(approved.found.length).toBeGreaterThan(0);

    // Everything else is a decision, or somebody's claim that there was one.
    const others = kept.filter(({ type, kind }) => !['decision', 'alert'].includes(type) && kind !== 'rejected');
    expect(others).toHaveLength(corrected.found.length + approved.found.length);
    console.info(
      `${crm}: ${records.length} records, ${corrections.length} corrections, ${corrected.found.length} found`,
    );
  });

  test('what a person approved with a key of their own is no correction, though it is that person’s row', async () => {
    const { records } = mainOf(sandbox, crm);
    const object = { hubspot: '0-3', salesforce: 'Opportunity', pipedrive: 'deal' }[crm];
    const [approved, replaced] = records.filter((one) => one.object === object);
    if (!approved || !replaced) throw new Error('no records');
    const { field, ledger } = await fieldsOf(crm);
    const value = 'Ask for the contract';
    const { now } = await control<{ now: string }>(sandbox, 'GET', '/clock');
    const entry = {
      id: 'd'.repeat(64),
      at: Date.parse(now),
      field,
      d: 'approve_edited',
      by: { name: 'Dana Reyes' },
      to: `salt:${createHash('sha256').update(`salt${value}`).digest('hex')}`,
    };
    const noted = { [ledger]: JSON.stringify({ v: 1, upto: 0, n: 0, e: [entry] }) };
    for (const [{ id }, set] of [
      [approved, { [field]: value, ...noted }],
      [replaced, { [field]: value }],
    ] as const) {
      const about = { crm, object, id };
      await control(sandbox, 'POST', '/agent', {
        ...about,
        agent: 'Pipeline Copilot',
        mode: 'direct',
        set: { [field]: 'Send the brochure' },
      });
      await control(sandbox, 'POST', '/human', { ...about, person: 'Dana Reyes', via: 'page', set });
    }
    await openAll(crm, [approved, replaced]);
    const kept = (await (await product.database()).getAll('signals')) as Kept[];
    const found = kept.filter(({ at, type }) => at >= entry.at - SAME_MS && type === 'override');
    expect(found.map(({ kind, ref, field: of }) => `${kind} ${ref.id} ${of}`).sort()).toEqual(
      [`corrected ${replaced.id} ${field}`, `edited ${approved.id} ${field}`].sort(),
    );
  });
});

/** Names of a deal's next step and ledger. */
async function fieldsOf(crm: Crm): Promise<{ field: string; ledger: string }> {
  if (crm === 'hubspot') return { field: 'hs_next_step', ledger: 'countersign_ledger' };
  if (crm === 'salesforce') return { field: 'NextStep', ledger: 'Countersign_Ledger__c' };
  const headers = { 'x-api-token': mainOf(sandbox, crm).tokens.full };
  const answer = await fetch(`${sandbox.info.apis[crm]}/api/v2/dealFields?limit=500`, { headers });
  const { data } = (await answer.json()) as { data: { field_name: string; field_code: string }[] };
  const code = (label: string) => data.find(({ field_name }) => field_name === label)?.field_code ?? '';
  return { field: code('Next step'), ledger: code('Countersign ledger') };
}

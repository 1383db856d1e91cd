/** Every correction of the incident that a CRM still shows is found, and nothing else is one; what it does not show is a gap. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { teamFile } from '../../tools/drive.ts';
import { type Field, productSide } from '../ours.ts';

interface TruthCorrection {
  kind: string;
  account: string;
  object: string;
  id: string;
  field: string;
  humanRow: { at: string };
  observable: boolean;
  /** Why it is not observable. */
  why?: string;
}

interface Found {
  id: string;
  kind: string;
  field: string;
  humanRow: { at: number; to: string | null | undefined };
}

interface Gap {
  field: string;
  why: string;
}

type Find = (input: object) => Promise<{ corrections: Found[]; gaps: Gap[] }>;

/** Times that a CRM tells in seconds are rounded. */
const SAME_MS = 1_500;

/** Pipedrive's changelog is read page by page; the large run reads all of it. */
const EVERY = { hubspot: 1, salesforce: 1, pipedrive: process.env.COUNTERSIGN_FULL ? 1 : 12 };

let sandbox: Sandbox;
let find: Find;

beforeAll(async () => {
  sandbox = await startSandbox({ quiet: true, proposals: false });
  await fetch(`${sandbox.info.control}/clock`, { method: 'POST', body: JSON.stringify({ limits: 'off' }) });
  const path = new URL('../../../lib/core/overrides.ts', import.meta.url).pathname;
  find = ((await import(/* @vite-ignore */ path)) as { correctionsIn: Find }).correctionsIn;
}, 60_000);
afterAll(() => sandbox.stop());

/** HubSpot alone has a restore function that its history names. */
const shown = (crm: string, kind: string) => (kind === 'restored' && crm !== 'hubspot' ? 'reverted' : kind);

/** How each reason why a correction cannot be seen is told: a field that was archived is in no list of fields any more. */
const TOLD: Record<
  string,
  (is: { history: { complete: boolean } | undefined; gaps: Gap[]; listed: boolean; field: string }) => boolean
> = {
  'shared-token': ({ gaps, field }) => gaps.some((gap) => gap.field === field && gap.why === 'unknown'),
  depth: ({ history }) => history?.complete === false,
  'property-archived': ({ listed }) => !listed,
};

async function get<T>(path: string): Promise<T> {
  return (await fetch(sandbox.info.control + path)).json() as Promise<T>;
}

/** The records that the truth knows of an account, each once. */
async function recordsOf(crm: string, account: string): Promise<{ object: string; id: string }[]> {
  const records = new Map<string, { object: string; id: string }>();
  for (let after = 0; ; ) {
    const cells = await get<{ account: string; object: string; id: string }[]>(
      `/truth?crm=${crm}&limit=5000&after=${after}`,
    );
    if (cells.length === 0) return [...records.values()];
    after += cells.length;
    for (const { account: of, object, id } of cells) if (of === account) records.set(`${object}/${id}`, { object, id });
  }
}

describe.each(['hubspot', 'salesforce', 'pipedrive'] as const)('%s', (crm) => {
  test('all of them, and nothing else', { timeout: 180_000 }, async () => {
    const main = sandbox.info.accounts.find((one) => one.crm === crm);
    if (!main) throw new Error('no account');
    const { side, send } = await productSide(crm);
    const apiHost = sandbox.info.apis[crm] ?? '';
    const credential = { token: main.tokens.full, apiHost };
    const client = side.create({
      account: main.account,
      apiHost,
      send: (request) => send({ ...request, headers: { ...request.headers, ...side.authorise(credential) } }),
    });
    const records = (await recordsOf(crm, main.account)).filter((_, index) => index % EVERY[crm] === 0);
    const looked = new Set(records.map(({ object, id }) => `${object}/${id}`));
    const truth = (await get<TruthCorrection[]>(`/truth/corrections?crm=${crm}`)).filter(
      ({ account, object, id }) => account === main.account && looked.has(`${object}/${id}`),
    );
    const fields = new Map<string, Field[]>();
    const ids = new Set<string>();
    const wrong: string[] = [];
    const matched = new Set<TruthCorrection>();
    const untold: string[] = [];
    for (const { object, id } of records) {
      const known = fields.get(object) ?? (await client.fields(object, 'en'));
      fields.set(object, known);
      const record = await client.read(object, id, known).catch(() => null);
      if (!record) continue;
      const ref = { crm, account: main.account, object, id };
      const { corrections, gaps } = await find({
        ref,
        team: teamFile(sandbox, crm),
        histories: record.histories,
        entries: [],
        ledgerStart: 0,
        skip: () => false,
      });
      for (const one of corrections) {
        ids.add(one.id);
        const same = truth.find(
          (real) =>
            !matched.has(real) &&
            real.object === object &&
            real.id === id &&
            real.field === one.field &&
            Math.abs(Date.parse(real.humanRow.at) - one.humanRow.at) < SAME_MS,
        );
        if (same) matched.add(same);
        // Where the CRM keeps no values nobody can tell that one was put back.
        if (same && one.humanRow.to !== undefined && shown(crm, same.kind) !== one.kind)
          wrong.push(`${same.kind}, not ${one.kind}`);
        if (!same) wrong.push(`${object}/${id} ${one.field} ${new Date(one.humanRow.at).toISOString()}`);
      }
      const here = truth.filter((real) => real.object === object && real.id === id && !matched.has(real));
      for (const { observable, why = '', field } of here) {
        const is = {
          history: record.histories.get(field),
          gaps,
          listed: known.some(({ name }) => name === field),
          field,
        };
        if (!observable && !TOLD[why]?.(is)) untold.push(`${object}/${id} ${field}: ${why}`);
      }
    }
    expect(untold).toEqual([]);
    const missing = truth.filter((real) => real.observable && !matched.has(real));
    expect(wrong).toEqual([]);
    expect(missing.map(({ object, id, field, humanRow }) => `${object}/${id} ${field} ${humanRow.at}`)).toEqual([]);
    expect(ids.size).toBe(matched.size);
    expect(matched.size).toBeGreaterThan(5);
    console.info(`${crm}: ${records.length} records, ${truth.length} corrections, ${matched.size} found`);
  });
});

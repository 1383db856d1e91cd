/** The examples of `docs/agents.md` and `docs/events.md`, run as they are. */
import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { control } from '../../tools/drive.ts';
import { ledgerNotes } from '../ours.ts';
import { type Crm, connected, emptied, loadProduct, WORDS } from './capturing.ts';

const run = promisify(execFile);
const OBJECTS = { hubspot: '0-3', salesforce: 'Opportunity', pipedrive: 'deal' };

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ quiet: true });
});
afterAll(() => sandbox?.stop());

/** A record as the API answers it, staging fields among it. */
async function raw(crm: string, api: string, token: string, id: string): Promise<string> {
  const path = {
    hubspot: `/crm/v3/objects/deals/${id}?properties=ai_suggested_hs_next_step,ai_suggestions`,
    salesforce: `/services/data/v66.0/sobjects/Opportunity/${id}`,
    pipedrive: `/api/v2/deals/${id}`,
  }[crm];
  const headers = { Authorization: `Bearer ${token}`, 'x-api-token': token };
  return (await fetch(`${api}${path}`, { headers })).text();
}

/** Runs one of the examples. @returns what it says */
async function example(name: string, env: Record<string, string>, ...args: string[]): Promise<string> {
  const path = fileURLToPath(new URL(`../../../docs/examples/${name}.mjs`, import.meta.url));
  return (await run(process.execPath, [path, ...args], { env: { ...process.env, ...env } })).stdout;
}

/** The deal, the agent and the API that an example of a CRM is run with. */
function setting(crm: string, object: string, note: RegExp) {
  const account = sandbox.info.accounts.find((one) => one.crm === crm);
  const agent = account?.agents.find(({ name }) => name === 'Pipeline Copilot');
  const deal = account?.records.find((one) => one.object === object && note.test(one.note));
  const api = (sandbox.info.apis as Record<string, string>)[crm] ?? '';
  const env = { TOKEN: agent?.token ?? '', DEAL: deal?.id ?? '', API: api, AGENT: 'Pipeline Copilot' };
  return { env, account: account?.account ?? '', full: account?.tokens.full ?? '' };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const VALUE = 'Send the security questionnaire';

/** Writes fields as Countersign's key would. */
async function write(crm: string, api: string, token: string, id: string, set: Record<string, string>): Promise<void> {
  const [path, body] = {
    hubspot: [`/crm/v3/objects/deals/${id}`, { properties: set }] as const,
    salesforce: [`/services/data/v66.0/sobjects/Opportunity/${id}`, set] as const,
    pipedrive: [`/api/v2/deals/${id}`, { custom_fields: set }] as const,
  }[crm] ?? ['', {}];
  const headers = {
    Authorization: `Bearer ${token}`,
    'x-api-token': token,
    'content-type': 'application/json',
    'user-agent': 'Mozilla/5.0 Chrome/140.0',
  };
  const response = await fetch(`${api}${path}`, { method: 'PATCH', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

/** Names of the fields as the API has them. */
async function names(crm: string, api: string, token: string): Promise<{ field: string; ledger: string }> {
  if (crm === 'hubspot') return { field: 'hs_next_step', ledger: 'countersign_ledger' };
  if (crm === 'salesforce') return { field: 'NextStep', ledger: 'Countersign_Ledger__c' };
  const answer = await fetch(`${api}/api/v2/dealFields?limit=500`, { headers: { 'x-api-token': token } });
  const { data } = (await answer.json()) as { data: { field_name: string; field_code: string }[] };
  const code = (label: string) => data.find(({ field_name }) => field_name === label)?.field_code ?? '';
  return { field: code('Next step'), ledger: code('Countersign ledger') };
}

const entry = (field: string, d: string, at: number, value = VALUE) => ({
  id: String(at).padStart(64, '0'),
  at,
  field,
  d,
  by: { name: 'Dana Reyes' },
  agent: 'Pipeline Copilot',
  was: `salt:${sha256(`salt${value}`)}`,
  reason: 'rule',
});

describe.each(Object.entries(OBJECTS))('%s', (crm, object) => {
  it('proposes with the vendor’s client, and reads the ledger', async () => {
    const { env } = setting(crm, object, /waiting suggestions/);
    await example(crm, env, 'propose');
    // The CRM's own answer, as the example reads it before it proposes the next time.
    const shown = await raw(crm, env.API, env.TOKEN, env.DEAL);
    expect(shown).toContain(`"${VALUE}"`);
    expect(shown).toContain('Asked for in the mail of this morning.');
    expect(Array.isArray(JSON.parse(await example(crm, env, 'read')))).toBe(true);
  });

  it('proposes to clear the field, and the count stays right', async () => {
    const { env, account } = setting(crm, object, /waiting suggestions/);
    const product = await loadProduct();
    await emptied(product);
    const connection = await connected(product, sandbox, crm as Crm);
    const read = async () => {
      const known = await product.know(connection, { crm, account, object, id: env.DEAL }, 'write', 'en');
      const { suggestions } = await product.suggestionsOf(known);
      const { snapshot, staging } = known as { snapshot: { values: Map<string, string> }; staging: { count: string } };
      const count = snapshot.values.get(staging.count);
      return { count, mine: suggestions.filter(({ reason }) => /mail of this morning/.test(reason ?? '')) };
    };
    await example(crm, env, 'propose');
    const before = await read();
    expect(before.mine).toMatchObject([{ value: VALUE, state: 'open' }]);
    for (const _ of ['once', 'again']) {
      await example(crm, env, 'clear');
      expect(await read()).toMatchObject({ count: before.count, mine: [{ value: '', to: null, state: 'open' }] });
    }
    await example(crm, env, 'propose');
    expect(await read()).toMatchObject({ count: before.count, mine: [{ value: VALUE, state: 'open' }] });
  });

  it('proposes nothing again that a person rejected, by its ledger', async () => {
    const { env, full } = setting(crm, object, /waiting suggestions/);
    const { field, ledger } = await names(crm, env.API, full);
    const set = (...e: object[]) =>
      write(crm, env.API, full, env.DEAL, { [ledger]: JSON.stringify({ v: 1, upto: 0, n: 0, e }) });
    await set(entry(field, 'reject', 1_000));
    expect(await example(crm, env, 'propose')).toMatch(
      /^not proposed: reject by Dana Reyes on 1970-01-01, reason: rule/,
    );
    await set(entry(field, 'reject', 1_000, 'Another value'));
    expect(await example(crm, env, 'propose')).toBe('');
    await set(entry(field, 'reject', 1_000), { ...entry(field, 'undo', 2_000), id: entry(field, 'reject', 1_000).id });
    expect(await example(crm, env, 'propose')).toBe('');
  });
});

it('Pipedrive’s example finds older entries in the pinned note', async () => {
  const { env, full } = setting('pipedrive', 'deal', /waiting suggestions/);
  const { field, ledger } = await names('pipedrive', env.API, full);
  await write('pipedrive', env.API, full, env.DEAL, { [ledger]: JSON.stringify({ v: 1, upto: 5, n: 1, e: [] }) });
  const { noteText } = await ledgerNotes();
  const content = noteText(JSON.stringify({ v: 1, upto: 0, n: 0, e: [entry(field, 'corrected', 1_000)] }));
  await fetch(`${env.API}/v1/notes`, {
    method: 'POST',
    headers: { 'x-api-token': full, 'content-type': 'application/json' },
    body: JSON.stringify({ content, deal_id: Number(env.DEAL), pinned_to_deal_flag: 1 }),
  });
  expect(await example('pipedrive', env, 'propose')).toContain('not proposed: corrected');
});

it('an agent that writes by itself repeats its mistake until it learns, by the ledger or by the endpoint’s events', async () => {
  const { env, full, account } = setting('hubspot', '0-3', /moved to and fro/);
  const value = 'Send the brochure';
  const correct = () => write('hubspot', env.API, full, env.DEAL, { hs_next_step: 'Call back' });
  expect(await example('learning', env)).toBe(`wrote: ${value}\n`);
  await correct();
  expect(await example('learning', env)).toBe(`wrote: ${value}\n`);
  await correct();
  const ledger = JSON.stringify({ v: 1, upto: 0, n: 0, e: [entry('hs_next_step', 'corrected', 1_000, value)] });
  await write('hubspot', env.API, full, env.DEAL, { countersign_ledger: ledger });
  expect(await example('learning', { ...env, LEARN: 'ledger' })).toContain('left alone: corrected by Dana Reyes');

  // The same by events, which the example of an endpoint has verified and kept.
  const folder = await mkdtemp(join(tmpdir(), 'countersign-events-'));
  const [file, secret] = [join(folder, 'events.jsonl'), `whsec_${randomBytes(32).toString('base64')}`];
  const path = fileURLToPath(new URL('../../../docs/examples/receiver.mjs', import.meta.url));
  const receiver = spawn(process.execPath, [path], {
    env: { ...process.env, SECRET: secret, PORT: '0', FILE: file },
  });
  try {
    const [said] = (await once(receiver.stdout, 'data')) as [Buffer];
    const port = /\d+/.exec(String(said))?.[0];
    const event = (id: string, agentValue: string) => ({
      specversion: '1.0',
      id,
      source: `/countersign/hubspot/${account}`,
      type: 'countersign.override.v1',
      subject: 'a',
      time: '2026-11-20T10:00:00.000Z',
      data: {
        v: 1,
        kind: 'corrected',
        record: { id: env.DEAL },
        field: { name: 'hs_next_step' },
        agent: 'Pipeline Copilot',
        by: { name: 'Mara Lindqvist' },
        agentValueHash: sha256(id + agentValue),
      },
    });
    const post = async (events: object[], key = secret) => {
      const [body, now] = [JSON.stringify(events), new Date()];
      const headers = {
        'webhook-id': 'm',
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(key).sign('m', now, body),
      };
      return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })).status;
    };
    const learned = () => example('learning', { ...env, LEARN: file });
    const other = `whsec_${randomBytes(32).toString('base64')}`;
    expect(await post([event('forged', value)], other)).toBe(401);
    expect(await post([event('other', 'Another value')])).toBe(202);
    expect(await learned()).toBe(`wrote: ${value}\n`);
    expect([await post([event('e', value)]), await post([event('e', value)])]).toEqual([202, 202]);
    expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(2);
    expect(await learned()).toContain('left alone: corrected by Mara Lindqvist on 2026-11-20');
    // What it cannot keep is no wrong signature: it comes again.
    await rm(folder, { recursive: true });
    expect(await post([event('late', value)])).toBe(503);
  } finally {
    receiver.kill();
    await rm(folder, { recursive: true, force: true });
  }
});

it('it learns from what Countersign itself makes of a correction: entry, reason and event', async () => {
  const { env, full, account } = setting('hubspot', '0-3', /an agent has damaged/);
  const value = 'Send the brochure';
  expect(await example('learning', env)).toBe(`wrote: ${value}\n`);
  const about = { crm: 'hubspot', object: '0-3', id: env.DEAL };
  const set = { hs_next_step: 'Call back' };
  await control(sandbox, 'POST', '/human', { ...about, person: 'Mara Lindqvist', via: 'page', set });

  const product = await loadProduct();
  await emptied(product);
  const connection = await connected(product, sandbox, 'hubspot');
  await product.takeIn(await product.know(connection, { ...about, account }, 'open', 'en'), 'en', WORDS);
  const kept = (await (await product.database()).getAll('signals')) as unknown as Corrected[];
  const correction = kept.filter(({ kind, field }) => kind === 'corrected' && field === 'hs_next_step').at(-1);
  if (!correction) throw new Error('it is not captured');
  const { ledgerEntryOf, reasonSignal, eventOf } = await signalParts();
  const why = await reasonSignal(correction, { reason: 'rule', by: correction.by, at: correction.at + 1 });

  const learned = (LEARN: string) => example('learning', { ...env, LEARN });
  const said = /^left alone: corrected by Mara Lindqvist on [\d-]+, reason: rule$/m;
  const folder = await mkdtemp(join(tmpdir(), 'countersign-events-'));
  const file = join(folder, 'events.jsonl');
  try {
    for (const values of ['none', 'hash', 'full']) {
      const events = await Promise.all([correction, why].map((one) => eventOf(one, values)));
      await writeFile(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
      expect(await learned(file), values).toMatch(said);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  const e = await Promise.all([correction, why].map((one) => ledgerEntryOf(one)));
  const ledger = JSON.stringify({ v: 1, upto: 0, n: 0, e });
  await write('hubspot', env.API, full, env.DEAL, { countersign_ledger: ledger });
  expect(await learned('ledger')).toMatch(said);
});

interface Corrected {
  kind: string;
  field: string;
  at: number;
  by: object | null;
}

/** How entries and events are made of signals; the members are as in `lib/core/signals.ts` and `events.ts`. */
async function signalParts(): Promise<{
  ledgerEntryOf(signal: object): Promise<object>;
  reasonSignal(signal: object, said: { reason: string; by: object | null; at: number }): Promise<object>;
  eventOf(signal: object, values: string): Promise<object>;
}> {
  const parts = ['signals', 'events'].map((name) => new URL(`../../../lib/core/${name}.ts`, import.meta.url).pathname);
  return Object.assign({}, ...(await Promise.all(parts.map((path) => import(/* @vite-ignore */ path)))));
}

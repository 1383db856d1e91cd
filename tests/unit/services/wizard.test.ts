import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Connection } from '../../../lib/core/account';
import { type Choices, NO_CHOICES, type StagingRun } from '../../../lib/core/wizard';
import { database } from '../../../lib/store/db';
import { putCredential } from '../../../lib/store/secrets';
import { changeTeamFile, getTeamFile } from '../../../lib/store/teamFiles';

const KEY: ['hubspot', string] = ['hubspot', '1'];
const help = () => 'What it is for.';

/** What HubSpot has, and what it answers instead of doing what it was asked. */
const crm = {
  fields: new Map<string, string[]>(),
  /** Objects that have the group of our fields. */
  groups: new Set<string>(),
  asked: [] as string[],
  /** Runs before a request is carried out; an answer of its own stands for HubSpot's. */
  before: null as ((request: string, name: string) => Response | undefined | Promise<Response | undefined>) | null,
  /** Runs after it; throwing is an answer that was lost. */
  after: null as ((request: string, name: string) => void) | null,
};

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(status === 204 ? null : JSON.stringify(body), { status, headers });
const refusal = (status: number, message: string, more: object = {}) =>
  json({ status: 'error', category: 'X', message, ...more }, status);
const scopes = () =>
  refusal(403, 'Scopes', { errors: [{ message: 'm', context: { requiredScopes: ['schemas.write'] } }] });

async function hubspot(url: string, init: RequestInit): Promise<Response> {
  const [, type = '', name] = /\/crm\/v3\/properties\/([^/]+)(?:\/([^/]+))?/.exec(new URL(url).pathname) ?? [];
  if (name === 'groups') {
    const there = crm.groups.has(type);
    if (init.method === 'DELETE') crm.groups.delete(type);
    else crm.groups.add(type);
    if (init.method === 'DELETE') return json(null, 204);
    return there ? refusal(409, 'exists') : json({ name: 'ai_staging' }, 201);
  }
  const fields = crm.fields.get(type);
  if (!fields) return json({ results: [] });
  const wanted = name ?? (init.body ? (JSON.parse(String(init.body)) as { name: string }).name : '');
  const request = `${init.method} ${type}`;
  crm.asked.push(`${request} ${wanted}`.trim());
  const special = await crm.before?.(request, wanted);
  if (special) return special;
  const answer = carriedOut(init.method ?? '', fields, wanted);
  crm.after?.(request, wanted);
  return answer;
}

function carriedOut(method: string, fields: string[], name: string): Response {
  if (method === 'POST') {
    if (fields.includes(name)) return refusal(409, 'exists');
    fields.push(name);
    return json({ name }, 201);
  }
  if (method === 'DELETE') {
    fields.splice(fields.indexOf(name), 1);
    return json(null, 204);
  }
  const property = (one: string) => ({
    name: one,
    label: one,
    type: one.endsWith('count') ? 'number' : 'string',
    fieldType: 'text',
  });
  return json({ results: fields.map(property) });
}

const connection: Connection = {
  id: 'c',
  crm: 'hubspot',
  account: '1',
  label: 'One',
  host: 'app.hubspot.com',
  apiHost: 'https://api.hubapi.com',
  lastFour: 'abcd',
  capabilities: [{ what: '0-1', ok: false, missing: 'contacts.read' }],
  addedAt: 0,
};

const choices: Choices = {
  ...NO_CHOICES,
  objects: [
    { object: '0-3', fields: ['amount', 'dealstage'] },
    { object: '0-5', fields: ['subject'] },
  ],
};
const DEALS = [
  'ai_suggested_amount',
  'ai_suggested_dealstage',
  'ai_suggestions',
  'ai_pending_count',
  'countersign_ledger',
];
const TICKETS = ['ai_suggested_subject', 'ai_suggestions', 'ai_pending_count', 'countersign_ledger'];

/** The service as a worker that has just started has it. */
async function worker() {
  vi.resetModules();
  return import('../../../lib/services/wizard');
}
const kept = async () => (await database()).get('wizards', KEY);
const states = (run: StagingRun | undefined) => run?.items.map(({ state }) => state);
const never = new AbortController().signal;
const made = (object: string) =>
  crm.asked.filter((one) => one.startsWith(`POST ${object}`)).map((one) => one.split(' ')[2]);

async function begun(chosen = choices) {
  const service = await worker();
  await service.beginStaging(connection, chosen, 'en');
  crm.asked = [];
  return service;
}

beforeEach(async () => {
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => hubspot(url, init));
  Object.assign(crm, { asked: [], before: null, after: null });
  crm.groups = new Set();
  crm.fields = new Map([
    ['0-2', ['name']],
    ['0-3', ['dealname', 'amount', 'dealstage']],
    ['0-5', ['subject', 'content']],
  ]);
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
  await db.put('connections', connection);
  await putCredential('c', { token: 'pat-na1-secret', apiHost: 'https://api.hubapi.com' });
});

describe('beginning', () => {
  test('an object that may not be read is told with the right that is missing', async () => {
    const service = await worker();
    const { objects, run } = await service.loadStaging(connection, 'en');
    expect(objects.find(({ object }) => object === '0-1')).toEqual({
      object: '0-1',
      fields: null,
      missing: 'contacts.read',
    });
    expect(objects.find(({ object }) => object === '0-5')?.fields?.map(({ name }) => name)).toEqual([
      'subject',
      'content',
    ]);
    expect(run).toBeNull();
  });

  test('the plan is on disk before anything is created', async () => {
    await begun();
    expect(states(await kept())).toEqual(Array(9).fill('waiting'));
    expect(crm.fields.get('0-3')).toHaveLength(3);
  });

  test('names that cannot be used begin nothing', async () => {
    const service = await worker();
    const bad = { ...choices, names: [{ object: '0-3', field: 'amount', name: 'Betrag' }] };
    expect(await service.beginStaging(connection, bad, 'en')).toBeNull();
    expect(await kept()).toBeUndefined();
  });
});

describe('creating', () => {
  test('one after the other; each is on disk before HubSpot is asked and after it has answered', async () => {
    const service = await begun();
    const seen: unknown[] = [];
    crm.before = async (request, name) => {
      if (!request.startsWith('POST')) return undefined;
      const run = await kept();
      const item = run?.items.find((one) => one.state === 'creating');
      seen.push([item?.name === name, item?.asked, run?.created.length]);
      return undefined;
    };
    const told: StagingRun[] = [];
    expect(await service.createStaging(connection, 'en', help, (run) => told.push(run), never)).toBeNull();
    expect(made('0-3')).toEqual(DEALS);
    expect(made('0-5')).toEqual(TICKETS);
    expect(seen).toEqual(Array.from({ length: 9 }, (_, n) => [true, true, n]));
    expect(states(await kept())).toEqual(Array(9).fill('done'));
    expect(told.at(-1)).toEqual(await kept());
  });

  test('readers ask HubSpot for the fields anew, in every language', async () => {
    const service = await begun();
    const db = await database();
    await db.put('fields', { fields: [], at: Date.now() }, [...KEY, '0-3', 'de']);
    await db.put('fields', { fields: [], at: Date.now() }, [...KEY, '0-2', 'de']);
    await service.createStaging(connection, 'en', help, () => {}, never);
    const keys = await db.getAllKeys('fields');
    expect(keys.filter(([, , object]) => object === '0-3' || object === '0-5')).toEqual([]);
    expect(keys).toContainEqual([...KEY, '0-2', 'de']);
  });

  test('usual names stay out of the team file, others and picked fields are noted', async () => {
    crm.fields.get('0-3')?.push('deal_proposal');
    const named: Choices = {
      ...choices,
      names: [
        { object: '0-3', field: 'amount', name: 'deal_proposal' },
        { object: '0-5', field: 'subject', name: 'new_subject' },
      ],
      parts: { ledger: 'team_ledger' },
    };
    const service = await begun(named);
    await service.createStaging(connection, 'en', help, () => {}, never);
    expect((await getTeamFile(...KEY)).fields).toEqual({
      ledger: 'team_ledger',
      staging: [
        { object: '0-3', field: 'amount', in: 'deal_proposal' },
        { object: '0-5', field: 'subject', in: 'new_subject' },
      ],
    });
    expect((await kept())?.created.map(({ name }) => name)).not.toContain('deal_proposal');
  });

  test('a stop takes effect after the field that is being made; going on does the rest', async () => {
    const service = await begun();
    const stop = new AbortController();
    crm.after = (_, name) => name === DEALS[1] && stop.abort();
    expect(await service.createStaging(connection, 'en', help, () => {}, stop.signal)).toBeNull();
    expect(states(await kept())?.slice(0, 3)).toEqual(['done', 'done', 'waiting']);
    crm.after = null;
    crm.asked = [];
    await service.createStaging(connection, 'en', help, () => {}, never);
    expect(made('0-3')).toEqual(DEALS.slice(2));
    expect(states(await kept())).toEqual(Array(9).fill('done'));
  });

  test('a worker that dies while HubSpot creates: the next one knows that the field is ours', async () => {
    const service = await begun();
    const asked = new Promise<void>((resolve) => {
      crm.before = async (_, name) => {
        if (name !== DEALS[1]) return undefined;
        crm.fields.get('0-3')?.push(name);
        resolve();
        return new Promise(() => {});
      };
    });
    void service.createStaging(connection, 'en', help, () => {}, never);
    await asked;
    crm.before = null;
    crm.asked = [];
    await (await worker()).createStaging(connection, 'en', help, () => {}, never);
    expect(made('0-3')).toEqual(DEALS.slice(2));
    expect((await kept())?.created).toHaveLength(9);
  });

  test('an answer that was lost is no reason to create twice, nor to disown the field', async () => {
    const service = await begun();
    crm.after = (request, name) => {
      if (request.startsWith('POST') && name === DEALS[0]) throw new TypeError('Failed to fetch');
    };
    expect(await service.createStaging(connection, 'en', help, () => {}, never)).toMatchObject({ kind: 'offline' });
    expect(states(await kept())?.[0]).toBe('failed');
    crm.after = null;
    await service.createStaging(connection, 'en', help, () => {}, never);
    expect(made('0-3')).toEqual(DEALS);
    expect((await kept())?.created).toHaveLength(9);
  });

  test('a refusal stops with HubSpot’s words; what was created stays created', async () => {
    const service = await begun();
    crm.before = (_, name) =>
      name === DEALS[2] ? refusal(400, 'You have reached the limit of properties') : undefined;
    const problem = await service.createStaging(connection, 'en', help, () => {}, never);
    expect(problem).toMatchObject({ kind: 'refused', message: 'You have reached the limit of properties' });
    expect(states(await kept())).toEqual(['done', 'done', 'failed', ...Array(6).fill('waiting')]);
    expect(made('0-5')).toEqual([]);
  });

  test('a right that is missing on one object does not stop the other', async () => {
    const service = await begun();
    crm.before = (request) => (request === 'POST 0-3' ? scopes() : undefined);
    expect(await service.createStaging(connection, 'en', help, () => {}, never)).toBeNull();
    const run = await kept();
    expect(states(run)).toEqual([...Array(5).fill('forbidden'), ...Array(4).fill('done')]);
    expect(run?.items[0]?.problem).toMatchObject({ missing: 'schemas.write' });
    expect(made('0-3')).toHaveLength(1);
    // An administrator has created two of them meanwhile.
    crm.fields.get('0-3')?.push(...DEALS.slice(0, 2));
    crm.before = null;
    await service.createStaging(connection, 'en', help, () => {}, never);
    expect(states(await kept())?.slice(0, 3)).toEqual(['exists', 'exists', 'done']);
    expect((await kept())?.created.map(({ name }) => name)).not.toContain(DEALS[0]);
  });

  test('HubSpot is waited for where it asks for a moment', async () => {
    const service = await begun();
    let busy = true;
    crm.before = (request) => {
      if (!busy || !request.startsWith('POST')) return undefined;
      busy = false;
      return json({ status: 'error', message: 'secondly limit', policyName: 'SECONDLY' }, 429);
    };
    expect(await service.createStaging(connection, 'en', help, () => {}, never)).toBeNull();
    expect(states(await kept())).toEqual(Array(9).fill('done'));
  });

  test('two pages that create at once create once', async () => {
    const service = await begun();
    await Promise.all([0, 1].map(() => service.createStaging(connection, 'en', help, () => {}, never)));
    expect(made('0-3')).toEqual(DEALS);
  });
});

describe('taking back', () => {
  test('deletes what the wizard created, the last first, and nothing else', async () => {
    crm.fields.get('0-3')?.push('ai_suggestions', 'ai_suggested_dealname');
    const before = structuredClone(crm.fields);
    const service = await begun();
    await service.createStaging(connection, 'en', help, () => {}, never);
    crm.asked = [];
    expect(await service.undoStaging(connection, () => {}, never)).toBeNull();
    expect(crm.fields).toEqual(before);
    expect(crm.groups).toEqual(new Set());
    expect(crm.asked[0]).toBe('DELETE 0-5 countersign_ledger');
    expect(await kept()).toBeUndefined();
  });

  test('leaves a group that was there before', async () => {
    crm.groups.add('0-5');
    const service = await begun();
    await service.createStaging(connection, 'en', help, () => {}, never);
    expect(crm.groups).toEqual(new Set(['0-3', '0-5']));
    await service.undoStaging(connection, () => {}, never);
    expect(crm.groups).toEqual(new Set(['0-5']));
  });

  test('takes back its names in the team file, and says again what was said before', async () => {
    await changeTeamFile(...KEY, (file) => ({
      ...file,
      fields: { staging: [{ object: '0-3', field: 'amount', in: 'was_there_once' }] },
    }));
    const named = {
      ...choices,
      names: [{ object: '0-3', field: 'amount', name: 'mine' }],
      parts: { ledger: 'team_ledger' },
    };
    const service = await begun(named);
    await service.createStaging(connection, 'en', help, () => {}, never);
    expect((await getTeamFile(...KEY)).fields.ledger).toBe('team_ledger');
    await service.undoStaging(connection, () => {}, never);
    expect((await getTeamFile(...KEY)).fields).toEqual({
      staging: [{ object: '0-3', field: 'amount', in: 'was_there_once' }],
    });
  });

  test('what HubSpot does not delete stays on the list, and can be tried again', async () => {
    const service = await begun();
    await service.createStaging(connection, 'en', help, () => {}, never);
    crm.before = (request) => (request === 'DELETE 0-3' ? refusal(400, 'In use') : undefined);
    expect(await service.undoStaging(connection, () => {}, never)).toMatchObject({
      kind: 'refused',
      message: 'In use',
    });
    expect((await kept())?.created.map(({ name }) => name)).toEqual(DEALS);
    crm.before = null;
    await service.undoStaging(connection, () => {}, never);
    expect(await kept()).toBeUndefined();
  });

  test('covers earlier runs as well', async () => {
    const service = await begun({ ...choices, objects: choices.objects.slice(1) });
    await service.createStaging(connection, 'en', help, () => {}, never);
    await service.beginStaging(connection, choices, 'en');
    await service.createStaging(connection, 'en', help, () => {}, never);
    expect((await kept())?.created).toHaveLength(9);
    await service.undoStaging(connection, () => {}, never);
    expect(crm.fields.get('0-5')).toEqual(['subject', 'content']);
  });
});

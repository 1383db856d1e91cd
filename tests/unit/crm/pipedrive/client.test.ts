import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldMeta } from '../../../../lib/crm/contract';
import type { ApiRequest } from '../../../../lib/crm/http';
import { createPipedriveClient } from '../../../../lib/crm/pipedrive/client';
import { ApiProblem } from '../../../../lib/crm/problem';

const HOST = 'https://northwind.pipedrive.com';

type Answers = Record<string, unknown>;

/** A client whose requests are answered by path, and what it asked for. */
function clientWith(answer: (path: string, query: URLSearchParams) => unknown, headers: Record<string, string> = {}) {
  const asked: string[] = [];
  const requests: ApiRequest[] = [];
  const client = createPipedriveClient({
    account: '7654321',
    apiHost: HOST,
    async send(request) {
      const url = new URL(request.url);
      requests.push(request);
      asked.push(url.pathname);
      const found = answer(url.pathname, url.searchParams);
      const [status, body] = Array.isArray(found)
        ? found
        : found === undefined
          ? [404, { success: false, error: 'not found' }]
          : [200, found];
      return {
        status,
        headers: new Headers(headers),
        date: undefined,
        text: typeof body === 'string' ? body : JSON.stringify(body),
      };
    },
  });
  return { client, asked, requests };
}

const byPath = (answers: Answers) => clientWith((path) => answers[path]);
const ok = (data: unknown, more: object = {}) => ({ success: true, data, ...more });
const problemOf = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof ApiProblem ? error.problem : error),
  );

const TITLE: FieldMeta = { name: 'title', label: 'Title', kind: 'text', options: [], isUser: false, readOnly: false };
const DEAL = { id: 42, title: 'Renewal', update_time: '2026-11-20T09:14:35Z', is_deleted: false, custom_fields: {} };

const change = (n: number) => ({
  field_key: 'title',
  old_value: n === 1 ? null : `title ${n - 1}`,
  new_value: `title ${n}`,
  actor_user_id: 101,
  time: new Date(Date.UTC(2026, 10, 1) + Math.floor(n / 3) * 1_000).toISOString().slice(0, 19).replace('T', ' '),
  change_source: 'app',
  change_source_user_agent: null,
  is_bulk_update_flag: false,
});

describe('connecting', () => {
  const ME = {
    id: 102,
    name: 'Manager Mia',
    default_currency: 'EUR',
    timezone_name: 'Europe/Oslo',
    company_id: 7654321,
    company_name: 'Northwind',
    company_domain: 'northwind',
  };
  const answers: Answers = {
    '/v1/users/me': ok(ME),
    '/api/v2/deals': ok([]),
    '/api/v2/persons': ok([]),
    '/api/v2/organizations': [403, { success: false, error: 'You do not have permission to do this.' }],
    '/v1/leads': ok(null),
    '/v1/users': ok([]),
  };

  test('names the company, its hosts and the person, and what they may read', async () => {
    const { client } = byPath(answers);
    const { capabilities, ...info } = await client.test();
    expect(info).toEqual({
      account: '7654321',
      name: 'Northwind',
      host: 'northwind.pipedrive.com',
      apiHost: HOST,
      user: { id: '102', name: 'Manager Mia' },
      currency: 'EUR',
      timeZone: 'Europe/Oslo',
    });
    expect(capabilities.map(({ what, ok }) => [what, ok])).toEqual([
      ['deal', true],
      ['person', true],
      ['organization', false],
      ['lead', true],
      ['people', true],
    ]);
  });

  test.each(['evil.example/', 'northwind.pipedrive.com', '', 'a b'])(
    'a company domain of "%s" is none',
    async (company_domain) => {
      const { client } = byPath({ ...answers, '/v1/users/me': ok({ ...ME, company_domain }) });
      expect(await problemOf(client.test())).toMatchObject({ kind: 'unreadable' });
    },
  );

  test('no request carries a credential', async () => {
    const { client, requests } = byPath(answers);
    await client.test();
    for (const { headers, method } of requests)
      expect({ headers, method }).toEqual({ headers: { Accept: 'application/json' }, method: 'GET' });
  });
});

describe('a record', () => {
  const answers: Answers = {
    '/api/v2/deals/42': ok(DEAL),
    '/v1/deals/42/changelog': ok([change(2), change(1)], { additional_data: { next_cursor: null } }),
  };

  test('whether it changed is one cheap request', async () => {
    const { client, asked } = byPath(answers);
    expect(await client.modified('deal', '42')).toBe(Date.parse('2026-11-20T09:14:35Z'));
    expect(asked).toEqual(['/api/v2/deals/42']);
  });

  test('is read before its changelog', async () => {
    const { client, asked } = byPath(answers);
    const snapshot = await client.read('deal', '42', [TITLE]);
    expect(asked).toEqual(['/api/v2/deals/42', '/v1/deals/42/changelog']);
    expect(snapshot.values.get('title')).toBe('Renewal');
    expect(snapshot.histories.get('title')?.changes.map(({ to }) => to)).toEqual(['title 2', 'title 1']);
  });

  test.each([
    ['deleted', ok({ ...DEAL, is_deleted: true })],
    ['merged away', ok({ ...DEAL, id: 43 })],
    ['not there', undefined],
  ])('that is %s is gone', async (_, answer) => {
    const { client, asked } = byPath({ ...answers, '/api/v2/deals/42': answer });
    expect(await problemOf(client.read('deal', '42', [TITLE]))).toMatchObject({ kind: 'gone' });
    expect(asked).toEqual(['/api/v2/deals/42']);
  });

  test('several are read one by one, and those that are gone are left out', async () => {
    const { client } = byPath(answers);
    const snapshots = await client.readMany('deal', ['42', '7'], [TITLE]);
    expect(snapshots.map(({ ref }) => ref.id)).toEqual(['42']);
  });

  test('a lead has no changelog', async () => {
    const { client, asked } = byPath({
      '/v1/leads/a-b': ok({ id: 'a-b', title: 'Lead', update_time: '2026-11-20T09:14:35.120Z' }),
    });
    const snapshot = await client.read('lead', 'a-b', [TITLE]);
    expect(asked).toEqual(['/v1/leads/a-b']);
    expect(snapshot).toMatchObject({ title: 'Lead', histories: new Map() });
  });
});

describe('lists', () => {
  test('any split of a changelog into pages gives the same histories', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 10, max: 40 }), async (total, size) => {
        const rows = Array.from({ length: total }, (_, index) => change(total - index));
        const { client } = clientWith((path, query) => {
          if (path === '/api/v2/deals/42') return ok(DEAL);
          const from = Number(query.get('cursor') ?? 0);
          const next = from + size < total ? String(from + size) : null;
          return ok(rows.slice(from, from + size), { additional_data: { next_cursor: next } });
        });
        const history = (await client.read('deal', '42', [TITLE])).histories.get('title');
        expect(history?.complete).toBe(true);
        expect(history?.changes.map(({ to }) => to)).toEqual(rows.map(({ new_value }) => new_value));
      }),
    );
  });

  test('a changelog that goes on for ever is read as far as it pays, and says so', async () => {
    const { client, asked } = clientWith((path, query) => {
      if (path === '/api/v2/deals/42') return ok(DEAL);
      const page = Number(query.get('cursor') ?? 0);
      return ok([change(9 - page)], { additional_data: { next_cursor: String(page + 1) } });
    });
    const history = (await client.read('deal', '42', [TITLE])).histories.get('title');
    expect(asked.filter((path) => path.endsWith('changelog'))).toHaveLength(3);
    expect(history?.complete).toBe(false);
    expect(history?.changes).toHaveLength(3);
  });

  test('the first page of a changelog is asked for without a cursor', async () => {
    const queries: string[] = [];
    const { client } = clientWith((path, query) => {
      if (path === '/api/v2/deals/42') return ok(DEAL);
      queries.push(query.toString());
      return ok([], { additional_data: { next_cursor: queries.length < 2 ? 'aWQ6NTQ0' : undefined } });
    });
    await client.read('deal', '42', [TITLE]);
    expect(queries).toEqual(['limit=500', 'limit=500&cursor=aWQ6NTQ0']);
  });

  test('fields of all pages, with the stages of all pipelines', async () => {
    const field = (field_code: string, field_type: string) => ({ field_name: field_code, field_code, field_type });
    const { client, asked } = clientWith((path, query) => {
      if (path === '/api/v2/stages') return ok([{ id: 3, name: 'Demo', pipeline_id: 1 }]);
      if (path === '/api/v2/pipelines') return ok([{ id: 1, name: 'Pipeline' }]);
      if (query.get('cursor')) return ok([field('stage_id', 'stage')]);
      return ok([field('title', 'varchar')], { additional_data: { next_cursor: 'x' } });
    });
    const fields = await client.fields('deal', 'en');
    expect(fields.map(({ name }) => name)).toEqual(['title', 'stage_id']);
    expect(fields[1]?.options).toEqual([{ value: '3', label: 'Demo', pipeline: '1' }]);
    expect(fields[1]?.pipelineField).toBe('pipeline_id');
    expect(asked).toHaveLength(4);
    asked.length = 0;
    await client.fields('person', 'de');
    expect(asked).toEqual(['/api/v2/personFields', '/api/v2/personFields']);
  });

  test('people are known as writers and as owners', async () => {
    const { client } = byPath({
      '/v1/users': ok([
        { id: 101, name: 'Sales Sam', active_flag: true },
        { id: 105, name: null, email: 'lea@x.example', active_flag: false },
      ]),
    });
    expect(await client.people()).toEqual([
      { name: 'Sales Sam', keys: ['user:101', 'owner:101'], active: true },
      { name: 'lea@x.example', keys: ['user:105', 'owner:105'], active: false },
    ]);
  });

  test.each(['staging', 'metadata', 'count'] as const)('records with something in the %s alone', async (part) => {
    const code = 'a'.repeat(40);
    const { client, asked } = byPath({
      '/api/v2/deals': ok([
        { id: 7, custom_fields: { [code]: '1' } },
        { id: 5, custom_fields: { [code]: null } },
      ]),
    });
    const nothing = { staging: [], metadata: null, count: null, since: null, after: null };
    const query = { ...nothing, [part]: part === 'staging' ? [code] : code };
    expect(await client.pending('deal', query)).toEqual({ ids: ['7'], after: null });
    expect(asked).toHaveLength(1);
    expect(await client.pending('deal', nothing)).toEqual({ ids: [], after: null });
    expect(asked).toHaveLength(1);
  });

  test('the most recently changed records, newest first', async () => {
    const { client, requests } = byPath({
      '/api/v2/deals': ok([{ id: 7 }, { id: 5 }]),
      '/v1/leads': ok([{ id: 'a-b' }]),
    });
    expect(await client.recent('deal', 100)).toEqual(['7', '5']);
    expect(await client.recent('lead', 100)).toEqual(['a-b']);
    expect(requests.map(({ url }) => url)).toEqual([
      `${HOST}/api/v2/deals?limit=100&sort_by=update_time&sort_direction=desc`,
      `${HOST}/v1/leads?limit=100&sort=update_time%20DESC`,
    ]);
  });
});

test('near the end of the short window the next request waits for a new one', async () => {
  const { client } = clientWith(() => ok(DEAL), { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '2' });
  const started = Date.now();
  await client.modified('deal', '42');
  expect(Date.now() - started).toBeLessThan(1_000);
  await client.modified('deal', '42');
  expect(Date.now() - started).toBeGreaterThanOrEqual(1_990);
});

/** The outside interface: start-up line, control routes, and what they refuse. */
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { describe, expect, it } from 'vitest';
import type { Cell, Change } from '../support.ts';
import { useSandbox } from '../support.ts';

describe('the control interface', () => {
  const sandbox = useSandbox();
  const deal = () => {
    const found = sandbox.main.records[2];
    if (!found) throw new Error('no record');
    return found;
  };
  const cell = async (object: string, id: string, field: string) =>
    (await sandbox.get<Cell[]>(`/truth?crm=hubspot&account=12345678&object=${object}&id=${id}&field=${field}`))[0];

  /** A request to the TLS server, trusting only the certificate of the start-up line. */
  const fetchTls = async (host: string, path: string, body?: object): Promise<{ status: number; body: string }> => {
    const ca = await readFile(sandbox.info.caFile, 'utf8');
    const options = {
      host: '127.0.0.1',
      port: sandbox.info.port,
      servername: host,
      ca,
      path,
      headers: { host },
      method: body ? 'POST' : 'GET',
    };
    return new Promise((resolve, reject) => {
      const req = request(options, (res) => {
        let text = '';
        res.on('data', (chunk) => {
          text += chunk;
        });
        res.on('end', () => resolve({ status: res.statusCode ?? 0, body: text }));
      });
      req.on('error', reject).end(body && JSON.stringify(body));
    });
  };

  it('starts with one line that says where everything is', () => {
    const { info } = sandbox;
    expect(info).toMatchObject({
      v: 1,
      port: expect.any(Number),
      control: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      spki: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      caFile: expect.any(String),
      hosts: expect.arrayContaining(['app.hubspot.com', 'app-eu1.hubspot.com', 'api.hubapi.com']),
      apis: { hubspot: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) },
      receivers: { cloudevents: { url: 'https://hooks.receiver.example/events' } },
    });
    expect(info.accounts.map(({ crm, account, label }) => [crm, account, label])).toEqual([
      ['hubspot', '12345678', 'Northwind Sales'],
      ['hubspot', '87654321', 'Fjordware EU'],
    ]);
    const { tokens, people, agents, records } = sandbox.main;
    for (const token of Object.values(tokens))
      expect(token).toMatch(/^pat-(na1|eu1)-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(people).toHaveLength(6);
    expect(agents).toMatchObject([
      { name: 'Pipeline Copilot', appId: '5671234' },
      { name: 'Lead Enricher', appId: '5679001', stamp: 'last_modified_by_agent' },
      { name: 'Native agent', source: 'BREEZE_AGENT' },
    ]);
    expect(agents[2]).not.toHaveProperty('token');
    expect(records.length).toBeGreaterThanOrEqual(12);
    expect(records.length).toBeLessThanOrEqual(20);
    for (const { object, id, url, note } of records) {
      expect(url).toBe(`https://app.hubspot.com/contacts/12345678/record/${object}/${id}`);
      expect(note).not.toBe('');
    }
  });

  it('serves TLS with the key and certificate it names, for every host', async () => {
    expect((await fetchTls('api.hubapi.com', '/account-info/v3/details')).status).toBe(401);
    const page = await fetchTls('app.hubspot.com', new URL(deal().url).pathname);
    expect([page.status, page.body]).toEqual([200, expect.stringContaining('<html')]);
    const boot = await fetchTls('app-eu1.hubspot.com', '/sandbox-page/boot?portal=87654321');
    expect(JSON.parse(boot.body)).toMatchObject({
      portalName: 'Fjordware EU',
      me: { ownerId: '1001', name: 'Dana Reyes' },
    });
    const unknown = await fetchTls('app.hubspot.com', '/nowhere');
    expect(unknown.status).toBe(404);
    await expect(fetchTls('evil.example', '/')).rejects.toThrow(/altnames/i);
  });

  it('lets agents write through the vendor client', async () => {
    const { id } = deal();
    const answer = await sandbox.post('/agent', {
      crm: 'hubspot',
      agent: 'Pipeline Copilot',
      object: '0-3',
      id,
      set: { amount: 4711 },
      mode: 'direct',
    });
    expect(answer).toMatchObject({ status: 200, body: { id, set: { amount: '4711' } } });
    const read = await sandbox.client().crm.deals.basicApi.getById(id, ['amount'], ['amount']);
    expect(read.propertiesWithHistory?.amount?.[0]).toMatchObject({
      value: '4711',
      sourceType: 'INTEGRATION',
      sourceId: '5671234',
    });
    const truth = await cell('0-3', id, 'amount');
    expect(truth).toMatchObject({ value: '4711', attribution: 'agent', lastWriter: { id: 'copilot' } });
    expect(truth?.rows[0]?.at).toBe(read.propertiesWithHistory?.amount?.[0]?.timestamp.toISOString());
    const { body } = await sandbox.post<{ at: string }>('/agent', {
      agent: 'native',
      object: 'deals',
      id,
      set: { hs_next_step: 'Ask again' },
    });
    const rows = await sandbox.call(`/crm/v3/objects/deals/${id}?propertiesWithHistory=hs_next_step`);
    expect(rows.body).toMatchObject({
      propertiesWithHistory: { hs_next_step: [{ sourceType: 'BREEZE_AGENT', timestamp: body.at }, {}, {}] },
    });
  });

  it('stamps Lead Enricher only when it has a run', async () => {
    const contact = sandbox.main.records.find((one) => /emoji/.test(one.note));
    const id = contact?.id ?? '';
    const write = (city: string, meta?: object) =>
      sandbox.post('/agent', { agent: 'enricher', object: 'contacts', id, set: { city }, meta });
    await write('Aarhus', { run: 'run-1' });
    expect(await cell('0-1', id, 'city')).toMatchObject({ attribution: 'agent', observable: true });
    await sandbox.post('/clock', { advance: 5_000 });
    await write('Bergen');
    expect(await cell('0-1', id, 'city')).toMatchObject({
      attribution: 'agent',
      observable: false,
      why: 'shared-token',
    });
  });

  it.each([
    ['page', 'CRM_UI', 'human'],
    ['mobile', 'MOBILE_IOS', 'human'],
    ['bulk', 'CRM_UI_BULK_ACTION', 'human'],
    ['restore', 'PROPERTY_RESTORE', 'human'],
    ['import', 'IMPORT', 'automation'],
    ['workflow', 'AUTOMATION_PLATFORM', 'automation'],
    ['merge', 'MERGE_OBJECTS', 'unknown'],
  ])('lets people write by %s', async (via, sourceType, attribution) => {
    const { id } = deal();
    const value = `By ${via}`;
    const answer = await sandbox.post('/human', {
      crm: 'hubspot',
      person: '78412346',
      object: 'deal',
      id,
      set: { hs_next_step: value },
      via,
    });
    expect(answer.status).toBe(200);
    const read = await sandbox.client().crm.deals.basicApi.getById(id, undefined, ['hs_next_step']);
    const row = read.propertiesWithHistory?.hs_next_step?.[0];
    if (via === 'mobile') expect(row?.sourceType).toMatch(/^MOBILE_/);
    else expect(row).toMatchObject({ value, sourceType });
    expect(await cell('0-3', id, 'hs_next_step')).toMatchObject({ value, attribution });
  });

  it('notes what the page and the API write on their own', async () => {
    const { id } = deal();
    await sandbox.post('/agent', { agent: 'copilot', object: '0-3', id, set: { amount: '9000' } });
    const saved = await fetchTls('app.hubspot.com', `/sandbox-page/records/0-3/${id}?portal=12345678`, {
      set: { amount: '9100' },
    });
    expect(saved.status).toBe(200);
    expect(await cell('0-3', id, 'amount')).toMatchObject({
      value: '9100',
      attribution: 'human',
      corrected: true,
      lastWriter: { id: 'dana' },
    });
    await sandbox.client().crm.deals.basicApi.update(id, { properties: { hs_priority: 'low' } });
    expect(await cell('0-3', id, 'hs_priority')).toMatchObject({
      value: 'low',
      attribution: 'unknown',
      lastWriter: { kind: 'overlay' },
    });
    const before = (await sandbox.get<Change[]>('/truth/changes')).length;
    await sandbox.client().crm.deals.basicApi.update(id, { properties: { hs_priority: 'low' } });
    expect(await sandbox.get<Change[]>('/truth/changes')).toHaveLength(before);
    const created = await sandbox
      .client(sandbox.main.agents[0]?.token)
      .crm.deals.basicApi.create({ properties: { dealname: 'Fresh' }, associations: [] });
    expect(await cell('0-3', created.id, 'dealname')).toMatchObject({ attribution: 'agent' });
    await sandbox.client().crm.deals.basicApi.archive(created.id);
    expect(await cell('0-3', created.id, 'dealname')).toMatchObject({ why: 'record-deleted' });
  });

  it('pages through the truth', async () => {
    const first = await sandbox.get<Cell[]>('/truth?limit=10');
    const second = await sandbox.get<Cell[]>('/truth?limit=10&after=10');
    const both = await sandbox.get<Cell[]>('/truth?limit=20');
    expect([...first, ...second]).toEqual(both);
    expect(await sandbox.get<Cell[]>('/truth')).toHaveLength(500);
    expect(await sandbox.get<Cell[]>('/truth?after=999999')).toEqual([]);
    expect((await sandbox.get<Cell[]>('/truth?account=87654321')).every((one) => one.account === '87654321')).toBe(
      true,
    );
  });

  it('says what a reader could place on the page, per variant', async () => {
    const { id } = deal();
    const page = (variant: string) =>
      sandbox.get<Array<{ field: string; surface: string; byAttribute: boolean; byUniqueLabel: boolean }>>(
        `/truth?view=page&crm=hubspot&object=0-3&id=${id}&variant=${variant}`,
      );
    const current = await page('2026');
    expect(current).toContainEqual(
      expect.objectContaining({ field: 'dealstage', surface: 'sidebar', byAttribute: true, byUniqueLabel: true }),
    );
    expect((await page('unknown')).every((one) => !one.byAttribute)).toBe(true);
  });

  it('keeps and moves the clock', async () => {
    const { body } = await sandbox.post<{ now: string; limits: string }>('/clock', {
      now: '2026-12-01T08:00:00Z',
      limits: 'on',
    });
    expect(body).toEqual({ now: expect.stringMatching(/^2026-12-01T08:00:00/), limits: 'on' });
    await sandbox.post('/clock', { advance: 3_600_000, limits: 'off' });
    const later = await sandbox.get<{ now: string; limits: string }>('/clock');
    expect(later).toEqual({ now: expect.stringMatching(/^2026-12-01T09:00:/), limits: 'off' });
  });

  it('sets the page and adds fields with a history for measuring', async () => {
    const { body } = await sandbox.post('/dom', {
      crm: 'hubspot',
      variant: 'legacy',
      locale: 'ar',
      theme: 'dark',
      lateRenderMs: 300,
      fields: 40,
      strict: true,
    });
    expect(body).toEqual({
      crm: 'hubspot',
      variant: 'legacy',
      locale: 'ar',
      theme: 'dark',
      lateRenderMs: 300,
      fields: 40,
      strict: true,
    });
    expect(await sandbox.get('/dom')).toEqual(body);
    const { id } = deal();
    const read = await sandbox.client().crm.deals.basicApi.getById(id, ['field_0001', 'field_0040', 'field_0041']);
    expect(read.properties).toMatchObject({ field_0001: 'Value 1', field_0040: 'Value 40' });
    expect(read.properties).not.toHaveProperty('field_0041');
    const attributions = await Promise.all(
      ['field_0001', 'field_0003', 'field_0004'].map((field) => cell('0-3', id, field)),
    );
    expect(attributions.map((one) => one?.attribution)).toEqual(['human', 'automation', 'agent']);
    await sandbox.post('/dom', { fields: 0 });
    expect((await sandbox.call('/crm/v3/properties/deals/field_0001')).status).toBe(404);
  });

  it('plays any stretch of the story', async () => {
    const [from, to] = ['2026-11-08T00:00:00.000Z', '2026-11-12T00:00:00.000Z'];
    const changes = () => sandbox.get<Change[]>('/truth/changes?account=12345678');
    const all = await changes();
    const first = await sandbox.post<{ steps: number; now: string }>('/play', { from, to });
    expect(first.body.steps).toBeGreaterThan(50);
    expect((await sandbox.get<{ now: string }>('/clock')).now).toMatch(/^2026-11-12T00:00:0/);
    const played = await changes();
    expect(played.at(-1)?.at.localeCompare(to)).toBeLessThanOrEqual(0);
    expect(played.length).toBeLessThan(all.length);
    const next = await sandbox.post<{ steps: number }>('/play', {
      from: to,
      to: Date.parse('2026-11-13T00:00:00.000Z'),
    });
    expect(next.body.steps).toBeGreaterThan(10);
    await sandbox.post('/reset', {});
    const again = await changes();
    expect(
      again.slice(0, played.length).map(({ object, id, field, at, value }) => [object, id, field, at, value]),
    ).toEqual(played.map(({ object, id, field, at, value }) => [object, id, field, at, value]));
  });

  it('logs what was asked, without credentials', async () => {
    const [last = { seq: 0 }] = (await sandbox.get<Array<{ seq: number }>>('/log')).slice(-1);
    await sandbox.call('/crm/v3/objects/deals?limit=1&code=secret-code');
    await sandbox.call('/crm/v3/objects/deals/search', { json: { query: 'x', access_token: 'hidden' } });
    const text = await (await fetch(`${sandbox.info.control}/log?since=${last.seq}&crm=hubspot`)).text();
    expect(JSON.parse(text)).toMatchObject([
      {
        method: 'GET',
        path: '/crm/v3/objects/deals',
        status: 200,
        account: '12345678',
        token: 'full',
        query: { code: ['[redacted]'] },
      },
      { method: 'POST', body: { query: 'x', access_token: '[redacted]' } },
    ]);
    for (const secret of [sandbox.main.tokens.full, 'secret-code', 'hidden']) expect(text).not.toContain(secret);
    expect(await sandbox.get('/deliveries')).toEqual({ accepted: [], repeated: [], refused: [] });
  });

  it('starts everything over on reset', async () => {
    await sandbox.post('/dom', { theme: 'dark' });
    await sandbox.post('/fault', { route: '/crm', kind: '500' });
    const before = sandbox.main.tokens.full;
    const { body } = await sandbox.post<typeof sandbox.info>('/reset', { seed: 7, days: 3 });
    expect(body).toMatchObject({ v: 1, port: sandbox.info.port, accounts: [{ account: '12345678' }, {}] });
    expect(body.accounts[0]?.tokens.full).not.toBe(before);
    expect(await sandbox.get('/dom')).toMatchObject({ theme: 'light', fields: 0 });
    expect(await sandbox.get('/fault')).toEqual([]);
    expect(await sandbox.get('/log')).toEqual([]);
    expect((await sandbox.get<{ now: string }>('/clock')).now).toMatch(/^2026-11-23T14:00:/);
    await sandbox.post('/reset', { seed: '1', days: 21 });
  });

  it.each<[string, unknown]>([
    ['POST /reset', { days: 0 }],
    ['POST /reset', { days: 1.5 }],
    ['POST /reset', { seed: {} }],
    ['POST /reset', { sead: '1' }],
    ['POST /reset', '{"seed"'],
    ['POST /reset', '[]'],
    ['POST /clock', { now: 'soon' }],
    ['POST /clock', { advance: '5' }],
    ['POST /clock', { limits: 'maybe' }],
    ['POST /clock', { now: 0, advance: 1 }],
    ['POST /play', { from: '2026-11-10', to: '2026-11-09' }],
    ['POST /play', { from: '2026-11-10', to: '2027-11-09' }],
    ['POST /play', {}],
    ['POST /agent', { agent: 'copilot', object: '0-3', id: '1', set: { amount: '1' } }],
    ['POST /agent', { agent: 'nobody', object: '0-3', id: '1', set: { amount: '1' } }],
    ['POST /agent', { crm: 'salesforce', agent: 'copilot', object: '0-3', id: '1', set: { amount: '1' } }],
    ['POST /human', { person: 'nobody', object: '0-3', id: '1', set: { amount: '1' } }],
    ['POST /human', { person: 'dana', object: 'widgets', id: '1', set: { amount: '1' } }],
    ['POST /fault', { route: '/crm' }],
    ['POST /fault', { route: '/crm', kind: 'fire' }],
    ['POST /fault', { kind: '500' }],
    ['POST /fault', { route: '/crm', kind: '500', probability: 2 }],
    ['POST /fault', { route: '/crm', between: 'read-write' }],
    ['POST /fault', { route: '/crm', kind: 'slow' }],
    ['POST /dom', { variant: '2030' }],
    ['POST /dom', { locale: 'xx' }],
    ['POST /dom', { fields: -1 }],
    ['POST /dom', { colour: 'red' }],
    ['POST /settings', { mergeIds: 'other' }],
    ['GET /truth?crm=other', undefined],
    ['GET /truth?view=card', undefined],
    ['GET /truth?view=page&object=0-3&id=1', undefined],
    ['GET /truth?view=page&object=0-3', undefined],
    ['GET /truth?after=x', undefined],
    ['GET /truth?object=widgets', undefined],
    ['GET /truth/changes?actor=nobody', undefined],
    ['GET /truth/changes?from=then', undefined],
    ['GET /log?crm=other', undefined],
    ['GET /fields?crm=other', undefined],
  ])('refuses %s %j with a reason', async (route, body) => {
    const [method = '', path = ''] = route.split(' ');
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(sandbox.info.control + path, { method, ...(method === 'POST' && { body: text }) });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringMatching(/\w/) });
  });

  it('refuses writes an agent or person could not make', async () => {
    const { id } = deal();
    const refused = [
      ['/agent', { agent: 'copilot', object: '0-3', id, set: { amount: 'much' } }],
      ['/agent', { agent: 'copilot', object: '0-3', id, set: {} }],
      ['/agent', { agent: 'copilot', object: '0-3', id, set: { amount: '1' }, mode: 'whispered' }],
      [
        '/agent',
        {
          agent: 'copilot',
          account: '87654321',
          object: '0-3',
          id: sandbox.other.records[0]?.id,
          set: { amount: '1' },
        },
      ],
      ['/human', { person: 'dana', object: '0-3', id, set: { amount: '1' }, via: 'pigeon' }],
      ['/human', { person: 'dana', object: '0-3', id, set: { amount: { deep: 1 } } }],
      ['/human', { person: 'dana', account: '1', object: '0-3', id, set: { amount: '1' } }],
    ] as const;
    for (const [path, body] of refused) expect((await sandbox.post(path, body)).status, JSON.stringify(body)).toBe(400);
  });

  it('knows its routes', async () => {
    expect((await fetch(`${sandbox.info.control}/nowhere`)).status).toBe(404);
    expect((await fetch(`${sandbox.info.control}/reset`)).status).toBe(405);
  });
});

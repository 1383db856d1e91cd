import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

const handlers = new Map<string, (message: { data: unknown; sender: object }) => Promise<unknown>>();

vi.mock('../../../lib/messaging/protocol', () => ({
  onMessage: (kind: string, handle: (message: { data: unknown; sender: object }) => Promise<unknown>) =>
    handlers.set(kind, handle),
}));

const { serve } = await import('../../../lib/messaging/server');

const tab = { id: 3, url: 'https://app.hubspot.com/contacts/1/record/0-3/9' };
const page = { id: fakeBrowser.runtime.id, tab, frameId: 0, origin: 'https://app.hubspot.com', url: tab.url };
const own = {
  id: fakeBrowser.runtime.id,
  origin: new URL(fakeBrowser.runtime.getURL('/')).origin,
  url: fakeBrowser.runtime.getURL('/options.html'),
};
const body = { ref: { crm: 'hubspot', account: '1', object: '0-3', id: '9' }, reason: 'open', language: 'en' };

const send = (kind: string, data: unknown, sender: object) => handlers.get(kind)?.({ data, sender });

beforeEach(() => {
  handlers.clear();
  serve('record.view', 'page', async () => ({ ok: false, problem: { kind: 'moved' } }));
  serve('connection.list', 'own', async () => []);
});

test('each kind is answered for its kind of sender', async () => {
  await expect(send('record.view', body, page)).resolves.toBeTruthy();
  await expect(send('connection.list', {}, own)).resolves.toEqual([]);
  // A page of ours that is framed in a CRM's page has a tab; its origin is still ours.
  await expect(send('connection.list', {}, { ...own, tab, frameId: 4 })).resolves.toEqual([]);
});

test.each([
  ['another extension', 'record.view', { ...page, id: 'another' }],
  ['a frame within the page', 'record.view', { ...page, frameId: 2 }],
  ['a page of ours', 'record.view', { ...own, tab, frameId: 0 }],
  ['nobody’s tab', 'record.view', { ...page, tab: undefined }],
  ['a content script', 'connection.list', page],
  ['a page that claims our address', 'connection.list', { ...page, url: own.url }],
  ['another extension’s page', 'connection.list', { id: 'another', origin: own.origin, url: own.url }],
])('%s is refused', async (_who, kind, sender) => {
  await expect(send(kind, kind === 'record.view' ? body : {}, sender)).rejects.toThrow('not for this sender');
});

test.each([
  null,
  undefined,
  7,
  {},
  { ...body, reason: 'now' },
  { ...body, ref: { ...body.ref, crm: 'x' } },
  { ...body, language: '../' },
])('a body that is not what it should be is refused: %j', async (bad) => {
  await expect(send('record.view', bad, page)).rejects.toThrow();
});

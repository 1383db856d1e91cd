import { expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { answer, serve } from '../../../lib/messaging/server';

const tab = { id: 3, url: 'https://app.hubspot.com/contacts/1/record/0-3/9' };
const page = { id: fakeBrowser.runtime.id, tab, frameId: 0, origin: 'https://app.hubspot.com', url: tab.url };
const own = {
  id: fakeBrowser.runtime.id,
  origin: new URL(fakeBrowser.runtime.getURL('/')).origin,
  url: fakeBrowser.runtime.getURL('/options.html'),
};
const body = { ref: { crm: 'hubspot', account: '1', object: '0-3', id: '9' }, reason: 'open', language: 'en' };

const send = (kind: string, body_: unknown, sender: object) => answer({ kind, body: body_ }, sender as never);

serve('record.view', 'page', async () => ({ ok: false, problem: { kind: 'moved' } }));
serve('connection.list', 'own', async () => []);
serve('team.get', 'own', async () => {
  throw new Error('in the middle of it');
});

test('each kind is answered for its kind of sender', async () => {
  expect(await send('record.view', body, page)).toEqual({ answer: { ok: false, problem: { kind: 'moved' } } });
  expect(await send('connection.list', {}, own)).toEqual({ answer: [] });
  // A page of ours that is framed in a CRM's page has a tab; its origin is still ours.
  expect(await send('connection.list', {}, { ...own, tab, frameId: 4 })).toEqual({ answer: [] });
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
  expect(await send(kind, kind === 'record.view' ? body : {}, sender)).toEqual({
    refused: `${kind}: not for this sender`,
  });
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
  expect(await send('record.view', bad, page)).toMatchObject({ refused: expect.stringContaining('record.view') });
});

test.each([null, undefined, 'x', {}, { kind: 'nothing' }, { kind: 'toString' }, { kind: 'people.list', body: {} }])(
  'what is no message of ours is refused: %j',
  async (message) => {
    expect(await answer(message, own as never)).toEqual({ refused: 'unknown kind of message' });
  },
);

test('a handler that fails refuses, and the listener lives on', async () => {
  expect(await send('team.get', { crm: 'hubspot', account: '1' }, own)).toEqual({
    refused: 'team.get: in the middle of it',
  });
  expect(await send('connection.list', {}, own)).toEqual({ answer: [] });
});

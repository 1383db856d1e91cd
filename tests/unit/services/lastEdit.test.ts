/** What is told of a record's last save where fields have no history. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { RecordRef } from '../../../lib/core/types';
import { fieldDetails, viewRecord } from '../../../lib/services/records';
import { database } from '../../../lib/store/db';
import { CONNECTION, FakeCrm } from './fakeCrm';

const HOST = 'acme.lightning.force.com';
const ref: RecordRef = { crm: 'salesforce', account: '1', object: 'Opportunity', id: '9' };
const page = { ...ref, account: HOST };
const WORDS = { yes: 'Yes', no: 'No' };
const AT = '2026-11-20T15:02:11Z';

const world = vi.hoisted(() => ({ crm: null as unknown }));
vi.mock('../../../lib/services/api', () => ({
  clientFor: async () => (world.crm as FakeCrm).client(ref),
  clockOffset: async () => 0,
  pause: async () => {},
}));

let crm: FakeCrm;
beforeEach(async () => {
  crm = new FakeCrm();
  world.crm = crm;
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
  await db.put('connections', { ...CONNECTION, crm: 'salesforce', host: HOST });
  const [title] = crm.fields;
  if (!title) throw new Error('no field');
  const kept = (name: string) => ({ ...title, name, label: name, readOnly: true, tracked: false });
  crm.fields = [title, { ...title, name: 'Notes', tracked: false }, kept('LastModifiedById'), kept('LastModifiedDate')];
  for (const [name, value] of [
    ['Notes', 'Call them'],
    ['LastModifiedById', 'dana'],
    ['LastModifiedDate', AT],
  ] as const)
    crm.values.set(name, value);
});

const gaps = async () => {
  const reply = await viewRecord(page, 'open', 'en', WORDS, String);
  return reply.ok ? reply.view.gaps : reply.problem;
};
const last = { who: { name: 'Dana Reyes' }, at: Date.parse(AT) };

test('who saved it last is said, and attributes nothing', async () => {
  expect(await gaps()).toEqual({ asCreated: 0, notTracked: 1, corrections: 0, cut: 0, lastEdit: last });
  const details = await fieldDetails(page, 'Notes', 'en', WORDS);
  expect(details).toMatchObject({ attribution: 'unknown', evidence: { kind: 'notTracked' }, at: null, lastEdit: last });
});

test('a user nobody knows is told by the id', async () => {
  crm.values.set('LastModifiedById', '005');
  expect(await gaps()).toMatchObject({ lastEdit: { who: { kind: 'user', id: '005' } } });
});

test('nothing is said where it is not told, or every field has its history', async () => {
  crm.values.delete('LastModifiedDate');
  expect(await gaps()).toEqual({ asCreated: 0, notTracked: 1, corrections: 0, cut: 0 });
  crm.values.set('LastModifiedDate', AT);
  crm.values.delete('Notes');
  await (await database()).clear('records');
  expect(await gaps()).toEqual({ asCreated: 0, notTracked: 0, corrections: 0, cut: 0 });
});

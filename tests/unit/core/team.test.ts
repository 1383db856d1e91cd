import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, sha256 } from '../../../lib/core/ids';
import {
  emptyTeamFile,
  parseTeamFile,
  signInOf,
  teamFileHash,
  withPolicy,
  withStamp,
  withWriter,
} from '../../../lib/core/team';

const of = { crm: 'hubspot', account: '1' } as const;
const file = emptyTeamFile('hubspot', '1');

test('what was exported is imported as it was', () => {
  const full = withStamp(withWriter(file, { key: 'app:1', role: 'agent', name: 'A', by: 'Dana', at: 5 }), {
    writer: 'app:2',
    field: 'stamp',
    agents: [{ value: '*', name: 'B' }],
  });
  expect(parseTeamFile(JSON.stringify(full), of)).toEqual({ ok: true, file: full });
});

test.each([
  ['nonsense', 'json'],
  ['{}', 'shape'],
  ['null', 'shape'],
  [JSON.stringify({ ...file, v: 2 }), 'shape'],
  [JSON.stringify({ ...file, writers: [{ key: 'app:1', role: 'boss', name: 'A' }] }), 'shape'],
  [JSON.stringify({ ...file, account: '2' }), 'account'],
  [JSON.stringify({ ...file, crm: 'salesforce' }), 'account'],
])('%s is refused: %s', (text, why) => {
  expect(parseTeamFile(text, of)).toMatchObject({ ok: false, why });
});

test('the hash does not depend on the order in which writers were listed', async () => {
  const keys = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(keys, async (list) => {
      const build = (order: string[]) =>
        order.reduce((f, key) => withWriter(f, { key, role: 'agent', name: key }), file);
      expect(await teamFileHash(build(list))).toBe(await teamFileHash(build([...list].reverse())));
    }),
  );
});

test('listing a writer again replaces what was said', () => {
  const once = withWriter(file, { key: 'app:1', role: 'agent', name: 'A' });
  const twice = withWriter(once, { key: 'app:1', role: 'unknown', name: 'A' });
  expect(twice.writers).toEqual([{ key: 'app:1', role: 'unknown', name: 'A' }]);
});

test('a stamp rule without agents is gone', () => {
  const rule = { writer: 'app:2', field: 'stamp', agents: [{ value: 'x', name: 'B' }] };
  expect(withStamp(withStamp(file, rule), { ...rule, agents: [] }).stamps).toEqual([]);
});

test('canonical JSON sorts keys, drops what is undefined and is stable', async () => {
  expect(canonicalJson({ b: 1, a: [true, null, 'é'], c: undefined })).toBe('{"a":[true,null,"é"],"b":1}');
  expect(await sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('what a chosen file says about signing in is told only for its own CRM, and only by a team file', () => {
  const signIn = { host: 'acme.my.salesforce.com', clientId: '3MVG9' };
  const file = JSON.stringify({ ...emptyTeamFile('salesforce', '00D000000000001'), signIn });
  expect(signInOf(file, 'salesforce')).toEqual(signIn);
  expect(signInOf(file, 'hubspot')).toBeNull();
  for (const other of ['', 'null', '{}', JSON.stringify(emptyTeamFile('salesforce', '00D000000000001'))]) {
    expect(signInOf(other, 'salesforce')).toBeNull();
  }
});

test('a policy that says nothing leaves none, so that the hash is as before', async () => {
  const said = withPolicy(file, { share: 20 });
  expect(said.policy).toEqual({ share: 20 });
  expect(parseTeamFile(JSON.stringify(said), of)).toMatchObject({ ok: true });
  expect(await teamFileHash(withPolicy(said, {}))).toBe(await teamFileHash(file));
});

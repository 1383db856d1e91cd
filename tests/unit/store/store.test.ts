import { deleteDB, type IDBPDatabase, openDB } from 'idb';
import { beforeEach, describe, expect, test } from 'vitest';
import { withWriter } from '../../../lib/core/team';
import { accountRange, database } from '../../../lib/store/db';
import { MIGRATIONS } from '../../../lib/store/migrations';
import { deleteCredential, getCredential, putCredential } from '../../../lib/store/secrets';
import { changeTeamFile, getTeamFile } from '../../../lib/store/teamFiles';

beforeEach(async () => {
  const db = await database();
  for (const store of db.objectStoreNames) await db.clear(store);
});

describe('migrations', () => {
  test('from nothing, every version builds the stores the code uses', async () => {
    for (let version = 1; version <= MIGRATIONS.length; version++) {
      const name = `migration-${version}`;
      const db = await openDB(name, version, {
        upgrade(opened, old, _version, tx) {
          for (const migrate of MIGRATIONS.slice(old, version)) migrate(opened, tx);
        },
      });
      if (version === MIGRATIONS.length)
        expect([...db.objectStoreNames]).toEqual([...(await database()).objectStoreNames]);
      db.close();
      await deleteDB(name);
    }
  });
});

describe('an upgrade', () => {
  /** A database of the version before a migration, filled, and then brought up to it. */
  async function upgraded(to: string, fill: (db: IDBPDatabase<unknown>) => Promise<unknown>) {
    const version = MIGRATIONS.findIndex((migrate) => migrate.name === to);
    const open = (count: number) =>
      openDB(`upgrade-${to}`, count, {
        upgrade(opened, old, _version, tx) {
          for (const migrate of MIGRATIONS.slice(old, count)) migrate(opened, tx);
        },
      });
    const before = await open(version);
    await fill(before);
    before.close();
    return open(version + 1);
  }

  test('to the ledger’s version keeps signals and endpoints', async () => {
    const after = await upgraded('ledger', async (before) => {
      await before.put('signals', { id: 's' }, ['hubspot', '1', 's']);
      await before.put('endpoints', { id: 'e' }, 'e');
    });
    expect(await after.getAll('signals')).toEqual([{ id: 's' }]);
    expect(await after.getAll('endpoints')).toEqual([{ id: 'e' }]);
    expect(await after.getAll('ledgerEntries')).toEqual([]);
    after.close();
    await deleteDB('upgrade-ledger');
  });

  test('to the sources’ version says of every decision where its suggestion stood', async () => {
    const after = await upgraded('sources', async (before) => {
      await before.put('decisions', { key: 'a', stagedIn: 'ai_stage', state: 'waiting' }, ['hubspot', '1', 'a']);
      await before.put('decisions', { key: 'b', stagedIn: null, state: 'done' }, ['hubspot', '1', 'b']);
    });
    expect(await after.getAll('decisions')).toEqual([
      { key: 'a', source: { kind: 'staging', in: 'ai_stage' }, state: 'waiting' },
      { key: 'b', source: { kind: 'metadata' }, state: 'done' },
    ]);
    after.close();
    await deleteDB('upgrade-sources');
  });

  test('to the alerts’ version keeps signals; only alerts are found as such', async () => {
    const ref = { crm: 'hubspot', account: '1' };
    const after = await upgraded('alerts', (before) => before.put('signals', { id: 's', ref }, ['hubspot', '1', 's']));
    await after.put('signals', { id: 'a', ref, alert: { severity: 'look' } }, ['hubspot', '1', 'a']);
    expect(await after.getAllKeys('signals')).toHaveLength(2);
    expect(await after.getAllKeysFromIndex('signals', 'alerts')).toEqual([['hubspot', '1', 'a']]);
    after.close();
    await deleteDB('upgrade-alerts');
  });
});

describe('secrets', () => {
  test('come back as they were put, and are not on disk as they are', async () => {
    await putCredential('c', { token: 'pat-na1-very-secret', apiHost: 'https://api.hubapi.com' });
    expect(await getCredential('c')).toEqual({ token: 'pat-na1-very-secret', apiHost: 'https://api.hubapi.com' });
    const stored = await (await database()).get('secrets', 'connection:c');
    const bytes = stored instanceof CryptoKey || !stored ? '' : new TextDecoder('latin1').decode(stored.data);
    expect(bytes).not.toContain('very-secret');
  });

  test('the key cannot be exported', async () => {
    await putCredential('c', { token: 'x', apiHost: 'https://api.hubapi.com' });
    const key = await (await database()).get('secrets', 'key');
    expect(key).toBeInstanceOf(CryptoKey);
    expect((key as CryptoKey).extractable).toBe(false);
  });

  test('the same secret twice is not the same on disk', async () => {
    await putCredential('a', { token: 'same', apiHost: 'https://api.hubapi.com' });
    await putCredential('b', { token: 'same', apiHost: 'https://api.hubapi.com' });
    const db = await database();
    const read = async (id: string) => {
      const row = await db.get('secrets', `connection:${id}`);
      return row && !(row instanceof CryptoKey) ? [...new Uint8Array(row.data)].join() : '';
    };
    expect(await read('a')).not.toBe(await read('b'));
  });

  test('what is deleted or damaged is gone, not an error', async () => {
    expect(await getCredential('never')).toBeNull();
    await putCredential('c', { token: 'x', apiHost: 'https://api.hubapi.com' });
    await deleteCredential('c');
    expect(await getCredential('c')).toBeNull();
    await (await database()).put('secrets', { iv: new Uint8Array(12), data: new ArrayBuffer(20) }, 'connection:c');
    expect(await getCredential('c')).toBeNull();
  });
});

describe('team files', () => {
  test('changes at the same time are all kept', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        changeTeamFile('hubspot', '1', (file) => withWriter(file, { key: `app:${i}`, role: 'agent', name: `${i}` })),
      ),
    );
    expect((await getTeamFile('hubspot', '1')).writers).toHaveLength(20);
  });

  test('each account has its own', async () => {
    await changeTeamFile('hubspot', '1', (file) => withWriter(file, { key: 'app:1', role: 'agent', name: 'A' }));
    expect((await getTeamFile('hubspot', '2')).writers).toEqual([]);
  });
});

test("an account's range holds its keys and no other's", async () => {
  const db = await database();
  const record = { checkedAt: 0, readAt: 0, usedAt: 0 } as never;
  await db.put('records', record, ['hubspot', '1', '0-3', '9']);
  await db.put('records', record, ['hubspot', '1', '0-1', '9']);
  await db.put('records', record, ['hubspot', '10', '0-3', '9']);
  await db.put('records', record, ['pipedrive', '1', 'deal', '9']);
  expect(await db.count('records', accountRange(['hubspot', '1']))).toBe(2);
});

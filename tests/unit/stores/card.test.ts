import { expect, test, vi } from 'vitest';
import { createCardStore } from '../../../lib/stores/card';

const asked = vi.hoisted(() => [] as { kind: string; body: unknown }[]);

vi.mock('../../../lib/messaging/protocol', () => ({
  ask: async (kind: string, body: unknown) => {
    asked.push({ kind, body });
    if (kind !== 'field.details') return {};
    // The page's address names a host; the background knows whose it is.
    const details = { crm: 'pipedrive', account: '7654321', mappable: { key: 'api:5:zap', proposedName: '' } };
    return { ok: true, details, stale: null };
  },
}));

test('a writer is mapped for the account, which the page’s address need not name', async () => {
  const ref = { crm: 'pipedrive', account: 'northwind.pipedrive.com', object: 'deal', id: '9' } as const;
  const card = createCardStore(ref, 'value');
  await card.load();
  await card.map('agent', 'Zap');
  expect(asked.find(({ kind }) => kind === 'writer.map')?.body).toEqual({
    crm: 'pipedrive',
    account: '7654321',
    key: 'api:5:zap',
    role: 'agent',
    name: 'Zap',
  });
  expect(card.store.getState()).toMatchObject({ mapped: true });
});

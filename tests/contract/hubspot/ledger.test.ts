/** The ledgers teammates left in the records, genuine and forged, as any reader finds them. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useSandbox } from '../support.ts';

interface Entry {
  id: string;
  at: number;
  field: string;
  d: string;
  by: { id: string; name: string };
  agent: string;
  to: string;
  from: string;
}

const unseals = (sealed: string, value: string): boolean => {
  const [salt = '', hash] = sealed.split(':');
  return (
    /^[0-9a-f]{16}$/.test(salt) &&
    hash ===
      createHash('sha256')
        .update(salt + value)
        .digest('hex')
  );
};

describe('ledgers', () => {
  const sandbox = useSandbox();
  const FIELD = 'countersign_ledger';

  async function recordsWithLedger(object: string) {
    const filters = [{ propertyName: FIELD, operator: 'HAS_PROPERTY' }];
    const found = await sandbox.call(`/crm/v3/objects/${object}/search`, {
      json: { filterGroups: [{ filters }], limit: 200 },
    });
    const ids = (found.body as { results: Array<{ id: string }> }).results.map(({ id }) => ({ id }));
    const { results } = await sandbox.client().crm.objects.batchApi.read(object, {
      inputs: ids.slice(0, 50),
      properties: [FIELD],
      propertiesWithHistory: [
        FIELD,
        'hs_next_step',
        'hs_priority',
        'dealtype',
        'amount',
        'dealstage',
        'hs_ticket_priority',
      ],
    });
    return results;
  }

  it('hold entries in order whose approvals match a row of the same moment and writer', async () => {
    let [approvals, rejections, forgeries] = [0, 0, 0];
    for (const object of ['0-3', '0-5']) {
      for (const { properties, propertiesWithHistory = {} } of await recordsWithLedger(object)) {
        const { v, upto, n, e } = JSON.parse(properties[FIELD] ?? '') as {
          v: number;
          upto: number;
          n: number;
          e: Entry[];
        };
        expect([v, upto, n]).toEqual([1, 0, e.length]);
        expect(e.map((entry) => entry.at)).toEqual(e.map((entry) => entry.at).toSorted((a, b) => a - b));
        for (const entry of e) {
          expect(entry).toMatchObject({
            id: expect.stringMatching(/^[0-9a-f]{64}$/),
            by: { id: expect.stringMatching(/^7841234\d$/) },
          });
          const at = (rows: Array<{ timestamp: Date }> = []) =>
            rows.findIndex((row) => row.timestamp.getTime() === entry.at);
          const ledgerRow = propertiesWithHistory[FIELD]?.[at(propertiesWithHistory[FIELD])];
          const rows = propertiesWithHistory[entry.field] ?? [];
          const row = rows[at(rows)];
          if (entry.d === 'reject') {
            expect(row).toBeUndefined();
            rejections++;
            continue;
          }
          expect(row && unseals(entry.to, row.value)).toBe(true);
          expect(unseals(entry.from, rows[at(rows) + 1]?.value ?? '')).toBe(true);
          expect(ledgerRow?.sourceId).toBe(row?.sourceId);
          if (row?.sourceId === '5680002') approvals++;
          else forgeries++;
        }
      }
    }
    expect(approvals).toBeGreaterThan(15);
    expect(rejections).toBeGreaterThan(2);
    expect(forgeries).toBe(5);
  });

  it('make an approval of the API count in the truth, and only for the value it approves', async () => {
    const id = sandbox.main.records[2]?.id ?? '';
    const approve = (amount: string, sealed: string) => {
      const salt = '00112233445566aa';
      const to = `${salt}:${createHash('sha256')
        .update(salt + sealed)
        .digest('hex')}`;
      const entry = {
        id: to,
        at: 1,
        field: 'amount',
        d: 'approve',
        by: { id: '78412345', name: 'Dana Reyes' },
        agent: 'Pipeline Copilot',
        to,
        from: to,
      };
      const properties = { amount, [FIELD]: JSON.stringify({ v: 1, upto: 0, n: 1, e: [entry] }) };
      return sandbox.client().crm.deals.basicApi.update(id, { properties });
    };
    const attribution = async () =>
      (await sandbox.cells(`object=deals&id=${id}&field=amount&account=12345678`))[0]?.attribution;
    await approve('501', '501');
    expect(await attribution()).toBe('collaborative');
    await approve('502', '503');
    expect(await attribution()).toBe('unknown');
  });
});

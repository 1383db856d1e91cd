/** The vendor's client reads every row of every record that is still there, and the rows say what the truth says. */
import { describe, expect, it } from 'vitest';
import type { Cell, Row } from '../support.ts';
import { useSandbox } from '../support.ts';

const DEPTH: Record<string, number> = { '0-1': 45 };
const depthOf = (object: string): number => DEPTH[object] ?? 20;

interface ApiRow {
  value: string;
  timestamp: Date;
  sourceType: string;
  sourceId?: string;
  updatedByUserId?: number;
}

/** History of one object type's records by record and field, read in batches of 50. */
type Histories = Map<string, ApiRow[]>;

const AGENT_SOURCES: Record<string, string> = { '5671234': 'agent', '5680002': 'overlay' };
const SHARED_APP = '5679001';
const HUMAN = /^(CRM_UI|CRM_UI_BULK_ACTION|MOBILE_IOS|MOBILE_ANDROID|PROPERTY_RESTORE)$/;
const AUTOMATION = /^(AUTOMATION_PLATFORM|WORKFLOWS|IMPORT)$/;
const SYSTEM = /^(CALCULATED|PROPERTY_DEFAULT_VALUE|FORM)$/;

/** A reader's classification of one row, from the row and the stamp field's rows alone. */
function classify(row: ApiRow, stamps: readonly ApiRow[]): string {
  if (HUMAN.test(row.sourceType)) return 'human';
  if (AUTOMATION.test(row.sourceType)) return 'automation';
  if (SYSTEM.test(row.sourceType)) return 'system';
  if (row.sourceType === 'BREEZE_AGENT') return 'agent';
  if (row.sourceType !== 'INTEGRATION') return 'unknown';
  if (row.sourceId === SHARED_APP) return stamped(row, stamps) ? 'agent' : 'unknown';
  return row.updatedByUserId === undefined ? (AGENT_SOURCES[row.sourceId ?? ''] ?? 'unknown') : 'unknown';
}

const stamped = (row: ApiRow, stamps: readonly ApiRow[]): boolean =>
  stamps.some(
    (stamp) =>
      stamp.value === 'lead-enricher' &&
      stamp.sourceId === row.sourceId &&
      Math.abs(stamp.timestamp.getTime() - row.timestamp.getTime()) <= 2_000,
  );

describe('property history', () => {
  const sandbox = useSandbox();

  async function histories(cells: readonly Cell[]): Promise<Histories> {
    const client = sandbox.client();
    const found: Histories = new Map();
    for (const object of ['0-1', '0-2', '0-3', '0-5']) {
      const ours = cells.filter((cell) => cell.object === object);
      const fields = [...new Set([...ours.map((cell) => cell.field), 'last_modified_by_agent'])];
      const ids = [...new Set(ours.map((cell) => cell.id))];
      for (let from = 0; from < ids.length; from += 50) {
        const inputs = ids.slice(from, from + 50).map((id) => ({ id }));
        const { results } = await client.crm.objects.batchApi.read(object, {
          inputs,
          properties: [],
          propertiesWithHistory: fields,
        });
        for (const { id, propertiesWithHistory = {} } of results) {
          for (const [field, rows] of Object.entries(propertiesWithHistory))
            found.set(`${object}/${id}/${field}`, rows);
        }
      }
    }
    return found;
  }

  it('shows exactly the rows the engine knows of, newest first, as deep as HubSpot keeps them', async () => {
    const cells = (await sandbox.cells(`account=${sandbox.main.account}`)).filter((cell) => !isGone(cell));
    const read = await histories(cells);
    let compared = 0;
    for (const cell of cells) {
      const rows = read.get(`${cell.object}/${cell.id}/${cell.field}`) ?? [];
      const expected = cell.rows.slice(0, depthOf(cell.object)).map((row: Row) => `${row.at} ${row.to ?? ''}`);
      expect(
        rows.map((row) => `${row.timestamp.toISOString()} ${row.value}`),
        `${cell.id} ${cell.field}`,
      ).toEqual(expected);
      compared += rows.length;
    }
    expect(compared).toBeGreaterThan(5_000);
  });

  it('lets a reader who knows the agents and the stamp field reach the true attribution of every observable field', async () => {
    const cells = (await sandbox.cells(`account=${sandbox.main.account}`)).filter((cell) => !isGone(cell));
    const read = await histories(cells);
    const wrong: string[] = [];
    for (const cell of cells) {
      const rows = read.get(`${cell.object}/${cell.id}/${cell.field}`) ?? [];
      const stamps = read.get(`${cell.object}/${cell.id}/last_modified_by_agent`) ?? [];
      const [newest] = rows;
      if (!newest) throw new Error(`no row of ${cell.id} ${cell.field}`);
      const [answer, before] = [classify(newest, stamps), rows[1] && classify(rows[1], stamps)];
      const expected = cell.observable ? cell.attribution.replace('collaborative', 'overlay') : 'unknown';
      const corrected = answer === 'human' && before === 'agent';
      if (answer !== expected || corrected !== cell.corrected)
        wrong.push(`${cell.object}/${cell.id}/${cell.field}: ${answer}, not ${expected}`);
    }
    expect(wrong).toEqual([]);
  });

  it('refuses more than 50 records with history and more than 100 without', async () => {
    const inputs = Array.from({ length: 101 }, (_, index) => ({ id: String(index + 1) }));
    const read = (count: number, history: string[]) =>
      sandbox.call('/crm/v3/objects/deals/batch/read', {
        json: { inputs: inputs.slice(0, count), properties: [], propertiesWithHistory: history },
      });
    const tooMany = await read(51, ['dealstage']);
    expect(tooMany.status).toBe(400);
    expect(tooMany.body).toMatchObject({
      status: 'error',
      category: 'VALIDATION_ERROR',
      message: 'The maximum number of inputs supported in a batch request for property histories is 50',
    });
    expect((await read(101, [])).status).toBe(400);
    expect((await read(100, [])).status).toBe(207);
  });

  it('reads the same rows one by one, in a list and under the dated path', async () => {
    const [damaged] = sandbox.main.records;
    if (!damaged) throw new Error('no record');
    const query = 'properties=dealstage&propertiesWithHistory=dealstage,amount';
    const v3 = await sandbox.call(`/crm/v3/objects/deals/${damaged.id}?${query}`);
    const dated = await sandbox.call(`/crm/objects/2026-03/0-3/${damaged.id}?${query}`);
    expect(dated.body).toEqual(v3.body);
    expect(v3.body).toMatchObject({
      id: damaged.id,
      url: damaged.url,
      propertiesWithHistory: {
        dealstage: [
          { value: 'contractsent', sourceType: 'INTEGRATION', sourceId: '5671234' },
          { value: 'qualifiedtobuy' },
        ],
        amount: [
          { value: '45500', sourceType: 'CRM_UI', sourceId: 'userId:78412346', updatedByUserId: 78412346 },
          { value: '54600', sourceType: 'INTEGRATION' },
          { value: '42000' },
        ],
      },
    });
    const list = await sandbox.call('/crm/v3/objects/deals?limit=1&propertiesWithHistory=amount');
    expect(list.body).toMatchObject({
      results: [{ id: damaged.id, propertiesWithHistory: { amount: [{ value: '45500' }, {}, {}] } }],
    });
  });
});

const GONE = ['record-deleted', 'merged-away', 'property-archived'];
const isGone = (cell: Cell): boolean => GONE.includes(cell.why ?? '');

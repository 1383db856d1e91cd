/** The vendor's client reads the changelog of every record that is still there, and its rows say what the truth says. */
import { beforeAll, describe, expect, it } from 'vitest';
import { classify, isDerived, textOf, v2Name, writerKey } from './reader.ts';
import type { ChangelogRow } from './support.ts';
import { usePipedrive } from './support.ts';

const seconds = (at: string): string => at.slice(0, 19).replace('T', ' ');

describe('truth and changelog', () => {
  const pipedrive = usePipedrive();
  const logs = new Map<string, ChangelogRow[]>();
  let cells: ReturnType<typeof pipedrive.truth>;
  let created: Map<string, number>;

  const keyOf = (cell: { object: string; id: string }) => `${cell.object}/${cell.id}`;
  const setFields = new Set<string>();
  const isSet = (object: string, field: string) => setFields.has(`${object}/${field}`);

  beforeAll(async () => {
    for (const object of ['deal', 'person', 'organization']) {
      const { body } = await pipedrive.call(`/api/v2/${object}Fields?limit=500`);
      for (const field of body.data as { field_code: string; field_type: string }[]) {
        if (field.field_type === 'set') setFields.add(`${object}/${field.field_code}`);
      }
    }
    cells = pipedrive.truth();
    const journal = pipedrive.sandbox.accounts.get(pipedrive.main.account)?.journal;
    created = new Map(journal?.records().map((record) => [keyOf(record), record.createdAt]));
    const gone = new Set(
      journal
        ?.records()
        .filter((record) => record.gone)
        .map(keyOf),
    );
    for (const cell of cells) {
      if (gone.has(keyOf(cell)) || logs.has(keyOf(cell))) continue;
      logs.set(keyOf(cell), await pipedrive.changelog(cell.object, cell.id));
    }
  });

  const rowsOf = (cell: { object: string; id: string; field: string }) =>
    (logs.get(keyOf(cell)) ?? []).filter((row) => v2Name(cell.object, row.field_key) === cell.field);

  it('shows every change the engine knows of, newest first, without what records were created with', () => {
    let compared = 0;
    for (const cell of cells.filter((one) => logs.has(keyOf(one)))) {
      const later = cell.rows.filter((row) => Date.parse(row.at) !== created.get(keyOf(cell)));
      expect(
        rowsOf(cell).map((row) => [
          row.time,
          textOf(row.old_value, isSet(cell.object, cell.field)),
          textOf(row.new_value, isSet(cell.object, cell.field)),
        ]),
        `${keyOf(cell)} ${cell.field}`,
      ).toEqual(later.map((row) => [seconds(row.at), row.from, row.to]));
      compared += later.length;
    }
    expect(compared).toBeGreaterThan(3_000);
  });

  it('has no change the engine does not know of, but for those that follow from others', () => {
    const known = new Set(cells.map((cell) => `${keyOf(cell)}/${cell.field}`));
    const ledger = pipedrive.main.team.fields.ledger;
    for (const [record, rows] of logs) {
      const [object = ''] = record.split('/');
      for (const row of rows) {
        if (isDerived(row.field_key) || row.field_key === ledger) continue;
        expect(known.has(`${record}/${v2Name(object, row.field_key)}`), `${record} ${row.field_key}`).toBe(true);
      }
    }
  });

  it('tells the last writer of every observable value', () => {
    const seen = new Map<string, number>();
    for (const cell of cells.filter((one) => one.observable && logs.has(keyOf(one)))) {
      const [last] = rowsOf(cell);
      // What a record was created with has no row, so nobody can tell.
      if (!last) {
        expect(cell.rows.every((row) => Date.parse(row.at) === created.get(keyOf(cell)))).toBe(true);
        continue;
      }
      const attribution = classify(last, logs.get(keyOf(cell)) ?? [], cell.object, pipedrive.main.team);
      expect(attribution, `${keyOf(cell)} ${cell.field} ${writerKey(last)}`).toBe(cell.attribution);
      seen.set(attribution, (seen.get(attribution) ?? 0) + 1);
    }
    for (const attribution of ['human', 'agent', 'collaborative', 'unknown']) {
      expect(seen.get(attribution) ?? 0, attribution).toBeGreaterThan(5);
    }
  });

  it('cannot tell the sync from an enricher that forgot its stamp, and the truth says so', () => {
    const shared = cells.filter((cell) => cell.why === 'shared-token');
    expect(shared.length).toBeGreaterThan(20);
    for (const cell of shared.filter((one) => logs.has(keyOf(one)))) {
      const [last] = rowsOf(cell);
      if (last) expect(writerKey(last)).toBe('api:902:pipedrive-sdk-javascript');
    }
  });

  it('has every kind of row there is', () => {
    const rows = [...logs.values()].flat();
    const count = (test: (row: ChangelogRow) => boolean) => rows.filter(test).length;
    expect(count((row) => row.change_source === 'app')).toBeGreaterThan(100);
    expect(count((row) => row.change_source === 'mobile')).toBeGreaterThan(5);
    expect(count((row) => row.is_bulk_update_flag)).toBeGreaterThan(5);
    expect(count((row) => row.change_source === null)).toBeGreaterThan(5);
    expect(count((row) => row.change_source === 'api' && row.change_source_user_agent === null)).toBeGreaterThan(5);
    expect(count((row) => row.field_key === 'user_id')).toBe(0);
    expect(count((row) => row.field_key === 'email' || row.field_key === 'phone')).toBeGreaterThan(20);
  });
});

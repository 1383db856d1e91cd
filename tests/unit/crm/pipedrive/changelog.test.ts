import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldMeta } from '../../../../lib/crm/contract';
import { historiesOf } from '../../../../lib/crm/pipedrive/changelog';

const CODE = 'a1b2c3d4e5a1b2c3d4e5a1b2c3d4e5a1b2c3d4e5';

const meta = (name: string, kind: FieldMeta['kind']): FieldMeta => ({
  name,
  label: name,
  kind,
  options: [],
  isUser: false,
  readOnly: false,
});
const FIELDS = [
  meta('title', 'text'),
  meta('owner_id', 'user'),
  meta('label_ids', 'options'),
  meta('stage_id', 'option'),
  meta('value', 'number'),
  meta('won_time', 'datetime'),
  meta('phones', 'phone'),
  meta('emails', 'options'),
  meta('stage_change_time', 'datetime'),
  meta(CODE, 'number'),
  meta(`${CODE}_currency`, 'text'),
];

const row = (field_key: string, old_value: unknown, new_value: unknown, second = 0, more: object = {}) => ({
  field_key,
  old_value,
  new_value,
  actor_user_id: 101,
  time: `2026-11-20 09:14:${String(second).padStart(2, '0')}`,
  change_source: 'app',
  change_source_user_agent: 'Mozilla/5.0',
  is_bulk_update_flag: false,
  ...more,
});

const history = (name: string, rows: unknown[], whole = true) => historiesOf(rows, FIELDS, whole).get(name);
const values = (name: string, rows: unknown[]) => history(name, rows)?.changes.map(({ from, to }) => [from, to]);

describe('rows', () => {
  test('of a field, newest first, with their values before and after', () => {
    const rows = [row('stage_id', '2', '3', 9), row('title', 'a', 'b', 8), row('stage_id', '1', '2', 7)];
    expect(values('stage_id', rows)).toEqual([
      ['2', '3'],
      ['1', '2'],
    ]);
    const [change] = history('stage_id', rows)?.changes ?? [];
    expect(change).toMatchObject({ at: Date.parse('2026-11-20T09:14:09Z'), sent: '2026-11-20 09:14:09' });
  });

  test('under their names in v2', () => {
    expect(values('owner_id', [row('user_id', '101', '102')])).toEqual([['101', '102']]);
    expect(values('label_ids', [row('label', '1,2', '3')])).toEqual([['1;2', '3']]);
  });

  test('of a stage move are one change, not two', () => {
    const rows = [row('stage_id', '2', '3'), row('stage_change_time', null, '2026-11-20 09:14:00')];
    expect(changed(historiesOf(rows, FIELDS, true))).toEqual(['stage_id']);
  });

  test('values as the record has them', () => {
    expect(values('value', [row('value', '0', '1500.50')])).toEqual([['0', '1500.5']]);
    expect(values('won_time', [row('won_time', null, '2026-11-20 09:14:35')])).toEqual([
      [null, '2026-11-20T09:14:35Z'],
    ]);
    expect(values('title', [row('title', '', 'x')])).toEqual([[null, 'x']]);
    const phones = [
      { label: 'home', value: '+15550001', primary: false },
      { label: 'work', value: '+15550002', primary: true },
    ];
    expect(values('phones', [row('phone', [], phones)])).toEqual([[null, '+15550002;+15550001']]);
    expect(values('emails', [row('email', 'a@x.example', [{ value: 'b@x.example', primary: true }])])).toEqual([
      ['a@x.example', 'b@x.example'],
    ]);
  });

  test('of money and its currency are told apart', () => {
    const rows = [row(`${CODE}_currency`, 'EUR', 'USD'), row(CODE, '5', '6')];
    expect(values(CODE, rows)).toEqual([['5', '6']]);
    expect(values(`${CODE}_currency`, rows)).toEqual([['EUR', 'USD']]);
  });

  test('of fields that are gone are left out', () => {
    expect(changed(historiesOf([row('f'.repeat(40), '1', '2')], FIELDS, true))).toEqual([]);
  });

  test('who wrote, by source, user agent and flag', () => {
    const by = (more: object) => history('title', [row('title', 'a', 'b', 0, more)])?.changes[0]?.writer.key;
    expect(by({})).toBe('user:101');
    expect(by({ change_source: 'api', change_source_user_agent: 'python-requests/2.32.3' })).toBe(
      'api:101:python-requests',
    );
    expect(by({ change_source: 'api', change_source_user_agent: 'bulk-actions-api', is_bulk_update_flag: true })).toBe(
      'user:101',
    );
    expect(by({ change_source: 'api', change_source_user_agent: null })).toBe('api:101:none');
    expect(by({ change_source: null, change_source_user_agent: null })).toBe('source:none');
    expect(by({ change_source: undefined, actor_user_id: null })).toBe('source:none');
  });
});

/** Names of the fields that have rows. */
function changed(histories: ReturnType<typeof historiesOf>): string[] {
  return [...histories].flatMap(([name, { changes }]) => (changes.length > 0 ? [name] : []));
}

describe('what is not there', () => {
  test('a field nobody changed has no row; it is as it was when the record was created', () => {
    expect(history('title', [row('value', '1', '2')])).toEqual({ changes: [], complete: true, asCreated: true });
  });

  test('unless older rows were not read', () => {
    expect(history('title', [row('value', '1', '2')], false)).toEqual({ changes: [], complete: false });
    expect(history('value', [row('value', '1', '2')], false)?.complete).toBe(false);
    expect(history('stage_change_time', [], false)).toBeUndefined();
  });

  test.each([[{ time: 'soon' }], [{ time: 7 }], [{ actor_user_id: 'Sam' }], [{ change_source: 7 }]])(
    'a malformed row (%j) ends its own field’s history where it stands',
    (more) => {
      const rows = [
        row('title', 'b', 'c', 9),
        row('title', 'a', 'b', 8, more),
        row('title', null, 'a', 7),
        row('value', '1', '2', 6),
      ];
      expect(history('title', rows)).toMatchObject({ complete: false, changes: [{ to: 'c' }] });
      expect(history('value', rows)).toMatchObject({ complete: true, changes: [{ to: '2' }] });
    },
  );

  test.each([[null], ['row'], [{}], [{ field_key: 7 }]])('a row that is nobody’s (%j) ends everybody’s', (bad) => {
    const rows = [row('title', 'a', 'b', 9), bad, row('value', '1', '2', 6)];
    expect(history('title', rows)).toMatchObject({ complete: false, changes: [{ to: 'b' }] });
    expect(history('value', rows)).toEqual({ changes: [], complete: false });
  });

  test('no rows of any shape make it throw', () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), fc.boolean(), (rows, whole) => {
        for (const { changes } of historiesOf(rows, FIELDS, whole).values()) {
          for (const change of changes) expect(Number.isFinite(change.at)).toBe(true);
        }
      }),
    );
  });
});

/** A changelog as Pipedrive sends it: newest first, several rows of a second, each row going on from the one before it. */
const changelog = fc
  .array(
    fc.record({ field: fc.constantFrom('title', 'value', 'user_id', CODE), wait: fc.integer({ min: 0, max: 2 }) }),
    {
      maxLength: 40,
    },
  )
  .map((steps) => {
    const current = new Map<string, string>();
    let at = Date.UTC(2026, 10, 20);
    return steps
      .map(({ field, wait }, index) => {
        at += wait * 1_000;
        const before = current.get(field) ?? null;
        current.set(field, String(index + 1));
        const time = new Date(at).toISOString().slice(0, 19).replace('T', ' ');
        return { ...row(field, before, String(index + 1)), time };
      })
      .reverse();
  });

test('each row goes on from the one before it, also within a second', () => {
  fc.assert(
    fc.property(changelog, (rows) => {
      for (const { changes, complete } of historiesOf(rows, FIELDS, true).values()) {
        expect(complete).toBe(true);
        changes.forEach((change, index) => {
          expect(change.from).toBe(changes[index + 1]?.to ?? null);
        });
      }
    }),
  );
});

test('every row of a known field is in exactly one history, in the order sent', () => {
  fc.assert(
    fc.property(changelog, (rows) => {
      const found = [...historiesOf(rows, FIELDS, true).values()].flatMap(({ changes }) => changes);
      expect(found).toHaveLength(rows.length);
      const title = rows.filter(({ field_key }) => field_key === 'title').map(({ new_value }) => new_value);
      expect(found.filter(({ field }) => field === 'title').map(({ to }) => to)).toEqual(title);
    }),
  );
});

test('rows out of order are put in order', () => {
  fc.assert(
    fc.property(
      changelog.filter((rows) => new Set(rows.map(({ time }) => time)).size === rows.length),
      (rows) => {
        expect(historiesOf(rows.toReversed(), FIELDS, true)).toEqual(historiesOf(rows, FIELDS, true));
      },
    ),
  );
});

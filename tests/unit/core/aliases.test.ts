import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Expected } from '../../../lib/core/agreement';
import { foldLabel } from '../../../lib/core/agreement';
import {
  type AliasCatalog,
  type LabelAlias,
  learnedLabels,
  mergeAliases,
  proposeAliases,
  type ShownRow,
} from '../../../lib/core/aliases';
import { dated } from '../../dom/support/dated';

type Fields = Record<string, Expected>;

function catalogOf(fields: Fields, learned: Record<string, string> = {}): AliasCatalog {
  const entries = Object.entries(fields).map(([name, expected]) => ({ name, label: `${name} label`, expected }));
  return {
    fields: new Map(entries.map((field) => [field.name, field])),
    byLabel: new Map([
      ...entries.map(({ name, label }): [string, string] => [foldLabel(label), name]),
      ...Object.entries(learned),
    ]),
  };
}

const number = (value: string | null): Expected => ({ kind: 'number', value });
const text = (value: string | null): Expected => ({ kind: 'text', value });
const date = (value: string | null): Expected => dated({ kind: 'date', value });
const option = (own: string | null, ...others: string[]): Expected => ({
  kind: 'option',
  value: own === null ? null : '7',
  labels: own === null ? [] : [own],
  others,
});

const fieldFor = (shown: string, fields: Fields) =>
  proposeAliases([{ label: 'X', shown }], catalogOf(fields))[0]?.field;

describe('one record', () => {
  test('a value that is one field’s alone names it', () => {
    const fields = {
      value: number('48000'),
      close: date('2026-12-15'),
      note: text('hello'),
      owner: option('Sam', 'Mia', 'Ivo'),
    };
    expect(fieldFor('48.000 €', fields)).toBe('value');
    expect(fieldFor('15. Dez. 2026', fields)).toBe('close');
    expect(fieldFor('Sam', fields)).toBe('owner');
    expect(fieldFor('nothing of these', fields)).toBeNull();
  });

  test.each<[string, string, Fields]>([
    ['two fields of one value', '48.000 €', { value: number('48000'), other: number('48000') }],
    ['an empty value', '-', { value: number(null), other: number('48000') }],
    ['a short value', '12', { value: number('12'), other: number('48000') }],
    ['a yes or no', 'Oui', { flag: { kind: 'bool', value: 'true', labels: ['Oui'] } }],
    ['one of two options', 'Yes', { partner: option('Yes', 'No') }],
    [
      'a linked record’s name that may be it',
      'Acme',
      { company: text('Acme'), org: { kind: 'reference', value: '12' } },
    ],
    [
      'a yes or no that may be it',
      'Oui',
      { answer: option('Oui', 'Non', 'Sais pas'), flag: { kind: 'bool', value: 'true' } },
    ],
    ['a text that holds it', 'Acme', { company: text('Acme'), note: text('Acme Inc., Oslo') }],
    [
      'several options with it',
      'Support',
      { team: option('Support', 'Sales', 'Ops'), wants: { kind: 'options', value: '1;2', labels: ['API', 'Support'] } },
    ],
  ])('%s proves nothing', (_, shown, fields) => {
    expect(fieldFor(shown, fields)).toBeNull();
  });

  test('fields that cannot look like it are no obstacle', () => {
    const fields: Fields = {
      value: number('48000'),
      org: { kind: 'reference', value: '12' },
      empty: { kind: 'user', value: null },
      wants: { kind: 'options', value: '1', labels: ['API'] },
      period: { kind: 'rich', value: '2026-01-05' },
    };
    expect(fieldFor('48.000 €', fields)).toBe('value');
  });

  test('a field that already has a label learned is no candidate', () => {
    const catalog = catalogOf({ value: number('48000') }, { wert: 'value' });
    expect(proposeAliases([{ label: 'Betrag', shown: '48.000 €' }], catalog)[0]?.field).toBeNull();
  });

  test('two rows of one label or of one field say nothing', () => {
    const catalog = catalogOf({ value: number('48000'), note: text('hello') });
    const row = (label: string, shown: string): ShownRow => ({ label, shown });
    expect(proposeAliases([row('Wert', '48.000'), row('Betrag', '48.000')], catalog)).toEqual([]);
    expect(proposeAliases([row('Wert', '48.000'), row('wert:', 'hello')], catalog)).toEqual([]);
  });
});

describe('several records', () => {
  const page = (value: string, shown: string) =>
    proposeAliases([{ label: 'Wert', shown }], catalogOf({ value: number(value) }));
  const learn = (...pages: [record: string, value: string, shown: string][]) =>
    pages.reduce<LabelAlias[]>((known, [record, value, shown]) => mergeAliases(known, page(value, shown), record), []);

  test('two records with different values make it count', () => {
    expect(learnedLabels(learn(['1', '4800', '4.800']))).toEqual(new Map());
    expect(learnedLabels(learn(['1', '4800', '4.800'], ['2', '5900', '5.900']))).toEqual(new Map([['wert', 'value']]));
  });

  test('the same record, or the same value, twice does not', () => {
    expect(learnedLabels(learn(['1', '4800', '4.800'], ['1', '5900', '5.900']))).toEqual(new Map());
    expect(learnedLabels(learn(['1', '4800', '4.800'], ['2', '4800', '4.800']))).toEqual(new Map());
  });

  test('a contradiction is for good', () => {
    const known = learn(['1', '4800', '4.800'], ['2', '5900', '1.111'], ['3', '6100', '6.100'], ['4', '7300', '7.300']);
    expect(learnedLabels(known)).toEqual(new Map());
    const later = learn(['1', '4800', '4.800'], ['2', '5900', '5.900'], ['3', '6100', '1.111']);
    expect(learnedLabels(later)).toEqual(new Map());
  });

  test('two labels for one field cancel each other', () => {
    const alias = (label: string): LabelAlias => ({
      label,
      field: 'value',
      record: '1',
      shown: '1',
      counts: true,
      refuted: false,
    });
    expect(learnedLabels([alias('wert'), alias('betrag')])).toEqual(new Map());
  });
});

// ── Random accounts: what the page shows of which field is known ────────────────────────────────────────────────────────

const WORDS = ['Acme', 'Brightwater', 'Harborline', 'Oslo', 'Oui', 'Non', 'Sam', 'API', 'Support', '2026', 'call them'];
/** A name of digits alone would be taken for an id. */
const NAMES = [...WORDS.filter((word) => word !== '2026'), 'Granitewood', 'Ida Berg'];

interface Made {
  expected: Expected;
  /** What a German page shows; `-` for nothing. */
  shown: string;
}

const word = fc.constantFrom(...WORDS);
const empty = (kind: Expected['kind']): fc.Arbitrary<Made> =>
  fc.constant({ expected: { kind, value: null }, shown: '-' });

const numberField = fc.integer({ min: 0, max: 60_000 }).map(
  (n): Made => ({
    expected: number(String(n)),
    shown: new Intl.NumberFormat('de', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 }).format(n),
  }),
);
const dateField = fc.integer({ min: 0, max: 900 }).map((day): Made => {
  const at = Date.UTC(2026, 0, 1) + day * 86_400_000;
  return {
    expected: date(new Date(at).toISOString().slice(0, 10)),
    shown: new Intl.DateTimeFormat('de', { dateStyle: 'medium', timeZone: 'UTC' }).format(at),
  };
});
const textField = word.map((value): Made => ({ expected: text(value), shown: value }));
const optionField = fc.uniqueArray(word, { minLength: 2, maxLength: 5 }).map(
  ([own = '', ...others]): Made => ({
    expected: option(own, ...others),
    shown: own,
  }),
);
const boolField = fc.boolean().map(
  (value): Made => ({
    expected: { kind: 'bool', value: String(value) },
    shown: value ? 'Oui' : 'Non',
  }),
);
const optionsField = fc.uniqueArray(word, { minLength: 1, maxLength: 3 }).map(
  (labels): Made => ({
    expected: { kind: 'options', value: labels.map((_, index) => String(index)).join(';'), labels },
    shown: labels.join(', '),
  }),
);
/** Periods, which the API's answer is compared with by their beginning. */
const periodField = fc
  .tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 60 }))
  .map(([day, length]): Made => {
    const at = Date.UTC(2026, 0, 1) + day * 86_400_000;
    const format = new Intl.DateTimeFormat('de', { dateStyle: 'medium', timeZone: 'UTC' });
    return {
      expected: { kind: 'rich', value: new Date(at).toISOString().slice(0, 10) },
      shown: `${format.format(at)} - ${format.format(at + length * 86_400_000)}`,
    };
  });
/** Linked records: pages show their names, which the API's answer does not hold, or their ids through a link. */
const referenceField = fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.constantFrom(...NAMES), fc.boolean()).map(
  ([id, name, linked]): Made => ({
    expected: { kind: 'reference', value: String(id) },
    shown: linked ? String(id) : name,
  }),
);
const anyField = fc.oneof(
  numberField,
  dateField,
  textField,
  optionField,
  boolField,
  optionsField,
  referenceField,
  periodField,
  fc.oneof(empty('text'), empty('option'), empty('number'), empty('reference')),
);

/** Records of one object: the same kinds of fields, other values. Which fields the page shows is the same on all. */
const account = fc
  .record({ size: fc.integer({ min: 1, max: 8 }), records: fc.integer({ min: 1, max: 5 }) })
  .chain(({ size, records }) =>
    fc.record({
      records: fc.array(fc.array(anyField, { minLength: size, maxLength: size }), {
        minLength: records,
        maxLength: records,
      }),
      onPage: fc.array(fc.boolean(), { minLength: size, maxLength: size }),
    }),
  );

const pageOf = (fields: readonly Made[], onPage: readonly boolean[]) => ({
  rows: fields.flatMap(({ shown }, index): ShownRow[] => (onPage[index] ? [{ label: `Etikett ${index}`, shown }] : [])),
  catalog: catalogOf(Object.fromEntries(fields.map(({ expected }, index) => [`field${index}`, expected]))),
});

describe('random accounts', () => {
  test('no row is taken for another field’s', () => {
    fc.assert(
      fc.property(account, ({ records, onPage }) => {
        for (const fields of records) {
          const { rows, catalog } = pageOf(fields, onPage);
          for (const { label, field } of proposeAliases(rows, catalog)) {
            if (field !== null) expect(field).toBe(label.replace('etikett ', 'field'));
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('no label is learned for another field, in any order of records', () => {
    fc.assert(
      fc.property(account, ({ records, onPage }) => {
        const known = records.reduce<LabelAlias[]>((before, fields, index) => {
          const { rows, catalog } = pageOf(fields, onPage);
          return mergeAliases(before, proposeAliases(rows, catalog), String(index));
        }, []);
        for (const [label, field] of learnedLabels(known)) expect(field).toBe(label.replace('etikett ', 'field'));
      }),
      { numRuns: 200 },
    );
  });
});

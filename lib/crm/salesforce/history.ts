/**
 * Salesforce's field history in the product's terms. Pure.
 *
 * A history object has one row per changed field and save, and some that are no field's: `created`, merges, conversions. A
 * lookup's change has two rows, one with ids and one with names; long values have a row that names none.
 */
import * as v from 'valibot';
import type { FieldChange, FieldHistory } from '../../core/types';
import type { FieldMeta } from '../contract';
import { recordId } from './ids';
import { canonical, timeOf } from './records';
import { HistoryRowSchema, StageRowSchema } from './schema';
import { derivedWriter, mergeWriter, salesforceWriter, sourceOf } from './writers';

type Row = v.InferOutput<typeof HistoryRowSchema> & { at: number };
type StageRow = v.InferOutput<typeof StageRowSchema> & { at: number };

/** Values that are longer are not kept. */
const KEPT_CHARS = 255;

/** Fields that Salesforce works out of another one in the same save, unless they are given with it, which no row tells. */
const DERIVED: Readonly<Record<string, string>> = { Probability: 'StageName', ForecastCategoryName: 'StageName' };

/** Fields whose rows tell of a person's name, which is made of them and has none of its own. */
const NAME_PARTS = ['FirstName', 'MiddleName', 'LastName', 'Suffix'];

const CREATED = /^(created|(account|contact|opportunity)CreatedFromLead)$/;
const MERGED = /^(account|contact|lead)Merged$/;

/** The fields whose values the stage history keeps; it is always on. */
export const STAGE_FIELDS = ['StageName', 'Amount', 'CloseDate', 'Probability'] as const;

export interface RecordHistory {
  histories: Map<string, FieldHistory>;
  /** Names of records that lookups named, by id. */
  names: Map<string, string>;
}

/**
 * What the rows of one record tell of each field.
 * @param rows as sent, in any order
 * @param values the record's current values
 * @param cut whether there may be older rows than these
 */
export function historiesOf(
  rows: readonly unknown[],
  fields: readonly FieldMeta[],
  values: ReadonlyMap<string, string | null>,
  cut: boolean,
): RecordHistory {
  const { read, whole } = readRows(rows, HistoryRowSchema);
  const merges = new Map(read.flatMap((row) => (MERGED.test(row.Field) ? [[saveOf(row), row.Field]] : [])));
  const saved = new Set(read.map((row) => `${saveOf(row)} ${row.Field}`));
  const created = whole && !cut ? read.findLast((row) => CREATED.test(row.Field)) : undefined;
  const renamed = read.some((row) => NAME_PARTS.includes(row.Field));
  const byName = new Map(fields.map((field) => [field.name, field]));
  const rowsOf = Map.groupBy(read, (row) => fieldOf(row.Field, byName)?.name ?? '');
  const histories = new Map<string, FieldHistory>();
  const names = new Map<string, string>();
  for (const field of fields) {
    // Rows from before somebody switched the field's history off do not tell who wrote what came after.
    if (field.tracked === false) continue;
    const own = lookupRows(rowsOf.get(field.name) ?? [], field, names);
    // A name is not from the creation where its parts have changed since.
    if (field.name === 'Name' && renamed && own.length === 0) continue;
    const changes = own.map((row): FieldChange => {
      const marker = merges.get(saveOf(row));
      const change = changeOf(row, field.name, valuesOf(row, field));
      if (marker) return { ...change, writer: mergeWriter(marker) };
      const from = DERIVED[field.name];
      return from && saved.has(`${saveOf(row)} ${from}`) ? { ...change, writer: derivedWriter(from) } : change;
    });
    const value = values.get(field.name) ?? null;
    const [newest] = changes;
    // Too long to be kept, and not emptied.
    if (newest?.to === null && value !== null && value.length > KEPT_CHARS) newest.to = undefined;
    if (created && (changes.length > 0 || field.tracked)) {
      const first = changes.length > 0 ? changes.at(-1)?.from : value;
      const change = changeOf(created, field.name, { from: null, to: first });
      const from = DERIVED[field.name];
      if (first !== null) changes.push(from ? { ...change, writer: derivedWriter(from) } : change);
    }
    if (changes.length > 0 || (created && field.tracked)) {
      histories.set(field.name, { changes, complete: created !== undefined });
    }
  }
  return { histories, names };
}

/**
 * What an opportunity's stage history tells of the fields it keeps.
 * @param createdAt epoch ms of the record's creation
 */
export function stageHistoriesOf(
  rows: readonly unknown[],
  fields: readonly FieldMeta[],
  createdAt: number,
): Map<string, FieldHistory> {
  const { read } = readRows(rows, StageRowSchema);
  const complete = read.at(-1)?.at === createdAt;
  const histories = new Map<string, FieldHistory>();
  for (const name of STAGE_FIELDS) {
    const field = fields.find((one) => one.name === name);
    if (!field) continue;
    const changes = read.flatMap((row, index): FieldChange[] => {
      const before: StageRow | undefined = read[index + 1];
      // The oldest row of a cut history holds values that may be older than it, and somebody else's.
      if (!before && !complete) return [];
      const valueIn = (one: StageRow | undefined, of: string) =>
        one ? canonical(one[of as keyof StageRow], field.kind) : null;
      const [from, to] = [valueIn(before, name), valueIn(row, name)];
      if (from === to) return [];
      const change = changeOf(row, name, { from, to });
      const source = DERIVED[name];
      const follows = source !== undefined && valueIn(before, source) !== valueIn(row, source);
      return [follows ? { ...change, writer: derivedWriter(source) } : change];
    });
    if (changes.length > 0) histories.set(name, { changes, complete, basis: 'stageHistory' });
  }
  return histories;
}

/** Rows that can be read, newest first, up to the first that cannot: what came before that one cannot be told. */
function readRows<T extends v.GenericSchema<unknown, { Id: string; CreatedDate: string }>>(
  rows: readonly unknown[],
  schema: T,
): { read: (v.InferOutput<T> & { at: number })[]; whole: boolean } {
  const read: (v.InferOutput<T> & { at: number })[] = [];
  let whole = true;
  for (const row of rows) {
    const parsed = v.safeParse(schema, row);
    const at = parsed.success ? timeOf(parsed.output.CreatedDate) : Number.NaN;
    if (!parsed.success || !Number.isFinite(at)) {
      whole = false;
      break;
    }
    read.push({ ...parsed.output, at });
  }
  // Times are whole seconds; ids are given out in order.
  read.sort((a, b) => b.at - a.at || (a.Id < b.Id ? 1 : -1));
  return { read, whole };
}

/** What one save of one user has in common. */
const saveOf = (row: Pick<Row, 'CreatedDate' | 'CreatedById'>) => `${row.CreatedDate} ${row.CreatedById}`;

/** The field a row is about; lookups are named as queries reach through them. `undefined` for the rows that are no field's. */
function fieldOf(name: string, fields: ReadonlyMap<string, FieldMeta>): FieldMeta | undefined {
  return fields.get(name) ?? fields.get(`${name}Id`) ?? fields.get(name.replace(/__r$/, '__c'));
}

/** A lookup's rows without those that only repeat a change with names; the names go into `names`. Other fields' rows stay. */
function lookupRows(rows: readonly Row[], field: FieldMeta, names: Map<string, string>): Row[] {
  if (field.kind !== 'user' && field.kind !== 'reference') return [...rows];
  const kept: Row[] = [];
  for (const save of Map.groupBy(rows, saveOf).values()) {
    const withIds = save.filter(hasIds);
    const withNames = save.filter((row) => !hasIds(row));
    const [ids, words] = [withIds[0], withNames[0]];
    if (withIds.length === 1 && withNames.length === 1 && ids && words) {
      for (const side of ['OldValue', 'NewValue'] as const) {
        const id = canonical(ids[side], 'reference');
        if (id && typeof words[side] === 'string') names.set(id, words[side]);
      }
    }
    kept.push(...(withIds.length > 0 ? withIds : withNames));
  }
  return kept;
}

function hasIds({ DataType, OldValue, NewValue }: Row): boolean {
  if (DataType) return DataType === 'EntityId';
  const given = [OldValue, NewValue].filter((value) => value !== null && value !== undefined);
  return given.length > 0 && given.every((value) => recordId(String(value)) !== null);
}

/** A row's values, `undefined` where it names none that the field could hold. */
function valuesOf(row: Row, field: FieldMeta): Pick<FieldChange, 'from' | 'to'> {
  const from = canonical(row.OldValue, field.kind);
  const to = canonical(row.NewValue, field.kind);
  const isLookup = field.kind === 'user' || field.kind === 'reference';
  // Nothing changes from empty to empty: the value was of a kind or length that is not kept.
  const kept = (from !== null || to !== null) && (!isLookup || hasIds(row));
  return kept ? { from, to } : { from: undefined, to: undefined };
}

function changeOf(row: Row | StageRow, field: string, values: Pick<FieldChange, 'from' | 'to'>): FieldChange {
  const user = recordId(row.CreatedById) ?? row.CreatedById;
  return {
    field,
    id: row.Id,
    ...values,
    at: row.at,
    sent: row.CreatedDate,
    source: sourceOf(user, row.CreatedBy),
    writer: salesforceWriter(user, row.CreatedBy),
  };
}

/** Runs a parsed query for one caller. */
import { displayValue } from '../../format.ts';
import { normalId } from '../../ids.ts';
import type { FieldDef, ObjectDef } from '../../types.ts';
import type { Call } from '../call.ts';
import { basePath, languageOf } from '../call.ts';
import { ApiError, malformedQuery } from '../errors.ts';
import { matcher } from './match.ts';
import type { Condition, Literal, Query, Selected } from './parse.ts';
import { childrenOf, columnOf, follow, type Row, relationOf, type Table, tableOf } from './rows.ts';

export interface Outcome {
  totalSize: number;
  records: object[];
}

/** A path followed from a row: its value, `null` where a lookup on the way is empty. */
export interface Column {
  field: FieldDef;
  text(row: Row): string | null;
  json(row: Row): unknown;
}

/** Resolves a path from an object on; throws `INVALID_FIELD` for anything on it that the caller does not see. */
export function column(call: Call, object: ObjectDef, path: readonly string[]): Column {
  const [name = '', ...rest] = path;
  // Definitions have no lookups; their dotted names are columns of their own.
  const dotted = object.fields.find((one) => one.name.toLowerCase() === path.join('.').toLowerCase());
  if (rest.length === 0 || dotted) {
    const field = columnOf(call, object, dotted?.name ?? name);
    return { field, text: (row) => row.text(field.name), json: (row) => row.json(field.name) };
  }
  const { lookup, target } = relationOf(call, object, name);
  const inner = column(call, target, rest);
  const through = <T>(row: Row, read: (next: Row) => T): T | null => {
    const next = follow(call, row, lookup);
    return next ? read(next) : null;
  };
  return { field: inner.field, text: (row) => through(row, inner.text), json: (row) => through(row, inner.json) };
}

const isHistory = (object: ObjectDef): boolean => object.prefix === '017';

/** Values of any type, and long texts, can be read but neither compared nor sorted by. */
function comparable(call: Call, object: ObjectDef, path: readonly string[], use: 'filtered' | 'sorted'): Column {
  if (isHistory(object) && path.length > 2 && path[0] !== 'CreatedBy') {
    throw new ApiError(400, 'INVALID_FIELD', `Invalid field: '${path.join('.')}'`);
  }
  const found = column(call, object, path);
  const { type, length, name } = found.field;
  const anyType = isHistory(object) && path.length === 1 && (name === 'OldValue' || name === 'NewValue');
  if (anyType || (type === 'textarea' && length > 255)) {
    throw new ApiError(400, 'INVALID_FIELD', `field '${name}' can not be ${use} in a query call`);
  }
  return found;
}

type Test = (row: Row) => boolean;

function test(call: Call, object: ObjectDef, condition: Condition): Test {
  switch (condition.kind) {
    case 'and': {
      const parts = condition.parts.map((part) => test(call, object, part));
      return (row) => parts.every((one) => one(row));
    }
    case 'or': {
      const parts = condition.parts.map((part) => test(call, object, part));
      return (row) => parts.some((one) => one(row));
    }
    case 'not': {
      const part = test(call, object, condition.part);
      return (row) => !part(row);
    }
    case 'compare': {
      const { field, text } = comparable(call, object, condition.path, 'filtered');
      const matches = matcher(field, condition.op, condition.values, call.clock.now());
      return (row) => matches(text(row));
    }
  }
}

/** Ids that the rows' parent, or the rows themselves, must have, where the query says so outright. */
function lookupIn(table: Table, condition: Condition | null): { field: string; ids: string[] } | undefined {
  if (!condition || !table.parent) return undefined;
  if (condition.kind === 'and') {
    for (const part of condition.parts) {
      const found = lookupIn(table, part);
      if (found) return found;
    }
  }
  if (condition.kind !== 'compare' || !['=', 'IN'].includes(condition.op)) return undefined;
  const [name, ...rest] = condition.path;
  if (rest.length > 0 || name?.toLowerCase() !== table.parent.toLowerCase()) return undefined;
  const ids = condition.values.map(({ text }) => normalId(text));
  return ids.every((id) => id !== undefined) ? { field: table.parent, ids: [...new Set(ids as string[])] } : undefined;
}

function compareTexts(field: FieldDef, a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (['currency', 'percent', 'double', 'int'].includes(field.type)) return Number(a) - Number(b);
  const [left, right] = field.type === 'id' || field.type === 'reference' ? [a, b] : [a.toLowerCase(), b.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}

function sorted(call: Call, table: Table, query: Query, rows: Row[]): Row[] {
  const keys = query.orderBy.map((order) => ({ ...order, ...comparable(call, table.object, order.path, 'sorted') }));
  if (keys.length === 0) return rows;
  return rows.toSorted((a, b) => {
    for (const { field, text, descending, nullsLast } of keys) {
      const [left, right] = [text(a), text(b)];
      if (nullsLast && (left === null) !== (right === null)) return left === null ? 1 : -1;
      const order = compareTexts(field, left, right);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

type Shown = Record<string, unknown>;

const attributes = (call: Call, object: ObjectDef, id: string | null) => ({
  type: object.name,
  ...(id !== null && { url: `${basePath(call)}/sobjects/${object.name}/${id}` }),
});

/** What a selected item adds to the record that goes out. */
type Writer = (row: Row, into: Shown) => void;

function fieldWriter(call: Call, object: ObjectDef, path: readonly string[]): Writer {
  const [name = '', ...rest] = path;
  const dotted = object.fields.some((one) => one.name.toLowerCase() === path.join('.').toLowerCase());
  if (rest.length === 0 || dotted) {
    const { field, json } = column(call, object, path);
    const [outer = '', inner] = field.name.split('.');
    return (row, into) => {
      into[outer] = inner ? { [inner]: json(row) } : json(row);
    };
  }
  const { lookup, target } = relationOf(call, object, name);
  const write = fieldWriter(call, target, rest);
  const key = lookup.relationshipName ?? name;
  return (row, into) => {
    const next = follow(call, row, lookup);
    if (!next) {
      into[key] = null;
      return;
    }
    const nested = (into[key] as Shown | undefined) ?? { attributes: attributes(call, target, next.id) };
    write(next, nested);
    into[key] = nested;
  };
}

function childWriter(call: Call, object: ObjectDef, query: Query): Writer {
  const { from, field } = childrenOf(object, query.from);
  const key = query.from;
  return (row, into) => {
    const back: Literal = { kind: 'text', text: row.id ?? '' };
    const own: Condition = { kind: 'compare', path: [field], op: '=', values: [back] };
    const where: Condition = query.where ? { kind: 'and', parts: [own, query.where] } : own;
    const { totalSize, records } = runQuery(call, { ...query, from, where }, false);
    into[key] = totalSize === 0 ? null : { totalSize, done: true, records };
  };
}

function displayWriter(call: Call, object: ObjectDef, path: readonly string[], alias: string): Writer {
  const { field, text } = column(call, object, path);
  return (row, into) => {
    const shown = row.record && displayValue(call.store, row.record, field, languageOf(call));
    into[alias] = shown ?? text(row);
  };
}

function writerOf(call: Call, object: ObjectDef, item: Selected): Writer[] {
  switch (item.kind) {
    case 'field':
      return [fieldWriter(call, object, item.path)];
    case 'display':
      return [displayWriter(call, object, item.path, item.alias)];
    case 'children':
      return [childWriter(call, object, item.query)];
    case 'all':
      return object.fields.flatMap((field) => {
        if (item.which !== 'ALL' && field.custom !== (item.which === 'CUSTOM')) return [];
        try {
          return [fieldWriter(call, object, [field.name])];
        } catch (error) {
          if (error instanceof ApiError) return [];
          throw error;
        }
      });
    case 'count':
      throw malformedQuery('Grouped field should not be aggregated: count');
  }
}

/** `COUNT(Id)` and `GROUP BY`. */
function aggregate(call: Call, table: Table, query: Query, rows: Row[]): Outcome {
  const groups = new Map<string, Row[]>();
  const keys = query.groupBy.map((path) => column(call, table.object, path));
  for (const row of rows) {
    const key = JSON.stringify(keys.map(({ json }) => json(row)));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  if (query.groupBy.length === 0 && groups.size === 0) groups.set('[]', []);
  const records = [...groups.values()].map((group) => {
    let unnamed = 0;
    const shown: Shown = { attributes: { type: 'AggregateResult' } };
    for (const item of query.select) {
      if (item.kind === 'count') {
        const counted = item.path && column(call, table.object, item.path);
        const number = counted ? group.filter((row) => counted.json(row) !== null).length : group.length;
        shown[item.alias ?? `expr${unnamed++}`] = number;
      } else if (item.kind === 'field' && group[0]) {
        shown[item.path.at(-1) ?? ''] = column(call, table.object, item.path).json(group[0]);
      } else throw malformedQuery('Field must be grouped or aggregated');
    }
    return shown;
  });
  return { totalSize: records.length, records };
}

/** @param withDeleted whether records in the bin are among the rows, as `queryAll` has it */
export function runQuery(call: Call, query: Query, withDeleted: boolean): Outcome {
  const table = tableOf(call, query.from, withDeleted);
  const counts = query.select.filter(({ kind }) => kind === 'count');
  const [only] = counts;
  const bare = counts.length === 1 && only?.kind === 'count' && only.path === null && query.select.length === 1;
  const writers =
    counts.length > 0 || query.groupBy.length > 0
      ? []
      : query.select.flatMap((item) => writerOf(call, table.object, item));
  if (query.select.some(({ kind }) => kind === 'all') && (query.limit === null || query.limit > 200)) {
    throw malformedQuery('The SOQL FIELDS function must have a LIMIT of at most 200');
  }
  const accepts = query.where ? test(call, table.object, query.where) : () => true;
  const found = table.rows(lookupIn(table, query.where)).filter(accepts);
  if (bare && query.groupBy.length === 0) return { totalSize: found.length, records: [] };
  if (counts.length > 0 || query.groupBy.length > 0) return aggregate(call, table, query, found);
  const end = query.limit === null ? undefined : query.offset + query.limit;
  const rows = sorted(call, table, query, found).slice(query.offset, end);
  const records = rows.map((row) => {
    const shown: Shown = { attributes: attributes(call, table.object, row.id) };
    for (const write of writers) write(row, shown);
    return shown;
  });
  return { totalSize: records.length, records };
}

/** Listing an object's records in the order of their modification: by time and id, so that a page ends at one record exactly. */
import * as v from 'valibot';
import type { ChangedQuery, ChangedRecord } from '../contract';
import { ApiProblem } from '../problem';
import { type Api, idOf, named, queryPath } from './api';
import { timeOf } from './records';
import { IdSchema, ModifiedSchema } from './schema';

/** The most rows that a query's answer has at once. */
const ROWS = 2000;

const RowSchema = v.intersect([IdSchema, ModifiedSchema]);

/** One page, by a query of its own: a locator of Salesforce's would not outlive the day. @throws ApiProblem */
export async function changedPage(
  api: Api,
  object: string,
  { since, after }: ChangedQuery,
): Promise<{ records: ChangedRecord[]; after: string | null }> {
  const where = after === null ? `SystemModstamp >= ${moment(since)}` : whereAfter(after);
  const rows = await api.rows(
    queryPath(
      `SELECT Id, SystemModstamp FROM ${named(object)} WHERE ${where} ORDER BY SystemModstamp, Id LIMIT ${ROWS}`,
    ),
    RowSchema,
  );
  const records = rows.map(({ Id, SystemModstamp }) => ({ id: idOf(Id), at: timeOf(SystemModstamp) }));
  if (records.some(({ at }) => !Number.isFinite(at))) {
    throw new ApiProblem({ kind: 'unreadable', message: 'SystemModstamp' });
  }
  const last = records.at(-1);
  return { records, after: last && rows.length >= ROWS ? `${last.at}:${last.id}` : null };
}

function whereAfter(after: string): string {
  const [at = '', id = ''] = after.split(':');
  const time = moment(Number(at));
  return `(SystemModstamp > ${time} OR (SystemModstamp = ${time} AND Id > '${idOf(id)}'))`;
}

/** A record's time is a whole second, so the second in which a moment lies is asked for whole. */
const moment = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** Writing a record: one request, which Salesforce carries out as a whole or not at all. */
import * as v from 'valibot';
import type { FieldMeta } from '../contract';
import { type Api, DATA, idOf, named } from './api';
import { bodyOf } from './records';

/**
 * Writes fields of one record (sObject Rows, REST API guide). Products decide an opportunity's amount: Salesforce keeps the old
 * one and answers as if it had taken the new, so only reading again tells.
 *
 * @param values as in a snapshot; `null` empties a field
 * @param unmodifiedSince epoch ms, CRM time: nothing is written where the record was modified later
 * @throws ApiProblem `conflict`, `refused` or `forbidden` in Salesforce's own words, `gone`, `busy` while another save holds the record
 */
export async function writeRecord(
  api: Api,
  object: string,
  id: string,
  values: ReadonlyMap<string, string | null>,
  { fields, unmodifiedSince }: { fields: readonly FieldMeta[]; unmodifiedSince: number },
): Promise<void> {
  await api.call(`${DATA}/sobjects/${named(object)}/${idOf(id)}`, v.unknown(), {
    method: 'PATCH',
    headers: { 'If-Unmodified-Since': httpDate(unmodifiedSince) },
    body: bodyOf(values, fields),
  });
}

/** HTTP knows whole seconds only: rounded up, or our own last write within that second would be a conflict. */
function httpDate(at: number): string {
  return new Date(Math.ceil(at / 1_000) * 1_000).toUTCString();
}

/** Writing a record: one request, which Salesforce carries out as a whole or not at all. */
import * as v from 'valibot';
import type { FieldMeta } from '../contract';
import { asProblem } from '../problem';
import { type Api, DATA, idOf, named } from './api';
import { bodyOf } from './records';
import { CreatedSchema } from './schema';

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

/** @returns the new record's id. @throws ApiProblem as `writeRecord` */
export async function createRecord(api: Api, object: string, body: object): Promise<string> {
  const { id } = await api.call(`${DATA}/sobjects/${named(object)}`, CreatedSchema, { method: 'POST', body });
  return idOf(id);
}

/** Moves a record to the recycle bin. @throws ApiProblem as `writeRecord` */
export async function deleteRecord(api: Api, object: string, id: string): Promise<void> {
  try {
    await api.call(`${DATA}/sobjects/${named(object)}/${idOf(id)}`, v.unknown(), { method: 'DELETE' });
  } catch (error) {
    if (asProblem(error).kind !== 'gone') throw error;
  }
}

/** The precondition's times are whole seconds, and ours is rounded up. */
export const PRECONDITION_MS = 2_000;

/** HTTP knows whole seconds only: rounded up, or our own last write within that second would be a conflict. */
function httpDate(at: number): string {
  return new Date(Math.ceil(at / 1_000) * 1_000).toUTCString();
}

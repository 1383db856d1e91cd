/**
 * Creating and deleting custom fields through the Tooling API. Nobody sees a new field, its creator neither, until a permission
 * set grants it; every profile has a permission set of its own.
 */
import * as v from 'valibot';
import type { Problem } from '../../core/problem';
import type { NewField, NewFieldKind } from '../contract';
import { ApiProblem, asProblem } from '../problem';
import { type Api, DATA, idOf, named, queryPath, toolingPath } from './api';
import { problemOf, refusalIn } from './errors';
import { FieldPermissionSchema, IdSchema, ProfileSchema, UserInfoSchema } from './schema';

/** The right to change what an org is built of, as Salesforce's set-up names it; a refusal does not. */
const CUSTOMIZE = 'Customize Application';
/** Salesforce takes no longer label. Fields are known by their names, so a cut one does no harm. */
const LABEL_CHARS = 40;

const OPTIONAL = { required: false, unique: false, externalId: false };

const TYPES: Record<NewFieldKind, object> = {
  line: { type: 'Text', length: 255, ...OPTIONAL },
  text: { type: 'LongTextArea', length: 131_072, visibleLines: 3 },
  number: { type: 'Number', precision: 18, scale: 0, ...OPTIONAL },
};

/**
 * Creates a field and lets the credential's user read and write it. Where there is a field of this name only the latter.
 *
 * @param field `name` ends in `__c`
 * @returns the field's API name, and whether it is new
 * @throws ApiProblem `forbidden` where the user may not change fields, `refused` in Salesforce's own words
 */
export async function createField(
  api: Api,
  object: string,
  field: NewField,
): Promise<{ name: string; created: boolean }> {
  const fullName = `${named(object)}.${named(field.name)}`;
  // The ledger is in a long text and needs its history; it names no values, but the writers.
  const created = await make(api, fullName, field, field.kind === 'text');
  await grant(api, object, fullName);
  return { name: field.name, created };
}

/**
 * Deletes a custom field with what is in it; one that is not there is no failure.
 * @throws ApiProblem as `createField`
 */
export async function deleteField(api: Api, object: string, name: string): Promise<void> {
  const developerName = /^(\w+)__c$/i.exec(named(name))?.[1];
  // Without its ending the name of a standard field would find a custom one.
  if (!developerName) throw new ApiProblem({ kind: 'refused', message: name });
  const own = `EntityDefinition.QualifiedApiName = '${named(object)}' AND NamespacePrefix = null`;
  const soql = `SELECT Id FROM CustomField WHERE DeveloperName = '${developerName}' AND ${own}`;
  const [found] = await api.rows(toolingPath(soql), IdSchema);
  if (!found) return;
  try {
    await api.call(`${DATA}/tooling/sobjects/CustomField/${idOf(found.Id)}`, v.unknown(), { method: 'DELETE' });
  } catch (error) {
    const problem = withRight(asProblem(error));
    if (problem.kind !== 'gone') throw new ApiProblem(problem);
  }
}

/** @returns false where there is a field of this name, which not everybody may see */
async function make(api: Api, fullName: string, field: NewField, trackHistory: boolean): Promise<boolean> {
  const { label, help, kind } = field;
  const texts = { label: label.slice(0, LABEL_CHARS), description: help, inlineHelpText: help };
  const body = { FullName: fullName, Metadata: { ...texts, ...TYPES[kind], trackHistory } };
  const response = await api.ask(`${DATA}/tooling/sobjects/CustomField`, { method: 'POST', body });
  if (response.status >= 200 && response.status < 300) return true;
  if (refusalIn(response)?.code === 'DUPLICATE_DEVELOPER_NAME') return false;
  const problem = withRight(problemOf(response, Date.now()));
  // An object tracks twenty fields at most, or none: a field without history is better than no field.
  if (trackHistory && problem.kind === 'refused') return make(api, fullName, field, false);
  throw new ApiProblem(problem);
}

/** Grants a field to everybody with the user's profile, the user among them. */
async function grant(api: Api, object: string, fullName: string): Promise<void> {
  const ParentId = await profileSet(api);
  const where = `ParentId = '${ParentId}' AND SobjectType = '${object}' AND Field = '${fullName}'`;
  const soql = `SELECT Id, PermissionsEdit FROM FieldPermissions WHERE ${where}`;
  const [known] = await api.rows(queryPath(soql), FieldPermissionSchema);
  if (known?.PermissionsEdit) return;
  const rights = { PermissionsRead: true, PermissionsEdit: true };
  const path = `${DATA}/sobjects/FieldPermissions`;
  if (known) await api.call(`${path}/${idOf(known.Id)}`, v.unknown(), { method: 'PATCH', body: rights });
  else {
    const body = { ParentId, SobjectType: object, Field: fullName, ...rights };
    await api.call(path, v.unknown(), { method: 'POST', body });
  }
}

/** Id of the permission set that belongs to the user's profile. */
async function profileSet(api: Api): Promise<string> {
  const { user_id } = await api.call('/services/oauth2/userinfo', UserInfoSchema);
  const [user] = await api.rows(queryPath(`SELECT ProfileId FROM User WHERE Id = '${idOf(user_id)}'`), ProfileSchema);
  const profile = user?.ProfileId ? idOf(user.ProfileId) : null;
  const soql = `SELECT Id FROM PermissionSet WHERE IsOwnedByProfile = true AND ProfileId = '${profile}'`;
  const [set] = profile ? await api.rows(queryPath(soql), IdSchema) : [];
  // Everybody has a profile, and every profile a set: what is not there may not be seen.
  if (!set) throw new ApiProblem({ kind: 'forbidden', missing: 'PermissionSet' });
  return idOf(set.Id);
}

function withRight(problem: Problem): Problem {
  const lacks = problem.kind === 'forbidden' && problem.missing?.startsWith('INSUFFICIENT_ACCESS');
  return lacks ? { ...problem, missing: CUSTOMIZE } : problem;
}

/** Field-level security: who sees and edits which field. */

import { USERS } from './org.ts';
import { profileSetId } from './setupRecords.ts';
import type { Store } from './store.ts';
import type { FieldDef, ObjectDef } from './types.ts';

/** Permission sets a user has: that of the profile, and those assigned. */
export function setsOf(store: Store, userId: string): Set<string> {
  const profile = USERS.find(({ id }) => id === userId)?.profile;
  const assigned = store
    .list('PermissionSetAssignment')
    .filter((one) => store.value(one, 'AssigneeId') === userId)
    .flatMap((one) => store.value(one, 'PermissionSetId') ?? []);
  return new Set([...assigned, ...(profile ? [profileSetId(profile)] : [])]);
}

function granted(store: Store, field: FieldDef, userId: string): { edit: boolean } | undefined {
  if (field.grants === null) return { edit: true };
  if (field.grants.size === 0) return undefined;
  const grants = [...setsOf(store, userId)].flatMap((id) => field.grants?.get(id) ?? []);
  return grants.length === 0 ? undefined : { edit: grants.some(({ edit }) => edit) };
}

export const canSee = (store: Store, field: FieldDef, userId: string): boolean =>
  granted(store, field, userId) !== undefined;

export const canEdit = (store: Store, field: FieldDef, userId: string): boolean =>
  granted(store, field, userId)?.edit === true;

/** The fields of an object that a user sees. */
export const visibleFields = (store: Store, object: ObjectDef, userId: string): FieldDef[] =>
  object.fields.filter((field) => canSee(store, field, userId));

/** Owners and users. */
import type { Reply } from '../../http.ts';
import { USERS } from '../catalog.ts';
import type { Owner, User } from '../types.ts';
import type { Call, Params } from './call.ts';
import { flag, numberOf } from './call.ts';
import { invalid, notFound } from './errors.ts';
import { requireScope } from './objectTypes.ts';

const SINCE = '2025-01-13T08:30:00.000Z';

/** A deactivated owner keeps its user id only as `userIdIncludingInactive`. */
function renderOwner({ userId, ...owner }: Owner) {
  return {
    ...owner,
    ...(userId !== undefined && { userIdIncludingInactive: userId, ...(!owner.archived && { userId }) }),
    createdAt: SINCE,
    updatedAt: SINCE,
    teams: owner.type === 'PERSON' && !owner.archived ? [{ id: '4100', name: 'Sales', primary: true }] : [],
  };
}

export function listOwners(call: Call): Reply {
  requireScope(call, ['crm.objects.owners.read']);
  const email = call.query.get('email');
  const limit = numberOf(call, 'limit', 100, 500);
  const after = call.query.get('after');
  const all = call.store.owners.filter(
    (owner) => owner.archived === flag(call, 'archived') && (!email || owner.email === email.toLowerCase()),
  );
  const rest = after === null ? all : all.filter((owner) => Number(owner.id) >= Number(after));
  const next = rest[limit];
  const results = rest.slice(0, limit).map(renderOwner);
  return { status: 200, body: { results, ...(next && { paging: { next: { after: next.id } } }) } };
}

export function readOwner(call: Call, params: Params): Reply {
  requireScope(call, ['crm.objects.owners.read']);
  const idProperty = call.query.get('idProperty') ?? 'id';
  if (idProperty !== 'id' && idProperty !== 'userId') throw invalid(`Invalid idProperty ${idProperty}`);
  const archived = flag(call, 'archived');
  const owner = call.store.owners.find((one) => one.archived === archived && String(one[idProperty]) === params.id);
  if (!owner) throw notFound();
  return { status: 200, body: renderOwner(owner) };
}

const renderUser = ({ id, email, firstName, lastName }: User) => ({
  id: String(id),
  email,
  firstName,
  lastName,
  roleIds: [],
  superAdmin: false,
});

const USER_SCOPES = ['settings.users.read', 'crm.objects.users.read'];

export function listUsers(call: Call): Reply {
  requireScope(call, USER_SCOPES);
  return { status: 200, body: { results: USERS.map(renderUser) } };
}

export function readUser(call: Call, params: Params): Reply {
  requireScope(call, USER_SCOPES);
  const byEmail = call.query.get('idProperty') === 'EMAIL';
  const user = USERS.find((one) => (byEmail ? one.email : String(one.id)) === params.id);
  if (!user) throw notFound();
  return { status: 200, body: renderUser(user) };
}

/** Property groups. */
import type { Reply } from '../../http.ts';
import type { Call, Params } from './call.ts';
import { bodyOf } from './call.ts';
import { ApiError, invalid, notFound } from './errors.ts';
import { requireSchema } from './objectTypes.ts';

export function listGroups(call: Call, params: Params): Reply {
  const type = requireSchema(call, params.type ?? '', 'read');
  return { status: 200, body: { results: call.store.catalog.groups(type.id) } };
}

export function readGroup(call: Call, params: Params): Reply {
  const type = requireSchema(call, params.type ?? '', 'read');
  const group = call.store.catalog.group(type.id, params.name ?? '');
  if (!group) throw notFound();
  return { status: 200, body: group };
}

export function createGroup(call: Call, params: Params): Reply {
  const type = requireSchema(call, params.type ?? '', 'write');
  const { name, label, displayOrder = -1 } = bodyOf(call);
  if (typeof name !== 'string' || typeof label !== 'string') {
    throw invalid('Some required fields were not set: [name, label]');
  }
  if (call.store.catalog.group(type.id, name)) {
    throw new ApiError(409, 'OBJECT_ALREADY_EXISTS', `A property group named '${name}' already exists.`);
  }
  const group = { name, label, displayOrder: Number(displayOrder), archived: false };
  call.store.catalog.putGroup(type.id, group);
  return { status: 201, body: group };
}

export function updateGroup(call: Call, params: Params): Reply {
  const type = requireSchema(call, params.type ?? '', 'write');
  const group = call.store.catalog.group(type.id, params.name ?? '');
  if (!group) throw notFound();
  const { label = group.label, displayOrder = group.displayOrder } = bodyOf(call);
  const changed = { ...group, label: String(label), displayOrder: Number(displayOrder) };
  call.store.catalog.putGroup(type.id, changed);
  return { status: 200, body: changed };
}

export function archiveGroup(call: Call, params: Params): Reply {
  const type = requireSchema(call, params.type ?? '', 'write');
  const group = call.store.catalog.group(type.id, params.name ?? '');
  if (group) call.store.catalog.putGroup(type.id, { ...group, archived: true });
  return { status: 204 };
}

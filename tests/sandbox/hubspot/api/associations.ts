/** Associations v4, and the older batch calls of v3. */
import { iso } from '../../engine/clock.ts';
import type { Reply } from '../../http.ts';
import { associationLabel } from '../associations.ts';
import type { Association, ObjectTypeId } from '../types.ts';
import type { Call, Params } from './call.ts';
import { bodyOf, inputsOf, numberOf } from './call.ts';
import { invalid, notFound } from './errors.ts';
import { requireObject } from './objectTypes.ts';

interface Ref {
  typeId: ObjectTypeId;
  id: string;
}

const MAX_INPUTS = 1_000;

const renderLink = (link: Association) => ({
  toObjectId: Number(link.id),
  associationTypes: link.types.map((typeId) => ({
    category: 'HUBSPOT_DEFINED',
    typeId,
    label: associationLabel(typeId),
  })),
});

function existing(call: Call, ref: Ref): Ref {
  if (!call.store.get(ref.typeId, ref.id)) throw notFound();
  return ref;
}

export function listAssociations(call: Call, params: Params): Reply {
  const from = requireObject(call, params.type ?? '', 'read');
  const to = requireObject(call, params.to ?? '', 'read');
  const ref = existing(call, { typeId: from.id, id: params.id ?? '' });
  const limit = numberOf(call, 'limit', 500, 500);
  const offset = Number(call.query.get('after') ?? 0);
  const links = call.store.links.of(ref, to.id);
  const end = offset + limit;
  return {
    status: 200,
    body: {
      results: links.slice(offset, end).map(renderLink),
      ...(end < links.length && { paging: { next: { after: String(end) } } }),
    },
  };
}

/** PUT with or without `default`: links, DELETE: unlinks. */
export function changeAssociation(call: Call, params: Params): Reply {
  const from = requireObject(call, params.type ?? '', 'write');
  const to = requireObject(call, params.to ?? '', 'write');
  const a = existing(call, { typeId: from.id, id: params.id ?? '' });
  const b = existing(call, { typeId: to.id, id: params.toId ?? '' });
  if (call.method === 'DELETE') {
    call.store.links.unlink(a, b);
    return { status: 204 };
  }
  call.store.links.link(a, b);
  const [link] = call.store.links.of(a, to.id).filter((one) => one.id === b.id);
  const body = {
    fromObjectTypeId: from.id,
    fromObjectId: Number(a.id),
    toObjectTypeId: to.id,
    toObjectId: Number(b.id),
    labels: (link?.types ?? []).map(associationLabel).filter((label) => label !== null),
  };
  return { status: call.path.includes('/default/') ? 200 : 201, body };
}

const idOf = (value: unknown): string => String((value as { id?: unknown } | undefined)?.id ?? '');

function batchReadLinks(
  call: Call,
  from: ObjectTypeId,
  to: ObjectTypeId,
  inputs: Array<Record<string, unknown>>,
): Reply {
  const results: unknown[] = [];
  const empty: string[] = [];
  const { singular: name } = requireObject(call, from, 'read');
  for (const input of inputs) {
    const id = idOf(input);
    const links = call.store.links.of({ typeId: from, id }, to);
    if (links.length === 0) empty.push(id);
    else if (call.version === 'v3') {
      const target = requireObject(call, to, 'read').singular;
      results.push({ from: { id }, to: links.map((link) => ({ id: link.id, type: `${name}_to_${target}` })) });
    } else results.push({ from: { id }, to: links.map(renderLink) });
  }
  const at = iso(call.clock.now());
  const errors = empty.map((id) => ({
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No ${to} is associated with ${name} ${id}.`,
    context: { fromObjectId: [id], fromObjectType: [from], toObjectType: [to] },
    errors: [],
    links: {},
  }));
  const partial = errors.length > 0 && { numErrors: errors.length, errors };
  const body = { status: 'COMPLETE', results, ...partial, startedAt: at, completedAt: at };
  return { status: partial && call.version !== '2026-09' ? 207 : 200, body };
}

/** `read`, `create`, `associate/default` and `archive` of many links at once. */
export function batchAssociations(call: Call, params: Params): Reply {
  const action = params.action ?? '';
  const access = action === 'read' ? 'read' : 'write';
  const from = requireObject(call, params.from ?? '', access);
  const to = requireObject(call, params.to ?? '', access);
  const inputs = inputsOf(bodyOf(call), MAX_INPUTS);
  if (action === 'read') return batchReadLinks(call, from.id, to.id, inputs);
  const results: unknown[] = [];
  for (const input of inputs) {
    const targets = Array.isArray(input.to) ? input.to : [input.to];
    for (const target of targets) {
      const a = { typeId: from.id, id: idOf(input.from) };
      const b = { typeId: to.id, id: idOf(target) };
      if (!call.store.get(a.typeId, a.id) || !call.store.get(b.typeId, b.id))
        throw invalid('One or more ids are invalid');
      if (action === 'archive') call.store.links.unlink(a, b);
      else call.store.links.link(a, b);
      results.push({ from: { id: a.id }, to: { id: b.id } });
    }
  }
  if (action === 'archive') return { status: 204 };
  const at = iso(call.clock.now());
  return { status: 201, body: { status: 'COMPLETE', results, startedAt: at, completedAt: at } };
}

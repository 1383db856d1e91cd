/** Leads, which v1 alone has. Their custom fields are those of deals, at the root of the answer and only where they hold something. */
import type { FieldDefinition, StoredRecord } from '../types.ts';
import { checkText, halfCodes, toChangelog } from '../values.ts';
import type { Call, Handler } from './call.ts';
import { bodyOf, ok, pageOf, recordOf, requireWrite } from './call.ts';
import { badRequest } from './errors.ts';
import { momentOf } from './records.ts';
import { renderLead } from './render.ts';

const customFields = (call: Call): FieldDefinition[] => call.store.catalog.fields('deal').filter((one) => one.custom);

function render(call: Call, lead: StoredRecord): Record<string, unknown> {
  const custom = customFields(call).flatMap((field) =>
    [field.code, ...halfCodes(field)].flatMap((code) => {
      const text = call.store.value(lead, code);
      return text === null ? [] : [[code, code === field.code ? toChangelog(field, text) : text] as const];
    }),
  );
  return { ...renderLead(call.store, lead), ...Object.fromEntries(custom) };
}

/** `sort=update_time DESC` and the like; as they were created where nothing is asked for. */
function sorted(call: Call, leads: StoredRecord[]): StoredRecord[] {
  const sort = call.query.get('sort');
  if (sort === null) return leads;
  const [, field, direction] = /^(add_time|update_time) (ASC|DESC)$/.exec(sort) ?? [];
  if (!field) throw badRequest('sort is not valid');
  const time = (lead: StoredRecord) => (field === 'add_time' ? lead.createdAt : lead.updatedAt);
  return leads.toSorted((a, b) => (direction === 'ASC' ? 1 : -1) * (time(a) - time(b)));
}

export const listLeads: Handler = (call) => {
  const since = momentOf(call, 'updated_since');
  const leads = call.store.list('lead').filter(({ updatedAt }) => since === undefined || updatedAt >= since);
  const { page, pagination } = pageOf(call, sorted(call, leads));
  return ok(
    page.map((lead) => render(call, lead)),
    { pagination },
  );
};

export const readLead: Handler = (call, { id = '' }) => ok(render(call, recordOf(call, 'lead', id)));

/** A v1 value as canonical text: several options come joined by commas. */
function textOf(field: FieldDefinition, value: unknown): string {
  if (value === null) return '';
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw badRequest(`${field.code} has a value of the wrong type`);
  }
  if (field.type === 'set' && String(value).includes(';')) throw badRequest(`${field.code} has no such option`);
  const text = field.type === 'set' ? String(value).replaceAll(',', ';') : String(value);
  checkText(field, text);
  return text;
}

/** An amount with its currency, neither without the other. */
function moneyOf(value: unknown): Record<string, string> {
  if (value === null) return { value: '', currency: '' };
  const { amount, currency } = value as { amount?: unknown; currency?: unknown };
  if (typeof amount !== 'number' || typeof currency !== 'string') throw badRequest('value needs amount and currency');
  return { value: String(amount), currency };
}

/** Sets what is sent and nothing else; all of it or nothing. */
export const updateLead: Handler = (call, { id = '' }) => {
  requireWrite(call);
  const lead = recordOf(call, 'lead', id);
  const { catalog } = call.store;
  const halves = customFields(call).flatMap(halfCodes);
  const set: Record<string, string> = {};
  for (const [code, value] of Object.entries(bodyOf(call))) {
    const own = catalog.field('lead', code);
    const custom = catalog.field('deal', code);
    if (code === 'value') Object.assign(set, moneyOf(value));
    else if (halves.includes(code)) set[code] = value === null ? '' : String(value);
    else if (own && !own.readOnly && code !== 'currency') set[code] = textOf(own, value);
    else if (custom?.custom) set[code] = textOf(custom, value);
    else throw badRequest(`"${code}" is not allowed`);
  }
  if (set.title === '' || set.owner_id === '') throw badRequest('title and owner_id must not be empty');
  call.store.write(lead, set, call.source);
  return ok(render(call, lead));
};

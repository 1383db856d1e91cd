/** What a v2 write may hold, and what becomes of it. */
import type { Store } from '../store.ts';
import type { FieldDefinition, PdObject, RecordObject } from '../types.ts';
import { checkText, fromV2, halfCodes, isParts, sortedParts } from '../values.ts';
import { badRequest, schemaInvalid } from './errors.ts';

type Texts = Record<string, string>;
type Read = (code: string) => string | null;

interface Checked {
  set: Texts;
  /** Labels of addresses and numbers, in the order of the values. */
  partLabels: Map<string, string[]>;
  isDeleted: boolean;
}

/** Fields that a record cannot be without. */
export const REQUIRED: Record<RecordObject, readonly string[]> = {
  deal: ['title', 'owner_id', 'stage_id', 'pipeline_id', 'status', 'currency', 'visible_to'],
  person: ['name', 'owner_id', 'visible_to'],
  organization: ['name', 'owner_id', 'visible_to'],
};

/**
 * Reads the body of a v2 write.
 *
 * @throws ApiError for anything that does not fit; then nothing of the request is carried out
 */
export function checkBody(store: Store, object: RecordObject, body: Record<string, unknown>, read: Read): Checked {
  const { custom_fields: custom = {}, is_deleted: isDeleted = false, ...root } = body;
  if (typeof custom !== 'object' || custom === null || Array.isArray(custom)) {
    throw schemaInvalid('custom_fields must be an object');
  }
  if (typeof isDeleted !== 'boolean') throw schemaInvalid('is_deleted must be a boolean');
  const set: Texts = {};
  const partLabels = new Map<string, string[]>();
  const take = (code: string, value: unknown, isCustom: boolean) => {
    const field = store.catalog.field(object, code);
    if (!field || field.custom !== isCustom || field.readOnly) throw schemaInvalid(`"${code}" is not allowed`);
    Object.assign(set, fromV2(field, value));
    if (set[code] === '' && REQUIRED[object].includes(code)) throw schemaInvalid(`${code} must not be empty`);
    if (isParts(field) && Array.isArray(value))
      partLabels.set(
        code,
        sortedParts(value).map(({ label }) => label),
      );
  };
  for (const [code, value] of Object.entries(root)) take(code, value, false);
  for (const [code, value] of Object.entries(custom)) take(code, value, true);
  checkReferences(store, object, set);
  if (object === 'deal') checkDeal(store, set, read);
  return { set, partLabels, isDeleted };
}

/** Canonical values as somebody outside the API gives them. Throws ApiError in the API's words. */
export function checkTexts(store: Store, object: RecordObject, set: Texts, read: Read): void {
  const fields = store.catalog.fields(object);
  for (const [code, text] of Object.entries(set)) {
    const half = (field: FieldDefinition) => halfCodes(field).includes(code);
    const field = store.catalog.field(object, code);
    if (!field && !fields.some(half)) throw schemaInvalid(`"${code}" is not allowed`);
    if (field?.readOnly) throw schemaInvalid(`"${code}" is not allowed`);
    if (field) checkText(field, text);
  }
  checkReferences(store, object, set);
  if (object === 'deal') checkDeal(store, set, read);
}

const POINTS_AT: Readonly<Record<string, PdObject>> = { person_id: 'person', org_id: 'organization' };

function checkReferences(store: Store, object: RecordObject, set: Texts): void {
  for (const [code, text] of Object.entries(set)) {
    if (text === '') continue;
    const type = store.catalog.field(object, code)?.type;
    const target = POINTS_AT[code];
    if (type === 'user' && !store.catalog.user(text)) throw badRequest(`User ${text} not found`);
    if (type === 'stage' && !store.catalog.stage(text)) throw badRequest(`Stage ${text} not found`);
    if (code === 'pipeline_id' && !store.catalog.pipelines.some(({ id }) => id === Number(text))) {
      throw badRequest(`Pipeline ${text} not found`);
    }
    if (target && !store.get(target, text)) throw badRequest(`${code} ${text} not found`);
  }
}

/** Reasons and times of an outcome belong to that outcome alone. */
function checkDeal(store: Store, set: Texts, read: Read): void {
  const status = set.status ?? read('status') ?? 'open';
  if (set.lost_reason && status !== 'lost') throw badRequest('lost_reason can be set only for lost deals');
  if (set.lost_time && status !== 'lost') throw badRequest('lost_time can be set only for lost deals');
  if (set.won_time && status !== 'won') throw badRequest('won_time can be set only for won deals');
  if (set.close_time && status === 'open') throw badRequest('close_time can be set only for won or lost deals');
  if (set.stage_id && set.pipeline_id && store.catalog.stage(set.stage_id)?.pipelineId !== Number(set.pipeline_id)) {
    throw badRequest('The stage does not belong to the pipeline');
  }
}

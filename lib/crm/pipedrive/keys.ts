/** Names of Pipedrive's fields: the changelog and old answers call some of them otherwise than API v2 does. */

/** v1 name → v2 name, where they differ; custom fields have one code in both. */
const V2_NAMES = new Map([
  ['user_id', 'owner_id'],
  ['label', 'label_ids'],
  ['pipeline', 'pipeline_id'],
  ['email', 'emails'],
  ['phone', 'phones'],
]);

/**
 * What Pipedrive works out by itself whenever something else changes; its rows say nothing about who wrote a value. All counts are,
 * but for an organization's number of employees.
 */
const DERIVED =
  /^(?:(?:stage_change|update|add)_time|(?!employee_)\w+_count|(?:next|last)_activity_\w+|last_(?:incoming|outgoing)_mail_time|(?:weighted_value|acv|arr|mrr)(?:_\w+)?|score)$/;

/** Fields that nobody can set, besides those that are derived. */
const FIXED = ['id', 'creator_user_id', 'origin', 'origin_id', 'product_quantity', 'product_amount', 'product_name'];

/** The second half of a custom field's value: its currency, or the end of a period. */
const HALF = /^[\da-f]{40}_(?:currency|until)$/;

const CODE_LENGTH = 40;
/** A custom field's code, or that of the second half of its value. */
const CUSTOM = /^[\da-f]{40}(?:_(?:currency|until))?$/;

/** A field's name in the product: v2's. */
export function fieldName(key: string): string {
  return V2_NAMES.get(key) ?? key;
}

export function isDerived(name: string): boolean {
  return DERIVED.test(name);
}

/** True for a field that Pipedrive computes or that nobody may write. */
export function isReadOnly(name: string): boolean {
  return isDerived(name) || FIXED.includes(name);
}

export function isHalf(name: string): boolean {
  return HALF.test(name);
}

/** True for a custom field and for the second half of one. */
export function isCustom(name: string): boolean {
  return CUSTOM.test(name);
}

/** The code of the custom field that a second half belongs to; a code itself stays as it is. */
export function codeOf(name: string): string {
  return name.slice(0, CODE_LENGTH);
}

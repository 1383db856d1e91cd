/** Canonical values as the body of a v2 write, for writers that hold a token. */
import type { Catalog } from './catalog.ts';
import type { RecordObject } from './types.ts';
import { toV2 } from './values.ts';

/** Length of a custom field's code. */
const CODE = 40;

/**
 * A v2 body that sets exactly these fields; `""` clears.
 *
 * @param set field codes (and codes of second halves) to canonical text
 */
export function v2Body(catalog: Catalog, object: RecordObject, set: Record<string, string>): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  // A second half (`<code>_currency`) goes with the value it belongs to.
  const codes = new Set(Object.keys(set).map((code) => (catalog.field(object, code) ? code : code.slice(0, CODE))));
  for (const code of codes) {
    const field = catalog.field(object, code);
    if (!field) throw new Error(`${object} has no field ${code}`);
    const read = (name: string) => set[name] || null;
    const value = toV2(field, read);
    if (field.custom) custom[field.code] = read(field.code) === null ? null : value;
    else body[field.code] = value;
  }
  return { ...body, ...(Object.keys(custom).length > 0 && { custom_fields: custom }) };
}

/** Creating the fields that suggestions and decisions are kept in. Pipedrive names them itself, so a label tells them. Pure. */
import type * as v from 'valibot';
import { foldLabel } from '../../core/agreement';
import type { Problem } from '../../core/problem';
import type { NewField, NewFieldKind } from '../contract';
import { OBJECTS } from './records';
import type { FieldsSchema } from './schema';

/** Of the types that can be created none is a whole number. */
const TYPES: Record<NewFieldKind, string> = { line: 'varchar', text: 'text', number: 'double' };

/** The body that creates a field. */
export function newFieldBody({ label, kind, help }: NewField): Record<string, unknown> {
  return { field_name: label, field_type: TYPES[kind], description: help };
}

/** The code of the custom field with this label, `undefined` where there is none. */
export function codeOfLabel(fields: v.InferOutput<typeof FieldsSchema>['data'], label: string): string | undefined {
  const wanted = foldLabel(label);
  return fields.find((field) => field.is_custom_field && foldLabel(field.field_name) === wanted)?.field_code;
}

/** A refusal to change an object's fields names the right that is missing, by Pipedrive's published scopes. */
export function withFieldScope(object: string, problem: Problem): Problem {
  if (problem.kind !== 'forbidden') return problem;
  return { ...problem, missing: OBJECTS[object]?.fields === 'dealFields' ? 'deal-fields:full' : 'contact-fields:full' };
}

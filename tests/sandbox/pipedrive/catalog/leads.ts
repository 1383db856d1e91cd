/** A few leads. The API knows no changelog of them, so no story is played on them. */
import type { FieldDefinition } from '../types.ts';
import { standard } from './define.ts';

export const LEAD_FIELDS = (): FieldDefinition[] => [
  standard('id', 'ID', 'varchar', { readOnly: true }),
  standard('title', 'Title', 'varchar'),
  standard('owner_id', 'Owner', 'user', { details: true }),
  standard('person_id', 'Contact person', 'people'),
  standard('organization_id', 'Organization', 'org'),
  standard('value', 'Value', 'monetary'),
  standard('currency', 'Currency', 'varchar'),
  standard('expected_close_date', 'Expected close date', 'date', { details: true }),
  standard('is_archived', 'Archive status', 'boolean'),
];

export const LEAD_TITLES = ['Harborline lead', 'Granitewood Foods lead', 'Brightwater, 120 seats'] as const;

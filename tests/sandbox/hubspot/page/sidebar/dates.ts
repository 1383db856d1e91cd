import type { PropertyDefinition } from '../../types.ts';

/** A stored date or date-time as a date field takes it: `2026-12-15`, "" for no value. */
export function toDateField(value: string): string {
  const at = new Date(/^\d+$/.test(value) ? Number(value) : value);
  return value === '' || Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(0, 10);
}

/** A date field's content as it is stored; a date-time keeps its time of day. */
export function fromDateField(date: string, definition: PropertyDefinition, before: string): string {
  if (date === '' || definition.type === 'date') return date;
  const time = /T(.+)$/.exec(before)?.[1] ?? '00:00:00.000Z';
  return `${date}T${time}`;
}

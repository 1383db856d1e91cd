import { i18n } from '#i18n';
import { relativeTime } from '../lib/i18n/time';

/** A time relative to now, in words. */
export function whenText(at: number, now: number, language: string): string {
  return relativeTime(at, now, language, i18n.t as Parameters<typeof relativeTime>[3]);
}

/** Objects whose key is not what people call them; Salesforce's are shown as they are. */
const OBJECTS: Record<
  string,
  'contacts' | 'companies' | 'deals' | 'tickets' | 'people' | 'persons' | 'organizations' | 'leads'
> = {
  '0-1': 'contacts',
  '0-2': 'companies',
  '0-3': 'deals',
  '0-5': 'tickets',
  deal: 'deals',
  person: 'persons',
  organization: 'organizations',
  lead: 'leads',
  people: 'people',
};

/** What people call the records of an object, within a sentence. */
export function objectText(object: string): string {
  const known = OBJECTS[object];
  return known ? i18n.t(`options.object.${known}`) : object;
}

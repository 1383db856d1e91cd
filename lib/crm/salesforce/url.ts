/** Which Salesforce record a URL names. Hosts and paths by the facts on Lightning's addresses. */
import type { PageRef, RecordRef } from '../../core/types';
import { recordId } from './ids';

const HOST = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.lightning\.force\.com$/;
const RECORD =
  /^\/lightning\/r\/(?:([A-Za-z]\w*)\/)?([a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?)\/(?:view|edit|related|clone)(?:\/|$)/;
/** Key prefixes of the objects that every org has; the others' differ by org. */
const OBJECTS: Record<string, string> = {
  '001': 'Account',
  '003': 'Contact',
  '006': 'Opportunity',
  '00Q': 'Lead',
  '500': 'Case',
};

/**
 * The object and record of a record page, with the page's host as the account; `null` for every other page, and for an address
 * without an object that only Salesforce can resolve. In a console the path is the focused record; `ws` names its parent.
 */
export function locateSalesforce(url: URL): Omit<PageRef, 'crm'> | null {
  if (url.protocol !== 'https:' || !HOST.test(url.hostname)) return null;
  const match = RECORD.exec(url.pathname);
  const id = recordId(match?.[2] ?? '');
  const object = match?.[1] ?? OBJECTS[id?.slice(0, 3) ?? ''];
  return id && object ? { account: url.hostname, object, id } : null;
}

/** The address of a record's page. */
export function salesforceUrl(host: string, { object, id }: RecordRef): string {
  return `https://${host}/lightning/r/${object}/${id}/view`;
}

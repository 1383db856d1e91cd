/** Which HubSpot record a URL names. Hosts and paths as seen on live portals; legacy paths redirect to the current form. */
import type { RecordRef } from '../../core/types';

const HOST = /^app(-[a-z]{2}\d)?\.hubspot\.com$/;
const RECORD = /^\/contacts\/(\d+)\/record\/(\d+-\d+)\/(\d+)(?:\/|$)/;
const LEGACY = /^\/contacts\/(\d+)\/(contact|company|deal|ticket)\/(\d+)(?:\/|$)/;
const LEGACY_TYPES: Record<string, string> = { contact: '0-1', company: '0-2', deal: '0-3', ticket: '0-5' };

/** The portal, object type id and record id of a record page, or `null` for every other page. */
export function locateHubSpot(url: URL): Omit<RecordRef, 'crm'> | null {
  if (url.protocol !== 'https:' || !HOST.test(url.hostname)) return null;
  const current = RECORD.exec(url.pathname);
  if (current?.[1] && current[2] && current[3]) return { account: current[1], object: current[2], id: current[3] };
  const legacy = LEGACY.exec(url.pathname);
  const object = LEGACY_TYPES[legacy?.[2] ?? ''];
  return legacy?.[1] && legacy[3] && object ? { account: legacy[1], object, id: legacy[3] } : null;
}

/** The address of a record's page. */
export function hubspotUrl(host: string, { account, object, id }: RecordRef): string {
  return `https://${host}/contacts/${account}/record/${object}/${id}`;
}

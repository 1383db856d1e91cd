/** Which Pipedrive record a URL names. Hosts and paths as public browser extensions match them on live accounts. */
import type { PageRef, RecordRef } from '../../core/types';

const HOST = /^[a-z0-9][a-z0-9-]*\.pipedrive\.com$/;
/** Hosts that belong to no company: they redirect, or show no records. */
const OTHER_HOSTS = ['app', 'api', 'oauth', 'webforms', 'www', 'developers', 'support', 'marketplace', 'status'];
const RECORD = /^\/(deal|person|organization)\/(\d+)(?:\/|$)/;
const LEAD = /^\/leads\/inbox\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})(?:\/|$)/i;

/**
 * The host, object and id of a record's own page; `null` for every other page and for a record opened beside a list or board.
 * The address names no company, so the account is its host.
 */
export function locatePipedrive(url: URL): Omit<PageRef, 'crm'> | null {
  const { protocol, hostname, pathname, searchParams } = url;
  if (protocol !== 'https:' || !HOST.test(hostname) || OTHER_HOSTS.includes(hostname.split('.', 1)[0] ?? ''))
    return null;
  if (searchParams.has('selectedItem')) return null;
  const [, object, id] = RECORD.exec(pathname) ?? [];
  if (object && id) return { account: hostname, object, id };
  const lead = LEAD.exec(pathname)?.[1];
  return lead ? { account: hostname, object: 'lead', id: lead.toLowerCase() } : null;
}

/** The address of a record's page. */
export function pipedriveUrl(host: string, { object, id }: RecordRef): string {
  return object === 'lead' ? `https://${host}/leads/inbox/${id}` : `https://${host}/${object}/${id}`;
}

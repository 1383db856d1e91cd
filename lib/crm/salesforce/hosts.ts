/** An org's two hosts: its pages are on one, its API on the other. */
import { ApiProblem } from '../problem';

const PAGES = '.lightning.force.com';
const API = '.my.salesforce.com';
const NAME = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;

/** The origin of the API of a page's or an API's host. Throws `ApiProblem` for a host that is no org's. */
export function apiOriginOf(host: string): string {
  const text = host
    .trim()
    .toLowerCase()
    .replace(/^https:\/\//, '')
    .replace(/\/.*$/, '');
  for (const end of [PAGES, API]) {
    const name = text.slice(0, -end.length);
    if (text.endsWith(end) && NAME.test(name)) return `https://${name}${API}`;
  }
  throw new ApiProblem({ kind: 'refused', message: host });
}

/** The host of the pages of an API's origin. */
export function pageHostOf(apiHost: string): string {
  return new URL(apiHost).hostname.replace(new RegExp(`${API.replaceAll('.', '\\.')}$`), PAGES);
}

/**
 * Who a changelog row was written by, as far as Pipedrive tells.
 *
 * `app` and `mobile` are documented as people's edits, and a bulk edit in the interface is logged as `api` with a user agent of
 * its own. A token is a user's, so any other `api` row names a user who need not have been there: it is a token's, told apart
 * from the same user's other tools by the user agent. Every other source is undocumented.
 */
import type { RawSource, Writer } from '../../core/types';

const BULK_AGENT = 'bulk-actions-api';

/** Who wrote, by the parts of a row. */
export interface Written {
  user: number | null | undefined;
  source: string | null | undefined;
  userAgent: string | null | undefined;
  bulk: boolean;
}

/** Never throws; what nobody can tell is `undocumented`. */
export function pipedriveWriter({ user, source, userAgent, bulk }: Written): Writer {
  if (typeof user === 'number') {
    const person = source === 'app' || source === 'mobile' || (source === 'api' && bulk && userAgent === BULK_AGENT);
    if (person) return { key: `user:${user}`, kind: 'user', attribution: 'human', id: String(user) };
    if (source === 'api') {
      const id = `${user}:${product(userAgent).toLowerCase() || 'none'}`;
      return { key: `api:${id}`, kind: 'token', attribution: 'unknown', id };
    }
  }
  const id = source || 'none';
  return { key: `source:${id}`, kind: 'undocumented', attribution: 'unknown', id };
}

/** The row's source as Pipedrive sent it; a tool's name where its user agent gives one. */
export function rawSource({ user, source, userAgent }: Written): RawSource {
  const name = product(userAgent);
  return {
    type: source || 'none',
    ...(userAgent ? { id: userAgent } : {}),
    // A browser's user agent names no tool.
    ...(source === 'api' && name && name !== 'Mozilla' ? { label: name } : {}),
    ...(typeof user === 'number' ? { user: String(user) } : {}),
  };
}

/** The first product of a user agent, without its version: `python-requests/2.32.3`, `Pipedrive-SDK-Javascript-33.7.0`. */
function product(userAgent: string | null | undefined): string {
  const [first = ''] = (userAgent ?? '').trim().split(/[\s/(;]/);
  return first.replace(/-v?\d+(?:\.[\w+]+)+$/, '');
}

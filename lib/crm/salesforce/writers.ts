/**
 * Who wrote a history row.
 *
 * Salesforce names a user in every row, a person's or not. What kind of user it is shows in its type, profile and licence; only
 * what those say beyond doubt is used, names are never read into.
 */
import type * as v from 'valibot';
import type { RawSource, Writer } from '../../core/types';
import type { UserSchema } from './schema';

export type RowUser = v.InferOutput<typeof UserSchema>;

type Meaning = Pick<Writer, 'kind' | 'attribution'>;

const PERSON: Meaning = { kind: 'user', attribution: 'human' };
const HIDDEN: Meaning = { kind: 'hidden', attribution: 'unknown' };
const UNKNOWN: Meaning = { kind: 'undocumented', attribution: 'unknown' };

/** `User.UserType` as documented; employees, and people of customers and partners who sign in to a portal. */
const BY_TYPE: Record<string, Meaning> = {
  Standard: PERSON,
  PowerPartner: PERSON,
  CspLitePortal: PERSON,
  CustomerSuccess: PERSON,
  PowerCustomerSuccess: PERSON,
  CsnOnly: PERSON,
  Guest: { kind: 'form', attribution: 'system' },
  AutomatedProcess: { kind: 'automation', attribution: 'automation' },
};

/** Profiles of users that are no people: Salesforce's own agents, and integrations. */
const BY_PROFILE: Record<string, Meaning> = {
  'Einstein Agent User': { kind: 'vendorAgent', attribution: 'agent' },
  'Salesforce API Only System Integrations': { kind: 'app', attribution: 'unknown' },
  'Minimum Access - API Only Integrations': { kind: 'app', attribution: 'unknown' },
};

const INTEGRATION_LICENCE = 'Salesforce Integration';

function meaningOf(user: RowUser | null | undefined): Meaning {
  const byType = BY_TYPE[user?.UserType ?? ''] ?? UNKNOWN;
  if (byType.kind === 'form' || byType.kind === 'automation') return byType;
  // A profile or licence tells more than the type, which is `Standard` for agents and integrations, too.
  const byProfile = BY_PROFILE[user?.Profile?.Name ?? ''];
  if (byProfile) return byProfile;
  if (user?.Profile?.UserLicense?.Name === INTEGRATION_LICENCE) return { kind: 'app', attribution: 'unknown' };
  // Every employee has a profile; where it may not be read this may be a person, an agent or an integration.
  return user?.UserType === 'Standard' && !user.Profile?.Name ? HIDDEN : byType;
}

/** The writer of a row by its user; a user that may not be read is `undocumented`. */
export function salesforceWriter(id: string, user: RowUser | null | undefined): Writer {
  return { key: `user:${id}`, ...meaningOf(user), id };
}

/** What the row says of its user. */
export function sourceOf(id: string, user: RowUser | null | undefined): RawSource {
  const name = user?.Name;
  return { type: user?.UserType ?? '', id, user: id, ...(name ? { label: name } : {}) };
}

/** A value that a merge carried over: the row's user started the merge and chose no value. */
export function mergeWriter(marker: string): Writer {
  return { key: `source:${marker}`, kind: 'merge', attribution: 'unknown', id: marker };
}

/** A value that Salesforce worked out of another field in the same save, whoever changed that one. */
export function derivedWriter(from: string): Writer {
  return { key: `source:${from}`, kind: 'system', attribution: 'system', id: from };
}

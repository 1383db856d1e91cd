/** Users of a company: the people of the incident, and the seats programs have. */
import { PEOPLE } from '../../engine/actors.ts';
import type { User } from '../types.ts';

/** The engine's people by their Pipedrive user id. */
export const PERSON_IDS: Readonly<Record<string, number>> = Object.fromEntries(
  PEOPLE.map(({ id }, index) => [id, 101 + index]),
);

export const NATIVE_USER = 900;
export const COPILOT_USER = 901;
export const SYNC_USER = 902;
export const BILLING_USER = 903;
export const OPS_USER = 904;
export const OWN_USER = 905;
/** A user whose permission set forbids writing. */
export const READER_USER = 906;
/** A user whose permission set forbids changing fields. */
export const NO_SCHEMA_USER = 907;

const user = (id: number, name: string, extra: Partial<User> = {}): User => ({
  id,
  name,
  email: `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@company.example`,
  active: true,
  admin: false,
  ...extra,
});

export const USERS: readonly User[] = [
  ...PEOPLE.map(({ id, name }) => user(PERSON_IDS[id] ?? 0, name, { admin: id === 'mara' })),
  user(108, 'Olga Petrov', { active: false }),
  user(NATIVE_USER, 'Revenue Agent'),
  user(COPILOT_USER, 'Pipeline Copilot'),
  user(SYNC_USER, 'Data Sync'),
  user(BILLING_USER, 'Billing Bridge'),
  user(OPS_USER, 'Ops Scripts'),
  user(OWN_USER, 'Countersign', { admin: true }),
  user(READER_USER, 'Read Only'),
  user(NO_SCHEMA_USER, 'Sales Only'),
];

/** The person whose session the pages show. */
export const SIGNED_IN = PERSON_IDS.dana ?? 0;

/** As which user everybody of the incident writes; a row says no more than that. */
import { actorById, STAMP_VALUE } from '../engine/actors.ts';
import type { Actor, Via } from '../engine/types.ts';
import { USERS, userByKey, userName } from './org.ts';
import type { Source } from './types.ts';

/** Users of writers that do not have one of their own name. */
const USER_KEYS: Record<string, string> = {
  enricher: 'shared',
  'utm-sync': 'shared',
  // Acts with the login of the person it helps.
  desk: 'mara',
  // Flows that nobody started run as Salesforce's own user.
  routing: 'automated',
  'old-workflow': 'automated',
  'stamp-reset': 'automated',
  defaults: 'automated',
  calculated: 'automated',
};

export const userOf = (actor: string) => userByKey(USER_KEYS[actor] ?? actor);

/** Which token an actor writes with. */
export const TOKEN_ROLES: Record<string, string> = {
  copilot: 'copilot',
  enricher: 'shared',
  'utm-sync': 'shared',
  billing: 'billing',
  anonymous: 'anonymous',
  desk: 'desk',
  overlay: 'full',
};

/** Writers that share a user: nothing in a row tells them apart. */
export function loginOf(actor: Actor): string | undefined {
  const key = USER_KEYS[actor.id] ?? actor.id;
  return key === 'shared' || key === 'mara' ? key : undefined;
}

/** Who stands behind a write from outside the story, as far as the user and the stamp say. */
export function writerOf({ userId, way }: Source, stamp: string | undefined): { actor: Actor; via: Via } {
  const user = USERS.find(({ id }) => id === userId);
  const via: Via = way;
  if (!user) return { actor: actorById('anonymous'), via };
  switch (user.key) {
    case 'shared':
      return { actor: actorById(stamp === STAMP_VALUE ? 'enricher' : 'utm-sync'), via };
    case 'automated':
      return { actor: actorById('routing'), via: 'workflow' };
    case 'sam':
    case 'reader':
      return { actor: { kind: 'human', id: user.key, name: userName(user) }, via };
    default:
      return { actor: actorById(user.key), via };
  }
}

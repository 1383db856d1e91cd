/** Writes asked for while the sandbox runs: by an agent through the vendor's client, or by a person in one of many ways. */
import { BadInput, oneOf, onlyKeys, optionalText, text, valueSet } from '../badInput.ts';
import { AGENTS, actorById, PEOPLE, STAMP_VALUE } from '../engine/actors.ts';
import type { Actor, Via } from '../engine/types.ts';
import { ApiError } from './api/errors.ts';
import { objectType } from './api/objectTypes.ts';
import { checkProperties } from './api/values.ts';
import { TOKEN_ROLES } from './side.ts';
import type { Account, Simulation } from './simulation.ts';
import { MAIN_PORTAL } from './tokens.ts';
import { PERSON_IDS } from './vocabulary.ts';

const HUMAN_WAYS = ['page', 'mobile', 'bulk', 'restore', 'import', 'workflow', 'merge'] as const;

/** Imports and workflows are started by people but write in their own name. */
const STAND_INS: Partial<Record<Via, string>> = { import: 'import', workflow: 'routing' };

type Body = Record<string, unknown>;

interface Wish {
  account: Account;
  object: string;
  id: string;
  set: Record<string, string>;
}

function wishOf(simulation: Simulation, body: Body): Wish {
  oneOf(body, 'crm', ['hubspot'], 'hubspot');
  const account = simulation.account(optionalText(body, 'account') ?? MAIN_PORTAL);
  if (!account) throw new BadInput('no such account');
  const [name, id] = [text(body, 'object'), text(body, 'id')];
  try {
    const typeId = objectType(name).id;
    if (!account.store.get(typeId, id)) throw new BadInput(`no live record ${name} ${id}`);
    const checked = checkProperties(account.store, typeId, valueSet(body, 'set'));
    const set = Object.fromEntries(Object.entries(checked).map(([field, value]) => [field, value ?? '']));
    return { account, object: typeId, id, set };
  } catch (error) {
    if (error instanceof ApiError) throw new BadInput(error.message);
    throw error;
  }
}

async function carryOut(simulation: Simulation, actor: Actor, via: Via, wish: Wish) {
  const { account, object, id, set } = wish;
  const { clock } = simulation;
  const at = clock.now();
  clock.hold(at);
  try {
    await account.side.write(actor, via, [{ object, id, set }]);
    account.journal.write({ object, id }, set, { at, actor, via });
  } finally {
    clock.run();
  }
  return { at: new Date(at).toISOString(), object, id, set };
}

/** `POST /agent`: `agent` is an id, a name or an app id; `meta.run` lets Lead Enricher stamp the write. */
export function agentWrites(simulation: Simulation, body: Body) {
  onlyKeys(body, ['crm', 'account', 'agent', 'object', 'id', 'set', 'mode', 'meta']);
  const wanted = text(body, 'agent');
  const roleOf = (actor: Actor) => TOKEN_ROLES[actor.id];
  const appOf = (actor: Actor) => simulation.credentials.find((one) => one.role === roleOf(actor))?.appId;
  const agent = AGENTS.find((one) => [one.id, one.name, appOf(one)].includes(wanted));
  if (!agent) throw new BadInput(`no agent ${wanted}`);
  if (oneOf(body, 'mode', ['direct', 'staged'], 'direct') === 'staged') {
    throw new BadInput('staged: this account has no staging fields');
  }
  const wish = wishOf(simulation, body);
  if (roleOf(agent) && wish.account.store.portal.id !== MAIN_PORTAL) {
    throw new BadInput(`${agent.name} has no token for this account`);
  }
  const run = (body.meta as { run?: unknown } | undefined)?.run;
  if (typeof run === 'string') {
    wish.set[wish.account.side.stamps.agent] = agent.id === 'enricher' ? STAMP_VALUE : agent.id;
    wish.set[wish.account.side.stamps.run] = run;
  }
  return carryOut(simulation, agent, roleOf(agent) ? 'api' : 'internal', wish);
}

/** `POST /human`: `person` is an id, a name or a user id. */
export function humanWrites(simulation: Simulation, body: Body) {
  onlyKeys(body, ['crm', 'account', 'person', 'object', 'id', 'set', 'via']);
  const wanted = text(body, 'person');
  const person = PEOPLE.find((one) => [one.id, one.name, String(PERSON_IDS[one.id]?.userId)].includes(wanted));
  if (!person) throw new BadInput(`no person ${wanted}`);
  const via = oneOf(body, 'via', HUMAN_WAYS, 'page');
  const standIn = STAND_INS[via];
  return carryOut(simulation, standIn ? actorById(standIn) : person, via, wishOf(simulation, body));
}

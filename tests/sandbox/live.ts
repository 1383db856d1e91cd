/** Writes asked for while the sandbox runs: by an agent through the vendor's client, or by a person in one of many ways. */
import { BadInput, oneOf, onlyKeys, optionalText, text, valueSet } from './badInput.ts';
import type { CrmSandbox } from './crm.ts';
import { AGENTS, actorById, PEOPLE, STAMP_VALUE } from './engine/actors.ts';
import type { Actor, Via } from './engine/types.ts';
import type { Simulation } from './simulation.ts';

const HUMAN_WAYS = ['page', 'mobile', 'bulk', 'restore', 'import', 'workflow', 'merge'] as const;

/** Imports and workflows are started by people but write in their own name. */
const STAND_INS: Partial<Record<Via, string>> = { import: 'import', workflow: 'routing' };

type Body = Record<string, unknown>;

interface Wish {
  crm: CrmSandbox;
  account: string;
  object: string;
  id: string;
  set: Record<string, string>;
}

/** The CRM a body or query names, the first simulated one where it names none. */
export function crmOf(simulation: Simulation, name: string | null | undefined): CrmSandbox {
  const known = [...simulation.crms.values()];
  const crm = name == null ? known[0] : known.find((one) => one.crm === name);
  if (!crm) throw new BadInput(`crm must be one of ${known.map((one) => one.crm).join(', ')}`);
  return crm;
}

/** The account a body or query names, the CRM's main one where it names none. */
export function accountOf(crm: CrmSandbox, name: string | null | undefined): string {
  const account = name ?? [...crm.accounts.keys()][0];
  if (account === undefined || !crm.accounts.has(account)) throw new BadInput(`no account ${account}`);
  return account;
}

function wishOf(crm: CrmSandbox, body: Body): Wish {
  const account = accountOf(crm, optionalText(body, 'account'));
  const object = crm.object(text(body, 'object'));
  const id = text(body, 'id');
  if (!crm.isLive(account, object, id)) throw new BadInput(`no live record ${object} ${id}`);
  return { crm, account, object, id, set: crm.checkSet(account, object, id, valueSet(body, 'set')) };
}

async function carryOut({ clock }: Simulation, actor: Actor, via: Via, { crm, account, object, id, set }: Wish) {
  const journal = crm.accounts.get(account)?.journal;
  if (!journal) throw new BadInput(`no account ${account}`);
  const at = clock.now();
  clock.hold(at);
  try {
    await journal.side.write(actor, via, [{ object, id, set }]);
    journal.write({ object, id }, set, { at, actor, via });
  } finally {
    clock.run();
  }
  return { at: new Date(at).toISOString(), object, id, set };
}

/** `POST /agent`: `agent` is an id, a name or an id of the CRM's; `meta.run` lets an agent stamp the write. */
export function agentWrites(simulation: Simulation, body: Body) {
  onlyKeys(body, ['crm', 'account', 'agent', 'object', 'id', 'set', 'mode', 'meta']);
  const crm = crmOf(simulation, optionalText(body, 'crm'));
  const wanted = text(body, 'agent');
  const agent = AGENTS.find((one) => [one.id, one.name, ...crm.idsOf(one)].includes(wanted));
  if (!agent) throw new BadInput(`no agent ${wanted}`);
  if (oneOf(body, 'mode', ['direct', 'staged'], 'direct') === 'staged') {
    throw new BadInput('staged: this account has no staging fields');
  }
  const wish = wishOf(crm, body);
  const via = crm.agentVia(wish.account, agent);
  if (!via) throw new BadInput(`${agent.name} has no token for this account`);
  const run = (body.meta as { run?: unknown } | undefined)?.run;
  const stamps = crm.accounts.get(wish.account)?.journal.side.stamps;
  if (typeof run === 'string' && stamps) {
    wish.set[stamps.agent] = agent.id === 'enricher' ? STAMP_VALUE : agent.id;
    wish.set[stamps.run] = run;
  }
  return carryOut(simulation, agent, via, wish);
}

/** `POST /human`: `person` is an id, a name or the CRM's id of a user. */
export function humanWrites(simulation: Simulation, body: Body) {
  onlyKeys(body, ['crm', 'account', 'person', 'object', 'id', 'set', 'via']);
  const crm = crmOf(simulation, optionalText(body, 'crm'));
  const wanted = text(body, 'person');
  const person = PEOPLE.find((one) => [one.id, one.name, ...crm.idsOf(one)].includes(wanted));
  if (!person) throw new BadInput(`no person ${wanted}`);
  const via = oneOf(body, 'via', HUMAN_WAYS, 'page');
  const standIn = STAND_INS[via];
  return carryOut(simulation, standIn ? actorById(standIn) : person, via, wishOf(crm, body));
}

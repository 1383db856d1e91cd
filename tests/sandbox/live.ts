/** Writes asked for while the sandbox runs: by an agent through the vendor's client, or by a person in one of many ways. */
import { BadInput, oneOf, onlyKeys, optionalText, text, valueSet } from './badInput.ts';
import type { CrmSandbox } from './crm.ts';
import { AGENTS, actorById, PEOPLE, STAMP_VALUE } from './engine/actors.ts';
import type { Journal } from './engine/journal.ts';
import { list } from './engine/staging.ts';
import type { Actor, Via } from './engine/types.ts';
import type { Simulation } from './simulation.ts';
import { stagedWrite } from './staged.ts';

const HUMAN_WAYS = ['page', 'mobile', 'bulk', 'restore', 'import', 'workflow', 'merge'] as const;

/** Imports and workflows are started by people but write in their own name. */
const STAND_INS: Partial<Record<Via, string>> = { import: 'import', workflow: 'routing' };

type Body = Record<string, unknown>;

interface Place {
  crm: CrmSandbox;
  account: string;
  object: string;
  id: string;
}

interface Wish extends Place {
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

function placeOf(crm: CrmSandbox, body: Body): Place {
  const account = accountOf(crm, optionalText(body, 'account'));
  const object = crm.object(text(body, 'object'));
  const id = text(body, 'id');
  if (!crm.isLive(account, object, id)) throw new BadInput(`no live record ${object} ${id}`);
  return { crm, account, object, id };
}

/** The place with values for it, once the CRM would take them. */
function wishFor(place: Place, set: Record<string, string>): Wish {
  return { ...place, set: place.crm.checkSet(place.account, place.object, place.id, set) };
}

const wishOf = (crm: CrmSandbox, body: Body): Wish => wishFor(placeOf(crm, body), valueSet(body, 'set'));

function journalOf(crm: CrmSandbox, account: string): Journal {
  const journal = crm.accounts.get(account)?.journal;
  if (!journal) throw new BadInput(`no account ${account}`);
  return journal;
}

async function carryOut(
  { clock }: Simulation,
  actor: Actor,
  via: Via,
  { crm, account, object, id, set }: Wish,
  at = clock.now(),
) {
  const journal = journalOf(crm, account);
  clock.hold(at);
  try {
    await journal.side.write(actor, via, [{ object, id, set }]);
    journal.write({ object, id }, set, { at, actor, via });
  } finally {
    clock.run();
  }
  return { at: new Date(at).toISOString(), object, id, set };
}

/** Proposes the values instead of writing them; answers the ids of the proposals by field. */
async function propose(simulation: Simulation, agent: Actor, via: Via, place: Place, body: Body) {
  const journal = journalOf(place.crm, place.account);
  const at = simulation.clock.now();
  const { set, suggestions } = stagedWrite(journal.side, place, agent.name, valueSet(body, 'set'), body, at);
  const done = await carryOut(simulation, agent, via, wishFor(place, set), at);
  journal.suggest(suggestions);
  return { ...done, ids: Object.fromEntries(suggestions.map(({ field, suggestion }) => [field, suggestion])) };
}

/** Leaves values in the CRM's own list of suggestions; answers their ids by field. */
function listOwn({ clock }: Simulation, agent: Actor, place: Place, body: Body) {
  const journal = journalOf(place.crm, place.account);
  const { side } = journal;
  if (!side.suggest || agent.id !== 'native') throw new BadInput('only the CRM’s own agent has such a list');
  const at = clock.now();
  const { object, id } = place;
  const listed = Object.entries(valueSet(body, 'set')).map(([field, value]) => {
    if (!side.hasField(object, field)) throw new BadInput(`${object} has no field ${field}`);
    const wish = { field, value, right: true, why: 'Asked for while the sandbox ran.' };
    const one = list(side, place, { agent, at }, wish);
    if (!one) throw new BadInput('there is no such list');
    return one;
  });
  journal.suggest(listed);
  const ids = Object.fromEntries(listed.map(({ field, suggestion }) => [field, suggestion]));
  return { at: new Date(at).toISOString(), object, id, ids };
}

/** `POST /agent`: `agent` is an id, a name or an id of the CRM's; `meta.run` lets an agent stamp the write. */
export function agentWrites(simulation: Simulation, body: Body) {
  onlyKeys(body, ['crm', 'account', 'agent', 'object', 'id', 'set', 'mode', 'meta']);
  const crm = crmOf(simulation, optionalText(body, 'crm'));
  const wanted = text(body, 'agent');
  const agent = AGENTS.find((one) => [one.id, one.name, ...crm.idsOf(one)].includes(wanted));
  if (!agent) throw new BadInput(`no agent ${wanted}`);
  const mode = oneOf(body, 'mode', ['direct', 'staged', 'listed'], 'direct');
  const place = placeOf(crm, body);
  if (mode === 'listed') return listOwn(simulation, agent, place, body);
  const via = crm.agentVia(place.account, agent);
  if (!via) throw new BadInput(`${agent.name} has no token for this account`);
  if (mode === 'staged') return propose(simulation, agent, via, place, body);
  const wish = wishFor(place, valueSet(body, 'set'));
  const run = (body.meta as { run?: unknown } | undefined)?.run;
  if (typeof run === 'string') {
    const { stamps } = journalOf(crm, wish.account).side;
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

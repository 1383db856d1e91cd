/** What an agent proposes for one deal, and what becomes of it. */
import type { Sandbox } from '../sandbox/sandbox.ts';
import { Team } from '../services/records.ts';
import { type Crm, control, mainAccount } from './support.ts';

/** The object of deals on each CRM, and a field for a line of text. */
export const NEXT_STEP: Record<Crm, { object: string; field: string }> = {
  hubspot: { object: '0-3', field: 'hs_next_step' },
  salesforce: { object: 'Opportunity', field: 'NextStep' },
  pipedrive: { object: 'deal', field: 'a172f07a1eadfa4c746fb64257b1ba4ca28d4eff' },
};

export interface Proposal {
  url: string;
  field: string;
  value: string;
  /** What the sandbox's routes call the record by. */
  about: { crm: Crm; object: string; id: string };
}

let taken = 0;

/** Proposes a next step that nobody has proposed before, on the next deal in turn: what was read a moment ago is not read again. The clean deal is left to others. */
export async function propose(sandbox: Sandbox, crm: Crm): Promise<Proposal> {
  const { object, field } = NEXT_STEP[crm];
  const deals = mainAccount(sandbox, crm).records.filter(
    (one) => one.object === object && !/products|damaged|waiting|forged|currency|clean/.test(one.note),
  );
  const deal = deals[taken++ % deals.length];
  if (!deal) throw new Error('no deal');
  const about = { crm, object, id: deal.id };
  const value = `Proposed step ${taken}`;
  await proposeFor(sandbox, about, { [field]: value });
  return { url: deal.url, field, value, about };
}

/** A deal of one test's own, of which nothing is proposed yet: so the others' turns stay as they are. */
export async function ownDeal(sandbox: Sandbox, crm: Crm): Promise<Proposal> {
  const { object, field } = NEXT_STEP[crm];
  const id = await new Team(sandbox, crm).deal();
  const like = mainAccount(sandbox, crm).records.find((one) => one.object === object);
  if (!like) throw new Error('no deal');
  return { url: like.url.replace(like.id, id), field, value: '', about: { crm, object, id } };
}

export function proposeFor(sandbox: Sandbox, about: Proposal['about'], set: Record<string, string>): Promise<unknown> {
  const meta = { confidence: 0.8, reason: 'Said on the phone.' };
  return control(sandbox, 'POST', '/agent', { ...about, agent: 'Pipeline Copilot', mode: 'staged', set, meta });
}

/** A person's write somewhere else. */
export function writeElsewhere(
  sandbox: Sandbox,
  about: Proposal['about'],
  set: Record<string, string>,
): Promise<unknown> {
  return control(sandbox, 'POST', '/human', { ...about, person: 'Mara Lindqvist', via: 'mobile', set });
}

interface Cell {
  value: string | null;
  rows: { actor: { kind: string }; to: string | null }[];
}

/** What the field holds now. */
export async function valueNow(sandbox: Sandbox, { about, field }: Proposal): Promise<string | null> {
  return (await cell(sandbox, about, field)).value;
}

/** How often our own key wrote the proposed value. */
export async function timesWritten(sandbox: Sandbox, { about, field, value }: Proposal): Promise<number> {
  const { rows } = await cell(sandbox, about, field);
  return rows.filter(({ actor, to }) => actor.kind === 'overlay' && to === value).length;
}

async function cell(sandbox: Sandbox, about: Proposal['about'], field: string): Promise<Cell> {
  const [found] = await control<Cell[]>(sandbox, 'GET', `/truth?${new URLSearchParams({ ...about, field })}`);
  if (!found) throw new Error('nothing known of the field');
  return found;
}

/** What the options page knows: connections, the chosen account's writers and team file. Every change goes to the background. */
import { createStore } from 'zustand/vanilla';
import type { AccountInfo, Connection, ConnectionInfo } from '../core/account';
import type { Problem } from '../core/problem';
import type { Role, TeamFile } from '../core/team';
import type { Crm } from '../core/types';
import type { Progress, WriterRow, WriterSample } from '../core/writers';
import { ask } from '../messaging/protocol';
import { type LongWork, startLongWork } from './longWork';

export const SECTIONS = ['accounts', 'agents', 'staging', 'signals', 'team', 'about'] as const;
export type Section = (typeof SECTIONS)[number];

export interface OptionsState {
  section: Section;
  connections: ConnectionInfo[] | null;
  /** The connection whose writers and team file are shown. */
  chosen: string | null;
  rows: WriterRow[];
  sample: WriterSample | null;
  /** A look at the account's writers that is going on. */
  looking: Progress | null;
  problem: Problem | null;
  team: { file: TeamFile; hash: string } | null;
  fields: { name: string; label: string; object: string }[];
  /** Epoch ms of the last change that was saved. */
  savedAt: number | null;
  /** What the last change of a writer did. */
  effect: { marks: number; records: number } | null;
}

export const optionsStore = createStore<OptionsState>(() => ({
  section: 'accounts',
  connections: null,
  chosen: null,
  rows: [],
  sample: null,
  looking: null,
  problem: null,
  team: null,
  fields: [],
  savedAt: null,
  effect: null,
}));

const { setState, getState } = optionsStore;

export function chosenConnection(): Connection | null {
  const { connections, chosen } = getState();
  return connections?.find((c) => c.id === chosen) ?? connections?.[0] ?? null;
}

interface AccountId {
  crm: Crm;
  account: string;
}

const account = (): AccountId | null => {
  const connection = chosenConnection();
  return connection ? { crm: connection.crm, account: connection.account } : null;
};

export function showSection(section: string): void {
  const known = SECTIONS.find((s) => s === section) ?? 'accounts';
  setState({ section: known, effect: null });
  if (known !== 'accounts') void loadAccount();
}

export async function loadConnections(): Promise<void> {
  const connections = await ask('connection.list', {});
  const { chosen } = getState();
  setState({ connections, chosen: connections.some((c) => c.id === chosen) ? chosen : (connections[0]?.id ?? null) });
}

/** What is known of an account before anything of it was read. */
const UNREAD = {
  rows: [],
  sample: null,
  team: null,
  fields: [],
  problem: null,
  effect: null,
} satisfies Partial<OptionsState>;

/** Shows what an account was asked for, unless another one has been chosen meanwhile. */
function setStateOf(of: AccountId, state: Partial<OptionsState>): void {
  const now = account();
  if (now?.crm === of.crm && now.account === of.account) setState(state);
}

export async function choose(connection: string): Promise<void> {
  setState({ ...UNREAD, chosen: connection });
  await loadAccount();
}

/** Reads what the agents and team sections show of the chosen account. */
export async function loadAccount(): Promise<void> {
  if (!getState().connections) await loadConnections();
  const of = account();
  if (!of) return;
  const [writers, team] = await Promise.all([ask('writers.list', of), ask('team.get', of)]);
  setStateOf(of, { ...writers, team });
}

export async function testKey(
  crm: Crm,
  token: string,
): Promise<{ ok: true; info: AccountInfo } | { ok: false; problem: Problem }> {
  return ask('connection.test', { crm, token });
}

export async function connect(input: {
  crm: Crm;
  token: string;
  label: string;
  person: string;
}): Promise<Problem | null> {
  const { label, person, ...rest } = input;
  const added = await ask('connection.add', { ...rest, ...(label ? { label } : {}), ...(person ? { person } : {}) });
  if (!added.ok) return added.problem;
  await loadConnections();
  await choose(added.connection.id);
  return null;
}

/** Signs in with the CRM in a window of its own. */
export async function signIn(input: { crm: Crm; host: string; clientId: string }): Promise<Problem | null> {
  const added = await ask('connection.signIn', input);
  if (!added.ok) return added.problem;
  await loadConnections();
  await choose(added.connection.id);
  return null;
}

/** The address that the CRM's app has to list as its callback. */
export function redirectAddress(): Promise<string> {
  return ask('connection.redirect', {});
}

export async function rename(connection: Connection, label: string, person: string): Promise<void> {
  await ask('connection.rename', { id: connection.id, label, ...(person ? { person } : {}) });
  await loadConnections();
  setState({ savedAt: Date.now() });
}

export async function remove(id: string): Promise<void> {
  await ask('connection.remove', { id });
  setState(UNREAD);
  await loadConnections();
}

/** The people of an account, whichever is chosen: all of them stand in one list. */
export function peopleOf({ crm, account }: Connection): Promise<string[]> {
  return ask('people.list', { crm, account });
}

export async function loadFields(): Promise<void> {
  const of = account();
  if (of && getState().fields.length === 0) setStateOf(of, { fields: await ask('fields.list', of) });
}

/** Says who a writer is. The rows follow at once; what it changes on open records is told. */
export async function mapWriter(row: WriterRow, role: Role, name: string, actedBy = row.actedBy): Promise<void> {
  const of = account();
  if (!of) return;
  const effect = await ask('writers.effect', { ...of, key: row.writer.key, role });
  const agents = role === 'person' && actedBy.length > 0 ? { actedBy } : {};
  await ask('writer.map', { ...of, key: row.writer.key, role, name, ...agents });
  await loadAccount();
  setStateOf(of, { effect, savedAt: Date.now() });
}

/** Says by which field's stamps a shared key's agents can be told; no agents removes the rule. */
export async function setStamp(
  writer: string,
  field: string,
  agents: { value: string; name: string }[],
): Promise<void> {
  const of = account();
  if (!of) return;
  await ask('team.stamp', { ...of, stamp: { writer, field, agents } });
  await loadAccount();
  setState({ savedAt: Date.now() });
}

/** Says which field the team's agents stamp, and what an approval writes there; `null` for no field. */
export async function setTag(tag: { field: string; approved: string } | null): Promise<void> {
  const of = account();
  if (!of) return;
  await ask('team.tag', { ...of, tag });
  await loadAccount();
  setState({ savedAt: Date.now() });
}

/** Says what the team wants otherwise than the product has it. */
export async function setPolicy(policy: NonNullable<TeamFile['policy']>): Promise<void> {
  const of = account();
  if (!of) return;
  await ask('team.policy', { ...of, policy });
  await loadAccount();
}

let looking: LongWork | null = null;

/** Looks who wrote to the account lately. The port's life is the look's: closing it cancels, and what was found is kept. */
export function lookForWriters(): void {
  const of = account();
  if (!of || looking) return;
  setState({ looking: { done: 0, total: 1, records: 0, changes: 0 }, problem: null });
  looking = startLongWork<Progress>('writers', of, {
    progress: (progress) => setState({ looking: progress }),
    async end(problem, how) {
      // Give the background the moment it needs to store what it found.
      if (how === 'cancelled') await new Promise((resolve) => setTimeout(resolve, 300));
      looking = null;
      setState({ looking: null });
      setStateOf(of, { problem });
      await loadAccount();
    },
  });
}

export function cancelLooking(): void {
  looking?.cancel();
}

export type ImportResult = { ok: true } | { ok: false; why: 'json' | 'shape' | 'account'; detail: string };

export async function importTeam(text: string): Promise<ImportResult> {
  const of = account();
  if (!of) return { ok: false, why: 'account', detail: '' };
  const result = await ask('team.import', { ...of, text });
  if (!result.ok) return result;
  await loadAccount();
  return { ok: true };
}

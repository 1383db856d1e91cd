/** What the side panel knows: the chosen account's waiting suggestions, the look through the account, and the day's count. */
import { browser } from 'wxt/browser';
import { createStore } from 'zustand/vanilla';
import type { ConnectionInfo } from '../core/account';
import type { DECISIONS } from '../core/decisions';
import type { Problem } from '../core/problem';
import { BATCH_SIZE, type QueueItem } from '../core/queue';
import { ask } from '../messaging/protocol';
import { type LongWork, startLongWork } from './longWork';
import { createSuggestionStore } from './suggestion';

export type Decided = (typeof DECISIONS)[number];

/** What was decided today in this browser. */
export interface Tally {
  approve: number;
  approve_edited: number;
  reject: number;
  /** How many were asked for beyond the day's batch. */
  more: number;
}

export const NOTHING_YET: Tally = { approve: 0, approve_edited: 0, reject: 0, more: 0 };

/** One suggestion as it is decided. */
export type SuggestionHandle = ReturnType<typeof createSuggestionStore>;

export interface QueueState {
  connections: ConnectionInfo[] | null;
  /** The connection whose queue is shown. */
  chosen: string | null;
  items: QueueItem[];
  /** The list was read at least once. */
  loaded: boolean;
  /** When the account was last looked through, epoch ms, CRM time. */
  at: number | null;
  /** Records that were left out then. */
  left: number;
  /** CRM time minus this machine's time, ms. */
  offset: number;
  /** The person behind the credential, by the id values name users with. */
  me: string | null;
  /** The same of everybody in a team with that person; empty where the CRM tells of no team. */
  team: string[];
  /** A look that is going on: records looked at, and how many of them hold suggestions. */
  looking: { looked: number; found: number } | null;
  problem: Problem | null;
  /** When the list was last read, epoch ms, CRM time: as all times that the panel shows. */
  readAt: number | null;
  /** Decisions that wait to be written. */
  waiting: number;
  /** Signals that an endpoint has not taken yet, and whether a person has to look; `null` before it is known. */
  signals: { waiting: number; stuck: boolean } | null;
  /** When this browser reminds of what waits, as `09:30`; `null` for never. */
  remindAt: string | null;
  /** Suggestions in a day's batch, and how many the team has chosen. */
  size: number;
  teamSize: number;
  today: Tally;
  /** When an agent last proposed something, epoch ms, CRM time; 0 where that is not known, `null` where nothing was ever seen. */
  lastProposed: number | null;
}

/** What is kept of an account between two openings of the panel. */
interface Kept {
  day: string;
  today: Tally;
  lastProposed: number | null;
}

/** What is kept on this computer. */
interface Settings {
  /** The person's own size of a day's batch; `null` for the team's. */
  ownSize: number | null;
  chosen: string | null;
  /** By connection. */
  accounts: Record<string, Kept>;
}

const SETTINGS = 'panel';
/** The background's word that a queue changed, in the session's storage. */
const CHANGED = 'queue';
const SETTLE_MS = 250;
const WAITING_MS = 30_000;
/** Whoever opens the panel after this long is not shown what was there then. Sooner would be dear where records come one at a time. */
const LOOK_AGAIN_MS = 60 * 60_000;

const EMPTY = {
  items: [],
  loaded: false,
  at: null,
  left: 0,
  offset: 0,
  me: null,
  team: [],
  looking: null,
  problem: null,
  readAt: null,
  signals: null,
};

export const queueStore = createStore<QueueState>(() => ({
  ...EMPTY,
  connections: null,
  chosen: null,
  waiting: 0,
  remindAt: null,
  size: BATCH_SIZE,
  teamSize: BATCH_SIZE,
  today: NOTHING_YET,
  lastProposed: null,
}));

const { setState: set, getState: get } = queueStore;
let settings: Settings = { ownSize: null, chosen: null, accounts: {} };

/**
 * Opens the panel: the account of a tab's record, else the one chosen last, else the first.
 * @param tab the tab it is about; the active one where there is none
 */
export async function openPanel(tab: number | undefined): Promise<void> {
  const [connections, summary, remindAt, stored] = await Promise.all([
    ask('connection.list', {}),
    ask('tab.summary', tab === undefined ? {} : { tab }).catch(() => null),
    ask('reminder.get', {}).catch(() => null),
    browser.storage.local.get(SETTINGS),
  ]);
  settings = { ...settings, ...(stored[SETTINGS] as Partial<Settings> | undefined) };
  // What is kept of an account goes with its connection.
  const known = Object.entries(settings.accounts).filter(([id]) => connections.some((one) => one.id === id));
  settings.accounts = Object.fromEntries(known);
  set({ connections, remindAt });
  const shown = connections.find((one) => one.crm === summary?.ref.crm && one.account === summary.account?.id);
  const last = connections.find(({ id }) => id === settings.chosen);
  const first = shown ?? last ?? connections[0];
  follow();
  if (first) await show(first.id);
}

/** Another account, by a person's choice. */
export async function choose(id: string): Promise<void> {
  cancelLook();
  await show(id);
  await keep({ chosen: id });
}

async function show(id: string): Promise<void> {
  const kept = settings.accounts[id];
  const today = kept?.day === dayOf(Date.now()) ? kept.today : NOTHING_YET;
  handles.clear();
  set({ ...EMPTY, chosen: id, today, lastProposed: kept?.lastProposed ?? null });
  const teamSize = await teamSizeOf(id);
  if (get().chosen !== id) return;
  set({ teamSize, size: settings.ownSize ?? teamSize });
  await reload();
  const { chosen, at, loaded, looking, offset } = get();
  const old = at === null || Date.now() + offset - at > LOOK_AGAIN_MS;
  if (chosen === id && loaded && old && !looking) look();
}

/** Why the list could not be read again; what a look met is not ended by reading the list. */
let unanswered: Problem | null = null;

/** Reads the list again; rows stay where the answer does not come. */
export async function reload(): Promise<void> {
  const connection = chosenConnection();
  if (!connection) return;
  const { id, crm, account } = connection;
  try {
    const [queue, { waiting }, signals] = await Promise.all([
      ask('queue.list', { crm, account }),
      ask('decisions.resume', {}).catch(() => ({ waiting: get().waiting })),
      ask('signals.delivery', { crm, account }).catch(() => null),
    ]);
    if (get().chosen !== id) return;
    const before = get().lastProposed;
    const lastProposed = queue.items.reduce<number | null>((last, { at }) => Math.max(last ?? 0, at ?? 0), before);
    set({ ...queue, waiting, signals, lastProposed, loaded: true, readAt: Date.now() + queue.offset });
    if (unanswered && get().problem === unanswered) set({ problem: null });
    if (lastProposed !== before) await keepAccount();
    askAgainWhileWaiting();
  } catch (error) {
    unanswered = problemOf(error);
    if (get().chosen === id) set({ problem: unanswered, loaded: true });
  }
}

let looking: LongWork | null = null;

/** Looks through the account. The port's life is the look's: closing it cancels, and what was found is kept. */
export function look(): void {
  const connection = chosenConnection();
  if (!connection || looking) return;
  set({ looking: { looked: 0, found: 0 }, problem: null });
  looking = startLongWork<{ looked: number; found: number }>('queue', connection, {
    progress: (progress) => get().chosen === connection.id && set({ looking: progress }),
    async end(problem) {
      looking = null;
      if (get().chosen !== connection.id) return;
      set({ looking: null });
      await reload();
      if (problem) set({ problem });
    },
  });
}

export function cancelLook(): void {
  looking?.cancel();
}

async function teamSizeOf(id: string): Promise<number> {
  const connection = get().connections?.find((one) => one.id === id);
  if (!connection) return BATCH_SIZE;
  const { crm, account } = connection;
  const team = await ask('team.get', { crm, account }).catch(() => null);
  return team?.file.policy?.batch ?? BATCH_SIZE;
}

/** How many make a day's batch for this person, in every account; the team's number for as many as the team says. */
export async function setSize(size: number): Promise<void> {
  set({ size });
  await keep({ ownSize: size === get().teamSize ? null : size });
}

/** Counts a decision, or takes one back from the count. */
export async function count(kind: Decided, by: 1 | -1): Promise<void> {
  const today = todayNow();
  set({ today: { ...today, [kind]: Math.max(0, today[kind] + by) } });
  await keepAccount();
}

/** Reminds every day at a time, or not any more. */
export async function setReminder(at: string | null): Promise<void> {
  await ask('reminder.set', { at });
  set({ remindAt: at });
}

/** Asks for some beyond the day's batch. */
export async function more(n: number): Promise<void> {
  const today = todayNow();
  set({ today: { ...today, more: today.more + n } });
  await keepAccount();
}

/** Brings the record's tab forward, or opens one. */
export async function openRecord(url: string): Promise<void> {
  const page = pageOf(url);
  const tabs = await browser.tabs.query({ url: `${new URL(url).origin}/*` });
  const tab = tabs.find((one) => one.url !== undefined && pageOf(one.url) === page);
  if (tab?.id === undefined) {
    await browser.tabs.create({ url });
    return;
  }
  await browser.tabs.update(tab.id, { active: true });
  if (tab.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true });
}

const handles = new Map<string, SuggestionHandle>();

/** The suggestion for an item's field, by which it is read and decided; the same one every time. */
export function suggestionOf({ ref, field }: QueueItem): SuggestionHandle {
  const key = `${ref.object}/${ref.id}/${field}`;
  const handle = handles.get(key) ?? createSuggestionStore(ref, field);
  handles.set(key, handle);
  return handle;
}

let following = false;
let settle: ReturnType<typeof setTimeout> | undefined;
let waitingTimer: ReturnType<typeof setTimeout> | undefined;

/** Reads the list again when anything changed anywhere; many changes at once are one. */
function follow(): void {
  if (following) return;
  following = true;
  browser.storage.onChanged.addListener((changes, area) => {
    if (area !== 'session' || !changes[CHANGED]) return;
    clearTimeout(settle);
    settle = setTimeout(() => void reload(), SETTLE_MS);
  });
}

/** A decision that is written later tells nobody how many are left. */
function askAgainWhileWaiting(): void {
  clearTimeout(waitingTimer);
  if (get().waiting > 0) waitingTimer = setTimeout(() => void reload(), WAITING_MS);
}

function chosenConnection(): ConnectionInfo | null {
  const { connections, chosen } = get();
  return connections?.find(({ id }) => id === chosen) ?? null;
}

/** The count of this day; the panel may be open over midnight. */
function todayNow(): Tally {
  const { chosen, today } = get();
  const kept = chosen ? settings.accounts[chosen] : undefined;
  return kept && kept.day !== dayOf(Date.now()) ? NOTHING_YET : today;
}

async function keepAccount(): Promise<void> {
  const { chosen, today, lastProposed } = get();
  if (!chosen) return;
  const kept: Kept = { day: dayOf(Date.now()), today, lastProposed };
  await keep({ accounts: { ...settings.accounts, [chosen]: kept } });
}

async function keep(change: Partial<Settings>): Promise<void> {
  settings = { ...settings, ...change };
  await browser.storage.local.set({ [SETTINGS]: settings });
}

function dayOf(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** What of an address names the page: a record's tab may carry a view or a filter besides. */
function pageOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/$/, '');
}

function problemOf(error: unknown): Problem {
  return { kind: 'server', message: error instanceof Error ? error.message : String(error) };
}

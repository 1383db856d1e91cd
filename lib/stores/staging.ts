/** What the staging wizard shows: an account's fields, what a person has chosen so far, and what the background is at. */
import { createStore } from 'zustand/vanilla';
import type { Problem } from '../core/problem';
import type { TeamFile } from '../core/team';
import type { Crm } from '../core/types';
import {
  type Choices,
  isComplete,
  type Layout,
  NO_CHOICES,
  type StagingPart,
  type StagingRun,
  type WizardObject,
} from '../core/wizard';
import { ask } from '../messaging/protocol';
import { openControl } from './control';
import { type LongWork, startLongWork } from './longWork';

export const STEPS = ['choose', 'names', 'preview', 'create', 'try'] as const;
export type Step = (typeof STEPS)[number];

export interface StagingState {
  account: { crm: Crm; account: string } | null;
  loading: boolean;
  objects: WizardObject[] | null;
  team: TeamFile | null;
  run: StagingRun | null;
  choices: Choices;
  step: Step;
  working: 'create' | 'undo' | null;
  /** A person has asked to stop; the field that is being made is still finished. */
  stopping: boolean;
  /** Why the account's fields could not be read, or why the work ended early. */
  problem: Problem | null;
  /** How many fields the last undo took back. */
  removed: number | null;
}

const NOTHING: StagingState = {
  account: null,
  loading: false,
  objects: null,
  team: null,
  run: null,
  choices: NO_CHOICES,
  step: 'choose',
  working: null,
  stopping: false,
  problem: null,
  removed: null,
};

export const stagingStore = createStore<StagingState>(() => NOTHING);

const { setState, getState } = stagingStore;

let going: LongWork | null = null;

/** Shows an account's wizard; one that was left in the middle of creating goes on there. */
export async function openStaging(crm: Crm, account: string): Promise<void> {
  const { account: shown, working } = getState();
  const same = shown?.crm === crm && shown.account === account;
  if (same && working) return;
  // Another account's work stops after the field that is being made, and can be gone on with there.
  if (!same) {
    const left = going;
    going = null;
    left?.cancel();
    setState({ ...NOTHING, account: { crm, account } });
  }
  await reload();
  const { run, step } = getState();
  if (!same && run && !isComplete(run) && step === 'choose') setState({ step: 'create' });
}

/** Reads fields, team file and run anew. */
export async function reload(): Promise<void> {
  const { account } = getState();
  if (!account) return;
  setState({ loading: true });
  const loaded = await ask('staging.load', account).catch(unanswered);
  if (getState().account !== account) return;
  if (loaded.ok) {
    const { objects, team, run } = loaded;
    setState({ objects, team, run, loading: false, problem: null });
  } else setState({ loading: false, problem: loaded.problem });
}

/** The background refused or is gone. */
function unanswered(error: unknown): { ok: false; problem: Problem } {
  return { ok: false, problem: { kind: 'refused', message: error instanceof Error ? error.message : String(error) } };
}

export function goTo(step: Step): void {
  setState({ step, removed: null, ...(step === 'create' ? {} : { problem: null }) });
}

function choose(change: Partial<Choices>): void {
  setState({ choices: { ...getState().choices, ...change }, removed: null });
}

export function setLayout(layout: Layout): void {
  choose({ layout });
}

export function chooseObject(object: string, on: boolean): void {
  const others = getState().choices.objects.filter((one) => one.object !== object);
  choose({ objects: on ? [...others, { object, fields: [] }] : others });
}

export function chooseField(object: string, field: string, on: boolean): void {
  const { objects } = getState().choices;
  const fields = objects.find((one) => one.object === object)?.fields.filter((name) => name !== field) ?? [];
  const others = objects.filter((one) => one.object !== object);
  choose({ objects: [...others, { object, fields: on ? [...fields, field] : fields }] });
}

/** @param name `null` for the proposed one */
export function nameField(object: string, field: string, name: string | null): void {
  const others = getState().choices.names.filter((one) => one.object !== object || one.field !== field);
  choose({ names: name === null ? others : [...others, { object, field, name }] });
}

/** @param name `null` for the usual one */
export function namePart(part: StagingPart, name: string | null): void {
  const { [part]: _before, ...others } = getState().choices.parts;
  choose({ parts: name === null ? others : { ...others, [part]: name } });
}

/** Keeps the plan and begins to create it. */
export async function createPlanned(): Promise<void> {
  const { account, choices } = getState();
  if (!account) return;
  setState({ problem: null });
  // A name that was emptied before its field was unticked is nobody's.
  const names = choices.names.filter(({ name }) => name !== '');
  const begun = await ask('staging.begin', { ...account, choices: { ...choices, names } }).catch(() => null);
  if (!begun) {
    // A name has become impossible: somebody has created a field meanwhile. The step says which.
    await reload();
    return setState({ step: 'names' });
  }
  if (!begun.ok) return setState({ problem: begun.problem });
  setState({ run: begun.run, step: 'create' });
  work('create');
}

/** Goes on with what has not been created yet. */
export function resumeCreating(): void {
  work('create');
}

/** Takes back everything the wizard created. */
export function undoCreated(): void {
  work('undo');
}

/** Stops after the field that is being made or taken back. */
export function stopWork(): void {
  setState({ stopping: true });
  going?.stop();
}

function work(what: 'create' | 'undo'): void {
  const { account, run } = getState();
  if (!account || going) return;
  const before = run?.created.length ?? 0;
  setState({ working: what, stopping: false, problem: null, removed: null });
  const begun: LongWork = startLongWork<StagingRun>(`staging-${what}`, account, {
    progress: (now) => going === begun && setState({ run: now }),
    async end(problem, how) {
      if (going !== begun) return;
      going = null;
      await Promise.all([reload(), openControl(account.crm, account.account)]);
      const { run: now, problem: unread } = getState();
      const removed = what === 'undo' ? before - (now?.created.length ?? 0) : null;
      setState({
        working: null,
        stopping: false,
        // What a background that went away did is on disk, and was just read.
        problem: (how === 'lost' ? null : problem) ?? unread,
        removed,
        ...(what === 'undo' && how === 'done' && !problem ? { step: 'choose' } : {}),
      });
    },
  });
  going = begun;
}

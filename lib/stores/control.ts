/** What the options show of an account's control record, and what a person does with it. */
import { createStore } from 'zustand/vanilla';
import type { ControlInfo, ControlPreview } from '../core/control';
import type { Problem } from '../core/problem';
import type { Crm } from '../core/types';
import { ask } from '../messaging/protocol';
import { loadAccount } from './options';

export interface ControlView {
  account: { crm: Crm; account: string } | null;
  info: ControlInfo | null;
  /** What was found at an address. */
  preview: ControlPreview | null;
  /** The CRM is being asked. */
  busy: boolean;
  /** Why the last thing was not done: the CRM's problem, an address of no record, or something else stands there by now. */
  failed: Problem | 'noRecord' | 'changedMeanwhile' | null;
}

const NOTHING: ControlView = { account: null, info: null, preview: null, busy: false, failed: null };

export const controlStore = createStore<ControlView>(() => NOTHING);
const { setState, getState } = controlStore;

/** Shows an account's control record, as it is known at once and as the CRM has it a moment later. */
export async function openControl(crm: Crm, account: string): Promise<void> {
  const before = getState().account;
  const of = before?.crm === crm && before.account === account ? before : { crm, account };
  if (of !== before) setState({ ...NOTHING, account: of });
  const info = await ask('control.get', of);
  if (getState().account !== of) return;
  setState({ info });
  if (info?.record) await work(() => ask('control.look', of));
}

export async function lookAgain(): Promise<void> {
  const { account } = getState();
  if (account) await work(() => ask('control.look', account));
}

/** Looks what stands in the record at an address. */
export async function findControl(address: string): Promise<void> {
  const { account } = getState();
  if (!account) return;
  setState({ preview: null });
  await work(async () => {
    const found = await ask('control.preview', { ...account, address });
    if (!found.ok) setState({ failed: found.problem });
    else setState(found.preview ? { preview: found.preview } : { failed: 'noRecord' });
    return ask('control.get', account);
  });
}

export function dropPreview(): void {
  setState({ preview: null, failed: null });
}

/** Uses the record that was shown. */
export async function adoptFound(): Promise<void> {
  const { account, preview } = getState();
  if (!account || !preview) return;
  await work(async () => {
    const done = await ask('control.use', { ref: preview.ref, seen: preview.seen });
    if (!done.ok) setState({ failed: done.problem });
    else setState({ preview: null, failed: done.used ? null : 'changedMeanwhile' });
    return ask('control.get', account);
  });
}

/** Makes a record, or goes on with one whose making was not heard of. */
export async function createNew(): Promise<void> {
  const { account } = getState();
  if (!account) return;
  await work(async () => {
    const done = await ask('control.create', account);
    if (!done.ok) setState({ failed: done.problem });
    return ask('control.get', account);
  });
}

export async function resolveConflict(keep: 'mine' | 'theirs'): Promise<void> {
  const { account, info } = getState();
  if (account && info) await work(() => ask('control.resolve', { ...account, keep, seen: info.seen }));
}

export async function setPaused(on: boolean): Promise<void> {
  const { account } = getState();
  if (account) await work(() => ask('control.pause', { ...account, on }));
}

export async function leaveRecord(): Promise<void> {
  const { account } = getState();
  if (!account) return;
  await work(async () => {
    await ask('control.leave', account);
    return ask('control.get', account);
  });
}

/** Asks the background, shows what is so afterwards, and whatever of the team file has changed with it. */
async function work(act: () => Promise<ControlInfo | null>): Promise<void> {
  const { account } = getState();
  setState({ busy: true, failed: null });
  try {
    const info = await act();
    if (getState().account !== account) return;
    setState({ info });
    await loadAccount();
  } catch (error) {
    if (getState().account !== account) return;
    setState({ failed: { kind: 'refused', message: error instanceof Error ? error.message : String(error) } });
  } finally {
    if (getState().account === account) setState({ busy: false });
  }
}

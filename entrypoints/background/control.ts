/** The control record: looked at on an alarm while the browser is open, and whenever the team file changes here. */
import { browser } from 'wxt/browser';
import type { Connection } from '../../lib/core/account';
import type { ControlInfo } from '../../lib/core/control';
import type { Crm } from '../../lib/core/types';
import { asProblem } from '../../lib/crm/problem';
import { locateRecord } from '../../lib/crm/registry';
import { Refused, type Sender, serve } from '../../lib/messaging/server';
import { clockOffset } from '../../lib/services/api';
import { connectionFor, listConnections } from '../../lib/services/connections';
import {
  adoptControl,
  controlInfo,
  createControl,
  type LookReason,
  leaveControl,
  lookAtControl,
  pauseAgents,
  previewControl,
  resolveControl,
} from '../../lib/services/control';
import { retractWhatDoesNotHold } from '../../lib/services/retractions';
import { framed, help, language, tellPages } from './context';

const ALARM = 'control';
/** One request each time, so some 150 a day. */
const EVERY_MINUTES = 10;

export function answerControl(): void {
  serve('control.get', 'own', ({ crm, account }) => infoOf(crm, account));

  serve('control.look', 'own', async ({ crm, account }, sender) => {
    const connection = await connected(crm, account, sender);
    await lookAt(connection, 'write');
    return controlInfo(connection);
  });

  serve('control.preview', 'own', async ({ crm, account, address }, sender) => {
    const connection = await connected(crm, account, sender);
    const page = locateRecord(address);
    if (page?.crm !== crm) return { ok: true, preview: null };
    try {
      return { ok: true, preview: await previewControl(connection, page) };
    } catch (error) {
      return { ok: false, problem: asProblem(error) };
    }
  });

  serve('control.use', 'own', async ({ ref, seen }, sender) => {
    const connection = await connected(ref.crm, ref.account, sender);
    try {
      const used = await adoptControl(connection, ref, seen);
      await retracted(ref.crm, ref.account, connection);
      return { ok: true, used };
    } catch (error) {
      return { ok: false, problem: asProblem(error) };
    }
  });

  serve('control.create', 'own', async ({ crm, account }, sender) => {
    const problem = await createControl(await connected(crm, account, sender), language(), help);
    return problem ? { ok: false, problem } : { ok: true };
  });

  serve('control.resolve', 'own', async ({ crm, account, keep, seen }, sender) => {
    const connection = await connected(crm, account, sender);
    if (await resolveControl(connection, keep === 'mine', seen)) await retracted(crm, account, connection);
    return controlInfo(connection);
  });

  serve('control.pause', 'own', async ({ crm, account, on }, sender) => {
    const connection = await connected(crm, account, sender);
    if (await pauseAgents(connection, on)) await tellPages(crm);
    return controlInfo(connection);
  });

  serve('control.leave', 'own', async ({ crm, account }, sender) => {
    await leaveControl(await connected(crm, account, sender));
    return null;
  });

  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) void lookAtAll();
  });
  void ensureAlarm();
}

/**
 * Tells the pages of a team file that was changed here, takes back what rests on somebody who is no agent any more, and takes the
 * file to the control record, for which nobody has to wait.
 */
export async function teamChanged(crm: Crm, account: string): Promise<void> {
  const connection = await connectionFor(crm, account);
  await retracted(crm, account, connection);
  if (connection) void lookAt(connection, 'ledger');
}

async function retracted(crm: Crm, account: string, connection: Connection | null): Promise<void> {
  const offset = connection ? await clockOffset(connection.id) : 0;
  await retractWhatDoesNotHold({ crm, account }, Date.now() + offset);
  await tellPages(crm);
}

async function lookAt(connection: Connection, reason: LookReason): Promise<void> {
  if (await lookAtControl(connection, reason)) await retracted(connection.crm, connection.account, connection);
}

async function lookAtAll(): Promise<void> {
  for (const connection of await listConnections()) {
    if (!connection.stopped) await lookAt(connection, 'ledger');
  }
}

async function ensureAlarm(): Promise<void> {
  if (await browser.alarms.get(ALARM)) return;
  await browser.alarms.create(ALARM, { periodInMinutes: EVERY_MINUTES, delayInMinutes: EVERY_MINUTES });
}

async function infoOf(crm: Crm, account: string): Promise<ControlInfo | null> {
  const connection = await connectionFor(crm, account);
  return connection ? controlInfo(connection) : null;
}

/** A card in a page has no business with the whole account. */
async function connected(crm: Crm, account: string, sender: Sender): Promise<Connection> {
  if (framed(sender)) throw new Refused('control: not in a frame');
  const connection = await connectionFor(crm, account);
  if (!connection) throw new Refused('no account');
  return connection;
}

/** Signals and where they go, for our own pages; sending goes on whenever the worker lives, and an alarm wakes it. */
import { browser } from 'wxt/browser';
import type { SignalsState } from '../../lib/core/outbox';
import type { Crm } from '../../lib/core/types';
import { serve } from '../../lib/messaging/server';
import { acknowledgeAlert, openAlerts } from '../../lib/services/alerts';
import { connectionFor } from '../../lib/services/connections';
import { captureLeftDecisions, whenCaptured } from '../../lib/services/signals';
import {
  discardStuck,
  flushLedgers,
  forgetLedgerWaits,
  ledgerInfo,
  retryLedger,
  switchLedger,
} from '../../lib/sync/ledger';
import {
  addEndpoint,
  changeEndpoint,
  compactIfLow,
  discardLetters,
  flush,
  forgetWaits,
  noteExport,
  removeEndpoint,
  retryEndpoint,
  retryLetters,
  setRoom,
  signalsOf,
  signalsState,
} from '../../lib/sync/outbox';
import { newSecret } from '../../lib/sync/signing';

const ALARM = 'signals';
/** The shortest time an alarm can be set to. */
const ALARM_MS = 30_000;
/** Looking for what can make room takes a while, and finds nothing new at once. */
const MAKE_ROOM_MS = 10 * 60_000;

export function answerSignals(): void {
  serve('signals.state', 'own', ({ crm, account }) => stateOf(crm, account));
  serve('signals.room', 'own', async ({ mb }) => {
    await setRoom(mb);
    return null;
  });
  serve('signals.list', 'own', ({ crm, account, before }) => signalsOf(crm, account, before));
  serve('signals.exported', 'own', async ({ crm, account, seq }) => {
    await noteExport(crm, account, seq);
    return null;
  });
  serve('alerts.list', 'own', async ({ crm, account }) => {
    const connection = await connectionFor(crm, account);
    return connection ? openAlerts(connection) : [];
  });
  serve('alert.acknowledge', 'own', async ({ crm, account, id }) => {
    await acknowledgeAlert(crm, account, id);
    return null;
  });
  serve('endpoint.add', 'own', async ({ crm, account, url, values, types, secret }) => {
    const used = secret ?? newSecret();
    await addEndpoint({ crm, account, url, values, ...(types ? { types } : {}) }, used);
    void goOn();
    return { made: secret ? null : used };
  });
  serve('endpoint.change', 'own', async ({ id, url, values, types, secret }) => {
    await changeEndpoint(id, { url, values, types }, secret);
    void goOn();
    return null;
  });
  serve('endpoint.remove', 'own', async ({ id }) => {
    await removeEndpoint(id);
    return null;
  });
  serve('endpoint.retry', 'own', async ({ id }) => {
    await retryEndpoint(id);
    await goOn();
    return null;
  });
  serve('deadLetter.retry', 'own', async ({ endpoint, signal }) => {
    await retryLetters(endpoint, signal);
    await goOn();
    return null;
  });
  serve('deadLetter.discard', 'own', async ({ endpoint, signal }) => {
    await discardLetters(endpoint, signal);
    return null;
  });

  serve('ledger.switch', 'own', async ({ crm, account, on }) => {
    await switchLedger(crm, account, on);
    void goOn();
    return null;
  });
  serve('ledger.retry', 'own', async ({ crm, account }) => {
    await retryLedger(crm, account);
    await goOn();
    return null;
  });
  serve('ledger.discard', 'own', async ({ crm, account, why }) => {
    await discardStuck(crm, account, why);
    return null;
  });

  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) void goOn();
  });
  self.addEventListener('online', () => void Promise.all([forgetWaits(), forgetLedgerWaits()]).then(goOn));
  whenCaptured(() => void goOn());
  void captureLeftDecisions().then(goOn);
}

/** Everything there is to say of an account's signals. */
export async function stateOf(crm: Crm, account: string): Promise<SignalsState> {
  return { ...(await signalsState(crm, account)), ledger: await ledgerInfo(crm, account) };
}

let madeRoomAt = 0;

/** What has just been delivered may make room for what comes. */
async function makeRoom(): Promise<void> {
  if (madeRoomAt > Date.now() - MAKE_ROOM_MS) return;
  madeRoomAt = Date.now();
  await compactIfLow(Date.now());
}

/** Sends what waits, and sees to it that somebody comes back for what cannot be sent yet. */
async function goOn(): Promise<void> {
  // A worker that dies while it sends is woken to go on.
  await browser.alarms.create(ALARM, { when: Date.now() + ALARM_MS });
  const times = (await Promise.all([flush(), flushLedgers()])).filter((at) => at !== null);
  await makeRoom();
  if (times.length === 0) await browser.alarms.clear(ALARM);
  else await browser.alarms.create(ALARM, { when: Math.max(Math.min(...times), Date.now() + ALARM_MS) });
}

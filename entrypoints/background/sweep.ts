/** The sweep through accounts' changes: on an alarm while the browser is open, and when a person asks for it. */
import { browser } from 'wxt/browser';
import type { SweepProgress } from '../../lib/core/sweep';
import { Refused, serve } from '../../lib/messaging/server';
import { connectionFor } from '../../lib/services/connections';
import { takeIn } from '../../lib/services/records';
import { dueStanding, forgetStanding } from '../../lib/services/standing';
import { dueSweeps, pauseSweep, sweep, sweepInfo, type Taker } from '../../lib/services/sweep';
import { language, words } from './context';
import { serveLongWork } from './longWork';

const ALARM = 'sweep';
const EVERY_MINUTES = 5;

const taker: Taker = {
  take: async (known) => (await takeIn(known, language(), words())).kept,
  due: dueStanding,
  gone: forgetStanding,
};

export function answerSweep(): void {
  serve('sweep.state', 'own', async ({ crm, account }) => {
    const connection = await connectionFor(crm, account);
    return connection ? sweepInfo(connection) : null;
  });
  serve('sweep.pause', 'own', async ({ crm, account, paused }) => {
    const connection = await connectionFor(crm, account);
    if (!connection) throw new Refused('no account');
    await pauseSweep(connection, paused);
    if (!paused) void goOn();
    return null;
  });
  serveLongWork<SweepProgress>('sweep', (connection, post, signal) =>
    sweep(connection, language(), taker, post, signal),
  );

  browser.alarms.onAlarm.addListener(({ name }) => {
    if (name === ALARM) void goOn();
  });
  void ensureAlarm();
}

async function ensureAlarm(): Promise<void> {
  if (await browser.alarms.get(ALARM)) return;
  await browser.alarms.create(ALARM, { periodInMinutes: EVERY_MINUTES, delayInMinutes: EVERY_MINUTES });
}

/** Sweeps the accounts whose turn it is. */
async function goOn(): Promise<void> {
  const signal = new AbortController().signal;
  // A browser stops a worker that has called none of its interfaces for 30 s; should it die all the same, the alarm goes on.
  const stayAwake = () => void browser.runtime.getPlatformInfo();
  for (const connection of await dueSweeps()) void sweep(connection, language(), taker, stayAwake, signal);
}

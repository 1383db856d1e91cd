/**
 * What the account's API is asked: per record, counted, and per working day, computed from what was counted.
 *
 * A tab is left open on a record for as long as the bench runs; the times of its refreshes give the schedule.
 */

import type { Sandbox } from '../../sandbox/sandbox.ts';
import { control, mainAccount, overlayStatus } from '../../tools/drive.ts';
import type { Launched } from '../../tools/extension.ts';
import type { Line, Section } from '../report.ts';
import { connectedBrowser, startBenchSandbox } from '../setting.ts';
import { figure } from '../stats.ts';

/** A rep's day. */
const DAY = {
  views: 80,
  /** Records of these kinds, of the views: never read before, and changed since they were. The others are unchanged. */
  fresh: 20,
  changed: 10,
  objects: 3,
  /** How long each is looked at. */
  seconds: 180,
};
/** A record is read by one or two requests. */
const AIM_VIEW = 2;
/** Reopening a record sooner than this asks nothing. */
const GAP_MS = 3_500;
/** What follows an answer: marks, reports. */
const QUIET_MS = 700;
/** The refresh schedule as designed, for what was not waited for; s. */
const DESIGNED = { first: 30, factor: 2, most: 300 };
const SLACK_MS = 4_000;

interface Asked {
  seq: number;
  host: string;
  method: string;
  path: string;
}

export interface RequestsRun {
  /** Waits until at least one refresh was seen, and closes everything. */
  finish(): Promise<Section>;
  stop(): Promise<void>;
}

/** Counts what opening records asks, then leaves a tab open. */
export async function startRequests(build: string): Promise<RequestsRun> {
  const sandbox = await startBenchSandbox();
  let browser: Launched | undefined;
  const stop = async () => {
    await browser?.close();
    await sandbox.stop();
  };
  try {
    const log = new ApiLog(sandbox);
    browser = await connectedBrowser(sandbox, build);
    const connecting = await log.take();
    const account = mainAccount(sandbox);
    const [record, second, watched] = account.records.filter((one) => one.object === '0-3');
    if (!record || !second || !watched) throw new Error('the sandbox has too few deals');
    const page = await browser.context.newPage();
    const view = async (url: string) => {
      await page.waitForTimeout(GAP_MS);
      await page.goto(url);
      await overlayStatus(page, 'ready', 'mismatch', 'error', 'no-account', 'stale', 'offline');
      await page.waitForTimeout(QUIET_MS);
      return log.take();
    };
    const cold = await view(record.url);
    const fresh = await view(second.url);
    const unchanged = await view(record.url);
    const person = { person: 'dana', object: record.object, id: record.id };
    await control(sandbox, 'POST', '/human', { ...person, set: { dealname: 'Renamed by the bench' } });
    const changed = await view(record.url);
    await page.goto(watched.url);
    await overlayStatus(page, 'ready', 'mismatch', 'error', 'no-account', 'stale', 'offline');
    const opened = Date.now();
    await log.take();
    const watch = watchRefreshes(log, opened);
    return {
      stop: async () => {
        watch.end();
        await stop();
      },
      async finish() {
        await watch.first();
        watch.end();
        return section({ connecting, cold, fresh, unchanged, changed }, watch.refreshes, (Date.now() - opened) / 1000);
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The sandbox's log, without the pages' own requests. */
class ApiLog {
  readonly #sandbox: Sandbox;
  #last = 0;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** What the API was asked since the last time. */
  async take(): Promise<Asked[]> {
    const entries = await control<Asked[]>(this.#sandbox, 'GET', `/log?since=${this.#last}`);
    this.#last = entries.at(-1)?.seq ?? this.#last;
    return entries.filter((entry) => entry.host.startsWith('api.'));
  }
}

interface Refresh {
  /** Seconds after the record was opened. */
  at: number;
  requests: number;
}

function watchRefreshes(log: ApiLog, opened: number) {
  const refreshes: Refresh[] = [];
  let failed: unknown;
  const timer = setInterval(() => {
    log
      .take()
      .then((asked) => {
        if (asked.length > 0) refreshes.push({ at: Math.round((Date.now() - opened) / 1000), requests: asked.length });
      })
      .catch((error: unknown) => {
        failed = error;
      });
  }, 1_000);
  return {
    refreshes,
    end: () => clearInterval(timer),
    async first() {
      while (refreshes.length === 0) {
        if (failed) throw failed;
        if (Date.now() - opened > DESIGNED.first * 1_000 + SLACK_MS) return;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    },
  };
}

type Counted = Record<'connecting' | 'cold' | 'fresh' | 'unchanged' | 'changed', Asked[]>;

function section(counted: Counted, refreshes: readonly Refresh[], watched: number): Section {
  const { connecting, cold, fresh, unchanged, changed } = counted;
  // What a cold view asks beyond a record never read is the account's: fields of the object, people.
  const fields = cold.filter(({ path }) => path.includes('/properties')).length;
  const people = Math.max(0, cold.length - fresh.length - fields);
  const schedule = scheduled(refreshes, watched);
  const perRefresh = refreshes[0]?.requests ?? 1;
  const opening =
    DAY.fresh * fresh.length + DAY.changed * changed.length + (DAY.views - DAY.fresh - DAY.changed) * unchanged.length;
  const refreshing = DAY.views * schedule.length * perRefresh;
  const rare = DAY.objects * fields + people;
  const line = (what: string, requests: number, aim?: number): Line => ({
    what,
    figures: { requests: figure('requests', [requests], aim) },
  });
  const seen = refreshes.map(({ at, requests }) => `${requests} at ${at} s`).join(', ') || 'none';
  const perView = (DAY.views * unchanged.length) / DAY.views;
  return {
    title: '7. Requests to the CRM’s API',
    notes: [
      `counted in the sandbox’s log; connecting asked ${connecting.length} before the first view`,
      `refreshes of a record left open for ${Math.round(watched)} s: ${seen}; within ${DAY.seconds} s that makes ${schedule.length} (at ${schedule.join(', ')} s)`,
      `a day: ${DAY.views} views of ${DAY.seconds / 60} minutes (${DAY.fresh} records never read before, ${DAY.changed} changed since, the others not),`,
      `openings ${opening} + refreshes ${DAY.views} × ${schedule.length} × ${perRefresh} = ${refreshing} + fields of ${DAY.objects} objects and people ${rare}`,
    ],
    lines: [
      line(`first view of an account (${kinds(cold)})`, cold.length),
      line(`record not read before (${kinds(fresh)})`, fresh.length, AIM_VIEW),
      line(`record read before, unchanged (${kinds(unchanged)})`, unchanged.length, AIM_VIEW),
      line(`record read before, changed (${kinds(changed)})`, changed.length, AIM_VIEW),
      line('a refresh that finds nothing new', perRefresh),
      line(`a view of ${DAY.seconds / 60} minutes, record unchanged`, perView + schedule.length * perRefresh),
      line('a rep’s day', opening + refreshing + rare),
    ],
  };
}

/** When a record that does not change is refreshed within a view: as seen, and as designed after what was waited for; s. */
function scheduled(refreshes: readonly Refresh[], watched: number): number[] {
  const times: number[] = [];
  let gap = DESIGNED.first;
  for (let at = gap; at <= DAY.seconds; ) {
    const seen = refreshes[times.length];
    const waitedFor = watched * 1_000 >= at * 1_000 + SLACK_MS;
    if (waitedFor && !seen) break;
    const real = waitedFor && seen ? seen.at : at;
    if (real > DAY.seconds) break;
    times.push(real);
    gap = Math.min(gap * DESIGNED.factor, DESIGNED.most);
    at = real + gap;
  }
  return times;
}

/** The requests' kinds, in few words. */
function kinds(asked: readonly Asked[]): string {
  const names = asked.map(({ method, path }) => {
    if (path.includes('/batch/read')) return 'read';
    if (path.includes('/properties')) return 'fields';
    if (path.includes('/owners')) return 'people';
    return method === 'GET' && path.includes('/objects/') ? 'changed?' : `${method} ${path}`;
  });
  return names.length === 0 ? 'none' : names.join(', ');
}

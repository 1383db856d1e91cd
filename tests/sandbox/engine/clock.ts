/** The time every simulated CRM lives in: row times, `Date` headers, limit windows and resets all come from here. */

/** The moment the incident ends and real time takes over. */
export const INCIDENT_END = Date.parse('2026-11-23T14:00:00.000Z');

export interface Clock {
  /** Epoch milliseconds, CRM time. */
  now(): number;
  /** Jumps to a time and stays there until `run()`. */
  hold(ms: number): void;
  /** Lets time pass again from wherever the clock stands. */
  run(): void;
  /** Jumps to a time; keeps running or holding as before. */
  set(ms: number): void;
  /** Moves by a number of milliseconds, forwards or backwards. */
  advance(ms: number): void;
}

/**
 * A clock that starts at `start` and ticks with the machine.
 *
 * @param start epoch milliseconds
 * @param machine the machine's monotonic milliseconds; injected by tests
 */
export function createClock(start = INCIDENT_END, machine: () => number = () => performance.now()): Clock {
  let base = start;
  let since: number | null = machine();
  const now = () => (since === null ? base : base + Math.floor(machine() - since));
  return {
    now,
    hold(ms) {
      base = ms;
      since = null;
    },
    run() {
      if (since === null) since = machine();
    },
    set(ms) {
      base = ms;
      if (since !== null) since = machine();
    },
    advance(ms) {
      base += ms;
    },
  };
}

/** ISO date-time with milliseconds, the form every history row carries. */
export const iso = (ms: number): string => new Date(ms).toISOString();

/** What people are told of the signals that wait to be sent. */
import type { Values } from './events';
import type { Problem } from './problem';
import type { ChosenType, Signal } from './signals';

const MB = 1_000_000;
/** Room for signals that a person may choose, MB of JSON. */
export const ROOMS = [25, 50, 100, 200, 500] as const;
/** Room for signals unless set, in characters of JSON; capture stops visibly when it is used up. */
export const OUTBOX_SIZE = 50 * MB;

/** From here on it is said that room runs out, and room is made; per cent. */
export const LOW = 80;

/** The room in whole MB, and back. */
export const roomInMb = (size: number): number => size / MB;
export const roomOf = (mb: number): number => mb * MB;

export interface EndpointInfo {
  id: string;
  url: string;
  values: Values;
  /** The types of signals it is sent; `null` for all. */
  types: ChosenType[] | null;
  /** Signals that it has not taken yet. */
  waiting: number;
  /** Why the last try failed; where `stopped`, nothing is tried again until a person asks for it. */
  problem: { message: string; status?: number } | null;
  stopped: boolean;
  /** Epoch ms, machine clock. */
  retryAt: number | null;
  deliveredAt: number | null;
}

export interface DeadLetterInfo {
  endpoint: string;
  signal: string;
  field: string;
  record: string;
  message: string;
  status: number;
  at: number;
}

/**
 * Why a correction is not in its record's ledger:
 * - `noField`: the record's object has no ledger field, or not any more
 * - `notLedger`: the field holds something else, which is not ours to overwrite
 * - `readOnly`: the field takes nothing from this key
 * - `full`: it holds as much as it may, and what stands there has to stay
 * - `notKept`: it was written several times, and was gone again
 * - `gone`: the record is deleted or merged away
 * - `refused`: the CRM did not take it
 */
export const LEDGER_GAPS = ['noField', 'notLedger', 'readOnly', 'full', 'notKept', 'gone', 'refused'] as const;
export type LedgerGap = (typeof LEDGER_GAPS)[number];

export interface LedgerInfo {
  on: boolean;
  /** Corrections that are not written yet, and those that are and have not been looked at again. */
  waiting: number;
  checking: number;
  /** Why nothing can be written at the moment. */
  problem: Problem | null;
  /** Epoch ms, machine clock. */
  retryAt: number | null;
  deliveredAt: number | null;
  /** Those that a person has to look at, by reason. */
  stuck: { why: LedgerGap; message: string; count: number; records: string[] }[];
}

/**
 * How far one correction has come on its way into the ledger, in the order in which a person has to know of it.
 * - `checking`: written, and to be looked at again
 * - `left`: it is older than what is written there, or a person gave it up
 */
const IN_LEDGER = ['stuck', 'waiting', 'checking', 'left', 'delivered'] as const;

export interface InLedger {
  state: (typeof IN_LEDGER)[number];
  why?: LedgerGap;
  /** The CRM's own words. */
  message?: string;
}

/** Of several entries about one correction the one that a person has to know of; `null` where there is none. */
export function worstInLedger(entries: readonly (InLedger | null)[]): InLedger | null {
  const rank = ({ state }: InLedger) => IN_LEDGER.indexOf(state);
  return entries.filter((one) => one !== null).sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

export interface SignalsState {
  endpoints: EndpointInfo[];
  dead: DeadLetterInfo[];
  ledger: LedgerInfo;
  /** How many signals of the account are kept, and the last one. */
  kept: number;
  latest: Signal | null;
  /** Whole per cent of the room that is used, by all accounts, and the room itself, MB. */
  used: number;
  room: number;
  full: boolean;
  /** The last signal that an export had in it, and when that was; `at`: epoch ms, machine clock. `null` where there was none. */
  exported: { seq: number; at: number } | null;
}

/**
 * How far one signal has come on its way to one endpoint.
 * - `refused`: the receiver's answer was about this very signal; it is set aside
 * - `stuck`: sending has stopped, for a reason that a person has to look at
 * - `discarded`: a person gave it up
 * - `notMeant`: the endpoint is not sent signals of this type
 */
export type DeliveryState = 'delivered' | 'waiting' | 'stuck' | 'refused' | 'discarded' | 'notMeant';

export interface SignalDelivery {
  endpoint: string;
  host: string;
  state: DeliveryState;
  /** The receiver's answer, or why there was none. */
  message?: string;
  status?: number;
}

/** What of an endpoint tells how far a signal has come; everything up to `cursor` was taken, set aside or not meant for it. */
interface Progress {
  id: string;
  url: string;
  cursor: number;
  types?: readonly ChosenType[];
  stopped?: boolean;
  problem?: { message: string; status?: number };
}

/** True where an endpoint is sent signals of this type. */
export function isMeantFor({ types }: Pick<Progress, 'types'>, { type, of }: Pick<Signal, 'type' | 'of'>): boolean {
  return types === undefined || types.some((one) => one === (of ?? type));
}

/** @param letter what the endpoint refused of this signal, if it did */
export function deliveryOf(
  signal: Pick<Signal, 'type' | 'of'> & { seq: number },
  endpoint: Progress,
  letter?: { message: string; status: number; again?: boolean; discarded?: boolean },
): SignalDelivery {
  const { id, url, cursor, stopped, problem } = endpoint;
  const to = { endpoint: id, host: new URL(url).host };
  const said = ({ message, status }: { message: string; status?: number }) => ({
    message,
    ...(status === undefined ? {} : { status }),
  });
  if (letter && (letter.discarded || !letter.again)) {
    return { ...to, state: letter.discarded ? 'discarded' : 'refused', ...said(letter) };
  }
  if (!isMeantFor(endpoint, signal)) return { ...to, state: 'notMeant' };
  if (signal.seq <= cursor && !letter) return { ...to, state: 'delivered' };
  return { ...to, state: stopped ? 'stuck' : 'waiting', ...(problem ? said(problem) : {}) };
}

const WORST: readonly DeliveryState[] = ['refused', 'stuck', 'waiting', 'discarded', 'delivered', 'notMeant'];

/** Of two deliveries the one that a person has to know of. */
export function worseOf(a: SignalDelivery, b: SignalDelivery): SignalDelivery {
  return WORST.indexOf(b.state) < WORST.indexOf(a.state) ? b : a;
}

/** True for an address that signals can go to: `https:`, without a name or password in it, which no fetch takes. */
export function isEndpointUrl(text: string): boolean {
  try {
    const { protocol, username, password } = new URL(text);
    return protocol === 'https:' && username === '' && password === '';
  } catch {
    return false;
  }
}

const BASE_MS = 2_000;
const MOST_MS = 3_600_000;

/**
 * How long to wait after a failure: exponential with full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), 2 s to 1 h.
 * @param failures in a row, this one included
 * @param random 0 to 1
 */
export function backoff(failures: number, random: number): number {
  return Math.round(random * Math.min(MOST_MS, BASE_MS * 2 ** Math.min(failures - 1, 20)));
}

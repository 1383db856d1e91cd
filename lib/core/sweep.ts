/** What people are told of the sweep: how far an account's changes have been looked at, and why no further. */
import type { Problem } from './problem';

/** Per cent of an account's day that looking for changes may use, where the team has not said otherwise. */
export const SWEEP_SHARE = 10;

export interface SweepInfo {
  /** What changed up to this moment was looked at; epoch ms, machine clock; `null` before the first time. */
  until: number | null;
  /** Records looked at today, and those whose answers could not be read. */
  looked: number;
  unread: number;
  /** What looking has used of its share of the day, in the CRM's own unit. */
  used: number;
  budget: number;
  /** The share, in per cent of the day. */
  share: number;
  running: boolean;
  /** Not before does it look again; epoch ms, machine clock. */
  nextAt: number;
  /** A person has stopped it. */
  paused: boolean;
  /** It stands still because there is no room for signals. */
  full: boolean;
  /** Why it stands still; `null` where nothing keeps it. */
  problem: Problem | null;
}

/** Records looked at since this run began. */
export interface SweepProgress {
  looked: number;
}

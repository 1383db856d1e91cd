/**
 * Signals that do not hold any more: they rest on who wrote a row of the history, and the team says something else of that writer
 * now. A retraction takes one back, the next one puts it into effect again. Pure.
 *
 * Retractions of one signal are counted; odd ones take it back. So every browser that comes to the same end gives the last one the
 * same id and the same meaning, however much of the way there it saw.
 */
import { writerAttribution } from './attribution';
import { canonicalJson, sha256 } from './ids';
import { isAboutWritten, type LedgerEntry } from './ledger';
import type { TeamFile } from './team';
import type { Writer } from './types';

/** One writer that a signal rests on, and what it has to count as. */
export interface Basis {
  key: string;
  /** What the CRM's own documentation makes of it. */
  by: Writer['attribution'];
  /** `untrusted`: an agent or unmapped. */
  is: 'agent' | 'human' | 'untrusted';
  /** The agent whose stamp told the row from others of that writer. */
  stamp?: string;
}

export function basisOf({ key, attribution }: Writer, is: Basis['is'], stamp?: string): Basis {
  return { key, by: attribution, is, ...(stamp ? { stamp } : {}) };
}

/** True where the team's word on writers still bears a signal out. One that rests on nobody's word always holds. */
export function holds(basis: readonly Basis[] | undefined, team: TeamFile): boolean {
  return (basis ?? []).every(({ key, by, is, stamp }) => {
    const counts = writerAttribution(team, { key, attribution: by });
    if (is === 'untrusted') return counts === 'agent' || counts === 'unknown';
    return counts === is || (stamp !== undefined && isStamped(key, stamp, team));
  });
}

function isStamped(key: string, agent: string, { stamps }: TeamFile): boolean {
  return stamps.some(({ writer, agents }) => writer === key && agents.some(({ name }) => name === agent));
}

/** @param n which retraction of that signal it is, from 1 */
export function retractionId(about: string, n: number): Promise<string> {
  return sha256(canonicalJson([1, 'retraction', about, n]));
}

/** Whether a signal is taken back, by how many retractions there are of it. */
export const isRetracted = ({ retractions = 0 }: { retractions?: number }): boolean => retractions % 2 === 1;

/**
 * True for what a ledger says of something that, by what the team says now, no agent wrote. The ledger only grows, so the
 * entry stays there.
 */
export function isOutdated(entry: LedgerEntry, team: TeamFile): boolean {
  const { writer, agent } = entry;
  if (!isAboutWritten(entry) || agent === undefined) return false;
  const named = team.writers.filter(({ key, name }) => (writer ? key === writer : name === agent));
  if (named.length === 0 || named.some(({ role }) => role === 'agent')) return false;
  return !team.stamps.some(
    (stamp) => (!writer || stamp.writer === writer) && stamp.agents.some(({ name }) => name === agent),
  );
}

/** All that decides who counts as an agent. */
export function rolesHash({ writers, stamps }: TeamFile): Promise<string> {
  return sha256(canonicalJson([writers.map(({ key, role, actedBy }) => [key, role, actedBy]), stamps]));
}

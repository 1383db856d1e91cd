/** What is said where something keeps us from reading a record: what happened, what it means, what to do. */
import type { ViewProblem } from '../core/view';

export interface ProblemWords {
  /** Two words. */
  short: string;
  /** One to three sentences. */
  long: string;
}

/** A page that has gone on to another record says nothing. */
type Told = Exclude<ViewProblem, { kind: 'moved' }>;
type Key = Told['kind'] | 'offlineStale' | 'stale';
type Say = (key: `problem.${Key}.${keyof ProblemWords}`, values: Record<string, string>) => string;

/**
 * @param crm what people call the CRM
 * @param asOf the time of what is shown instead, in words; empty where nothing is
 * @param clock a moment as a time of day
 */
export function problemWords(
  problem: Told,
  context: { crm: string; asOf: string; clock(at: number): string },
  t: Say,
): ProblemWords {
  const { crm, asOf, clock } = context;
  const values = {
    crm,
    time: 'retryAt' in problem && problem.retryAt ? clock(problem.retryAt) : asOf,
    message: 'message' in problem ? (problem.message ?? '') : '',
    missing: 'missing' in problem ? (problem.missing ?? '') : '',
    account: 'connected' in problem ? problem.connected : '',
  };
  const key = keyOf(problem.kind, asOf !== '');
  return { short: t(`problem.${key}.short`, values), long: t(`problem.${key}.long`, values) };
}

function keyOf(kind: Told['kind'], hasView: boolean): Key {
  if (kind === 'offline') return hasView ? 'offlineStale' : 'offline';
  return hasView && ['refused', 'server', 'timeout', 'unreadable'].includes(kind) ? 'stale' : kind;
}

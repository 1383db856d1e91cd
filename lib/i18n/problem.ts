/** What is said where something keeps us from reading a record: what happened, what it means, what to do. */
import type { ViewProblem } from '../core/view';
import type { Translate } from './translate';

export interface ProblemWords {
  /** Two words. */
  short: string;
  /** One to three sentences. */
  long: string;
}

/**
 * @param crm what people call the CRM
 * @param asOf the time of what is shown instead, in words; empty where nothing is
 * @param clock a moment as a time of day
 */
export function problemWords(
  problem: ViewProblem,
  context: { crm: string; asOf: string; clock(at: number): string },
  t: Translate,
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

function keyOf(kind: ViewProblem['kind'], hasView: boolean): string {
  if (kind === 'offline') return hasView ? 'offlineStale' : 'offline';
  return hasView && ['refused', 'server', 'timeout', 'unreadable'].includes(kind) ? 'stale' : kind;
}

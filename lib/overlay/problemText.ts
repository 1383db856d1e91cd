/** What the pill says when something keeps marks from being shown or up to date. */

import type { PageTranslate } from '../i18n/pageText';
import { type ProblemWords, problemWords } from '../i18n/problem';
import type { PillState } from './root';

export interface ProblemText extends ProblemWords {
  tone: 'unknown' | 'danger';
  action?: 'retry' | 'reload' | 'connect';
}

const ACTIONS: Record<string, ProblemText['action']> = {
  noAccount: 'connect',
  wrongAccount: 'connect',
  signedOut: 'connect',
  forbidden: 'connect',
  gone: 'reload',
  offline: 'retry',
  refused: 'retry',
  server: 'retry',
  timeout: 'retry',
  unreadable: 'retry',
};

/** @param crm what people call the CRM. @returns `null` while nothing is wrong */
export function problemText(state: PillState, crm: string, t: PageTranslate): ProblemText | null {
  const { problem, agreement } = state;
  if (problem) {
    if (problem.kind === 'moved') return null;
    const asOf = state.asOf === null ? '' : clock(state.asOf - state.offset);
    const action = ACTIONS[problem.kind];
    const tone = problem.kind === 'signedOut' || problem.kind === 'forbidden' ? 'danger' : 'unknown';
    return { ...problemWords(problem, { crm, asOf, clock }, t), tone, ...(action ? { action } : {}) };
  }
  if (state.status !== 'mismatch' || agreement.agreed) return null;
  const fields = state.contradicting.slice(0, 3).join(', ');
  return {
    short: t('problem.page.short'),
    long: t(`problem.page.${agreement.why}`, { crm, fields }),
    tone: 'unknown',
    action: 'reload',
  };
}

function clock(at: number): string {
  return new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** What the control record's troubles are called. */
import { i18n } from '#i18n';
import type { ControlTrouble } from '../../lib/core/control';
import type { Problem } from '../../lib/core/problem';
import type { Crm } from '../../lib/core/types';
import { problemWords } from '../../lib/i18n/problem';
import { clockTime } from '../../lib/i18n/time';
import { translate } from '../../lib/i18n/translate';
import { whoText } from '../../lib/i18n/who';
import { whenText } from '../words';
import { problemText } from './StagingWords';

/** Why record and browser do not say the same, in words. */
export function troubleText(trouble: ControlTrouble, crm: Crm, language: string): string {
  const time = (at: number) => whenText(at, Date.now(), language);
  switch (trouble.kind) {
    case 'changedBy':
      return i18n.t(`control.trouble.${trouble.why}`, { who: whoText(trouble.who), time: time(trouble.at) });
    case 'conflict':
      return i18n.t('control.trouble.conflict', { who: whoText(trouble.who), time: time(trouble.at) });
    case 'notControl': {
      const by = trouble.who ? i18n.t('control.trouble.by', { who: whoText(trouble.who) }) : '';
      return translate(`control.trouble.${trouble.why}`, { by, detail: trouble.detail });
    }
    case 'full':
      return i18n.t('control.trouble.full', {
        chars: trouble.chars.toLocaleString(language),
        room: trouble.room.toLocaleString(language),
      });
    case 'problem': {
      const { problem } = trouble;
      return problem.kind === 'gone' ? i18n.t('control.trouble.gone') : failedText(problem, crm, language);
    }
    default:
      return translate(`control.trouble.${trouble.kind}`, { crm: i18n.t(`crm.${crm}`) });
  }
}

/** What kept the CRM from doing something, in words. */
export function failedText(problem: Problem, crm: Crm, language: string): string {
  const name = i18n.t(`crm.${crm}`);
  if (problem.kind === 'refused') return problemText(problem, crm, language);
  if (problem.kind === 'forbidden') {
    return i18n.t('control.trouble.forbidden', { crm: name, missing: problem.missing ?? problem.message ?? '' });
  }
  return problemWords(problem, { crm: name, asOf: '', clock: (at) => clockTime(at, language) }, translate).long;
}

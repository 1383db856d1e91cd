/** What the staging wizard calls things. */
import { i18n } from '#i18n';
import type { Problem } from '../../lib/core/problem';
import type { Crm } from '../../lib/core/types';
import { type FieldSort, knownAs, type NameProblem, type PlanItem } from '../../lib/core/wizard';
import { clockTime } from '../../lib/i18n/time';
import { translate } from '../../lib/i18n/translate';
import { objectText } from '../words';

/** An object as a heading; Salesforce's are called by their API names. */
export function objectName(object: string): string {
  const name = objectText(object);
  return name.charAt(0).toLocaleUpperCase() + name.slice(1);
}

/** A field's API name, to stand beside its label; a code that only Pipedrive can read is left out. */
export function nameBeside(name: string): string {
  return knownAs({ name, label: '' });
}

/** What a staging field is for. */
export function partText({ part, fieldLabel }: Pick<PlanItem, 'part' | 'fieldLabel'>): string {
  return part === 'field' ? (fieldLabel ?? '') : i18n.t(`staging.part.${part}`);
}

/** A field's type as the CRM's own settings call it. */
export function typeText(sort: FieldSort, crm: Crm): string {
  return i18n.t(`staging.type.${crm}.${sort}`);
}

export function nameProblemText(problem: NameProblem, crm: Crm): string {
  if (crm === 'hubspot' && (problem === 'characters' || problem === 'start')) return i18n.t('staging.wrong.lower');
  if (problem === 'long')
    return i18n.t('staging.wrong.long', { max: crm === 'salesforce' ? 40 : crm === 'hubspot' ? 100 : 255 });
  return i18n.t(`staging.wrong.${problem}`);
}

/** What kept a field from being created, in the CRM's own words where it had any. */
export function problemText(problem: Problem, name: Crm, language: string): string {
  const values = {
    crm: i18n.t(`crm.${name}`),
    message: problem.message ?? '',
    missing: problem.missing ?? '',
    time: problem.retryAt ? clockTime(problem.retryAt, language) : '',
  };
  switch (problem.kind) {
    case 'refused':
    case 'conflict':
    case 'gone':
    case 'sharedKey':
      return i18n.t('staging.problem.refused', values);
    case 'budget':
      return i18n.t('staging.problem.daily', values);
    default:
      return translate(`staging.problem.${problem.kind}`, values);
  }
}

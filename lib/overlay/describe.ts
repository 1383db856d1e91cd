/** What a mark is called and what its tip says. */
import type { ViewField } from '../core/view';

type Translate = (key: string, values?: Record<string, string | number>) => string;

/** @param when the relative time of the change, in words */
export function describeMark(field: ViewField, when: string, t: Translate): { name: string; tip: string } {
  const { mark } = field;
  if (!mark) return { name: field.label, tip: '' };
  const name = t(`mark.${mark.state}`, { field: field.label, who: mark.who, by: mark.by ?? '', when });
  const who = mark.state === 'corrected' || mark.state === 'collaborative' ? (mark.by ?? mark.who) : mark.who;
  const tip = mark.state === 'unknown' ? t('mark.tipUnknown', { when }) : t('mark.tip', { who, when });
  return { name: mark.fresh ? t('mark.fresh', { name }) : name, tip };
}

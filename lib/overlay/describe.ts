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

/** What the chip of a suggestion is called, what its tip says, and its words. */
export function describeChip(field: ViewField, t: Translate): { name: string; tip: string; text: string } {
  const { suggestion } = field;
  if (!suggestion) return { name: field.label, tip: '', text: '' };
  const agent = suggestion.agent || t('suggestion.someone');
  const { value, confidence } = suggestion;
  const says = confidence === undefined ? '' : ` · ${t('suggestion.says', { percent: Math.round(confidence * 100) })}`;
  return {
    name: t('suggestion.chip', { field: field.label, value, agent }),
    tip: `${agent}${says}`,
    text: `→ ${value}`,
  };
}

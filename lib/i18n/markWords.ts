/** What marks and the chips of suggestions are called, and what their tips say. */
import type { MarkState } from '../core/types';
import type { MarkWords } from '../core/view';
import { translate } from './translate';

/**
 * @param who the agent, person, automation or integration that wrote the value
 * @param by the person who approved or corrected it, where there is one
 * @param when the time of the change, in words
 */
export function markWords(
  state: MarkState,
  label: string,
  who: string,
  by: string | undefined,
  when: string,
): MarkWords {
  const named = state === 'corrected' || state === 'collaborative' ? (by ?? who) : who;
  return {
    name: translate(`mark.${state}`, { field: label, who, by: by ?? '', when }),
    tip: state === 'unknown' ? translate('mark.tipUnknown', { when }) : translate('mark.tip', { who: named, when }),
  };
}

/** @param value `null` to clear the field; @param agent empty where nothing tells; @param confidence 0 to 1, by the agent's own word */
export function chipWords(
  label: string,
  value: string | null,
  agent: string,
  confidence: number | undefined,
): MarkWords {
  const named = agent || translate('suggestion.someone');
  const percent = confidence === undefined ? null : Math.round(confidence * 100);
  return {
    name:
      value === null
        ? translate('suggestion.chipClear', { field: label, agent: named })
        : translate('suggestion.chip', { field: label, value, agent: named }),
    tip: percent === null ? named : `${named} · ${translate('suggestion.says', { percent })}`,
  };
}

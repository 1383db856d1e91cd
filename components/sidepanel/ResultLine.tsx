import { useEffect, useEffectEvent, useState } from 'react';
import { i18n } from '#i18n';
import type { DecisionReport } from '../../lib/core/decisions';
import type { QueueItem } from '../../lib/core/queue';
import type { Noted } from '../../lib/stores/suggestion';
import { AddNote } from '../card/AddNote';
import { outcomeText } from '../card/Outcome';
import { Icon } from '../ui/Icon';
import { Kbd } from './Kbd';
import type { Fate } from './review';

interface ResultLineProps {
  item: QueueItem;
  fate: Fate;
  /** The key takes this one back. */
  last: boolean;
  language: string;
  crmName: string;
  onUndo(): void;
  onNote(key: string, text: string): Promise<Noted>;
  onPutAway(): void;
}

const SHOWN_MS = 4_000;

/** What came of a decision, in the row's place for a moment; longer while somebody looks at it, or where it is not simply done. */
export function ResultLine({ item, fate, last, language, crmName, onUndo, onNote, onPutAway }: ResultLineProps) {
  const report = fate.state === 'settled' ? fate.report : null;
  const done = report?.state === 'done';
  const [held, setHeld] = useState(false);
  const putAway = useEffectEvent(onPutAway);
  useEffect(() => {
    if (!done || held) return;
    const timer = setTimeout(() => putAway(), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [done, held]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing happens here; somebody looks at it.
    <div
      className={done ? 'result strip done' : 'result strip unknown'}
      data-testid="panel-result"
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
    >
      <Icon name={done ? 'check' : report?.state === 'waiting' ? 'clock' : 'warning'} />
      <span className="grow">
        {report ? resultText(report, crmName, language) : i18n.t('panel.elsewhere', { field: item.label })}
      </span>
      {done && report.kind === 'reject' && <AddNote onNote={(text) => onNote(report.key, text)} />}
      {done && report.kind !== 'undo' && (
        <button
          type="button"
          className="button ghost"
          data-countersign-action="undo"
          data-suggestion={item.id}
          onClick={onUndo}
        >
          {i18n.t('suggestion.undo')}
          {last && <Kbd name="U" />}
        </button>
      )}
    </div>
  );
}

function resultText(report: DecisionReport, crmName: string, language: string): string {
  const empty = i18n.t('value.empty');
  const { label: field, from, to, kind, state } = report;
  if (state !== 'done' || kind === 'undo') return `${field}: ${outcomeText({ decision: report, crmName, language })}`;
  return kind === 'reject'
    ? i18n.t('panel.rejected', { field })
    : i18n.t('panel.written', { field, from: from ?? empty, to: to ?? empty });
}

import { i18n } from '#i18n';
import type { QueueItem } from '../../lib/core/queue';
import { Change } from '../ui/Change';
import { Glyph } from '../ui/Glyph';
import { Icon } from '../ui/Icon';
import { whenText } from '../words';

/** A suggestion in three lines: what, from what to what, by whom. @param name of its field, or of its record where the field is above it */
export function ClosedRow({
  item,
  name,
  now,
  language,
}: {
  item: QueueItem;
  name: string;
  now: number;
  language: string;
}) {
  const { from, to, agent, at, confidence, sensitive, state } = item;
  return (
    <>
      <p className="line meta">
        <span className="cut">{name}</span>
        {sensitive && (
          <span className="tag">
            <Icon name="warning" size={12} /> {i18n.t('suggestion.sensitive')}
          </span>
        )}
        {state === 'stale' && (
          <span className="tag">
            <Icon name="clock" size={12} /> {i18n.t('panel.stale')}
          </span>
        )}
        {at !== null && <span className="end">{whenText(at, now, language)}</span>}
      </p>
      <Change from={from} to={to} />
      <p className="line meta">
        <Glyph name="suggestion" size={12} />
        <span className="cut">{agent || i18n.t('suggestion.someone')}</span>
        {confidence !== null && <span>· {i18n.t('suggestion.says', { percent: Math.round(confidence * 100) })}</span>}
      </p>
    </>
  );
}

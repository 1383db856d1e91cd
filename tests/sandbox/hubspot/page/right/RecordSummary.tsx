import { useMemo, useState } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { PageRecord } from '../protocol.ts';
import { createFields } from '../record/fields.ts';
import { type PageTypeId, SURFACES } from '../surfaces.ts';
import { CollapseCard } from '../ui/CollapseCard.tsx';
import { Icon } from '../ui/Icon.tsx';

/** The assistant's summary: repeats values in running text. */
export function RecordSummary({ record }: { record: PageRecord }) {
  const { boot, mark, t } = usePage();
  const fields = useMemo(() => createFields(record, boot), [record, boot]);
  const [vote, setVote] = useState<'up' | 'down' | null>(null);
  const said = SURFACES[record.typeId as PageTypeId].highlight.flatMap(({ field }) => {
    const shown = fields.shown(field);
    return shown ? [`${fields.label(field)}: ${shown}`] : [];
  });
  return (
    <CollapseCard
      title={t('recordSummary')}
      attributes={mark({
        'data-card-type': 'AI_OBJECT_SUMMARY',
        'data-test-id': 'card-wrapper-AI_OBJECT_SUMMARY-FAS-1',
      })}
    >
      <div className={c('summary')}>
        <p {...mark({ 'data-test-id': 'preview-summary' })}>{`${record.title}. ${said.join(', ')}.`}</p>
        <div className={c('summaryFoot')} {...mark({ 'data-test-id': 'copilot-preview-v2-header' })}>
          <Icon name="spark" size={12} />
          <span>{t('summaryHelp')}</span>
          <button
            type="button"
            className={c('iconButton', 'small')}
            aria-label={t('helpful')}
            aria-pressed={vote === 'up'}
            onClick={() => setVote('up')}
            {...mark({ 'data-test-id': 'positive-feedback-button' })}
          >
            <Icon name="thumb" size={12} />
          </button>
          <button
            type="button"
            className={c('iconButton', 'small', 'upsideDown')}
            aria-label={t('notHelpful')}
            aria-pressed={vote === 'down'}
            onClick={() => setVote('down')}
          >
            <Icon name="thumb" size={12} />
          </button>
        </div>
      </div>
    </CollapseCard>
  );
}

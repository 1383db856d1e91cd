import { useMemo } from 'react';
import { recordLayout } from '../../layout.ts';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { LegacyHighlight } from '../legacy/LegacyHighlight.tsx';
import type { PageRecord } from '../protocol.ts';
import type { PageTypeId } from '../surfaces.ts';
import { ActivityButtons, type ActivityFilter } from './ActivityButtons.tsx';
import { createFields } from './fields.ts';
import { HighlightLines } from './HighlightLines.tsx';

interface HighlightCardProps {
  record: PageRecord;
  onSave?(field: string, value: string): Promise<void>;
  onShow?(filter: ActivityFilter): void;
}

/** The card with the record's title and its most important properties. */
export function HighlightCard({ record, onSave, onShow }: HighlightCardProps) {
  const { boot, mark } = usePage();
  const fields = useMemo(() => createFields(record, boot), [record, boot]);
  const typeId = record.typeId as PageTypeId;
  const layout = recordLayout(typeId, record.properties, record.definitions, boot.dom);
  if (boot.dom.variant === 'legacy') {
    return <LegacyHighlight record={record} fields={fields} layout={layout} onSave={onSave} onShow={onShow} />;
  }
  return (
    <section
      className={c('highlight')}
      {...mark({
        'data-card-type': 'OBJECT_HIGHLIGHT',
        'data-card-id': `OBJECT_HIGHLIGHT-FAS-${typeId}-1`,
        'data-test-id': `card-wrapper-OBJECT_HIGHLIGHT-FAS-${typeId}-1`,
      })}
    >
      <div {...mark({ 'data-test-id': 'record-highlight-content' })}>
        <div {...mark({ 'data-test-id': 'record-highlight-main-content' })}>
          <h1
            className={c('title')}
            {...mark({ 'data-selenium-test': 'highlightTitle', 'data-test-id': 'highlight-record-label' })}
          >
            <span dir="auto" {...mark({ 'data-test-id': `highlight-property-display-${layout.titleField}` })}>
              {record.title}
            </span>
          </h1>
          <HighlightLines lines={layout.highlight} record={record} fields={fields} onSave={onSave} />
        </div>
        {onShow && <ActivityButtons onShow={onShow} />}
      </div>
    </section>
  );
}

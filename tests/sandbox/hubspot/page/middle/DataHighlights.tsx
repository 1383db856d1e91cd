import { useMemo } from 'react';
import { recordLayout } from '../../layout.ts';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { PageRecord } from '../protocol.ts';
import { createFields } from '../record/fields.ts';
import type { PageTypeId } from '../surfaces.ts';

/** A row of values with their labels above; no attribute names the properties. */
export function DataHighlights({ record }: { record: PageRecord }) {
  const { boot, mark, t } = usePage();
  const fields = useMemo(() => createFields(record, boot), [record, boot]);
  const layout = recordLayout(record.typeId as PageTypeId, record.properties, record.definitions, boot.dom);
  if (layout.dataHighlights.length === 0) return null;
  return (
    <section
      className={c('box')}
      {...mark({
        'data-card-type': 'DATA_HIGHLIGHTS',
        'data-card-id': `DATA_HIGHLIGHTS/${record.typeId}/1`,
        'data-test-id': `card-wrapper-DATA_HIGHLIGHTS/${record.typeId}/1`,
      })}
    >
      <h2>{t('dataHighlights')}</h2>
      <div className={c('dataHighlights')} {...mark({ 'data-test-id': 'crm-data-highlights-list' })}>
        {layout.dataHighlights.map((field) => (
          <div key={field} {...mark({ 'data-test-id': 'crm-data-highlights-item' })}>
            <div>
              <p className={c('dataLabel')}>{fields.label(field)}</p>
              <p className={c('dataValue')} dir="auto">
                {fields.display(field)}
              </p>
            </div>
          </div>
        ))}
      </div>
    </section>
  );
}

import { useMemo } from 'react';
import { recordLayout } from '../../layout.ts';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { PageRecord } from '../protocol.ts';
import { createFields } from '../record/fields.ts';
import { type PageTypeId, SURFACES } from '../surfaces.ts';

/** A list of properties that have a label element but nothing that names them. */
export function ProfileList({ record }: { record: PageRecord }) {
  const { boot, mark, t } = usePage();
  const fields = useMemo(() => createFields(record, boot), [record, boot]);
  const typeId = record.typeId as PageTypeId;
  const { profile } = recordLayout(typeId, record.properties, record.definitions, boot.dom);
  const title = SURFACES[typeId].profile?.title;
  if (!title || profile.length === 0) return null;
  return (
    <section
      className={c('box')}
      {...mark({
        'data-card-type': 'PROPERTIES_LIST',
        'data-card-id': '3021',
        'data-test-id': `card-wrapper-PROPERTIES_LIST/${typeId}/2`,
      })}
    >
      <h2>{t(title)}</h2>
      <div className={c('profileList')}>
        {profile.map((field) => (
          <div key={field} className={c('profileItem')} {...mark({ 'data-test-id': 'crm-property-list-item' })}>
            {/* biome-ignore lint/a11y/noLabelWithoutControl: HubSpot's own markup */}
            <label className={c('label')}>{fields.label(field)}</label>
            <div>
              <span dir="auto">{fields.display(field)}</span>
            </div>
          </div>
        ))}
      </div>
    </section>
  );
}

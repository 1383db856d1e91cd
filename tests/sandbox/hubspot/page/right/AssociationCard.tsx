import { useMemo } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { PageRecord, RelatedRecord } from '../protocol.ts';
import { createFields } from '../record/fields.ts';
import { indexPath } from '../routes.ts';
import { type PageTypeId, SURFACES } from '../surfaces.ts';
import { CollapseCard } from '../ui/CollapseCard.tsx';
import { Link } from '../ui/Link.tsx';
import { Chicklet } from './Chicklet.tsx';

interface AssociationCardProps {
  typeId: PageTypeId;
  records: RelatedRecord[];
  /** The record whose page this is. */
  from: PageRecord;
  onPreview(record: { typeId: PageTypeId; id: string }): void;
}

/** Tickets are folded away until someone wants them. */
const FOLDED: PageTypeId = '0-5';

/** The associated records of one type. What it shows are values of other records, under the same attributes. */
export function AssociationCard({ typeId, records, from, onPreview }: AssociationCardProps) {
  const { boot, mark, t, noun } = usePage();
  const objects = t(SURFACES[typeId].many);
  const related = from.related?.[typeId];
  const withFields = useMemo(
    () =>
      records.map((record) => ({
        record,
        fields: createFields(
          {
            ...record,
            definitions: related?.definitions ?? [],
            pipelines: related?.pipelines ?? [],
            owners: from.owners,
          },
          boot,
        ),
      })),
    [records, related, from.owners, boot],
  );
  return (
    <CollapseCard
      title={`${objects} (${records.length})`}
      collapsed={typeId === FOLDED}
      attributes={{
        ...mark({
          'data-card-type': 'ASSOCIATION_V3',
          'data-card-id': `ASSOCIATION_V3/${typeId}`,
          'data-test-id': `card-wrapper-ASSOCIATION_V3/${typeId}`,
        }),
        ...mark({ 'data-selenium-test': `${SURFACES[typeId].one}-associations-card` }, 'legacy'),
      }}
    >
      <div {...mark({ 'data-test-id': `associated-objects-card-content-${typeId}` })}>
        {withFields.map(({ record, fields }) => (
          <Chicklet key={record.id} record={record} typeId={typeId} fields={fields} onPreview={onPreview} />
        ))}
        {records.length === 0 && (
          <p className={c('muted')}>{t('noAssociations', { objects: noun(SURFACES[typeId].many) })}</p>
        )}
        {records.length > 0 && (
          <Link to={indexPath(boot.portalId, typeId)} className={c('link', 'cardLink')}>
            {t('viewAssociated', { objects: noun(SURFACES[typeId].many) })}
          </Link>
        )}
      </div>
    </CollapseCard>
  );
}

import { useCallback, useEffect, useMemo, useRef } from 'react';
import { rowOrder } from '../../layout.ts';
import { c } from '../classNames.ts';
import { useChurn, usePage } from '../context.ts';
import { LegacyPropertyRow } from '../legacy/LegacyPropertyRow.tsx';
import type { PageRecord } from '../protocol.ts';
import { createFields } from '../record/fields.ts';
import { useDrafts } from '../record/useDrafts.ts';
import type { RecordSession } from '../record/useRecord.ts';
import type { PropertyCard } from '../surfaces.ts';
import { CollapseCard } from '../ui/CollapseCard.tsx';
import { PropertyRow } from './PropertyRow.tsx';
import { SaveBar } from './SaveBar.tsx';

interface PropertiesCardProps {
  card: PropertyCard;
  index: number;
  record: PageRecord;
  session: Pick<RecordSession, 'revision' | 'saved' | 'save'>;
  /** Link below the rows. */
  onViewAll?(): void;
  onHistory(field: string): void;
}

/** What a busy page does to rows by itself: two neighbours change places, a help text comes and goes. */
function useRestlessRows(fields: readonly string[]): { order: string[]; helped: string | undefined } {
  const swaps = useChurn(4, 3);
  const helps = useChurn(4, 2);
  const order = [...fields];
  const [first, second] = order.slice(1, 3);
  if (swaps % 2 === 1 && first && second) order.splice(1, 2, second, first);
  return { order, helped: helps % 2 === 1 ? order[helps % order.length] : undefined };
}

/** A card of the left sidebar with a record's properties, each editable in its row. */
export function PropertiesCard({ card, index, record, session, onViewAll, onHistory }: PropertiesCardProps) {
  const { boot, mark, t } = usePage();
  const { variant } = boot.dom;
  const fields = useMemo(() => createFields(record, boot), [record, boot]);
  const drafts = useDrafts(record, session.save);
  const { order, helped } = useRestlessRows(rowOrder(card.fields, session.saved));
  // Saving builds the rows anew, which would lose the keyboard's place.
  const returnTo = useRef('');
  const edited = useRef(drafts.values);
  edited.current = drafts.values;
  const { save } = drafts;
  const saveAndReturn = useCallback(() => {
    returnTo.current = Object.keys(edited.current)[0] ?? '';
    void save();
  }, [save]);
  useEffect(() => {
    if (session.revision > 0) returnTo.current = '';
  }, [session.revision]);
  const Row = variant === 'legacy' ? LegacyPropertyRow : PropertyRow;
  // Today's page reuses row nodes for other properties; the ones before moved them.
  const reused = variant === '2026' || variant === 'unknown';

  return (
    <CollapseCard
      title={t(card.title)}
      collapsed={card.collapsed}
      attributes={{
        ...mark({
          'data-card-type': 'PROPERTIES_V3',
          'data-card-id': card.cardId ?? `PROPERTIES_V3/${record.typeId}/V2`,
          'data-test-id': `card-wrapper-PROPERTIES_V3/${record.typeId}/${index}`,
        }),
        ...mark(
          { 'data-properties-card-id': `${4000 + index}`, 'data-selenium-test': 'properties-card-content' },
          'legacy',
        ),
      }}
    >
      <div {...mark({ 'data-selenium-test': 'profile-properties' })}>
        <ul className={c('rows')} {...mark({ 'data-selenium-test': 'profile-properties-list' })}>
          {order.map((field, position) => (
            <Row
              key={reused ? position : field}
              field={field}
              fields={fields}
              draft={drafts.values[field]}
              revision={session.revision}
              focus={field === returnTo.current}
              help={field === helped ? t('justNow') : undefined}
              onOpen={drafts.open}
              onChange={drafts.change}
              onCancel={drafts.cancel}
              onSave={saveAndReturn}
              onHistory={onHistory}
            />
          ))}
        </ul>
      </div>
      {onViewAll && (
        <button type="button" className={c('link', 'viewAll')} onClick={onViewAll}>
          {t('viewAllProperties')}
        </button>
      )}
      <SaveBar drafts={drafts} onSave={saveAndReturn} />
    </CollapseCard>
  );
}

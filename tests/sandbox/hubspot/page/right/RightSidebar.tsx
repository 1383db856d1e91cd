import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { PageRecord } from '../protocol.ts';
import type { RecordSession } from '../record/useRecord.ts';
import { isPageType, type PageTypeId } from '../surfaces.ts';
import { CollapseButton } from '../ui/CollapseButton.tsx';
import { CollapseCard } from '../ui/CollapseCard.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { AssociationCard } from './AssociationCard.tsx';
import { RecordSummary } from './RecordSummary.tsx';

interface RightSidebarProps {
  session: RecordSession;
  open: boolean;
  onToggle(): void;
  onPreview(record: { typeId: PageTypeId; id: string }): void;
}

const ORDER: PageTypeId[] = ['0-1', '0-2', '0-3', '0-5'];

function Associations({ record, onPreview }: { record: PageRecord } & Pick<RightSidebarProps, 'onPreview'>) {
  const byType = Map.groupBy(
    record.associations.filter(({ typeId }) => isPageType(typeId)),
    ({ typeId }) => typeId,
  );
  const types = ORDER.filter((typeId) => typeId !== record.typeId || byType.has(typeId));
  return types.map((typeId) => (
    <AssociationCard
      key={`${record.typeId} ${typeId}`}
      typeId={typeId}
      records={byType.get(typeId) ?? []}
      from={record}
      onPreview={onPreview}
    />
  ));
}

/** The right column: AI summary, associated records, attachments. */
export function RightSidebar({ session, open, onToggle, onPreview }: RightSidebarProps) {
  const { boot, mark, t } = usePage();
  const summary = session.slots['right-0'];
  const associations = session.slots['right-1'];
  return (
    <aside
      className={c('column', 'right', !open && 'folded')}
      aria-label={t('recordSummary')}
      {...mark({ 'data-test-id': 'records-right-sidebar' })}
    >
      <CollapseButton open={open} side="right" onToggle={onToggle} />
      {open && (
        <div {...mark({ 'data-test-id': 'right-sidebar' })}>
          {boot.dom.variant !== 'legacy' && (summary ? <RecordSummary record={summary} /> : <Skeleton lines={3} />)}
          {associations ? <Associations record={associations} onPreview={onPreview} /> : <Skeleton lines={6} />}
          {associations && (
            <CollapseCard
              title={t('attachments')}
              collapsed
              attributes={mark({ 'data-test-id': `card-wrapper-SINGLETON/${associations.typeId}/ATTACHMENTS` })}
            >
              <p className={c('muted')}>{t('attachmentsHelp')}</p>
            </CollapseCard>
          )}
        </div>
      )}
    </aside>
  );
}

import { useEffect, useState } from 'react';
import { recordLayout } from '../../layout.ts';
import { usePage } from '../context.ts';
import type { PageRecord } from '../protocol.ts';
import { HighlightCard } from '../record/HighlightCard.tsx';
import { recordPath } from '../routes.ts';
import { PropertiesCard } from '../sidebar/PropertiesCard.tsx';
import { type PageTypeId, SURFACES } from '../surfaces.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Link } from '../ui/Link.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { HistoryDialog } from './HistoryDialog.tsx';

/** Another record in a panel over the page, with the same cards as on its own page. */
export function PreviewPanel({ typeId, id, onClose }: { typeId: PageTypeId; id: string; onClose(): void }) {
  const { boot, mark, t, transport, activity } = usePage();
  const [record, setRecord] = useState<PageRecord | null>(null);
  const [revision, setRevision] = useState(0);
  const [history, setHistory] = useState('');
  const [error, setError] = useState('');
  useEffect(() => {
    let current = true;
    activity.during(transport.record(typeId, id)).then(
      (loaded) => current && setRecord(loaded),
      (reason: unknown) => current && setError(String(reason)),
    );
    return () => {
      current = false;
    };
  }, [activity, transport, typeId, id]);
  const save = async (shown: PageRecord, set: Record<string, string>) => {
    setRecord(await activity.during(transport.save(shown.typeId, shown.id, set)));
    setRevision((before) => before + 1);
  };
  const cards = record ? recordLayout(typeId, record.properties, record.definitions, boot.dom).cards : [];
  return (
    <Dialog
      title={t(SURFACES[typeId].one)}
      kind="panel"
      onClose={onClose}
      footer={<Link to={recordPath(boot.portalId, typeId, id)}>{t('viewRecord')}</Link>}
    >
      <div {...mark({ 'data-crm-location': 'CRM_OBJECT_PREVIEW' })}>
        {error && <p role="alert">{error}</p>}
        {record ? (
          <>
            <HighlightCard record={record} />
            {cards.slice(0, 1).map((card, index) => (
              <PropertiesCard
                key={card.title}
                card={card}
                index={index}
                record={record}
                session={{ revision, saved: [], save }}
                onHistory={setHistory}
              />
            ))}
          </>
        ) : (
          <Skeleton lines={8} />
        )}
      </div>
      {record && history && <HistoryDialog record={record} field={history} onClose={() => setHistory('')} />}
    </Dialog>
  );
}

import { useEffect, useState } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { LeftSidebar } from '../left/LeftSidebar.tsx';
import { MiddlePane } from '../middle/MiddlePane.tsx';
import { PreviewPanel } from '../overlays/PreviewPanel.tsx';
import { RightSidebar } from '../right/RightSidebar.tsx';
import type { PageTypeId } from '../surfaces.ts';
import type { ActivityFilter } from './ActivityButtons.tsx';
import { Missing } from './Missing.tsx';
import { useRecord } from './useRecord.ts';

export interface Tab {
  name: 'overview' | 'activities';
  filter: ActivityFilter;
}

const FIRST_TAB: Tab = { name: 'overview', filter: 'activity' };

/** A record's page: three columns whose parts arrive by themselves. */
export function RecordPage({ typeId, id }: { typeId: PageTypeId; id: string }) {
  const { mark } = usePage();
  const session = useRecord(typeId, id);
  const [tab, setTab] = useState(FIRST_TAB);
  const [preview, setPreview] = useState<{ typeId: PageTypeId; id: string } | null>(null);
  const [columns, setColumns] = useState({ left: true, right: true });
  const title = session.slots.highlight?.title;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another record opens on its first tab
  useEffect(() => {
    setTab(FIRST_TAB);
    setPreview(null);
  }, [typeId, id]);
  useEffect(() => {
    if (title) document.title = title;
  }, [title]);

  if (session.error) return <Missing typeId={typeId} error={session.error} />;
  const toggle = (side: 'left' | 'right') => setColumns((shown) => ({ ...shown, [side]: !shown[side] }));
  return (
    <main
      className={c('record', !columns.left && 'withoutLeft', !columns.right && 'withoutRight')}
      {...mark({ id: 'crm' }, 'named')}
    >
      <LeftSidebar
        session={session}
        open={columns.left}
        onToggle={() => toggle('left')}
        onShow={(filter) => setTab({ name: 'activities', filter })}
      />
      <MiddlePane session={session} tab={tab} onTab={setTab} />
      <RightSidebar session={session} open={columns.right} onToggle={() => toggle('right')} onPreview={setPreview} />
      {preview && <PreviewPanel {...preview} onClose={() => setPreview(null)} />}
    </main>
  );
}

import { useState } from 'react';
import { recordLayout } from '../../layout.ts';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { AllPropertiesPanel } from '../overlays/AllPropertiesPanel.tsx';
import { HistoryDialog } from '../overlays/HistoryDialog.tsx';
import type { PageRecord } from '../protocol.ts';
import type { ActivityFilter } from '../record/ActivityButtons.tsx';
import { HighlightCard } from '../record/HighlightCard.tsx';
import type { RecordSession, Slot } from '../record/useRecord.ts';
import { indexPath } from '../routes.ts';
import { PropertiesCard } from '../sidebar/PropertiesCard.tsx';
import { type PageTypeId, SURFACES } from '../surfaces.ts';
import { CollapseButton } from '../ui/CollapseButton.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Link } from '../ui/Link.tsx';
import { Menu } from '../ui/Menu.tsx';
import { Skeleton } from '../ui/Skeleton.tsx';
import { MiniHighlight } from './MiniHighlight.tsx';

interface LeftSidebarProps {
  session: RecordSession;
  open: boolean;
  onToggle(): void;
  onShow(filter: ActivityFilter): void;
}

/** Scrolled further than this, the title is out of sight and a small header takes its place. */
const TITLE_HEIGHT = 96;
const CARD_SLOTS: Slot[] = ['left-0', 'left-1', 'left-2'];

/** The left column: back link, highlight card, property cards, and what opens from them. */
export function LeftSidebar({ session, open, onToggle, onShow }: LeftSidebarProps) {
  const { boot, mark, t } = usePage();
  const [scrolled, setScrolled] = useState(false);
  const [panel, setPanel] = useState<PageRecord | null>(null);
  const [history, setHistory] = useState<{ record: PageRecord; field: string } | null>(null);
  const { slots } = session;
  const head = slots.highlight;
  const typeId = (head?.typeId ?? '0-3') as PageTypeId;
  const stage = SURFACES[typeId].highlight.find((line) => line.control)?.field ?? SURFACES[typeId].title;

  return (
    <aside
      className={c('column', 'left', !open && 'folded')}
      aria-label={head?.title}
      onScroll={(event) => setScrolled(event.currentTarget.scrollTop > TITLE_HEIGHT)}
      {...mark({ id: 'record-page-left-sidebar' }, 'named')}
    >
      <CollapseButton open={open} side="left" onToggle={onToggle} />
      {open && (
        <div {...mark({ 'data-test-id': 'left-sidebar' })}>
          {head && scrolled && <MiniHighlight record={head} />}
          <div className={c('backRow')}>
            <Link to={indexPath(boot.portalId, typeId)} className={c('link', 'back')}>
              <Icon name="left" size={14} turn />
              {t(SURFACES[typeId].many)}
            </Link>
            {head && (
              <Menu
                label={t('actions')}
                kind="linkButton"
                caret
                attributes={mark({ 'data-selenium-test': 'profile-settings-actions-btn' }, 'legacy')}
                items={[
                  { label: t('viewAllProperties'), run: () => setPanel(head) },
                  { label: t('viewPropertyHistory'), run: () => setHistory({ record: head, field: stage }) },
                  { label: t('reload'), run: () => void session.reload() },
                ]}
              />
            )}
          </div>
          {head ? (
            <HighlightCard
              record={head}
              onShow={onShow}
              onSave={(field, value) => session.save(head, { [field]: value })}
            />
          ) : (
            <Skeleton lines={4} />
          )}
          {CARD_SLOTS.map((slot, index) => {
            const record = slots[slot];
            if (!record) return <Skeleton key={slot} lines={6} />;
            const { cards } = recordLayout(
              record.typeId as PageTypeId,
              record.properties,
              record.definitions,
              boot.dom,
            );
            const card = cards[index];
            if (!card) return null;
            return (
              <PropertiesCard
                key={`${slot} ${card.title}`}
                card={card}
                index={index}
                record={record}
                session={session}
                onViewAll={index === 0 ? () => setPanel(record) : undefined}
                onHistory={(field) => setHistory({ record, field })}
              />
            );
          })}
        </div>
      )}
      {panel && <AllPropertiesPanel record={panel} session={session} onClose={() => setPanel(null)} />}
      {history && <HistoryDialog {...history} onClose={() => setHistory(null)} />}
    </aside>
  );
}

import { createPortal } from 'react-dom';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { RelatedRecord } from '../protocol.ts';
import type { Fields } from '../record/fields.ts';
import { type PageTypeId, SURFACES } from '../surfaces.ts';

interface HoverCardProps {
  anchor: HTMLElement;
  record: RelatedRecord;
  typeId: PageTypeId;
  fields: Fields;
}

const GAP = 6;

/** What shows while the pointer rests on a link to another record; gone when it leaves. */
export function HoverCard({ anchor, record, typeId, fields }: HoverCardProps) {
  const { mark } = usePage();
  const at = anchor.getBoundingClientRect();
  const style = { top: at.bottom + GAP, insetInlineEnd: 16 };
  return createPortal(
    <div className={c('floating', 'hoverCard')} style={style} role="tooltip">
      <p className={c('hoverTitle')} dir="auto" {...mark({ 'data-test-id': 'highlight-record-label' })}>
        {record.title}
      </p>
      {SURFACES[typeId].association
        .filter((field) => fields.definition(field))
        .map((field) => (
          <div key={field} className={c('hoverLine')}>
            <span className={c('highlightLabel')}>{`${fields.label(field)}: `}</span>
            <span dir="auto" {...mark({ 'data-test-id': `highlight-property-display-${field}` })}>
              {fields.display(field)}
            </span>
          </div>
        ))}
    </div>,
    anchor.ownerDocument.body,
  );
}

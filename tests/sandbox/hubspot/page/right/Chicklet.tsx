import { useEffect, useRef, useState } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { HoverCard } from '../overlays/HoverCard.tsx';
import type { RelatedRecord } from '../protocol.ts';
import type { Fields } from '../record/fields.ts';
import { recordPath } from '../routes.ts';
import { type PageTypeId, SURFACES } from '../surfaces.ts';
import { Link } from '../ui/Link.tsx';

interface ChickletProps {
  record: RelatedRecord;
  typeId: PageTypeId;
  fields: Fields;
  onPreview(record: { typeId: PageTypeId; id: string }): void;
}

/** Pointing at a title for this long opens the hover card. */
const HOVER_MS = 400;

function ChickletValue({ field, typeId, fields }: Pick<ChickletProps, 'typeId' | 'fields'> & { field: string }) {
  const { mark } = usePage();
  const { one } = SURFACES[typeId];
  const labelled = typeId === '0-3' || typeId === '0-5' || field === 'hubspot_owner_id';
  return (
    <div className={c('chickletLine')} {...mark({ 'data-test-id': labelled ? undefined : `${one}-chicklet-${field}` })}>
      {labelled && <span className={c('highlightLabel')}>{`${fields.label(field)}: `}</span>}
      <span dir="auto" {...mark({ 'data-selenium-test': `property-input-${field}` }, 'named')}>
        {fields.display(field)}
      </span>
    </div>
  );
}

/** One associated record: title, a few values, a button to preview it. */
export function Chicklet({ record, typeId, fields, onPreview }: ChickletProps) {
  const { boot, mark, t } = usePage();
  const { one, association } = SURFACES[typeId];
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const name = `${one}-chicklet-title-link`;
  const leave = () => {
    clearTimeout(timer.current);
    setAnchor(null);
  };
  return (
    <div className={c('chicklet')}>
      <div className={c('chickletHead')}>
        <Link
          to={recordPath(boot.portalId, typeId, record.id)}
          className={c('link', 'chickletTitle')}
          dir="auto"
          attributes={mark({ 'data-test-id': name, 'data-selenium-test': name }, 'named')}
          onMouseEnter={(event) => {
            const link = event.currentTarget;
            clearTimeout(timer.current);
            timer.current = setTimeout(() => setAnchor(link), HOVER_MS);
          }}
          onMouseLeave={leave}
          onClick={leave}
        >
          {record.title}
        </Link>
        <button
          type="button"
          className={c('hoverButton', 'onHover')}
          onClick={() => onPreview({ typeId, id: record.id })}
        >
          {t('preview')}
        </button>
      </div>
      {association
        .filter((field) => fields.definition(field))
        .map((field) => (
          <ChickletValue key={field} field={field} typeId={typeId} fields={fields} />
        ))}
      {anchor && <HoverCard anchor={anchor} record={record} typeId={typeId} fields={fields} />}
    </div>
  );
}

import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { Fields } from '../record/fields.ts';
import { Menu } from '../ui/Menu.tsx';

interface HoverButtonsProps {
  field: string;
  fields: Fields;
  onHistory?(field: string): void;
  onEdit?(field: string): void;
}

/** The buttons that show on a row's label line while it is hovered or focused. */
export function HoverButtons({ field, fields, onHistory, onEdit }: HoverButtonsProps) {
  const { mark, t } = usePage();
  const copy = { label: t('copyValue'), run: () => void navigator.clipboard?.writeText(fields.raw(field)) };
  const items = [
    ...(onEdit ? [{ label: t('edit'), run: () => onEdit(field) }] : []),
    copy,
    ...(onHistory ? [{ label: t('viewPropertyHistory'), run: () => onHistory(field) }] : []),
  ];
  return (
    <span className={c('hoverButtons')} {...mark({ 'data-test-id': 'hover-content-wrapper' })}>
      <Menu label={t('actions')} items={items} kind="hoverButton" />
      {onHistory && (
        <button
          type="button"
          className={c('hoverButton')}
          onKeyDown={(event) => event.stopPropagation()}
          onClick={(event) => {
            event.stopPropagation();
            onHistory(field);
          }}
        >
          {t('details')}
        </button>
      )}
    </span>
  );
}

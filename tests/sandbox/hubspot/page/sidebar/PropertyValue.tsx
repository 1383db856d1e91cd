import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { type Fields, isBadge } from '../record/fields.ts';
import { Icon } from '../ui/Icon.tsx';

/** A property's value in display mode, "--" for none. An owner's name has no node of its own around it. */
export function PropertyValue({ field, fields }: { field: string; fields: Fields }) {
  const { mark } = usePage();
  const shown = fields.shown(field, true);
  const isTag = shown !== '' && isBadge(field);
  if (field === 'hubspot_owner_id') return fields.display(field);
  return (
    <span
      className={c('value')}
      dir={isTag ? undefined : 'auto'}
      {...mark({ 'data-selenium-test': `property-input-${field}` }, 'named')}
    >
      {isTag ? (
        <>
          <span className={c('badge')} dir="auto" {...mark({ 'data-test-id': 'badge' })}>
            {shown}
          </span>
          <span className={c('caret')} {...mark({ 'data-test-id': 'dropdown-caret' })}>
            <Icon name="down" size={12} />
          </span>
        </>
      ) : (
        fields.display(field, true)
      )}
    </span>
  );
}

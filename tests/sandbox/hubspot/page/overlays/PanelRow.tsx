import { memo, useEffect, useRef, useState } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { Fields } from '../record/fields.ts';
import { HoverButtons } from '../sidebar/HoverButtons.tsx';
import { PropertyEditor } from '../sidebar/PropertyEditor.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useFormId } from '../ui/useFormId.ts';

interface PanelRowProps {
  field: string;
  fields: Fields;
  draft: string | undefined;
  onChange(field: string, value: string): void;
  onCancel(field: string): void;
  onSave(): void;
  onHistory(field: string): void;
}

/** Rows this far outside the panel's view are placeholders. */
const MARGIN = '80px';

/** The row itself, once it is near the view. A form control that is always there. */
function Row({ field, fields, draft, onChange, onCancel, onSave, onHistory }: PanelRowProps) {
  const { mark, t } = usePage();
  const id = useFormId();
  const definition = fields.definition(field);
  const readOnly = definition?.readOnlyValue || definition?.calculated;
  return (
    <div
      className={c('panelRow')}
      {...mark({ 'data-test-id': `property-input-${field}` })}
      {...mark({ 'data-profile-property': field }, 'legacy')}
    >
      <label id={`FormControl-label${id}`} htmlFor={`FormControl-${id}`} className={c('label')}>
        <span>{fields.label(field)}</span>
      </label>
      <HoverButtons field={field} fields={fields} onHistory={onHistory} />
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: HubSpot's own markup */}
      <div className={c('panelControl')} aria-labelledby={`FormControl-label${id}`}>
        {readOnly ? (
          <span dir="auto">{fields.display(field, true)}</span>
        ) : (
          <PropertyEditor
            field={field}
            fields={fields}
            value={draft ?? fields.raw(field)}
            controlId={`FormControl-${id}`}
            attributes={{}}
            onChange={onChange}
            onSave={onSave}
            onCancel={draft === undefined ? undefined : onCancel}
          />
        )}
        {definition?.fieldType === 'phonenumber' && (
          <button
            type="button"
            className={c('iconButton')}
            aria-label={t('callNumber')}
            {...mark({ 'data-test-id': 'property-input-phone-button' })}
          >
            <Icon name="phone" size={14} />
          </button>
        )}
      </div>
    </div>
  );
}

/** A property in the panel's virtualised list: a grey placeholder until it comes near the view, and again after. */
export const PanelRow = memo(function PanelRow(props: PanelRowProps) {
  const { mark } = usePage();
  const ref = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const holder = ref.current;
    if (!holder) return;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      root: holder.closest('[role="dialog"]')?.querySelector('header + div') ?? null,
      rootMargin: MARGIN,
    });
    observer.observe(holder);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={ref} className={c('panelSlot')}>
      {near || props.draft !== undefined ? (
        <Row {...props} />
      ) : (
        <div className={c('panelRow')} aria-hidden="true" {...mark({ 'data-test-id': 'property-input-skeleton' })}>
          <span className={c('bar', 'short')} />
          <span className={c('bar')} />
        </div>
      )}
    </div>
  );
});

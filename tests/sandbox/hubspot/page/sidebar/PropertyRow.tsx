import { memo, useEffect, useRef } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { Fields } from '../record/fields.ts';
import { useFormId } from '../ui/useFormId.ts';
import { HoverButtons } from './HoverButtons.tsx';
import { PropertyEditor } from './PropertyEditor.tsx';
import { PropertyValue } from './PropertyValue.tsx';

export interface RowProps {
  field: string;
  fields: Fields;
  /** What was typed so far; undefined in display mode. */
  draft: string | undefined;
  /** A change of it builds the row's content anew while its outer node stays. */
  revision: number;
  /** Takes the focus when its content is built anew, after it was saved. */
  focus?: boolean;
  help?: string;
  onOpen?(field: string): void;
  onChange(field: string, value: string): void;
  onCancel(field: string): void;
  onSave(): void;
  onHistory?(field: string): void;
}

function RowContent({ field, fields, draft, focus, help, onOpen, onChange, onCancel, onSave, onHistory }: RowProps) {
  const { boot, mark } = usePage();
  const id = useFormId();
  const ref = useRef<HTMLDivElement>(null);
  const editing = draft !== undefined;
  const readOnly = !onOpen || fields.definition(field)?.readOnlyValue || fields.definition(field)?.calculated;
  const open = readOnly || editing ? undefined : onOpen;
  // The generation before made only the value a button, and had no root around label and value.
  const older = boot.dom.variant === '2025';
  const press = open && {
    role: 'button',
    tabIndex: 0,
    onClick: () => open(field),
    onKeyDown(event: React.KeyboardEvent) {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      open(field);
    },
  };
  const wasEditing = useRef(editing);
  useEffect(() => {
    const button =
      ref.current?.closest<HTMLElement>('[role="button"]') ??
      ref.current?.querySelector<HTMLElement>('[role="button"]');
    if ((wasEditing.current && !editing) || focus) button?.focus({ preventScroll: true });
    wasEditing.current = editing;
  }, [editing, focus]);

  return (
    <div
      ref={ref}
      className={c('rowRoot', !older && open && 'pressable', readOnly && 'readOnly', editing && 'editing')}
      {...mark(
        {
          'data-deferred-property-input-root': 'true',
          'data-deferred-property-input-state': readOnly ? 'readonly' : 'editable',
          'data-deferred-property-input-mode': editing ? 'input' : 'display',
        },
        'deferred',
      )}
      {...(older ? undefined : press)}
    >
      <label id={`FormControl-label${id}`} htmlFor={`FormControl-${id}`} className={c('label')}>
        <span>{fields.label(field)}</span>
      </label>
      <HoverButtons field={field} fields={fields} onHistory={onHistory} onEdit={open} />
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: HubSpot's own markup */}
      <div
        className={c('valueBox', older && open && 'pressable')}
        aria-labelledby={`FormControl-label${id}`}
        {...(older ? press : undefined)}
      >
        {editing ? (
          <div {...mark({ 'data-test-id': 'DisplayOptimizedFormControl' }, 'deferred')}>
            <PropertyEditor
              field={field}
              fields={fields}
              value={draft}
              controlId={`FormControl-${id}`}
              focus
              onChange={onChange}
              onSave={onSave}
              onCancel={onCancel}
            />
          </div>
        ) : (
          <PropertyValue field={field} fields={fields} />
        )}
      </div>
      {help && <p className={c('help')}>{help}</p>}
    </div>
  );
}

/** One property of a sidebar card: label above value; a press turns it into its editor. */
export const PropertyRow = memo(function PropertyRow(props: RowProps) {
  const { mark } = usePage();
  return (
    <span className={c('row')} {...mark({ 'data-test-id': props.field })}>
      <RowContent key={props.revision} {...props} />
    </span>
  );
});

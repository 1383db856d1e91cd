import { memo } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import { HoverButtons } from '../sidebar/HoverButtons.tsx';
import { PropertyEditor } from '../sidebar/PropertyEditor.tsx';
import type { RowProps } from '../sidebar/PropertyRow.tsx';
import { useFormId } from '../ui/useFormId.ts';

/** The control at rest shows the formatted value; once it has the focus it holds the stored one. */
function RestingControl({
  field,
  fields,
  controlId,
  onOpen,
}: Pick<RowProps, 'field' | 'fields' | 'onOpen'> & { controlId: string }) {
  const { mark, t } = usePage();
  const definition = fields.definition(field);
  const shown = fields.shown(field, true);
  const attributes = mark({ 'data-selenium-test': `property-input-${field}`, 'data-field': field }, 'legacy');
  const readOnly = definition?.readOnlyValue || definition?.calculated;
  const open = readOnly ? undefined : () => onOpen?.(field);
  if (fields.choices(field).length > 0) {
    const isOwner = field === 'hubspot_owner_id';
    return (
      <button
        id={controlId}
        type="button"
        className={`private-dropdown ${c('select')}`}
        disabled={!open}
        onClick={open}
        {...(isOwner ? undefined : attributes)}
      >
        {shown || (isOwner ? t('noOwner') : '--')}
      </button>
    );
  }
  const shared = {
    id: controlId,
    className: `private-form__control ${c('input')}`,
    readOnly: true,
    onFocus: open,
    ...attributes,
  };
  return definition?.fieldType === 'textarea' ? (
    <textarea {...shared} rows={3} value={shown} />
  ) : (
    <input {...shared} type="text" value={shown} />
  );
}

/** A sidebar property as it was up to 2023: a form field that is always there, its label floating above. */
export const LegacyPropertyRow = memo(function LegacyPropertyRow(props: RowProps) {
  const { field, fields, draft, help, onChange, onCancel, onSave, onHistory } = props;
  const { mark } = usePage();
  const id = useFormId();
  const controlId = `UIFormControl-${id}`;
  return (
    <div
      className={`private-form__set private-form__set--floating ${c('legacyRow')}`}
      {...mark({ 'data-profile-property': field, 'data-onboarding': 'sidebar-property-editor' }, 'legacy')}
    >
      <label
        id={`UIFormControl-label-${id}`}
        htmlFor={controlId}
        className={`private-form__label private-form__label--floating ${c('label')}`}
      >
        <span className="private-truncated-string">
          <span className="private-truncated-string__inner">
            <span>{fields.label(field)}</span>
          </span>
        </span>
      </label>
      <HoverButtons field={field} fields={fields} onHistory={onHistory} />
      {draft === undefined ? (
        <RestingControl key="rest" field={field} fields={fields} controlId={controlId} onOpen={props.onOpen} />
      ) : (
        <PropertyEditor
          key="edit"
          field={field}
          fields={fields}
          value={draft}
          controlId={controlId}
          focus
          attributes={mark({ 'data-selenium-test': `property-input-${field}`, 'data-field': field }, 'legacy')}
          onChange={onChange}
          onSave={onSave}
          onCancel={onCancel}
        />
      )}
      {help && <p className={c('help')}>{help}</p>}
    </div>
  );
});

import { useEffect, useRef } from 'react';
import { c } from '../classNames.ts';
import { usePage } from '../context.ts';
import type { Attributes } from '../marks.ts';
import type { Fields } from '../record/fields.ts';
import { fromDateField, toDateField } from './dates.ts';
import { SelectEditor } from './SelectEditor.tsx';

interface PropertyEditorProps {
  field: string;
  fields: Fields;
  value: string;
  controlId: string;
  /** Overrides the attributes that name the property, where a surface has others. */
  attributes?: Attributes;
  /** Takes the focus when it appears. */
  focus?: boolean;
  onChange(field: string, value: string): void;
  onSave?(): void;
  onCancel?(field: string): void;
}

const LINE_HEIGHT = 20;

/** The control for a property's type: text area, input, select button or date field. Enter saves, Escape cancels. */
export function PropertyEditor(props: PropertyEditorProps) {
  const { field, fields, value, controlId, focus = false, onChange, onSave, onCancel } = props;
  const { mark } = usePage();
  const attributes = props.attributes ?? mark({ 'data-selenium-test': `property-input-${field}` }, 'named');
  const control = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const definition = fields.definition(field);
  const choices = fields.choices(field);
  const isSelect = choices.length > 0;
  useEffect(() => {
    if (!focus || isSelect) return;
    control.current?.focus();
    if (control.current?.type !== 'date') control.current?.select();
  }, [focus, isSelect]);
  if (!definition) return null;

  const keys = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape' && !onCancel) return;
    event.stopPropagation();
    if (event.key === 'Escape') return onCancel?.(field);
    const longText = definition.fieldType === 'textarea' && !event.ctrlKey && !event.metaKey;
    if (event.key !== 'Enter' || event.shiftKey || longText) return;
    event.preventDefault();
    onSave?.();
  };

  if (isSelect) {
    return (
      <SelectEditor
        value={value}
        choices={choices}
        multiple={definition.fieldType === 'checkbox'}
        label={fields.label(field)}
        controlId={controlId}
        attributes={attributes}
        startOpen={focus}
        onChange={(picked) => onChange(field, picked)}
        onCancel={onCancel && (() => onCancel(field))}
      />
    );
  }
  const shared = {
    ref: control,
    id: controlId,
    className: c('input'),
    onKeyDown: keys,
    onClick: (event: React.MouseEvent) => event.stopPropagation(),
    ...attributes,
  };
  if (definition.type === 'date' || definition.type === 'datetime') {
    return (
      <input
        {...shared}
        type="date"
        value={toDateField(value)}
        onChange={(event) => onChange(field, fromDateField(event.target.value, definition, fields.raw(field)))}
      />
    );
  }
  if (definition.type === 'number' || definition.fieldType === 'phonenumber') {
    return (
      <input
        {...shared}
        type={definition.type === 'number' ? 'text' : 'tel'}
        inputMode={definition.type === 'number' ? 'decimal' : 'tel'}
        value={value}
        onChange={(event) => onChange(field, event.target.value)}
      />
    );
  }
  const rows = definition.fieldType === 'textarea' ? 4 : 1;
  return (
    <textarea
      {...shared}
      rows={rows}
      style={{ minHeight: rows * LINE_HEIGHT + 12 }}
      value={value}
      onChange={(event) => onChange(field, event.target.value)}
    />
  );
}

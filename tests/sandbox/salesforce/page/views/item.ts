/** One field with its label, in the two forms record pages have (facts §1.3, §1.4). */

import type { Form } from '../form.ts';
import { layoutOf } from '../layouts.ts';
import type { Place } from '../page.ts';
import type { PageField } from '../protocol.ts';
import { component, h, type VNode, wrap } from '../vnode.ts';
import { buttonIcon, svg } from './icons.ts';
import { editedNames, input } from './inputs.ts';
import { output } from './outputs.ts';

/** API name in the attribute that names a field. */
export function selectionName(object: string, field: string): string {
  return `sfdc:RecordField.${object}.${field}`;
}

/** Owner and record type are changed in dialogs of their own, not in their rows. */
const ELSEWHERE = new Set(['OwnerId', 'RecordTypeId']);

const inForm = (field: PageField) => field.editable && !ELSEWHERE.has(field.name);

function isEditing(place: Place, field: PageField): place is Place & { form: Form } {
  return place.form?.editing === true && inForm(field);
}

function label(place: Place, field: PageField): VNode[] {
  const text = place.page.label(field);
  const help = field.help && buttonIcon('help', `${place.page.t('help')} ${text}`, {}, { class: 'helptext' });
  return [h('span.test-id__field-label', {}, text), ...(help ? [component('lightning-helptext', {}, help)] : [])];
}

/** True where a person can start editing. */
function canEdit({ form, part }: Place, field: PageField): boolean {
  return form !== null && !form.editing && part === 'details' && inForm(field);
}

function pencil(place: Place, field: PageField): VNode | null {
  const { form, page } = place;
  if (!form || !canEdit(place, field)) return null;
  const text = page.t('editField', { label: page.label(field) });
  return h(
    'button.test-id__inline-edit-trigger.slds-shrink-none.inline-edit-trigger.slds-button.slds-button_icon-bare',
    { title: text, type: 'button', on: { click: () => form.begin(field.name) } },
    h(
      'span.inline-edit-trigger-icon.slds-button__icon.slds-button__icon_hint',
      { 'aria-hidden': 'true' },
      svg('edit', 'pencil'),
    ),
    h('span.slds-assistive-text', {}, text),
  );
}

interface Shape {
  /** Slot of the value at rest. */
  outputSlot: string;
  inputSlot: string;
  horizontal: boolean;
}

/** What stands in the element that names the field. */
function body(place: Place, field: PageField, { outputSlot, inputSlot, horizontal }: Shape): VNode {
  const { page, form } = place;
  const list = page.boot.dom.variant === 'dl';
  const editing = isEditing(place, field);
  const stacking = horizontal
    ? 'slds-form-element_horizontal slds-form-element_stacked'
    : `is-stacked ${editing ? '' : 'is-stacked-not-editing'}`;
  const state = editing
    ? `slds-form-element_edit recordlayout_in_editing_mode ${form?.dirty(editedNames(field)) ? 'inline-edit-dirty' : ''}`
    : `${inForm(field) && form ? 'slds-form-element_edit' : ''} slds-form-element_readonly`;
  const root = `slds-form-element slds-hint-parent test-id__output-root ${state} ${stacking}`;
  if (editing) {
    const names = editedNames(field);
    const undo = () => place.form?.undo(names);
    return h('div', { class: root }, [
      h('div.slds-form-element__control', { key: 'input' }, h('slot', { name: inputSlot })),
      form?.dirty(names) &&
        buttonIcon(
          'undo',
          page.t('undoField', { label: page.label(field) }),
          { click: undo },
          { class: 'inline-edit-undo' },
        ),
    ]);
  }
  // Two text nodes of one value would be one node too many for what reads the first.
  const again = page.beats() > 0 && page.beats() % 4 === 0 ? 'again' : 'value';
  const value = h(
    'span.test-id__field-value.slds-form-element__static.slds-grow.word-break-ie11',
    { class: inForm(field) ? '' : 'is-read-only' },
    [h('slot', { name: outputSlot, key: again }), h('slot')],
  );
  // A double click anywhere on a field starts editing it.
  const on: VNode['on'] = canEdit(place, field) ? { dblclick: () => place.form?.begin(field.name) } : {};
  const labelClass = 'test-id__field-label-container slds-form-element__label no-utility-icon';
  if (list) {
    return h(
      'div',
      { class: root, on },
      h('dl', {}, [
        h('dt', { class: labelClass }, label(place, field)),
        h('dd.slds-form-element__control', {}, [h('div', {}, value), pencil(place, field)]),
      ]),
    );
  }
  return h('div', { class: root, on }, [
    h('div', { class: labelClass }, label(place, field)),
    h('div.slds-form-element__control', {}, [value, pencil(place, field)]),
  ]);
}

function framed(place: Place, field: PageField, shape: Shape, inner: VNode[]): VNode {
  return h(
    'div.slds-grid.slds-size_1-of-1',
    {
      class: shape.horizontal ? 'label-inline' : 'label-stacked',
      role: 'listitem',
      'data-target-selection-name': selectionName(place.object, field.name),
    },
    inner,
  );
}

function content(place: Place, field: PageField, { inputSlot, outputSlot }: Shape): VNode {
  return isEditing(place, field) ? input(place, field, inputSlot) : output(place, field, outputSlot);
}

const originOf = ({ object, id, part }: Place, field: PageField) => ({
  record: `${object}/${id}`,
  field: field.name,
  part,
});

/** A field of a page layout; `null` is an empty cell. */
export function layoutItem(place: Place, field: PageField | null, key: string, columns: number): VNode {
  const classes = `slds-form__item slds-no-space slds-size_1-of-${columns}`;
  if (!field)
    return component('records-record-layout-item', { class: classes, key }, h('div.slds-grid.slds-size_1-of-1'));
  const shape: Shape = {
    outputSlot: 'outputField',
    inputSlot: 'inputField',
    horizontal: place.page.boot.dom.variant === 'inline',
  };
  return component(
    'records-record-layout-item',
    { class: classes, key, 'field-label': place.page.label(field), origin: originOf(place, field) },
    framed(place, field, shape, [body(place, field, shape)]),
    content(place, field, shape),
  );
}

/** The identifier a flexipage gives a field; a second one of the same field gets a number. */
function flexipageId(field: string, count: number): string {
  return `Record${field.replace(/__c$/, '_c')}Field${count > 1 ? count : ''}`;
}

/** A field of Dynamic Forms. */
export function dynamicField(place: Place, field: PageField, key: string, count: number): VNode {
  const { page } = place;
  const shape: Shape = { outputSlot: 'output', inputSlot: 'input', horizontal: true };
  const generated = layoutOf(place.object).generated === field.name;
  const sparkle = component(
    'lightning-ai-form-control',
    {},
    [h('slot', { name: 'start' }), h('slot', { name: 'control' }), h('slot', { name: 'end' })],
    { ...buttonIcon('sparkle', page.t('draftWithEinstein'), {}), attrs: { slot: 'end' } },
  );
  const inner = component(
    'record_flexipage-record-field',
    { class: 'slds-grid slds-col slds-has-flexi-truncate', role: 'listitem', origin: originOf(place, field) },
    framed(place, field, shape, [body(place, field, shape), ...(generated ? [sparkle] : [])]),
    content(place, field, shape),
  );
  return wrap('flexipage-field', { key, 'data-field-id': flexipageId(field.name, count) }, inner);
}

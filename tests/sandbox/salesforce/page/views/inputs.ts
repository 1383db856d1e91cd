/** Values being edited, in the controls each type of field has (facts §1.7). */

import type { Form } from '../form.ts';
import { inputText, labelOf } from '../format.ts';
import type { Page, Place } from '../page.ts';
import type { Option, PageField } from '../protocol.ts';
import type { TextKey } from '../texts.ts';
import { type Attrs, component, h, type VNode } from '../vnode.ts';
import { buttonIcon, svg } from './icons.ts';

interface Control {
  page: Page;
  form: Form;
  /** The field it belongs to; a compound has several controls. */
  field: PageField;
  /** API name of what it edits. */
  name: string;
  label: string;
  stored: string | null;
  required: boolean;
  id: string;
}

const targetOf = (event: Event) => event.currentTarget as HTMLInputElement;

function labelled({ page, id, label, required, form, name }: Control, ...control: VNode[]): VNode[] {
  const error = form.errors.get(name);
  return [
    h('label.slds-form-element__label.slds-no-flex', { for: id }, [
      required && h('abbr.slds-required', { title: page.t('required') }, '*'),
      label,
    ]),
    h('div.slds-form-element__control.slds-grow', {}, control),
    error && h('div.slds-form-element__help', { id: `help-${id}`, role: 'alert' }, error),
  ].filter((node) => typeof node === 'object');
}

const errorClass = ({ form, name }: Control) => (form.errors.has(name) ? 'slds-has-error' : '');

function textInput(control: Control, type: string, attrs: Attrs = {}): VNode {
  const { form, name, field, page, stored, id } = control;
  const shown = form.dirty([name]) ? form.value(name, stored) : inputText(field, stored, page.format);
  return component(
    'lightning-input',
    { class: errorClass(control), ...attrs },
    component(
      'lightning-primitive-input-simple',
      {},
      labelled(
        control,
        h('input.slds-input', {
          type,
          id,
          name,
          autocomplete: 'off',
          props: { value: shown },
          on: { input: (event) => form.set(name, targetOf(event).value) },
        }),
      ),
    ),
  );
}

function dateInput(control: Control): VNode {
  const { form, name, field, page, stored, id } = control;
  const shown = form.dirty([name]) ? form.value(name, stored) : inputText(field, stored, page.format);
  const example = inputText(field, '2024-12-31', page.format);
  return component(
    'lightning-input',
    { class: errorClass(control) },
    component('lightning-datepicker', {}, [
      ...labelled(
        control,
        h('input.slds-input', {
          type: 'text',
          id,
          name,
          autocomplete: 'off',
          props: { value: shown },
          on: { input: (event) => form.set(name, targetOf(event).value) },
        }),
      ),
      h('div.slds-form-element__help', { 'data-help-text': true }, page.t('format', { example })),
    ]),
  );
}

function textArea(control: Control): VNode {
  const { form, name, stored, id } = control;
  return component(
    'lightning-textarea',
    { class: errorClass(control) },
    labelled(
      control,
      h('textarea.slds-textarea', {
        id,
        name,
        rows: '3',
        props: { value: form.value(name, stored) },
        on: { input: (event) => form.set(name, targetOf(event).value) },
      }),
    ),
  );
}

function checkboxInput(control: Control): VNode {
  const { form, name, stored, id, label } = control;
  return component(
    'lightning-input',
    {},
    component('lightning-primitive-input-checkbox', {}, [
      h('span.slds-form-element__label', {}, label),
      h('div.slds-form-element__control', {}, [
        h('span.slds-checkbox', {}, [
          h('input', {
            type: 'checkbox',
            id,
            name,
            props: { checked: form.value(name, stored) === 'true' },
            on: { change: (event) => form.set(name, String(targetOf(event).checked)) },
          }),
          h('label.slds-checkbox__label', { for: id }, [
            h('span.slds-checkbox_faux'),
            h('span.slds-form-element__label.slds-assistive-text', {}, label),
          ]),
        ]),
      ]),
    ]),
  );
}

function combobox(control: Control, options: readonly Option[]): VNode {
  const { page, form, name, stored, id, label, required } = control;
  const value = form.value(name, stored);
  const none = page.t('none');
  const items = required ? [...options] : [{ value: '', label: none }, ...options];
  const current = items.find((option) => option.value === value);
  const text = current ? labelOf(current, page.format.locale) : value || none;
  const open = form.open === name;
  const item = (option: Option) =>
    component(
      'lightning-base-combobox-item',
      {
        class: 'slds-media slds-listbox__option slds-listbox__option_plain slds-media_small',
        key: option.value,
        role: 'option',
        'data-value': option.value,
        'aria-checked': String(option.value === value),
        'aria-selected': String(option.value === value),
        on: { click: () => form.set(name, option.value) },
      },
      [
        h('span.slds-media__figure', {}, option.value === value && svg('check', 'slds-icon-check')),
        h('span.slds-media__body', {}, h('span.slds-truncate', {}, labelOf(option, page.format.locale))),
      ],
    );
  const button = h(
    'button.slds-combobox__input.slds-input_faux',
    {
      type: 'button',
      role: 'combobox',
      id,
      'aria-label': label,
      'aria-expanded': String(open),
      'aria-haspopup': 'listbox',
      'data-value': value,
      on: { click: () => form.toggle(name) },
    },
    h('span.slds-truncate', {}, text),
    svg('down', 'slds-input__icon'),
  );
  return component(
    'lightning-combobox',
    { class: errorClass(control) },
    labelled(
      control,
      component(
        'lightning-base-combobox',
        {},
        h('div.slds-combobox_container', {}, [
          h(
            'div.slds-combobox.slds-dropdown-trigger.slds-dropdown-trigger_click',
            { class: open ? 'slds-is-open' : '' },
            [
              h('div.slds-combobox__form-element', { role: 'none' }, button),
              open &&
                h(
                  'div.slds-listbox.slds-listbox_vertical.slds-dropdown.slds-dropdown_fluid',
                  { role: 'listbox', 'aria-label': label },
                  items.map(item),
                ),
            ],
          ),
        ]),
      ),
    ),
  );
}

function picklist(control: Control): VNode {
  return component(
    'records-record-picklist',
    {},
    component(
      'records-form-picklist',
      {},
      component('lightning-picklist', {}, combobox(control, control.field.options ?? [])),
    ),
  );
}

function multiPicklist(control: Control): VNode {
  const { form, name, stored, page, field } = control;
  const chosen = form.value(name, stored).split(';').filter(Boolean);
  const toggle = (value: string) => {
    const now = form.value(name, stored).split(';').filter(Boolean);
    form.set(name, (now.includes(value) ? now.filter((one) => one !== value) : [...now, value]).join(';'));
  };
  return component(
    'lightning-dual-listbox',
    { class: errorClass(control) },
    labelled(
      control,
      h(
        'ul.slds-listbox.multi',
        { id: control.id, role: 'listbox', 'aria-multiselectable': 'true' },
        (field.options ?? []).map((option) =>
          h(
            'li.slds-listbox__option',
            {
              key: option.value,
              role: 'option',
              'data-value': option.value,
              'aria-selected': String(chosen.includes(option.value)),
              on: { click: () => toggle(option.value) },
            },
            labelOf(option, page.format.locale),
          ),
        ),
      ),
    ),
  );
}

function lookupInput(control: Control): VNode {
  const { page, form, name, field, stored, id, label } = control;
  const open = form.open === name;
  const objects = field.reference?.plural ?? '';
  const input = h('input.slds-input.slds-combobox__input', {
    type: 'text',
    role: 'combobox',
    id,
    placeholder: page.t('searchIn', { objects }),
    'aria-expanded': String(open),
    'data-value': form.value(name, stored) || null,
    autocomplete: 'off',
    props: { value: form.nameOf(field) },
    on: {
      input: (event) => void form.search(field, targetOf(event).value),
      focus: () => void (form.value(name, stored) === '' && form.search(field, '')),
    },
  });
  const rows = form.candidates.map((row) =>
    component(
      'lightning-base-combobox-item',
      {
        class: 'slds-media slds-listbox__option slds-listbox__option_entity',
        key: row.id,
        role: 'option',
        'data-value': row.id,
        on: { click: () => form.choose(name, row) },
      },
      h('span.slds-media__body', {}, h('span.slds-truncate', {}, row.name)),
    ),
  );
  const body = h('div.slds-combobox_container', { class: form.value(name, stored) ? 'slds-has-selection' : '' }, [
    h('div.slds-combobox.slds-dropdown-trigger.slds-dropdown-trigger_click', { class: open ? 'slds-is-open' : '' }, [
      h('div.slds-combobox__form-element.slds-input-has-icon', { role: 'none' }, [
        input,
        form.value(name, stored) !== '' &&
          buttonIcon('close', page.t('clearSelection'), { click: () => form.choose(name, null) }, { class: 'clear' }),
      ]),
      open && h('div.slds-listbox.slds-dropdown.slds-dropdown_fluid', { role: 'listbox', 'aria-label': label }, rows),
    ]),
  ]);
  return component(
    'records-record-layout-lookup',
    {},
    component(
      'lightning-lookup',
      { class: errorClass(control) },
      component(
        'lightning-lookup-desktop',
        {},
        component('lightning-grouped-combobox', {}, labelled(control, component('lightning-base-combobox', {}, body))),
      ),
    ),
  );
}

const ADDRESS: [suffix: string, text: TextKey][] = [
  ['Street', 'street'],
  ['City', 'city'],
  ['State', 'state'],
  ['PostalCode', 'postalCode'],
  ['Country', 'country'],
];

const SALUTATIONS = ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.'];

function partOf(place: Control, name: string, label: string, required = false): Control {
  const field = { ...place.field, type: 'string' as const };
  return {
    ...place,
    field,
    name,
    label,
    required,
    stored: place.field.parts?.[name] ?? null,
    id: `${place.id}-${name}`,
  };
}

function nameInput(control: Control): VNode {
  const { page } = control;
  const salutation = partOf(control, 'Salutation', page.t('salutation'));
  return component(
    'records-record-layout-input-name',
    {},
    h('fieldset.slds-form-element.slds-form-element_compound', {}, [
      h('legend.slds-form-element__label', {}, control.label),
      component(
        'lightning-picklist',
        { 'data-field': 'salutation' },
        combobox(
          salutation,
          SALUTATIONS.map((value) => ({ value, label: value })),
        ),
      ),
      textInput(partOf(control, 'FirstName', page.t('firstName')), 'text', { 'data-field': 'firstName' }),
      textInput(partOf(control, 'LastName', page.t('lastName'), true), 'text', { 'data-field': 'lastName' }),
    ]),
  );
}

function addressInput(control: Control): VNode {
  const { page, field } = control;
  const parts = ADDRESS.flatMap(([suffix, text]) => {
    const name = Object.keys(field.parts ?? {}).find((key) => key.endsWith(suffix));
    return name ? [{ part: partOf(control, name, page.t(text)), suffix }] : [];
  });
  return component(
    'records-record-layout-input-address',
    {},
    component(
      'lightning-input-address',
      {},
      h('fieldset.slds-form-element.slds-form-element_compound', {}, [
        h('legend.slds-form-element__label', {}, control.label),
        parts.map(({ part, suffix }) =>
          suffix === 'Street' ? textArea(part) : textInput(part, 'text', { 'data-field': suffix.toLowerCase() }),
        ),
      ]),
    ),
  );
}

const BASIC: Partial<Record<PageField['type'], string>> = { email: 'email', phone: 'tel', url: 'url' };

function controlFor(control: Control): VNode {
  const { field } = control;
  switch (field.type) {
    case 'picklist':
      return picklist(control);
    case 'multipicklist':
      return multiPicklist(control);
    case 'reference':
      return lookupInput(control);
    case 'boolean':
      return component('records-record-layout-checkbox', {}, checkboxInput(control));
    case 'textarea':
      return component('records-record-layout-text-area', {}, textArea(control));
    case 'date':
      return component('records-record-layout-base-input', {}, dateInput(control));
    case 'datetime':
      return component('records-record-layout-input-date-time', {}, textInput(control, 'text'));
    case 'name':
      return nameInput(control);
    case 'address':
      return addressInput(control);
    default:
      return component('records-record-layout-base-input', {}, textInput(control, BASIC[field.type] ?? 'text'));
  }
}

/** Every API name that a field's controls edit. */
export function editedNames(field: PageField): string[] {
  return field.parts ? Object.keys(field.parts) : [field.name];
}

/** A field's controls; `slot` is the slot they go into. */
export function input(place: Place & { form: Form }, field: PageField, slot: string): VNode {
  const { page, form } = place;
  const control: Control = {
    page,
    form,
    field,
    name: field.name,
    label: page.label(field),
    stored: field.value,
    required: field.required === true,
    id: page.id(`in ${place.part} ${place.id} ${field.name}`),
  };
  const made = controlFor(control);
  const inner =
    field.name === 'StageName'
      ? component('sfa-input-stage-name', {}, made)
      : field.name === 'ForecastCategoryName'
        ? component('sfa-input-forecast-category', {}, made)
        : made;
  return { ...inner, attrs: { ...inner.attrs, slot } };
}

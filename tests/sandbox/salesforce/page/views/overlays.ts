/** What lies over the page: dialogs, hover cards, toasts (facts §1.2, §1.7, §1.8). */

import type { Form } from '../form.ts';
import { labelOf } from '../format.ts';
import { layoutOf, sectionsOf } from '../layouts.ts';
import type { Page, Place } from '../page.ts';
import type { PageRecord } from '../protocol.ts';
import { type Child, type Content, component, h, type VNode } from '../vnode.ts';
import { formFooter } from './footer.ts';
import { buttonIcon } from './icons.ts';
import { editedNames, input } from './inputs.ts';
import { hoverableLink } from './outputs.ts';
import { layoutSection, otherFields, recordLayout } from './sections.ts';

export interface Dialog {
  kind: 'edit' | 'new' | 'owner' | 'closed';
  record: PageRecord;
  form: Form;
  save(): void;
  saveAndNew?(): void;
  cancel(): void;
}

function frame(page: Page, title: string, close: () => void, content: Content, footer: Content): VNode {
  return h('div.modal-host', { key: title }, [
    h('div.slds-modal.slds-fade-in-open', { role: 'dialog', 'aria-modal': 'true', 'aria-label': title }, [
      h('div.slds-modal__container', {}, [
        buttonIcon('close', page.t('close'), { click: close }, { class: 'slds-modal__close' }),
        h('div.slds-modal__header', {}, h('h2.slds-modal__title', {}, title)),
        h('div.slds-modal__content', {}, content),
        footer ? h('div.slds-modal__footer', {}, footer) : null,
      ]),
    ]),
    h('div.slds-backdrop.slds-backdrop_open'),
  ]);
}

/** A form with all sections of the layout, as New and Edit open it. */
function recordForm(page: Page, dialog: Dialog): VNode {
  const { record, form, kind } = dialog;
  const place: Place = { page, object: record.object, id: record.id, form, part: 'modal' };
  const fields = new Map(record.fields.map((field) => [field.name, field]));
  const sections = sectionsOf(record).map((section, index) =>
    layoutSection(place, fields, { section, index, open: true, toggle: () => {} }),
  );
  const labelOfName = (name: string) => {
    const field = record.fields.find((one) => editedNames(one).includes(name));
    return field ? page.label(field) : name;
  };
  const footer = formFooter(page, form, dialog, labelOfName);
  const panel = component(
    'records-lwc-detail-panel',
    {},
    component('records-base-record-form', {}, [
      h(
        'div',
        {},
        h(
          'div',
          {},
          h('div.record-layout-container', {}, recordLayout(record.object, 'full', sections, record.recordType)),
        ),
      ),
      footer,
    ]),
  );
  const object = labelOf(record.objectName, page.format.locale);
  const title = kind === 'new' ? page.t('newOf', { object }) : page.t('editOf', { name: record.title });
  const wrapper = component('records-modal-lwc-detail-panel-wrapper', {}, h('div.actionBody', {}, panel));
  return frame(page, title, dialog.cancel, h('div.oneRecordActionWrapper', {}, wrapper), null);
}

/** A dialog about one field: the owner, or how a record is closed. */
function fieldForm(page: Page, dialog: Dialog, title: string, content: Content): VNode {
  const { form, save, cancel } = dialog;
  const footer = [
    h(
      'button.slds-button.slds-button_neutral',
      { type: 'button', name: 'cancel', on: { click: cancel } },
      page.t('cancel'),
    ),
    h('button.slds-button.slds-button_brand', { type: 'button', name: 'submit', on: { click: save } }, page.t('save')),
  ];
  return frame(
    page,
    title,
    cancel,
    [content, form.message && h('p.slds-form-element__help', { role: 'alert' }, form.message)],
    footer,
  );
}

function ownerForm(page: Page, dialog: Dialog): VNode | null {
  const { record, form } = dialog;
  const field = record.fields.find(({ name }) => name === 'OwnerId');
  if (!field) return null;
  const place = { page, object: record.object, id: record.id, form, part: 'modal' as const };
  return fieldForm(page, dialog, page.t('changeOwner'), input(place, field, ''));
}

function closedForm(page: Page, dialog: Dialog): VNode | null {
  const { record, form } = dialog;
  const field = record.fields.find(({ name }) => name === record.path?.field);
  if (!field) return null;
  const closed = new Set(record.path?.steps.flatMap((step) => (step.closed ? [step.value] : [])));
  const options = (field.options ?? []).filter(({ value }) => closed.has(value));
  const select = h(
    'select.uiInputSelect.slds-select',
    {
      name: field.name,
      props: { value: form.value(field.name, '') },
      on: { change: (event) => form.set(field.name, (event.currentTarget as HTMLSelectElement).value) },
    },
    [
      h('option', { value: '' }, page.t('none')),
      options.map((one) => h('option', { value: one.value }, labelOf(one, page.format.locale))),
    ],
  );
  return fieldForm(
    page,
    dialog,
    page.t('selectClosed', { field: page.label(field) }),
    h('div.runtime_sales_pathassistantPathAssistantStepClosed', {}, [
      h('label.slds-form-element__label', {}, page.label(field)),
      h('div.uiInput', {}, select),
    ]),
  );
}

export function dialogView(page: Page, dialog: Dialog): VNode | null {
  if (dialog.kind === 'owner') return ownerForm(page, dialog);
  return dialog.kind === 'closed' ? closedForm(page, dialog) : recordForm(page, dialog);
}

export interface HoverCard {
  record: PageRecord;
  /** Where it stands in the window. */
  x: number;
  y: number;
}

/** A card about another record, with fields like a record page's own. */
export function hoverCard(page: Page, { record, x, y }: HoverCard, on: VNode['on']): VNode {
  const origin = { record: `${record.object}/${record.id}`, field: null, part: 'hover' as const };
  const place: Place = { page, object: record.object, id: record.id, form: null, part: 'hover' };
  const names = [record.nameField, ...layoutOf(record.object).summary, ...record.highlights];
  return h(
    'div.panel.forceHoverPanel',
    { role: 'dialog', style: `left: ${x}px; top: ${y}px`, key: `${record.object}/${record.id}`, origin, on },
    h('section.slds-popover', {}, [
      h('header.slds-popover__header', {}, h('h2', {}, hoverableLink(page, record.object, record.id, record.title))),
      h('div.slds-popover__body', {}, otherFields(place, record, [...new Set(names)])),
    ]),
  );
}

export interface Toast {
  key: string;
  theme: 'success' | 'error' | 'info';
  text: string;
}

/** Messages at the top of the window. */
export function toasts(page: Page, shown: readonly Toast[], dismiss: (key: string) => void): VNode {
  const children = shown.map(
    ({ key, theme, text }): Child =>
      h('div.forceToastMessage.slds-notify_container', { key, 'data-aura-class': 'forceToastMessage' }, [
        h('div.slds-notify.slds-notify--toast', { class: `slds-theme--${theme}`, role: 'alert' }, [
          h('span.toastMessage.forceActionsText', {}, text),
          h(
            'button.slds-button.toastClose',
            { type: 'button', title: page.t('close'), on: { click: () => dismiss(key) } },
            '×',
          ),
        ]),
      ]),
  );
  return h('div.forceToastManager', {}, h('div.toastContainer.slds-notify_container', {}, children));
}

/** Values at rest, in the elements each type of field has (facts §1.3). */
import { addressLines, displayMoment, displayValue } from '../format.ts';
import type { Page, Place } from '../page.ts';
import type { PageField } from '../protocol.ts';
import { recordPath } from '../routes.ts';
import { type Attrs, component, h, type VNode } from '../vnode.ts';
import { buttonIcon } from './icons.ts';

/** Objects whose e-mail fields have a component of their own. */
const MAILED = new Set(['Account', 'Case', 'Contact', 'Lead']);

export function formattedText(text: string, attrs: Attrs = {}): VNode {
  return component('lightning-formatted-text', attrs, text);
}

/** The eye's width beside every link opens what hovering does. */
export function hoverableLink(page: Page, object: string, id: string, name: string, attrs: Attrs = {}): VNode {
  const show = (event: Event) => {
    if (event.currentTarget instanceof Element) page.hover(object, id, event.currentTarget);
  };
  const go = (event: Event) => {
    event.preventDefault();
    page.open(object, id);
  };
  return component(
    'records-hoverable-link',
    { class: 'slds-grow', ...attrs },
    h('div.slds-grid', {}, [
      h(
        'a.slds-truncate',
        { href: recordPath(object, id), on: { click: go, mouseenter: show, mouseleave: () => page.unhover() } },
        h('span', {}, h('slot')),
      ),
      buttonIcon('preview', page.t('openPreview', { name }), { click: show }, { class: 'slds-hidden-button' }),
    ]),
    h('span', {}, h('slot', {}, h('span', {}, name))),
  );
}

function lookup(place: Place, field: PageField, attrs: Attrs): VNode {
  const { value, reference } = field;
  const link =
    value && reference ? hoverableLink(place.page, reference.object, value, reference.name ?? value) : undefined;
  return component('force-lookup', attrs, h('div.slds-grid', {}, link));
}

function owner(place: Place, field: PageField, attrs: Attrs): VNode {
  const { page, object, id, form } = place;
  const change = { click: () => page.changeOwner(object, id) };
  return component(
    'force-owner-lookup',
    attrs,
    h('div.slds-grid', {}, [
      lookup(place, field, { class: 'slds-grow' }),
      field.editable && form && buttonIcon('owner', page.t('changeOwner'), change, { class: 'change-owner' }),
    ]),
  );
}

function modstamp(place: Place, field: PageField, attrs: Attrs): VNode {
  const at = field.at ? displayMoment(field.at, place.page.format) : '';
  return component('records-modstamp', attrs, [
    lookup(place, field, {}),
    field.value && at ? ', ' : '',
    formattedText(at),
  ]);
}

function checkbox(place: Place, field: PageField, attrs: Attrs): VNode {
  const id = place.page.id(`out ${place.id} ${field.name}`);
  return component(
    'lightning-input',
    { ...attrs, variant: 'label-hidden' },
    h('div.slds-form-element__control', {}, [
      h('span.slds-checkbox', {}, [
        h('input', {
          type: 'checkbox',
          id,
          disabled: true,
          name: field.name,
          props: { checked: field.value === 'true' },
        }),
        h('label.slds-checkbox__label', { for: id }, [
          h('span.slds-checkbox_faux'),
          h('span.slds-form-element__label.slds-assistive-text', {}, place.page.label(field)),
        ]),
      ]),
    ]),
  );
}

function email(place: Place, field: PageField, attrs: Attrs): VNode {
  const link = field.value && h('a', { href: `mailto:${field.value}` }, field.value);
  const wrapped = component('emailui-formatted-email-wrapper', {}, component('force-aura-action-wrapper', {}, link));
  const { object } = place;
  if (!MAILED.has(object)) return component('lightning-formatted-email', attrs, link);
  return component(`emailui-formatted-email-${object.toLowerCase()}`, attrs, wrapped);
}

function phone(field: PageField, attrs: Attrs): VNode {
  const link = field.value && h('a', { href: `tel:${field.value.replace(/[^+\d]/g, '')}` }, field.value);
  return component('records-output-phone', attrs, component('lightning-formatted-phone', {}, link));
}

function url(field: PageField, attrs: Attrs): VNode {
  const { value } = field;
  const href = value && (/^https?:/.test(value) ? value : `http://${value}`);
  return component('lightning-formatted-url', attrs, value && h('a', { href, target: '_blank' }, value));
}

function address(field: PageField, attrs: Attrs): VNode {
  const lines = addressLines(field.parts ?? {});
  const href = `https://www.google.com/maps?q=${encodeURIComponent(lines.join(' '))}`;
  const link =
    lines.length > 0 &&
    h(
      'a',
      { href, target: '_blank' },
      lines.map((line) => h('div.slds-truncate', {}, line)),
    );
  return component('lightning-formatted-address', attrs, link);
}

function recordType(field: PageField, attrs: Attrs): VNode {
  const name = h('span', {}, field.reference?.name ?? '');
  return component(
    'records-record-type',
    attrs,
    h('div.slds-grid', {}, h('div.recordTypeName.slds-grow.slds-truncate', {}, name)),
  );
}

/** Numbers and dates have elements of their own in some builds. */
function plain(place: Place, field: PageField, attrs: Attrs): VNode {
  const { page } = place;
  const text = displayValue(field, page.format);
  if (page.boot.dom.variant !== 'inline') return formattedText(text, attrs);
  if (['currency', 'double', 'int', 'percent'].includes(field.type)) {
    return component('lightning-formatted-number', attrs, text);
  }
  if (['date', 'datetime'].includes(field.type)) return component('lightning-formatted-date-time', attrs, text);
  return formattedText(text, attrs);
}

/** A field's value as the page shows it; `slot` is the slot it goes into. */
export function output(place: Place, field: PageField, slot: string): VNode {
  const attrs = { slot, 'data-output-element-id': 'output-field' };
  const { name, type } = field;
  if (name === 'OwnerId') return owner(place, field, attrs);
  if (name === 'CreatedById' || name === 'LastModifiedById') return modstamp(place, field, attrs);
  if (name === 'RecordTypeId') return recordType(field, attrs);
  if (name === 'Subject' && place.object === 'Case') {
    return component('support-output-case-subject-field', attrs, plain(place, field, {}));
  }
  if (name === 'StageName') return component('sfa-output-stage-name', attrs, plain(place, field, {}));
  if (name === 'ForecastCategoryName') return component('sfa-output-forecast-category', attrs, plain(place, field, {}));
  if (field.formula) return component('records-formula-output', attrs, h('slot', {}, plain(place, field, {})));
  switch (type) {
    case 'reference':
      return lookup(place, field, attrs);
    case 'boolean':
      return checkbox(place, field, attrs);
    case 'email':
      return email(place, field, attrs);
    case 'phone':
      return phone(field, attrs);
    case 'url':
      return url(field, attrs);
    case 'address':
      return address(field, attrs);
    case 'name':
      return component('lightning-formatted-name', attrs, displayValue(field, place.page.format));
    default:
      return plain(place, field, attrs);
  }
}

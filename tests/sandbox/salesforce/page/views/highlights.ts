/** The panel on top of a record page: it names no field but by its label (facts §1.6). */
import { displayValue, labelOf } from '../format.ts';
import { pick } from '../layouts.ts';
import type { Place } from '../page.ts';
import type { PageField, PageRecord } from '../protocol.ts';
import { type Child, component, h, type VNode, wrap } from '../vnode.ts';
import { formattedText, hoverableLink, output } from './outputs.ts';
import { recordLayout } from './sections.ts';

export interface HighlightActions {
  edit(): void;
  create(): void;
}

function button(object: string, name: string, text: string, run: () => void): VNode {
  return h(
    'li.visible',
    { key: name, 'data-target-selection-name': `sfdc:StandardButton.${object}.${name}` },
    component(
      'runtime_platform_actions-action-renderer',
      { apiname: name, title: text },
      component(
        'runtime_platform_actions-executor-page-reference',
        {},
        h(
          'slot',
          {},
          h(
            'slot',
            {},
            component(
              'lightning-button',
              {},
              h('button.slds-button.slds-button_neutral', { name, type: 'button', on: { click: run } }, text),
            ),
          ),
        ),
      ),
    ),
  );
}

function detailsItem(place: Place, field: PageField): VNode {
  const { page, object, id } = place;
  const label = page.label(field);
  const value: Child =
    field.type === 'reference' && field.value && field.reference
      ? component(
          'force-lookup',
          {},
          h('div.slds-grid', {}, hoverableLink(page, field.reference.object, field.value, field.reference.name ?? '')),
        )
      : output({ ...place, form: null }, { ...field, editable: false }, '');
  const shown = typeof value === 'string' ? value : { ...value, attrs: without(value.attrs) };
  return component(
    'records-highlights-details-item',
    {
      class: 'slds-page-header__detail-block',
      slot: 'secondaryFields',
      key: field.name,
      origin: { record: `${object}/${id}`, field: field.name, part: 'highlights' },
    },
    h('div', {}, [
      h('p.slds-text-title.slds-truncate', { title: label }, label),
      h('p.fieldComponent.slds-text-body--regular.slds-show_inline-block.slds-truncate', {}, h('slot')),
    ]),
    shown,
  );
}

/** Highlights have no output slots. */
function without(attrs: Record<string, string>): Record<string, string> {
  const { slot: _, 'data-output-element-id': __, ...rest } = attrs;
  return rest;
}

function primary(place: Place, record: PageRecord): VNode {
  const { nameField } = record;
  const origin = { record: `${place.object}/${place.id}`, field: nameField, part: 'title' as const };
  const field = record.fields.find(({ name }) => name === nameField);
  if (field?.type === 'name') {
    const text = displayValue(field, place.page.format) || record.title;
    return component('lightning-formatted-name', { slot: 'primaryField', origin }, text);
  }
  return formattedText(record.title, { slot: 'primaryField', origin });
}

/** The panel of a record. */
export function highlights(place: Place, record: PageRecord, { edit, create }: HighlightActions): VNode {
  const { page, object } = place;
  const items = pick(record, record.highlights).map((field) => detailsItem(place, field));
  const entity = labelOf(record.objectName, page.format.locale);
  const row = h('div.slds-grid.primaryFieldRow', {}, [
    h('div.slds-media.slds-no-space', {}, [
      h('slot', { name: 'icon' }),
      h('div.slds-media__body', {}, [
        h('h1', {}, [
          h('div.entityNameTitle.slds-line-height--reset', {}, component('records-entity-label', {}, entity)),
          h('slot.slds-page-header__title.slds-truncate', { name: 'primaryField' }),
        ]),
      ]),
    ]),
    h('div.slds-col.slds-no-flex.actionsContainer', {}, [
      component('runtime_platform_actions-actions-ribbon', {}, [
        h('slot', { name: 'actionsProvider' }),
        h('ul.slds-button-group-list', {}, [
          button(object, 'Edit', page.t('edit'), edit),
          button(object, 'New', page.t('newOf', { object: entity }), create),
          button(object, 'Clone', page.t('clone'), create),
        ]),
      ]),
    ]),
  ]);
  const panel = component(
    'records-highlights2',
    {},
    h('div.highlights.slds-clearfix.slds-page-header.slds-page-header_record-home', {}, [
      row,
      h('div.secondaryFields', {}, h('slot.slds-grid.slds-page-header__detail-row', { name: 'secondaryFields' })),
    ]),
    [
      component(
        'records-highlights-icon',
        { slot: 'icon', class: `entity-icon entity-${object.toLowerCase()}` },
        h('div.highlights-icon-container.slds-avatar', {}, entity.slice(0, 1)),
      ),
      primary(place, record),
      items,
    ],
  );
  return component('records-lwc-highlights-panel', {}, recordLayout(object, 'compact', [panel], record.recordType));
}

/** What stands there while the record is on its way. */
export function stencil(page: Pick<Place['page'], 't'>): VNode {
  return wrap(
    'force-highlights-stencil-desktop',
    {},
    h('div.slds-page-header.stencil', { role: 'status' }, [
      h('div.stencil-bar'),
      h('div.stencil-bar.short'),
      h('span.slds-assistive-text', {}, page.t('loading')),
    ]),
  );
}

export function spinner(page: Pick<Place['page'], 't'>): VNode {
  return component(
    'lightning-spinner',
    { class: 'slds-spinner_container' },
    h('div.slds-spinner.slds-spinner_medium.slds-spinner_brand', { role: 'status' }, [
      h('span.slds-assistive-text', {}, page.t('loading')),
      h('div.slds-spinner__dot-a'),
      h('div.slds-spinner__dot-b'),
    ]),
  );
}

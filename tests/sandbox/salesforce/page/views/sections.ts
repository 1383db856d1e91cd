/** The details of a record: sections of fields, as page layout or as Dynamic Forms (facts §1.2, §1.5). */
import { labelOf } from '../format.ts';
import { type PageSection, pick } from '../layouts.ts';
import type { Place } from '../page.ts';
import type { OtherRecord, PageField } from '../protocol.ts';
import { component, h, type VNode, wrap } from '../vnode.ts';
import { svg } from './icons.ts';
import { dynamicField, layoutItem, selectionName } from './item.ts';

interface SectionState {
  section: PageSection;
  index: number;
  open: boolean;
  toggle(): void;
}

function header(place: Place, { section, index, open, toggle }: SectionState): VNode {
  const title = labelOf(section, place.page.format.locale);
  const reveals = section.columns.flat().map((name) => selectionName(place.object, name));
  return h(
    'h3.label.slds-section__title.slds-truncate.slds-p-around_x-small.slds-theme_shade',
    { 'data-target-reveals': reveals.join(',') },
    h(
      'button.slds-button.test-id__section-header-button.slds-section__title-action',
      {
        type: 'button',
        'aria-expanded': String(open),
        'aria-controls': contentId(place, index),
        on: { click: toggle },
      },
      svg(open ? 'down' : 'right', 'slds-section__title-action-icon'),
      h('span.slds-truncate', { title }, title),
    ),
  );
}

const contentId = (place: Place, index: number) => place.page.id(`sectionContent ${place.part} ${place.id} ${index}`);

const sectionClass = (open: boolean) =>
  `section-layout-container slds-section has-header full-width${open ? ' slds-is-open' : ''}`;

type Fields = ReadonlyMap<string, PageField>;

/** A section of a page layout; what is collapsed stays in the document. */
export function layoutSection(place: Place, fields: Fields, state: SectionState): VNode {
  const { section, index, open } = state;
  const columns = section.columns.filter((names) => names.length > 0);
  const height = Math.max(...columns.map((names) => names.length));
  const rows = Array.from({ length: height }, (_, row) =>
    wrap(
      'records-record-layout-row',
      { key: String(row), class: 'slds-form__row' },
      columns.map((names, column) => {
        const field = fields.get(names[row] ?? '') ?? null;
        return layoutItem(place, field, field?.name ?? `empty ${column}`, columns.length);
      }),
    ),
  );
  return component(
    'records-record-layout-section',
    { key: section.label },
    h('div.slds-card__body', {}, [
      h('div', { class: sectionClass(open) }, [
        header(place, state),
        h(
          'div.slds-section__content',
          { id: contentId(place, index), hidden: !open },
          h('div.slds-form', {}, h('slot')),
        ),
      ]),
    ]),
    rows,
  );
}

/** A section of Dynamic Forms, a component of the page of its own; `seen` counts how often a field has been shown so far. */
export function dynamicSection(place: Place, fields: Fields, state: SectionState, seen: Map<string, number>): VNode {
  const { section, index, open } = state;
  const columns = section.columns
    .filter((names) => names.length > 0)
    .map((names, column) =>
      component(
        'flexipage-column2',
        { class: 'column flexipage-column', key: String(column) },
        h('div.slds-form', {}, h('slot')),
        names.flatMap((name) => {
          const field = fields.get(name);
          if (!field) return [];
          const count = (seen.get(name) ?? 0) + 1;
          seen.set(name, count);
          return dynamicField(place, field, `${name} ${count}`, count);
        }),
      ),
    );
  return component(
    'flexipage-field-section2',
    {},
    h('div', {}, [
      h('div', { class: sectionClass(open) }, [
        header(place, state),
        h('div.slds-section__content', { id: contentId(place, index), hidden: !open }, [
          component('laf-progressive-container', {}, [h('slot')], h('div.slds-form__row', {}, h('slot'))),
        ]),
      ]),
    ]),
    open ? columns : null,
  );
}

/** Fields of another record, as a component beside the details shows them. */
export function otherFields(place: Place, record: OtherRecord, names: readonly string[]): VNode {
  return recordLayout(place.object, 'compact', [
    wrap(
      'records-record-layout-block',
      {},
      pick(record, names).map((field) =>
        wrap('records-record-layout-row', { key: field.name }, layoutItem(place, field, field.name, 1)),
      ),
    ),
  ]);
}

/** The generated component around every page layout; its name says object, record type and size. */
export function recordLayout(object: string, size: string, content: VNode[], recordType = '012000000000000aaa'): VNode {
  const kind = size === 'full' ? 'detailpanel' : 'highlightspanel';
  const tag = `forcegenerated-${kind}_${object.toLowerCase()}___${recordType.toLowerCase()}___${size}___view___recordlayout2`;
  const generated = component(tag, { class: 'forcegenerated-record-layout2', style: 'display: block' }, content);
  return component('records-lwc-record-layout', {}, generated);
}

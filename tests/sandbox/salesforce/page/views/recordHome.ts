/** A record page, from its root component down (facts §1.2). */
import { layoutOf, sectionsOf } from '../layouts.ts';
import type { Page, Place } from '../page.ts';
import type { PageRecord } from '../protocol.ts';
import type { RecordModel, Tab } from '../recordModel.ts';
import { type Content, component, h, type VNode, wrap } from '../vnode.ts';
import { formFooter } from './footer.ts';
import { type HighlightActions, highlights, spinner, stencil } from './highlights.ts';
import { type PathState, path } from './path.ts';
import { relatedLists } from './related.ts';
import { dynamicSection, layoutSection, otherFields, recordLayout } from './sections.ts';

export interface RecordActions extends HighlightActions {
  openTab(tab: Tab): void;
  toggleSection(label: string): void;
  path: Omit<PathState, 'selected'>;
  save(): void;
}

interface Home {
  page: Page;
  model: RecordModel;
  record: PageRecord;
  place: Place;
  actions: RecordActions;
}

const isDynamic = (page: Page) => page.boot.dom.variant === 'dynamic';

/** A component that an administrator has put onto the page. */
function placed(slot: string | null, id: string | null, content: Content, key?: string): VNode {
  return wrap('flexipage-component2', { slot, key, 'data-component-id': id }, content);
}

function sectionState({ model, actions }: Home, section: ReturnType<typeof sectionsOf>[number], index: number) {
  const open = section.collapsed === model.toggled.has(section.label);
  return { section, index, open, toggle: () => actions.toggleSection(section.label) };
}

function footer({ page, model, record, actions }: Home): VNode | false {
  if (!model.form.editing) return false;
  const labelOfName = (name: string) => {
    const field = record.fields.find((one) => one.name === name || (one.parts && name in one.parts));
    return field ? page.label(field) : name;
  };
  return formFooter(page, model.form, { save: actions.save, cancel: () => model.form.cancel() }, labelOfName);
}

/** A layout refresh makes everything in a section anew. */
const generation = (page: Page, index: number) =>
  String(page.beats() > 0 && page.beats() % 8 === index ? page.beats() : '');

function pageLayout(home: Home): VNode {
  const { place, record, model } = home;
  const fields = new Map(record.fields.map((field) => [field.name, field]));
  const shown = sectionsOf(record).slice(0, model.arrived.has('more') ? undefined : 1);
  const sections = shown.map((section, index) => {
    const made = layoutSection(place, fields, sectionState(home, section, index));
    return { ...made, key: `${section.label}${generation(home.page, index)}` };
  });
  const block = wrap('records-record-layout-block', {}, sections);
  return component(
    'records-lwc-detail-panel',
    {},
    component('records-base-record-form', {}, [
      h(
        'div',
        {},
        h(
          'div',
          {},
          h('div.record-layout-container', {}, recordLayout(record.object, 'full', [block], record.recordType)),
        ),
      ),
      footer(home),
    ]),
  );
}

function dynamicSections(home: Home): VNode[] {
  const { place, record, model } = home;
  const fields = new Map(record.fields.map((field) => [field.name, field]));
  const seen = new Map<string, number>();
  return sectionsOf(record).flatMap((section, index) => {
    if (index > 0 && !model.arrived.has('more')) return [];
    const state = sectionState(home, section, index);
    const id = `flexipage_fieldSection${index > 0 ? index + 1 : ''}`;
    return placed(
      null,
      id,
      dynamicSection(place, fields, state, seen),
      `${section.label}${generation(home.page, index)}`,
    );
  });
}

function details(home: Home): Content {
  if (!home.model.arrived.has('details')) return spinner(home.page);
  return isDynamic(home.page) ? dynamicSections(home) : placed(null, 'force_detailPanel', pageLayout(home));
}

function tabItem({ page, model, actions }: Home, tab: Tab): VNode {
  const title = page.t(tab === 'details' ? 'details' : 'relatedTab');
  const active = model.tab === tab;
  const name = tab === 'details' ? 'detailTab' : 'relatedListsTab';
  return h(
    'li.slds-tabs_default__item',
    {
      class: active ? 'slds-is-active' : '',
      key: tab,
      role: 'presentation',
      title,
      'data-target-selection-name': `${name}Tab`,
    },
    h(
      'a.slds-tabs_default__link',
      {
        id: `${name}__item`,
        role: 'tab',
        href: 'javascript:void(0)',
        'data-label': title,
        'data-tab-value': name,
        'aria-selected': String(active),
        on: {
          click: (event) => {
            event.preventDefault();
            actions.openTab(tab);
          },
        },
      },
      title,
    ),
  );
}

function tabs(home: Home): VNode {
  const { model, page, record } = home;
  const order: Tab[] = layoutOf(record.object).tab === 'related' ? ['related', 'details'] : ['details', 'related'];
  const bodies = order.map((tab) => {
    const shown = model.tab === tab;
    const body = model.opened.has(tab) && (tab === 'details' ? details(home) : relatedLists(page, record));
    return wrap(
      'flexipage-tab2',
      { key: tab, role: 'tabpanel', class: `slds-tabs_default__content ${shown ? 'slds-show' : 'slds-hide'}` },
      body,
    );
  });
  const tabset = component(
    'lightning-tabset',
    {},
    h('div.slds-tabs_default', {}, [
      component(
        'lightning-tab-bar',
        {},
        h(
          'ul.slds-tabs_default__nav',
          { role: 'tablist' },
          order.map((tab) => tabItem(home, tab)),
        ),
      ),
      h('slot'),
    ]),
    h('slot'),
  );
  return component('flexipage-tabset2', {}, h('div', {}, tabset), bodies);
}

function parentFields({ page, record }: Home): VNode | null {
  const { parent } = record;
  const shows = layoutOf(record.object).parent?.shows;
  if (!parent || !shows) return null;
  const place: Place = { page, object: parent.object, id: parent.id, form: null, part: 'parent' };
  return placed(
    'sidebar',
    null,
    h(
      'article.slds-card.parent-card',
      { origin: { record: `${parent.object}/${parent.id}`, field: null, part: 'parent' } },
      [h('h2.slds-card__header', {}, parent.title), otherFields(place, parent, shows)],
    ),
    'parent',
  );
}

function activity({ page }: Home): VNode {
  return placed(
    'sidebar',
    'runtime_sales_activities_activityPanel',
    component('flexipage-aura-wrapper', {}, [
      h('article.slds-card.activity', {}, [
        h('h2.slds-card__header', {}, page.t('activity')),
        h('h3.slds-text-title', {}, page.t('upcoming')),
        h('p', {}, page.t('noActivities')),
      ]),
    ]),
    'activity',
  );
}

/** Name of the generated page component, as an administrator's page name makes it. */
function generatedTag(object: string): string {
  const dashed = 'sfa__-opportunity_rec_-l'.replace('opportunity', object.toLowerCase());
  return `forcegenerated-adg-rollup_component___force-generated__flexipage_-record-page___${dashed}___-${object.toLowerCase()}___-v-i-e-w`;
}

/** The whole page of an opened record. */
export function recordHome(page: Page, model: RecordModel, actions: RecordActions): VNode {
  const { record, arrived } = model;
  const place: Place = { page, object: model.object, id: model.id, form: model.form, part: 'details' };
  const origin = { record: `${model.object}/${model.id}`, field: null, part: 'details' as const };
  const home = record && { page, model, record, place, actions };
  const header = placed(
    'header',
    'force_highlightsPanel',
    record && arrived.has('highlights') ? highlights(place, record, actions) : stencil(page),
    'highlights',
  );
  const pathState: PathState = { ...actions.path, selected: model.step };
  const pathView = record && arrived.has('path') && path(place, record, pathState);
  const main = home
    ? placed('main', 'flexipage_tabset', tabs(home), 'tabs')
    : placed('main', null, spinner(page), 'loading');
  const side =
    home && arrived.has('side')
      ? [parentFields(home), activity(home), placed('sidebar', null, relatedLists(page, home.record), 'lists')]
      : null;
  const under = pathView && placed('subheader', 'runtime_sales_pathassistant_pathAssistant', pathView, 'path');
  const template = component(
    `flexipage-record-home-${record?.path ? 'with-subheader-' : ''}template-desktop2`,
    { class: 'forcegenerated-flexipage-template' },
    h('div.slds-grid.slds-wrap.record-template', {}, [
      h('div.slds-col.slds-size_1-of-1.row.region-header', {}, h('slot', { name: 'header' })),
      record?.path && h('div.slds-col.slds-size_1-of-1.row.region-header', {}, h('slot', { name: 'subheader' })),
      h('div.slds-col.region-main', {}, h('slot', { name: 'main' })),
      h('div.slds-col.region-sidebar-right', {}, h('slot', { name: 'sidebar' })),
    ]),
    header,
    under,
    main,
    side,
  );
  const decorator = component(
    'record_flexipage-desktop-record-page-decorator',
    {},
    [
      h('div', {}, component('records-record-layout-event-broker', {}, h('slot', {}), h('slot'))),
      home && isDynamic(page) && footer(home),
    ],
    template,
  );
  const generated = component(
    generatedTag(model.object),
    {},
    component(
      `forcegenerated-flexipage_sfa__${model.object.toLowerCase()}_rec_l_${model.object.toLowerCase()}__view_js`,
      { class: 'forcegenerated-flexipage-module' },
      decorator,
    ),
  );
  return component('one-record-home-flexipage2', { origin }, generated);
}

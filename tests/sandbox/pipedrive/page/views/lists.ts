/** Lists and the board. Their cells name entity and field, but stand for many records at once. */
import type { App, Screen } from '../app.ts';
import { c } from '../classNames.ts';
import { displayMoney, displayValue } from '../format.ts';
import { shownLabel } from '../labels.ts';
import type { PageList, PageObject } from '../protocol.ts';
import { type Child, h, type VNode } from '../render/vnode.ts';
import { listPath, panelPath, recordPath } from '../routes.ts';
import { button, link } from './controls.ts';
import { header } from './header.ts';
import { icon } from './icons.ts';
import { ADD_TEXT } from './modals.ts';
import { sidebar } from './sidebar.ts';

const COLUMNS: Record<PageObject, readonly string[]> = {
  deal: ['title', 'value', 'stage_id', 'owner_id', 'person_id', 'org_id', 'expected_close_date', 'visible_to'],
  person: ['name', 'phones', 'emails', 'org_id', 'owner_id', 'label_ids'],
  organization: ['name', 'address', 'label_ids', 'owner_id', 'visible_to'],
  lead: ['title', 'value', 'owner_id', 'expected_close_date'],
};

/** Rows of a list, cards of a column. */
const SHOWN = 50;

function cell(app: App, list: PageList, row: PageList['rows'][number], code: string): VNode {
  const field = list.fields.find((one) => one.code === code);
  const raw = row.values[code];
  const stage = code === 'stage_id' ? list.stages.find(({ id }) => id === raw)?.name : undefined;
  const shown = stage ?? (field ? displayValue(field, row.values, app.format(null, list)) : '');
  const titled = code === 'title' || code === 'name';
  const path = recordPath({ object: list.object, id: row.id });
  return h(
    'td',
    {
      key: code,
      'data-field': `${list.object}.${code}`,
      class: c('cell'),
      origin: { record: `${list.object}/${row.id}`, field: code, part: 'list' },
    },
    titled ? link(path, (to) => app.navigate(to), { kit: 'gridCell__link', class: c('link') }, shown) : shown || '-',
  );
}

/** Opens the deal in the side panel. */
function preview(app: App, id: string): VNode {
  const on = { click: () => app.navigate(panelPath(app.path, id)) };
  return h('button', { type: 'button', class: c('previewButton'), on }, app.t('preview'));
}

function grid(app: App, list: PageList): VNode {
  const columns = COLUMNS[list.object];
  const labelOf = (code: string) => {
    const field = list.fields.find((one) => one.code === code);
    return field ? shownLabel(field, app.locale) : code;
  };
  return h(
    'div',
    { kit: 'gridContent gridContent--scrollable', class: c('grid') },
    h(
      'table',
      { kit: 'gridContent__table', class: c('table') },
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          h('th', { class: c('cell') }, h('input', { type: 'checkbox', 'data-cy': 'select-all' })),
          columns.map((code) => h('th', { key: code, class: c('cell') }, labelOf(code))),
          h('th', { class: c('cell') }),
        ),
      ),
      h(
        'tbody',
        null,
        list.rows.slice(0, SHOWN).map((row) =>
          h(
            'tr',
            { key: row.id },
            h('td', { class: c('cell') }, h('input', { type: 'checkbox' })),
            columns.map((code) => cell(app, list, row, code)),
            h('td', { class: c('cell') }, list.object === 'deal' ? preview(app, row.id) : null),
          ),
        ),
      ),
    ),
  );
}

function bar(app: App, object: 'deal' | 'person' | 'organization', onBoard: boolean): VNode {
  const go = (path: string) => () => app.navigate(path);
  return h(
    'div',
    { class: c('listBar') },
    object === 'deal' && button(app.t('board'), onBoard ? 'primary' : 'plain', { on: { click: go('/pipeline/1') } }),
    object === 'deal' && button(app.t('list'), onBoard ? 'plain' : 'primary', { on: { click: go(listPath('deal')) } }),
    button(app.t(ADD_TEXT[object]), 'green', {
      'data-test': 'add-entity',
      on: { click: () => app.openModal({ kind: 'add', object, values: {} }) },
    }),
  );
}

function board(app: App, list: PageList): VNode {
  const format = app.format(null, list);
  const card = (row: PageList['rows'][number]) => {
    const { value, currency, org_id } = row.values;
    return h(
      'article',
      { key: row.id, class: c('card', 'boardCard'), origin: { record: `deal/${row.id}`, field: null, part: 'board' } },
      link(recordPath({ object: 'deal', id: row.id }), (path) => app.navigate(path), {}, row.title),
      h('div', { class: c('faint') }, org_id ? (format.names[`organization/${org_id}`] ?? '') : ''),
      h('div', { class: c('faint') }, value ? displayMoney(value, currency ?? 'EUR', app.locale) : '-'),
      preview(app, row.id),
    );
  };
  return h(
    'div',
    { 'data-test': 'pipeline-wrapper', class: c('board') },
    list.stages.map(({ id, name }) => {
      const cards = list.rows.filter(({ values }) => values.stage_id === id && values.status === 'open');
      return h(
        'div',
        { key: id, class: c('boardColumn') },
        h('div', { class: c('boardHead') }, h('b', null, name), h('span', { class: c('counter') }, `${cards.length}`)),
        h('div', { kit: 'ReactVirtualized__Grid__innerScrollContainer' }, cards.slice(0, SHOWN).map(card)),
      );
    }),
  );
}

/** A deal beside the list it was picked from, with the same parts as its own page has. */
function sidePanel(app: App, { panel }: Screen): Child {
  if (!panel) return null;
  const close = () => app.navigate(app.path.split('?')[0] ?? '/');
  return h(
    'aside',
    { key: 'panel', class: c('panel') },
    h(
      'div',
      { class: c('panelBar') },
      link(recordPath(panel), (path) => app.navigate(path), {}, app.t('openDeal')),
      h(
        'button',
        { type: 'button', 'aria-label': app.t('close'), class: c('iconButton'), on: { click: close } },
        icon('close'),
      ),
    ),
    header(app, panel, true),
    h('div', { class: c('panelBody') }, sidebar(app, panel, true)),
  );
}

/** A list or the board. */
export function listPage(app: App, screen: Screen): Child {
  const { route, list } = screen;
  if (!list || (route?.kind !== 'list' && route?.kind !== 'board')) return null;
  const onBoard = route.kind === 'board';
  return h(
    'main',
    { key: 'list', class: c('listPage') },
    bar(app, onBoard ? 'deal' : route.object, onBoard),
    onBoard ? board(app, list) : grid(app, list),
    sidePanel(app, screen),
  );
}

/** The inbox of leads; one that is open stands beside it. */
export function leadsPage(app: App, { list, record }: Screen): VNode {
  const rows = (list?.rows ?? []).slice(0, SHOWN).map(({ id, title }) =>
    h(
      'li',
      { key: id, class: c('lead') },
      link(recordPath({ object: 'lead', id }), (path) => app.navigate(path), {}, title),
    ),
  );
  return h(
    'main',
    { key: 'leads', class: c('leads') },
    h('ul', { class: c('leadList') }, rows),
    record
      ? h(
          'aside',
          { key: `lead ${record.id}`, class: c('panel', 'leadPanel') },
          header(app, record),
          h('div', { class: c('panelBody') }, sidebar(app, record)),
        )
      : h('p', { key: 'none', class: c('faint') }, app.t('noLeads')),
  );
}

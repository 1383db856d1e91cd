/** Lists of other records beside or below the details (facts §1.10). They are full of labels and values that are not the record's. */
import { displayValue, labelOf } from '../format.ts';
import { layoutOf, pick } from '../layouts.ts';
import type { Page } from '../page.ts';
import type { ListPage, OtherRecord, PageRecord } from '../protocol.ts';
import { listPath } from '../routes.ts';
import { component, h, type VNode, wrap } from '../vnode.ts';
import { hoverableLink, output } from './outputs.ts';

function tile(page: Page, row: OtherRecord): VNode {
  const origin = { record: `${row.object}/${row.id}`, field: null, part: 'related' as const };
  const lines = pick(row, layoutOf(row.object).summary).map((field) =>
    h('li.slds-item', { key: field.name, origin: { ...origin, field: field.name } }, [
      h('dl.slds-list_horizontal', {}, [
        h(
          'dt.slds-item_label.slds-text-color_weak.slds-truncate',
          { title: page.label(field) },
          `${page.label(field)}:`,
        ),
        h('dd.slds-item_detail.slds-truncate', {}, displayValue(field, page.format)),
      ]),
    ]),
  );
  return h('li.slds-item.related-tile', { key: row.id, origin }, [
    h('h3.slds-tile__title', {}, hoverableLink(page, row.object, row.id, row.title)),
    h('ul.slds-tile__detail', {}, lines),
  ]);
}

function single(page: Page, rows: readonly OtherRecord[]): VNode | null {
  const [first] = rows;
  if (!first) return null;
  const heading = `${first.objectName.plural} (${rows.length})`;
  const list = component(
    'lst-common-list-internal',
    {},
    h('article.slds-card', {}, [
      h(
        'header.slds-card__header',
        {},
        h('h2.slds-card__header-title', {}, h('a.slds-card__header-link', { href: listPath(first.object) }, heading)),
      ),
      h(
        'ul.slds-card__body.tiles',
        {},
        rows.map((row) => tile(page, row)),
      ),
      h('a.slds-card__footer', { href: listPath(first.object) }, page.t('viewAll')),
    ]),
  );
  const manager = component('lst-related-list-view-manager', {}, list);
  return component(
    'lst-related-list-single-container',
    { key: first.object },
    component('lst-related-list-single-app-builder-mapper', {}, manager),
  );
}

/** All related lists of a record. */
export function relatedLists(page: Page, record: PageRecord): VNode {
  const lists = record.related.map(({ rows }) => single(page, rows));
  return component('lst-related-list-container', {}, h('div.container', {}, h('slot')), lists);
}

/** A list of an object's records (the page of a tab, or the left side of a split view). */
export function listView(page: Page, list: ListPage, create: () => void): VNode {
  const heading = labelOf({ label: list.objectName.plural }, page.format.locale);
  const [first] = list.rows;
  const shown = first ? pick(first, layoutOf(list.object).summary) : [];
  const rows = list.rows.map((row) =>
    h('tr', { key: row.id, origin: { record: `${row.object}/${row.id}`, field: null, part: 'list' } }, [
      h('th', { scope: 'row' }, hoverableLink(page, row.object, row.id, row.title)),
      pick(
        row,
        shown.map(({ name }) => name),
      ).map((field) =>
        h('td', { key: field.name, origin: { record: `${row.object}/${row.id}`, field: field.name, part: 'list' } }, [
          h('span.slds-grid.slds-grid_align-spread.forceInlineEditCell', {}, [
            output({ page, object: row.object, id: row.id, form: null, part: 'hover' }, field, ''),
          ]),
        ]),
      ),
    ]),
  );
  return wrap('lst-list-view-manager', {}, [
    h('div.slds-page-header.list-header', {}, [
      h('div', {}, [
        h('span.slds-text-title', {}, heading),
        h('h1.slds-page-header__title', {}, page.t('recentlyViewed')),
      ]),
      h(
        'button.slds-button.slds-button_neutral',
        { name: 'New', type: 'button', on: { click: create } },
        page.t('newRecord'),
      ),
    ]),
    h('p.list-count', {}, page.t('itemsCount', { count: list.rows.length })),
    h('table.slds-table.uiVirtualDataTable', { role: 'grid' }, [
      h(
        'thead',
        {},
        h('tr', {}, [
          h('th', { scope: 'col' }, page.t('name')),
          shown.map((field) => h('th', { scope: 'col', key: field.name, title: page.label(field) }, page.label(field))),
        ]),
      ),
      h('tbody', {}, rows),
    ]),
  ]);
}

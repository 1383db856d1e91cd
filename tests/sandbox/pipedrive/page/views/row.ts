/** One field's row: label, value, pencil; or label and editor. */
import type { App } from '../app.ts';
import { c, moduleClass } from '../classNames.ts';
import { displayValue } from '../format.ts';
import { shownLabel } from '../labels.ts';
import type { PageField, PageRecord, ShownRecord } from '../protocol.ts';
import type { Origin } from '../render/origins.ts';
import { type Child, h, type VNode } from '../render/vnode.ts';
import { recordPath } from '../routes.ts';
import { button, link } from './controls.ts';
import { editor } from './editor.ts';
import { icon } from './icons.ts';

export interface RowContext {
  app: App;
  /** The page's record, which knows the people and names that values are shown with. */
  page: PageRecord;
  /** Whose field it is. */
  record: ShownRecord;
  block: string;
  part: string;
}

/** A linked record's name leads to its page and is edited there. */
const NO_PENCIL = 'name';

export function originOfField({ record, part }: Pick<RowContext, 'record' | 'part'>, field: PageField): Origin {
  return { record: `${record.object}/${record.id}`, field: field.code, part };
}

/** The value as text, link or button. */
export function valueView({ app, page, record }: RowContext, field: PageField): Child {
  const shown = displayValue(field, record.values, app.format(page, app.screen?.list));
  const raw = record.values[field.code];
  if (shown === '' || !raw) return '-';
  const go = (path: string) => app.navigate(path);
  if (field.type === 'people') return link(recordPath({ object: 'person', id: raw }), go, {}, shown);
  if (field.type === 'org') return link(recordPath({ object: 'organization', id: raw }), go, {}, shown);
  if (field.code === NO_PENCIL && record !== page) return link(recordPath(record), go, {}, shown);
  if (field.type === 'phone') {
    return h('button', { type: 'button', 'data-test': 'phone-number-button', class: c('phone') }, shown);
  }
  return shown;
}

function pencil({ app, record, block }: RowContext, field: PageField): VNode {
  const on = { click: () => app.startEdit(record, field, block) };
  // Where nothing on the page is named, the pencil is a word.
  const content = app.variant === 'unknown' ? app.t('edit') : icon('pencil', 14);
  return h('button', { type: 'button', 'aria-label': app.t('edit'), class: c('pencil'), on }, content);
}

function isEditable({ record, page }: RowContext, field: PageField): boolean {
  if (field.readOnly || (field.code === NO_PENCIL && record !== page)) return false;
  return !['picture', 'time', 'timerange', 'json'].includes(field.type);
}

/** A row of Details, Source or of a linked record. */
export function fieldRow(context: RowContext, field: PageField, key: string, hint: boolean): VNode {
  const { app, record, block } = context;
  const editing = app.isEditing(record, field, block);
  const label = shownLabel(field, app.locale);
  // The container stays around the editor on the older pages and gives way to it on the newer ones.
  const inContainer = app.variant === '2025';
  const container = (content: Child) =>
    h('div', { key: 'value', 'data-testid': 'fields-list-row-field-components', class: c('value') }, content);
  const shown = () =>
    container(h('div', { class: c('clip') }, h('div', { class: c('clip') }, valueView(context, field))));
  return h(
    'div',
    {
      key,
      'data-testid': 'fields-list-row',
      kit: moduleClass('sidebarField'),
      class: c('row', editing !== null && 'rowEditing'),
      origin: originOfField(context, field),
    },
    h(
      'div',
      { key: 'label', 'data-testid': 'field-name', kit: moduleClass('name'), class: c('label'), title: label },
      label,
    ),
    hint && h('span', { key: 'hint', class: c('hint'), title: app.t('hint') }, '•'),
    editing ? (inContainer ? container(editor(app, editing)) : editor(app, editing)) : shown(),
    !editing && isEditable(context, field) && pencil(context, field),
  );
}

/** A row of the Summary block: nothing names it but its label, and its value is clicked to edit it. */
export function summaryRow(context: RowContext, field: PageField, key: string): VNode {
  const { app, page, record, block } = context;
  const editing = app.isEditing(record, field, block);
  const locked = field.code === 'value' && page.products.length > 0;
  const edit = { click: () => app.startEdit(record, field, block) };
  const isLink = field.type === 'people' || field.type === 'org';
  const content = valueView(context, field);
  const shown =
    locked || isLink
      ? h('div', { class: c('clip'), title: locked ? app.t('valueLocked') : undefined }, content)
      : h('div', { class: c('clip', 'clickable'), on: edit }, content);
  return h(
    'div',
    { key, class: c('row', editing !== null && 'rowEditing'), origin: originOfField(context, field) },
    h('div', { class: c('label') }, shownLabel(field, app.locale)),
    editing ? editor(app, editing) : h('div', { class: c('value') }, shown),
    !editing &&
      isLink &&
      h('span', { class: c('pencilPlace') }, button('✎', 'quiet', { on: edit, title: app.t('edit') })),
  );
}

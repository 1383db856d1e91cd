/** The blocks of the sidebar, in a list that mounts what is near its visible part. */
import type { App } from '../app.ts';
import { type Block, type BlockId, blockHeight, blocksOf, type FieldGroup, hasStageBar } from '../blocks.ts';
import { c } from '../classNames.ts';
import { displayDate, displayMoney, displayNumber } from '../format.ts';
import { BLOCK_GAP, listHeight } from '../metrics.ts';
import type { PageField, PageRecord } from '../protocol.ts';
import { type Child, h, type VNode } from '../render/vnode.ts';
import { recordPath } from '../routes.ts';
import { iconButton, link } from './controls.ts';
import { icon } from './icons.ts';
import { fieldRow, type RowContext, summaryRow } from './row.ts';

const TEST_IDS: Partial<Record<BlockId, string>> = {
  details: 'detail-block',
  person: 'person-block',
  organization: 'organization-block',
};

/** Parts that arrive before the first block: title, stages, history. */
const EARLIER_PARTS = 3;

function line(label: string, value: Child): VNode {
  return h(
    'div',
    { key: label, class: c('row') },
    h('div', { class: c('label') }, label),
    h('div', { class: c('value') }, value),
  );
}

/** Lines that are no fields of any record. */
function lines(app: App, page: PageRecord, id: BlockId): Child[] {
  const { values, object } = page;
  const days = (since: string | null | undefined) => {
    const at = Date.parse(`${(since ?? '').replace(' ', 'T')}Z`);
    return Number.isNaN(at) ? '-' : app.t('days', { n: Math.max(0, Math.floor((Date.now() - at) / 86_400_000)) });
  };
  const go = (path: string) => app.navigate(path);
  switch (id) {
    case 'overview': {
      const created = line(app.t('created'), values.add_time ? displayDate(values.add_time, app.format(page)) : '-');
      if (object === 'deal') {
        return [
          line(app.t('dealAge'), days(values.add_time)),
          line(app.t('inactive'), days(values.update_time)),
          created,
        ];
      }
      const links = page.deals.map(({ id: deal, title }) =>
        h(
          'div',
          { key: deal, class: c('row', 'single') },
          link(recordPath({ object: 'deal', id: deal }), go, {}, title),
        ),
      );
      return [created, ...links];
    }
    case 'products':
      return page.products.flatMap(({ name, price, quantity }, index) => [
        h('div', { key: `${index}`, class: c('row', 'single', 'strong') }, name),
        h(
          'div',
          { key: `${index} price` },
          line(app.t('value'), displayMoney(String(price), page.currency, app.locale)),
        ),
        h('div', { key: `${index} quantity` }, line(app.t('quantity'), displayNumber(String(quantity), app.locale))),
      ]);
    case 'participants':
      return page.person ? [line(app.t('participant'), link(recordPath(page.person), go, {}, page.person.title))] : [];
    case 'smartBcc':
      return [
        h(
          'div',
          { key: 'bcc', class: c('row', 'single'), title: app.t('bccHint') },
          `${app.boot.company.toLowerCase()}@pipedrivemail.com`,
        ),
      ];
    default:
      return [];
  }
}

/** Every row is made anew now and then, as in a page that is busy with itself. */
function rowKey(app: App, field: PageField, index: number, count: number): string {
  const beats = app.churn.count('row');
  return `${field.code} ${Math.floor((beats + count - 1 - index) / count)}`;
}

function rows(context: RowContext, fields: readonly PageField[]): VNode[] {
  const { app, block } = context;
  const hinted = fields.length > 0 && app.churn.count('hint') > 0 ? app.churn.count('hint') % fields.length : -1;
  return fields.map((field, index) => {
    const key = rowKey(app, field, index, fields.length);
    return block === 'summary' ? summaryRow(context, field, key) : fieldRow(context, field, key, index === hinted);
  });
}

function group(context: RowContext, { name, fields }: FieldGroup): VNode {
  const { app, block, record } = context;
  const filled = fields.filter(({ code }) => record.values[code]).length;
  const id = `${block} ${name}`;
  return h(
    'div',
    { key: `group ${name}`, 'data-testid': 'fields-list-group' },
    h(
      'div',
      { kit: 'cui5-accordion__item' },
      h(
        'div',
        {
          'data-test': 'accordion_header',
          class: c('groupHead', 'clickable'),
          on: { click: () => app.toggleGroup(id) },
        },
        h(
          'div',
          { kit: 'cui5-accordion__item-header-content', class: c('groupTitle') },
          h('span', null, name),
          h('span', { class: c('counter') }, `${filled}/${fields.length}`),
        ),
      ),
      !app.foldedGroups.has(id) && rows(context, fields),
    ),
  );
}

function heading(app: App, { id, title, folded }: Block): VNode {
  const on = { click: () => app.toggleBlock(id) };
  if (app.variant === 'unknown') return h('h3', { class: c('blockHead', 'clickable'), on }, app.t(title));
  return h(
    'div',
    { class: c('blockHead') },
    h(
      'button',
      { type: 'button', 'data-testid': 'block-collapse', 'aria-expanded': String(!folded), class: c('collapse'), on },
      icon(folded ? 'right' : 'down', 14),
      h('span', { kit: 'cui5-button__label' }, app.t(title)),
    ),
    iconButton(app.t('more'), icon('more'), { on: { click: () => app.openModal({ kind: 'customize', values: {} }) } }),
  );
}

/** Which part of the page a block's fields are in, for tests that ask what a node stands for. */
const partOf = (id: BlockId, panel: boolean) => (panel ? 'panel' : id);

function blockView(app: App, page: PageRecord, block: Block, panel: boolean): VNode {
  const { id, record, fields, groups, folded } = block;
  const part = partOf(id, panel);
  const context: RowContext = { app, page, record, block: id, part };
  return h(
    'section',
    {
      'data-testid': TEST_IDS[id],
      class: c('block'),
      origin: { record: `${record.object}/${record.id}`, field: null, part },
    },
    heading(app, block),
    !folded && rows(context, fields),
    !folded && groups.map((one) => group(context, one)),
    !folded && lines(app, page, id),
    !folded && h('div', { key: 'foot', class: c('blockFoot') }),
  );
}

/** The sidebar of a record, `panel` where it stands beside a list. */
export function sidebar(app: App, page: PageRecord, panel = false): Child {
  const { screen } = app;
  if (!screen) return null;
  const blocks = blocksOf(page, app.arrangement);
  const remade = app.churn.count('block');
  const items = blocks.map((block, index) => ({
    key: `${block.id} ${Math.floor((remade + blocks.length - 1 - index) / blocks.length)}`,
    height: blockHeight(block),
    view: () =>
      index + EARLIER_PARTS < screen.arrived
        ? blockView(app, page, block, panel)
        : h('div', { class: c('skeleton'), style: `height:${blockHeight(block) - BLOCK_GAP}px` }),
  }));
  return app.sidebar.view(items, listHeight(hasStageBar(page)));
}

/** Top of a record's page: title, owner, buttons of the deal, and its stages. */
import type { App } from '../app.ts';
import { hasStageBar, TITLE_FIELD } from '../blocks.ts';
import { c } from '../classNames.ts';
import type { PageRecord, PageStage } from '../protocol.ts';
import { type Child, h, type VNode } from '../render/vnode.ts';
import { button, iconButton, keys, typing } from './controls.ts';
import { icon } from './icons.ts';

const originOf = (record: PageRecord, field: string | null, part: string) => ({
  record: `${record.object}/${record.id}`,
  field,
  part,
});

function titleInput(app: App, record: PageRecord): VNode {
  const start = () =>
    app.update(() => {
      app.titleDraft ??= record.title;
    });
  return h('textarea', {
    kit: 'cui5-editable-text__input',
    class: c('titleInput'),
    rows: '1',
    spellcheck: 'false',
    value: app.titleDraft ?? record.title,
    on: {
      focus: start,
      click: start,
      ...typing((text) =>
        app.update(() => {
          app.titleDraft = text;
        }),
      ),
      keydown: keys(
        ['Enter', () => void app.saveTitle(record)],
        [
          'Escape',
          () =>
            app.update(() => {
              app.titleDraft = null;
            }),
        ],
      ),
    },
  });
}

/** Since 2026 the title is an input at all times; before, it was a heading until clicked. */
function title(app: App, record: PageRecord, panel: boolean): VNode {
  const editing = app.titleDraft !== null;
  const start = {
    click: () =>
      app.update(() => {
        app.titleDraft = record.title;
      }),
  };
  const asInput = editing || app.variant === '2026';
  return h(
    'div',
    {
      'data-testid': record.object === 'lead' ? 'SidebarLeadTitle' : 'header-title',
      class: c('title'),
      origin: originOf(record, TITLE_FIELD[record.object], panel ? 'panel' : 'title'),
    },
    h(
      'h1',
      { kit: 'cui5-editable-text__box', class: c('titleBox') },
      asInput ? titleInput(app, record) : h('span', { key: 'text', on: start }, record.title),
    ),
    editing &&
      h(
        'div',
        { key: 'buttons', class: c('titleButtons'), origin: null },
        button(app.t('cancel'), 'plain', {
          on: {
            click: () =>
              app.update(() => {
                app.titleDraft = null;
              }),
          },
        }),
        button(app.t('save'), 'primary', { on: { click: () => void app.saveTitle(record) } }),
      ),
  );
}

function owner(app: App, record: PageRecord): Child {
  const user = app.format(record).users.find(({ id }) => id === record.values.owner_id);
  if (!user) return null;
  const initials = user.name.replace(/(\p{L})\p{L}*\s*/gu, '$1');
  return h(
    'div',
    { key: 'owner', class: c('owner'), origin: originOf(record, 'owner_id', 'header') },
    h('span', { class: c('avatar') }, initials),
    h('span', null, user.name),
  );
}

function dealButtons(app: App, record: PageRecord): Child[] {
  const { status } = record.values;
  const set = (values: Record<string, string>) => ({ click: () => void app.write(record, values) });
  if (status === 'won' || status === 'lost') {
    return [
      h('span', { key: 'status', class: c('badge', status === 'won' ? 'green' : 'red') }, app.t(status)),
      button(app.t('reopen'), 'plain', { key: 'reopen', on: set({ status: 'open' }) }),
    ];
  }
  const lose = { click: () => app.openModal({ kind: 'lost', values: { reason: '' } }) };
  return [
    button(app.t('won'), 'green', { key: 'won', 'data-testid': 'won-button', on: set({ status: 'won' }) }),
    button(app.t('lost'), 'red', { key: 'lost', on: lose }),
  ];
}

function moreMenu(app: App, record: PageRecord): VNode {
  const on = { click: () => app.openModal({ kind: 'customize', values: {} }) };
  return h(
    'div',
    { key: 'more', 'data-testid': record.object === 'deal' ? 'deal-actions' : undefined },
    iconButton(app.t('more'), icon('more'), { on }),
  );
}

/** "3 days", or in older pages "3 d · Demo Scheduled". */
function stageText(app: App, { name, days }: PageStage): string {
  if (app.variant === '2026') return app.t(days === 1 ? 'day' : 'days', { n: days });
  return `${app.t('dayPrefix', { n: days })} · ${name}`;
}

function stageBar(app: App, record: PageRecord, panel: boolean): VNode {
  const current = record.stages.findIndex(({ id }) => id === record.values.stage_id);
  const modern = app.variant === '2026';
  return h(
    'div',
    { key: 'stages', kit: 'cui5-stage-selector', role: modern ? 'listbox' : undefined, class: c('stages') },
    record.stages.map((stage, index) =>
      h(
        'button',
        {
          key: stage.id,
          type: 'button',
          role: modern ? 'option' : undefined,
          kit: `cui5-stage-selector__stage${index === current && modern ? ' cui5-stage-selector__stage--current' : ''}`,
          class: c('stage', index <= current && 'stageDone'),
          'aria-selected': String(index === current),
          'aria-label': modern ? stage.name : undefined,
          title: stage.name,
          origin: index === current ? originOf(record, 'stage_id', panel ? 'panel' : 'stage') : null,
          on: { click: () => void app.write(record, { stage_id: stage.id }) },
        },
        stageText(app, stage),
      ),
    ),
  );
}

function pipelineLine(record: PageRecord): VNode {
  const stage = record.stages.find(({ id }) => id === record.values.stage_id);
  return h('div', { key: 'pipeline', class: c('pipeline') }, `${record.pipeline} → ${stage?.name ?? ''}`);
}

/** The header of a record's page, `panel` where it stands beside a list. */
export function header(app: App, record: PageRecord, panel = false): VNode {
  const arrived = app.screen?.arrived ?? 0;
  const hasStages = hasStageBar(record);
  const viewers = app.churn.count('counter');
  return h(
    'div',
    { class: c('header', !hasStages && 'headerLow') },
    arrived > 0 &&
      h(
        'div',
        { key: 'line', class: c('headerLine') },
        title(app, record, panel),
        viewers > 0 && h('span', { key: 'viewers', class: c('viewers') }, app.t('viewers', { n: viewers })),
        owner(app, record),
        moreMenu(app, record),
        record.object === 'deal' && h('div', { key: 'buttons', class: c('actions') }, dealButtons(app, record)),
      ),
    arrived > 1 && hasStages && stageBar(app, record, panel),
    arrived > 1 && hasStages && pipelineLine(record),
  );
}

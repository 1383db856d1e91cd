/** The right column: composer, what is planned, and the history with its changelog. */
import type { App, HistoryFilter } from '../app.ts';
import { c } from '../classNames.ts';
import { displayTime, displayValue } from '../format.ts';
import { shownLabel } from '../labels.ts';
import type { ChangeItem, HistoryItem, PageRecord } from '../protocol.ts';
import { type Child, h, type VNode } from '../render/vnode.ts';
import type { TextKey } from '../texts/index.ts';
import { button, typing } from './controls.ts';

const FILTERS: readonly { id: HistoryFilter; text: TextKey; kind?: HistoryItem['kind'] }[] = [
  { id: 'all', text: 'all' },
  { id: 'notes', text: 'notes', kind: 'note' },
  { id: 'activities', text: 'activities', kind: 'activity' },
  { id: 'emails', text: 'emails', kind: 'email' },
  { id: 'files', text: 'files', kind: 'file' },
  { id: 'changelog', text: 'changelog' },
];

/** Changes shown in the changelog before "more". */
const SHOWN_CHANGES = 60;

function composer(app: App, record: PageRecord): VNode {
  const save = () => {
    app.addHistory(record, { kind: 'note', header: app.boot.me.name, body: app.noteDraft });
    app.update(() => {
      app.noteDraft = '';
    });
  };
  const openActivity = () => app.openModal({ kind: 'activity', values: { subject: '', note: '' } });
  return h(
    'section',
    { class: c('card') },
    h(
      'div',
      { class: c('tabs') },
      h('span', { class: c('tab', 'tabOn') }, app.t('notes')),
      h('button', { type: 'button', class: c('tab'), on: { click: openActivity } }, app.t('activity')),
      h('span', { class: c('tab') }, app.t('email')),
      h('span', { class: c('tab') }, app.t('files')),
    ),
    h('textarea', {
      class: c('note'),
      placeholder: app.t('takeNote'),
      value: app.noteDraft,
      on: typing((text) =>
        app.update(() => {
          app.noteDraft = text;
        }),
      ),
    }),
    app.noteDraft !== '' &&
      h('div', { key: 'save', class: c('noteButtons') }, button(app.t('save'), 'primary', { on: { click: save } })),
  );
}

function focus(app: App): VNode {
  const open = () => app.openModal({ kind: 'activity', values: { subject: '', note: '' } });
  return h(
    'div',
    { class: c('focus') },
    h('h2', { class: c('columnHead') }, app.t('focus')),
    h('p', { class: c('faint') }, app.t('nothingPlanned')),
    button(app.t('schedule'), 'plain', { on: { click: open } }),
  );
}

function item(app: App, record: PageRecord, { id, at, header, body }: HistoryItem): VNode {
  return h(
    'article',
    { key: id, class: c('card', 'entry') },
    h('div', null, h('b', null, header), h('span', { class: c('faint') }, ` · ${displayTime(at, app.format(record))}`)),
    body && h('p', { key: 'body', class: c('entryBody') }, body),
  );
}

/** A past change: label and values as they stand in the sidebar as well, but not what the field holds now. */
function change(app: App, record: PageRecord, { field: code, at, from, to, who }: ChangeItem, index: number): VNode {
  const field = record.fields.find((one) => one.code === code);
  const format = app.format(record);
  const stage = (id: string | null) => record.stages.find((one) => one.id === id)?.name;
  const show = (value: string | null) =>
    (code === 'stage_id' && stage(value)) ||
    (field && displayValue(field, { ...record.values, [code]: value }, format)) ||
    value ||
    '-';
  return h(
    'article',
    {
      key: `${at} ${code} ${index}`,
      class: c('card', 'entry'),
      origin: { record: `${record.object}/${record.id}`, field: code, part: 'changelog' },
    },
    h(
      'div',
      { class: c('changeLine') },
      h('div', { class: c('changeLabel') }, field ? shownLabel(field, app.locale) : code),
      h('div', { class: c('changeValue') }, show(from)),
      h('div', { class: c('faint') }, '→'),
      h('div', { class: c('changeValue') }, show(to)),
    ),
    h('div', { class: c('faint') }, `${who} · ${displayTime(at, format)}`),
  );
}

function entries(app: App, record: PageRecord): Child[] {
  const filter = app.screen?.filter ?? 'all';
  if (filter === 'changelog') {
    return record.changes.slice(0, SHOWN_CHANGES).map((one, index) => change(app, record, one, index));
  }
  const kind = FILTERS.find(({ id }) => id === filter)?.kind;
  const items = app.history(record).filter((one) => !kind || one.kind === kind);
  // A busy page puts new things on top.
  const times = app.churn.count('history');
  const news = Array.from({ length: Math.min(times, 3) }, (_, n) =>
    h('article', { key: `news ${times - n}`, class: c('card', 'entry') }, app.t('viewers', { n: times - n })),
  );
  return [...news, ...items.map((one) => item(app, record, one))];
}

function pills(app: App): VNode {
  return h(
    'div',
    { class: c('pills') },
    FILTERS.map(({ id, text }) => {
      const on = app.screen?.filter === id;
      const pick = () =>
        app.update(() => {
          if (app.screen) app.screen.filter = id;
        });
      return h(
        'button',
        {
          key: id,
          type: 'button',
          'data-testid': `filter-button-${id}`,
          'aria-pressed': String(on),
          class: c('pill', on && 'pillOn'),
          on: { click: pick },
        },
        app.t(text),
      );
    }),
  );
}

/** The right column of a record's page. */
export function timeline(app: App, record: PageRecord): Child {
  if ((app.screen?.arrived ?? 0) <= 2) return null;
  return h(
    'div',
    { key: 'timeline', class: c('column') },
    composer(app, record),
    focus(app),
    h('h2', { class: c('columnHead') }, app.t('history')),
    pills(app),
    h('div', { class: c('entries') }, entries(app, record)),
  );
}

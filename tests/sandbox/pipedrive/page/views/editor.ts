/** The editor that takes a value's place in its row. Lists of options stand in a portal outside the row. */
import type { App, Editing } from '../app.ts';
import { c } from '../classNames.ts';
import { editorKind } from '../drafts.ts';
import type { Origin } from '../render/origins.ts';
import { type Child, h, type Props, type VNode } from '../render/vnode.ts';
import { button, keys, typing } from './controls.ts';
import { icon } from './icons.ts';

const CURRENCIES = ['EUR', 'USD', 'GBP', 'SEK'];

/** Where the open list belongs. */
let menuAnchor: HTMLElement | null = null;

function input(app: App, editing: Editing, props: Props = {}): VNode {
  const { draft } = editing;
  const done = keys(['Escape', () => app.cancelEdit()], ['Enter', () => void app.saveEdit()]);
  return h('input', {
    type: 'text',
    class: c('input'),
    value: draft.text,
    on: {
      ...typing((text) => {
        draft.text = text;
        app.update();
      }),
      keydown: done,
    },
    ref: (node) => queueMicrotask(() => node.focus({ preventScroll: true })),
    ...props,
  });
}

function long(app: App, editing: Editing): VNode {
  return h('textarea', {
    class: c('input', 'long'),
    rows: '3',
    value: editing.draft.text,
    on: {
      ...typing((text) => {
        editing.draft.text = text;
        app.update();
      }),
      keydown: keys(['Escape', () => app.cancelEdit()]),
    },
    ref: (node) => queueMicrotask(() => node.focus({ preventScroll: true })),
  });
}

function second(app: App, editing: Editing, choices: readonly string[] | null): VNode {
  const take = typing((text) => {
    editing.draft.second = text;
    app.update();
  });
  const props = { class: c('input', 'second'), value: editing.draft.second, on: take };
  if (!choices) return h('input', { type: 'text', ...props });
  return h(
    'select',
    props,
    choices.map((one) => h('option', { key: one, value: one }, one)),
  );
}

function combobox(app: App, editing: Editing): VNode {
  const chosen = editing.draft.text.split(';').filter(Boolean);
  const label = (id: string) => editing.choices.find((one) => String(one.id) === id)?.label ?? id;
  const toggle = () =>
    app.update(() => {
      editing.menu = !editing.menu;
    });
  return h(
    'div',
    {
      role: 'combobox',
      'aria-expanded': String(editing.menu),
      class: c('combobox'),
      ref: (node) => {
        menuAnchor = node;
      },
    },
    h('span', { class: c('chosen') }, chosen.map(label).join(', ')),
    h(
      'button',
      {
        type: 'button',
        'aria-label': app.t('openMenu'),
        class: c('iconButton'),
        on: { click: toggle, keydown: keys(['Escape', () => app.cancelEdit()]) },
      },
      icon('down'),
    ),
  );
}

function control(app: App, editing: Editing): Child[] {
  switch (editorKind(editing.field)) {
    case 'long':
      return [long(app, editing)];
    case 'money':
      return [input(app, editing), second(app, editing, CURRENCIES)];
    case 'dates':
      return [input(app, editing), second(app, editing, null)];
    case 'option':
    case 'options':
    case 'user':
    case 'record':
      return [combobox(app, editing)];
    default:
      return [input(app, editing)];
  }
}

/** Control, Save and Cancel. */
export function editor(app: App, editing: Editing): VNode {
  return h(
    'div',
    { class: c('editor') },
    h('div', { class: c('editorControls') }, control(app, editing)),
    h(
      'div',
      { class: c('editorButtons') },
      button(app.t('cancel'), 'plain', { on: { click: () => app.cancelEdit() } }),
      button(app.t('save'), 'primary', { disabled: editing.saving, on: { click: () => void app.saveEdit() } }),
    ),
  );
}

/** The open list of options, for the portal. */
export function optionList(app: App): Child {
  const { editing } = app;
  if (!editing?.menu || !menuAnchor?.isConnected) return null;
  const rect = menuAnchor.getBoundingClientRect();
  const chosen = editing.draft.text.split(';');
  const several = editorKind(editing.field) === 'options';
  const nothing: Origin | null = null;
  const style = `left:${rect.left}px;top:${rect.bottom + 2}px;width:${rect.width}px`;
  return h(
    'div',
    { key: 'options', role: 'listbox', kit: 'cui5-popover', class: c('options'), style, origin: nothing },
    editing.choices.map((option) =>
      h(
        'div',
        {
          key: String(option.id),
          role: 'option',
          kit: 'cui5-option',
          class: c('option', chosen.includes(String(option.id)) && 'optionOn'),
          'aria-selected': String(chosen.includes(String(option.id))),
          on: { click: () => app.choose(option) },
        },
        several ? h('span', { class: c('tick') }, chosen.includes(String(option.id)) ? '✓ ' : '') : null,
        h('span', null, option.label),
      ),
    ),
  );
}

/** Dialogs: a new record, an activity, losing a deal, the order of the sidebar's blocks. */
import type { App, Modal } from '../app.ts';
import { blocksOf } from '../blocks.ts';
import { c } from '../classNames.ts';
import { shownLabel } from '../labels.ts';
import type { PageField, PageObject } from '../protocol.ts';
import { type Child, h, type Props, type VNode } from '../render/vnode.ts';
import type { TextKey } from '../texts/index.ts';
import type { PageSet } from '../transport.ts';
import { button, iconButton, keys, typing } from './controls.ts';
import { icon } from './icons.ts';

/** Fields of the "Add" dialogs by their keys in the API, which stand on the inputs. */
const ADDED: Record<'deal' | 'person' | 'organization', readonly string[]> = {
  deal: ['person_id', 'org_id', 'title', 'value', 'label_ids', 'expected_close_date', 'owner_id'],
  person: ['name', 'org_id', 'phones', 'emails', 'owner_id'],
  organization: ['name', 'owner_id'],
};

const TYPES: Record<string, string> = { person_id: 'person', phones: 'default_phone', emails: 'email' };

export const ADD_TEXT: Record<'deal' | 'person' | 'organization', TextKey> = {
  deal: 'addDeal',
  person: 'addPerson',
  organization: 'addOrganization',
};

function frame(app: App, title: string, props: Props, body: Child[], buttons: Child[]): VNode {
  return h(
    'div',
    { key: 'modal', class: c('backdrop'), origin: null },
    h(
      'div',
      {
        role: 'dialog',
        'aria-label': title,
        class: c('dialog'),
        on: { keydown: keys(['Escape', () => app.openModal(null)]) },
        ...props,
      },
      h('h2', { class: c('dialogHead') }, title),
      h('div', { class: c('dialogBody') }, body),
      h('div', { kit: 'cui5-dialog__actions', class: c('dialogButtons') }, buttons),
    ),
  );
}

function field(app: App, modal: Modal, name: string, label: string, props: Props, tag = 'input'): VNode {
  return h(
    'label',
    { key: name, class: c('dialogField') },
    h('span', { class: c('label') }, label),
    h(tag, {
      ...(tag === 'input' && { type: 'text' }),
      class: c('input'),
      value: modal.values[name] ?? '',
      on: typing((text) =>
        app.update(() => {
          modal.values[name] = text;
        }),
      ),
      ...props,
    }),
  );
}

/** Names typed for people and organizations are turned into the ids of those that are so called. */
function setOf(values: Record<string, string>, names: Readonly<Record<string, string>>): PageSet {
  const idOf = (object: PageObject, name: string) =>
    Object.entries(names)
      .find(([key, one]) => key.startsWith(`${object}/`) && one === name)?.[0]
      .split('/')[1];
  return Object.fromEntries(
    Object.entries(values).flatMap(([code, text]) => {
      if (text.trim() === '' || code === 'owner_id') return [];
      const object = code === 'person_id' ? 'person' : code === 'org_id' ? 'organization' : null;
      const value = object ? idOf(object, text) : text;
      return value ? [[code, value]] : [];
    }),
  );
}

function add(app: App, modal: Modal): VNode {
  const { object = 'deal' } = modal;
  const { screen } = app;
  const known: readonly PageField[] =
    screen?.list?.object === object
      ? screen.list.fields
      : screen?.record?.object === object
        ? screen.record.fields
        : [];
  const labelOf = (code: string) => {
    const found = known.find((one) => one.code === code);
    return found ? shownLabel(found, app.locale) : code;
  };
  const fields = ADDED[object].map((code) => {
    const key = code === 'phones' || code === 'emails' ? code.slice(0, -1) : code;
    const testId = code === 'value' ? 'compound-input' : code === 'label_ids' ? 'labels-select' : undefined;
    return field(app, modal, code, labelOf(code), {
      'data-test-key': code === 'label_ids' ? undefined : key,
      'data-test-type': TYPES[code],
      'data-testid': testId,
    });
  });
  const save = () => void app.create(object, setOf(modal.values, screen?.list?.names ?? {}));
  return frame(app, app.t(ADD_TEXT[object]), { 'data-test': 'add-modal' }, fields, [
    button(app.t('cancel'), 'plain', {
      'data-test': 'add-modals-cancel-button',
      on: { click: () => app.openModal(null) },
    }),
    button(app.t('save'), 'green', { 'data-test': 'add-modals-save', on: { click: save } }),
  ]);
}

function activity(app: App, modal: Modal): Child {
  const record = app.screen?.record ?? app.screen?.panel;
  if (!record) return null;
  const save = () =>
    app.addHistory(record, {
      kind: 'activity',
      header: modal.values.subject || app.t('activity'),
      body: modal.values.note,
    });
  const body = [
    field(app, modal, 'subject', app.t('subject'), { 'data-test': 'activity-subject', 'data-cy': 'subject-field' }),
    field(app, modal, 'note', app.t('note'), { 'data-test': 'activity-note' }, 'textarea'),
    // The modal repeats what it is linked to.
    h(
      'div',
      { key: 'linked', class: c('row') },
      h('div', { class: c('label') }, app.t('person')),
      h('div', { class: c('value') }, record.person?.title ?? '-'),
    ),
  ];
  return frame(app, app.t('schedule'), {}, body, [
    button(app.t('cancel'), 'plain', { on: { click: () => app.openModal(null) } }),
    button(app.t('save'), 'green', { on: { click: save } }),
  ]);
}

function lost(app: App, modal: Modal): Child {
  const record = app.screen?.record ?? app.screen?.panel;
  if (!record) return null;
  const confirm = () => {
    const { reason } = modal.values;
    app.openModal(null);
    void app.write(record, { status: 'lost', ...(reason && { lost_reason: reason }) });
  };
  return frame(
    app,
    app.t('lostTitle'),
    { role: 'alertdialog' },
    [field(app, modal, 'reason', app.t('lostReason'), {})],
    [
      button(app.t('cancel'), 'plain', { on: { click: () => app.openModal(null) } }),
      button(app.t('confirm'), 'red', { 'data-testid': 'action-dialog-action-button', on: { click: confirm } }),
    ],
  );
}

function customize(app: App): Child {
  const record = app.screen?.record ?? app.screen?.panel;
  if (!record) return null;
  const blocks = blocksOf(record, app.arrangement);
  const ids = blocks.map(({ id }) => id);
  const body = blocks.map(({ id, title }) =>
    h(
      'div',
      { key: id, class: c('reorder') },
      h('span', null, app.t(title)),
      iconButton(app.t('moveUp'), '↑', { on: { click: () => app.moveBlock(ids, id, -1) } }),
      iconButton(app.t('moveDown'), '↓', { on: { click: () => app.moveBlock(ids, id, 1) } }),
    ),
  );
  return frame(app, app.t('customize'), {}, body, [
    button(app.t('done'), 'primary', { on: { click: () => app.openModal(null) } }),
  ]);
}

/** The open dialog, for the portal. */
export function modalView(app: App): Child {
  const { modal } = app;
  switch (modal?.kind) {
    case 'add':
      return add(app, modal);
    case 'activity':
      return activity(app, modal);
    case 'lost':
      return lost(app, modal);
    case 'customize':
      return customize(app);
    default:
      return null;
  }
}

/** What has just happened, for the portal. */
export function snackbarView(app: App): Child {
  const { snackbar } = app;
  if (!snackbar) return null;
  const close = () =>
    app.update(() => {
      app.snackbar = null;
    });
  return h(
    'div',
    { key: 'snackbar', kit: 'cui5-snackbar', class: c('snackbar'), origin: null },
    h('div', { kit: 'cui5-snackbar__message' }, snackbar.text),
    iconButton(app.t('close'), icon('close', 12), { on: { click: close } }),
  );
}

/** The app around its pages: standard navigation and console (facts §1.2, §1.8). */
import type { Host } from '../host.ts';
import type { Page } from '../page.ts';
import type { ListPage } from '../protocol.ts';
import { listPath } from '../routes.ts';
import { type Content, h, type VNode } from '../vnode.ts';
import { buttonIcon } from './icons.ts';
import { listView } from './related.ts';

export interface FrameState {
  page: Page;
  hosts: readonly Host[];
  active: Host | null;
  /** Tabs of the navigation bar. */
  objects: readonly { object: string; plural: string }[];
  /** The list at the left of a console. */
  split: ListPage | null;
  activate(host: Host): void;
  /** What the key `e` does. */
  edit(): void;
  content(host: Host): Content;
}

function header({ page }: FrameState): VNode {
  const bell = `${page.t('notifications')}${page.beats() > 0 ? ` (${page.beats()})` : ''}`;
  return h('header.slds-global-header_container', { id: 'oneHeader' }, [
    h('div.slds-global-header', {}, [
      h('div.slds-global-header__logo', { 'aria-hidden': 'true' }, '☁'),
      h('div.forceSearchAssistant', {}, [
        h('button.slds-button.search-button', { type: 'button', 'aria-label': page.t('search') }, page.t('search')),
      ]),
      h('ul.slds-global-actions', {}, [
        h('li', {}, buttonIcon('gear', page.t('setup'), {})),
        h('li', {}, buttonIcon('bell', bell, {})),
        h(
          'li',
          {},
          h(
            'button.slds-button.branding-userProfile-button',
            { type: 'button', title: page.t('viewProfile') },
            page.boot.me.name.slice(0, 1),
          ),
        ),
      ]),
    ]),
  ]);
}

function navigation(state: FrameState): VNode {
  const { page, objects, active } = state;
  return h('div.slds-context-bar', {}, [
    h('div.slds-context-bar__primary', {}, [
      buttonIcon('waffle', page.t('sales'), {}, { class: 'waffle' }),
      h('span.appName.slds-context-bar__app-name', {}, page.t('sales')),
    ]),
    h('nav.slds-context-bar__secondary', { role: 'navigation' }, [
      h('ul.slds-grid', { role: 'list' }, [
        objects.map(({ object, plural }) =>
          h('li.slds-context-bar__item', { key: object, class: active?.object === object ? 'slds-is-active' : '' }, [
            h(
              'a.slds-context-bar__label-action',
              {
                href: listPath(object),
                title: plural,
                on: {
                  click: (event) => {
                    event.preventDefault();
                    page.go(listPath(object));
                  },
                },
              },
              h('span.slds-truncate', {}, plural),
            ),
          ]),
        ),
      ]),
    ]),
  ]);
}

/** A page host: the mode is normal in standard apps, maximized in consoles. */
function hostView(state: FrameState, host: Host, mode: 'normal' | 'maximized', active: boolean): VNode {
  const classes = `windowViewMode-${mode} oneContent ${active ? 'active' : ''} lafPageHost`;
  return h('div', { class: classes, key: host.key, hidden: !active }, [
    h(
      'div.flexipagePage.oneRecordHomeFlexipage2Wrapper',
      { 'data-aura-class': 'oneRecordHomeFlexipage2Wrapper' },
      state.content(host),
    ),
  ]);
}

function standard(state: FrameState): VNode {
  return h(
    'div.slds-template__container.navexStandardManager',
    { id: 'brandBand_2' },
    state.hosts.map((host) => hostView(state, host, 'normal', host === state.active)),
  );
}

function tabHeader(host: Host, active: boolean, activate: () => void, unsaved: boolean): VNode {
  return h(
    'li.oneConsoleTabItem.tabItem.slds-context-bar__item',
    {
      key: host.key,
      class: `${active ? 'active slds-is-active' : ''} ${unsaved ? 'slds-is-unsaved' : ''}`,
      role: 'presentation',
    },
    h(
      'a.tabHeader.slds-context-bar__label-action',
      {
        role: 'tab',
        href: host.path,
        title: host.title,
        'aria-selected': String(active),
        on: {
          click: (event) => {
            event.preventDefault();
            activate();
          },
        },
      },
      h('span.title.slds-truncate', {}, host.title),
    ),
  );
}

const isUnsaved = (host: Host) => host.model?.form.editing === true;

/** A workspace tab with its subtabs; a hidden workspace still has an active subtab of its own. */
function workspace(state: FrameState, key: string, hosts: readonly Host[], open: boolean): VNode {
  const current = hosts.toSorted((a, b) => b.activated - a.activated)[0];
  return h(
    'section.tabContent.oneConsoleTab',
    { key, class: open ? 'active' : '', role: 'tabpanel', hidden: !open },
    h('div.navexWorkspace', { class: open ? 'active' : '' }, [
      h('div.oneConsoleTabset.navexConsoleTabset', {}, [
        h(
          'ul.tabBarItems.subtabs',
          { role: 'tablist' },
          hosts.map((host) => tabHeader(host, host === current, () => state.activate(host), isUnsaved(host))),
        ),
      ]),
      h(
        'div.oneConsoleTabContainer',
        {},
        hosts.map((host) =>
          h(
            'section.tabContent.oneConsoleTab',
            { key: host.key, class: host === current ? 'active' : '', role: 'tabpanel', hidden: host !== current },
            hostView(state, host, 'maximized', host === current),
          ),
        ),
      ),
    ]),
  );
}

function console(state: FrameState): VNode {
  const { hosts, active, page, split } = state;
  const workspaces = [...Map.groupBy(hosts, (host) => host.workspace)];
  const tabs = workspaces.flatMap(([key, members]) => {
    const main = members.find((host) => host.key === key) ?? members[0];
    if (!main) return [];
    return tabHeader(main, key === active?.workspace, () => state.activate(main), members.some(isUnsaved));
  });
  return h('div.oneConsole.navexConsole', { id: 'brandBand_2' }, [
    h('div.navexWorkspaceManager', {}, [
      h('div.oneConsoleTabset', {}, h('ul.tabBarItems', { role: 'tablist' }, tabs)),
      h('div.split-container', {}, [
        split &&
          h(
            'div.split-left',
            { role: 'complementary' },
            listView(page, split, () => page.go(`/lightning/o/${split.object}/new`)),
          ),
        h(
          'div.split-right',
          { role: 'main' },
          workspaces.map(([key, members]) => workspace(state, key, members, key === active?.workspace)),
        ),
      ]),
    ]),
  ]);
}

const TYPED_INTO = 'input, textarea, select, [contenteditable]';

/** Lightning edits the record at the press of a single key, wherever on the page that is not typed into. */
function shortcut(edit: () => void): VNode['on'] {
  return {
    keydown: (event) => {
      const { key, ctrlKey, metaKey, altKey } = event as KeyboardEvent;
      // Seen from outside, what happens in a component with a shadow root happens to the component.
      const [at] = event.composedPath();
      const typing = at instanceof Element && at.matches(TYPED_INTO);
      if (key === 'e' && !ctrlKey && !metaKey && !altKey && !typing) edit();
    },
  };
}

/** The app. */
export function frame(state: FrameState): VNode {
  const { page } = state;
  const inConsole = page.boot.dom.variant === 'console';
  return h('div.desktop-app', { class: inConsole ? 'console-app' : '', on: shortcut(state.edit) }, [
    h('div', { id: 'auraLoadingBox', hidden: true }),
    header(state),
    navigation(state),
    inConsole ? console(state) : standard(state),
  ]);
}

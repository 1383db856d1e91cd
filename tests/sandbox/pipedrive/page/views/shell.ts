/** Everything around the page's content, and the choice of the content. */
import type { App } from '../app.ts';
import { c } from '../classNames.ts';
import type { PageRecord } from '../protocol.ts';
import { type Child, h, type VNode } from '../render/vnode.ts';
import { listPath } from '../routes.ts';
import type { TextKey } from '../texts/index.ts';
import { iconButton, link } from './controls.ts';
import { header } from './header.ts';
import { type IconName, icon } from './icons.ts';
import { leadsPage, listPage } from './lists.ts';
import { sidebar } from './sidebar.ts';
import { timeline } from './timeline.ts';

const NAV: readonly { text: TextKey; icon: IconName; path: string }[] = [
  { text: 'leads', icon: 'home', path: '/leads/inbox' },
  { text: 'deals', icon: 'list', path: '/pipeline/1' },
  { text: 'persons', icon: 'person', path: listPath('person') },
  { text: 'organizations', icon: 'chart', path: listPath('organization') },
];

function nav(app: App): VNode {
  return h(
    'nav',
    { class: c('nav') },
    h('div', { class: c('logo') }),
    NAV.map((item) =>
      link(
        item.path,
        (path) => app.navigate(path),
        {
          key: item.path,
          'aria-label': app.t(item.text),
          'data-source': 'fe-root',
          title: app.t(item.text),
          class: c('navLink'),
        },
        icon(item.icon, 18),
      ),
    ),
  );
}

function sectionName(app: App): string {
  const { screen } = app;
  const object = screen?.record?.object ?? screen?.list?.object ?? 'deal';
  const names = { deal: 'deals', person: 'persons', organization: 'organizations', lead: 'leads' } as const;
  return app.t(names[object]);
}

function topBar(app: App): VNode {
  const initials = app.boot.me.name.replace(/(\p{L})\p{L}*\s*/gu, '$1');
  return h(
    'header',
    { class: c('topBar') },
    h('b', { class: c('section') }, sectionName(app)),
    h('div', { class: c('search') }, icon('search', 14), h('span', null, app.t('search'))),
    iconButton(app.t('addDeal'), icon('plus'), {
      on: { click: () => app.openModal({ kind: 'add', object: 'deal', values: {} }) },
    }),
    h('button', { type: 'button', 'data-test': 'account-menu-button', class: c('avatar', 'account') }, initials),
  );
}

function recordPage(app: App, record: PageRecord): VNode {
  return h(
    'main',
    { key: 'record', class: c('record') },
    header(app, record),
    h('div', { class: c('body') }, h('div', { class: c('sidebar') }, sidebar(app, record)), timeline(app, record)),
  );
}

function content(app: App): Child {
  const { screen } = app;
  if (!screen) return null;
  const { route, record, list } = screen;
  if (route?.kind === 'leads' || (route?.kind === 'record' && route.object === 'lead')) return leadsPage(app, screen);
  if (record) return recordPage(app, record);
  if (list) return listPage(app, screen);
  return h('main', { key: 'missing', class: c('missing') }, h('h1', null, app.t('notFound')));
}

/** The whole page but for what stands in the portal. */
export function shell(app: App): VNode {
  return h('div', { class: c('app') }, nav(app), topBar(app), content(app));
}

/** What the tab of the browser is called. */
export function documentTitle(app: App): string {
  const record = app.screen?.record;
  if (!record) return sectionName(app);
  const contact = record.object === 'person' || record.object === 'organization';
  return `${record.title} - ${app.t(contact ? 'contactDetails' : 'deals')}`;
}

/** Goes from page to page without a reload and keeps what was left alive in the document (facts §1.8). */
import type { Activity } from '../../hubspot/page/activity.ts';
import type { Churn } from '../../hubspot/page/churn.ts';
import type { PageLocation } from '../../hubspot/page/location.ts';
import { Form, type FormOptions } from './form.ts';
import { labelOf } from './format.ts';
import type { Host } from './host.ts';
import type { Page } from './page.ts';
import type { Boot, ListPage, PageRecord } from './protocol.ts';
import { ARRIVALS, RecordModel, type Tab } from './recordModel.ts';
import { parseRoute, type Route, recordPath } from './routes.ts';
import { type TextKey, translate } from './texts.ts';
import { type Changes, PageError, type PageTransport } from './transport.ts';
import { frame } from './views/frame.ts';
import { type Dialog, dialogView, type HoverCard, hoverCard, type Toast, toasts } from './views/overlays.ts';
import { type RecordActions, recordHome } from './views/recordHome.ts';
import { listView } from './views/related.ts';
import { type Content, h, type VNode } from './vnode.ts';

interface AppOptions {
  boot: Boot;
  transport: PageTransport;
  address: PageLocation;
  activity: Activity;
  churn: Churn;
  /** Shows the app anew. */
  show(views: VNode[]): void;
  setTitle(title: string): void;
}

/** As many left pages as Lightning keeps. */
const KEPT = 6;

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export class App {
  readonly page: Page;
  readonly #options: AppOptions;
  readonly #actions = new Map<RecordModel, RecordActions>();
  #hosts: Host[] = [];
  #active: Host | null = null;
  #split: ListPage | null = null;
  #dialog: Dialog | null = null;
  #hover: HoverCard | null = null;
  #hoverTimer: ReturnType<typeof setTimeout> | undefined;
  /** Counts what the pointer came to and left, so that a card arriving late is not shown. */
  #pointed = 0;
  #toasts: Toast[] = [];
  #steps = 0;
  #ended = false;
  #objects: { object: string; plural: string }[] = [];

  constructor(options: AppOptions) {
    this.#options = options;
    const { boot, churn, address } = options;
    const { locale } = boot.dom;
    const ids = new Map<string, number>();
    const firstId = 100 + Math.floor(Math.random() * 900);
    this.page = {
      boot,
      format: { locale, timeZone: boot.timeZone, currency: boot.currency, multiCurrency: boot.multiCurrency },
      beats: churn.beat,
      t: (key, values) => translate(locale, key, values),
      label: (field) => labelOf(field, locale),
      id(name) {
        if (!ids.has(name)) ids.set(name, firstId + ids.size * 7);
        return `${name.split(' ')[0]}-${ids.get(name)}`;
      },
      go: (path) => address.push(path),
      open: (object, id) => this.#open(object, id),
      hover: (object, id, at) => void this.#showCard(object, id, at),
      unhover: () => this.#hideCard(),
      changeOwner: (object, id) => this.#changeOwner(object, id),
    };
    this.#objects = boot.tabs;
  }

  /** Shows what the address names, and follows it from then on. Returns how to stop. */
  start(): () => void {
    const { address, churn } = this.#options;
    const follow = () => void this.#options.activity.during(this.#follow());
    const unlisten = address.listen(follow);
    const unsubscribe = churn.subscribe(() => this.changed());
    follow();
    return () => {
      this.#ended = true;
      unlisten();
      unsubscribe();
    };
  }

  /** Reads again what the open pages show. */
  async refresh(): Promise<void> {
    await Promise.all(this.#hosts.map((host) => this.#reload(host)));
  }

  changed(): void {
    if (this.#ended) return;
    const { page } = this;
    const app = frame({
      page,
      hosts: this.#hosts,
      active: this.#active,
      objects: this.#objects,
      split: this.#split,
      activate: (host) => page.go(host.path),
      edit: () => this.#active?.model && this.#edit(this.#active.model),
      content: (host) => this.#content(host),
    });
    const dialog = this.#dialog && dialogView(page, this.#dialog);
    const card =
      this.#hover &&
      hoverCard(page, this.#hover, {
        mouseenter: () => clearTimeout(this.#hoverTimer),
        mouseleave: () => this.#hideCard(),
      });
    const notices = toasts(page, this.#shownToasts(), (key) => {
      this.#toasts = this.#toasts.filter((toast) => toast.key !== key);
      this.changed();
    });
    this.#options.show([app, notices, dialog, card].filter((view) => view !== null));
  }

  /** A busy page also says things nobody asked for. */
  #shownToasts(): Toast[] {
    const beat = this.page.beats();
    return beat % 5 === 3
      ? [...this.#toasts, { key: `beat ${beat}`, theme: 'info', text: this.page.t('loading') }]
      : this.#toasts;
  }

  #content(host: Host): Content {
    if (host.message) return h('p.gone', {}, host.message);
    if (host.model) {
      // What nobody sees is not rendered again.
      if (host === this.#active || !host.view)
        host.view = recordHome(this.page, host.model, this.#actionsOf(host.model));
      return host.view;
    }
    if (host.list) {
      const { object } = host.list;
      return listView(this.page, host.list, () => void this.#create(object));
    }
    return null;
  }

  // ── Going places ──────────────────────────────────────────────────────────────────────────────────────────────────

  #open(object: string, id: string): void {
    const inConsole = this.page.boot.dom.variant === 'console';
    const main = inConsole ? this.#hosts.find((host) => host.key === this.#active?.workspace) : undefined;
    const own = main?.key === `${object}/${id}`;
    this.#dropCard();
    this.page.go(recordPath(object, id, own ? null : main?.model && main.path));
  }

  /** Brings the page to the address; what was shown stays until the new page is there. */
  async #follow(): Promise<void> {
    const { address, transport } = this.#options;
    const step = ++this.#steps;
    const path = address.path();
    const route = parseRoute(path);
    const late = this.page.boot.dom.lateRenderMs;
    const stale = () => this.#ended || step !== this.#steps;
    const left = wait(late * 0.4);
    const host = await this.#host(route, path);
    await left;
    if (stale()) return;
    if (!this.#hosts.includes(host)) this.#hosts = [...this.#hosts, host].slice(-KEPT);
    this.#activate(host, step);
    if (host.model) await this.#arrive(host.model);
    if (this.page.boot.dom.variant === 'console' && route.kind === 'record' && !this.#split) {
      this.#split = await transport.list(host.object ?? 'Opportunity');
      await this.#openBehind(host);
    }
    if (route.kind === 'list' && route.create && !stale()) await this.#create(route.object);
    if (route.kind === 'record' && route.action === 'edit' && host.model?.record && !stale()) this.#edit(host.model);
  }

  #activate(host: Host, step: number): void {
    host.activated = step;
    this.#active = host;
    this.#dialog = null;
    this.#options.setTitle(`${host.title} | Salesforce`);
    this.changed();
  }

  /** A host for a route: the one there is, read anew, or a new one. */
  async #host(route: Route, path: string): Promise<Host> {
    const { transport } = this.#options;
    const base = { path, activated: 0, model: null, view: null, list: null, message: null };
    if (route.kind === 'home')
      return { ...base, key: 'home', title: this.page.t('home'), object: null, workspace: 'home' };
    if (route.kind === 'list') {
      const list = await transport.list(route.object);
      const key = `list/${route.object}`;
      const known = this.#hosts.find((host) => host.key === key);
      if (known) return Object.assign(known, { list });
      const title = `${this.page.t('recentlyViewed')} | ${list.objectName.plural}`;
      return { ...base, key, title, object: route.object, workspace: key, list };
    }
    return this.#recordHost(route, path);
  }

  async #recordHost(route: Extract<Route, { kind: 'record' }>, path: string): Promise<Host> {
    const gone = this.page.t('gone');
    let record: PageRecord;
    try {
      record = await this.#options.transport.record(route.object, route.id);
    } catch (error) {
      if (!(error instanceof PageError)) throw error;
      const key = `gone/${route.id}`;
      return {
        key,
        path,
        title: gone,
        object: route.object,
        workspace: key,
        activated: 0,
        model: null,
        view: null,
        list: null,
        message: gone,
      };
    }
    const key = `${record.object}/${record.id}`;
    const known = this.#hosts.find((host) => host.key === key);
    if (known?.model) {
      known.model.record = record;
      known.title = this.#title(record);
      return known;
    }
    const main = route.workspace ? await this.#mainTab(route.workspace) : undefined;
    const model = this.#model(record);
    const workspace = main ? main.workspace : key;
    return {
      key,
      path,
      title: this.#title(record),
      object: record.object,
      workspace,
      activated: 0,
      model,
      view: null,
      list: null,
      message: null,
    };
  }

  /** The tab of a console that a subtab belongs to, opened if it is not. */
  async #mainTab(path: string): Promise<Host | undefined> {
    const route = parseRoute(path);
    if (route.kind !== 'record') return undefined;
    const known = this.#hosts.find((host) => host.key.endsWith(`/${route.id}`));
    if (known) return known;
    const host = await this.#recordHost({ ...route, workspace: null }, path);
    for (const part of ARRIVALS) host.model?.arrived.add(part);
    this.#hosts = [...this.#hosts, host];
    return host;
  }

  #title(record: PageRecord): string {
    return `${record.title} | ${labelOf(record.objectName, this.page.format.locale)}`;
  }

  #model(record: PageRecord): RecordModel {
    const model = new RecordModel(record.object, record.id, {
      ...this.#formParts(),
      store: (set) => this.#store(model, set),
    });
    model.record = record;
    return model;
  }

  #formParts(): Omit<FormOptions, 'fields' | 'store'> {
    const { transport, activity } = this.#options;
    return {
      format: this.page.format,
      lookup: (object, query) => activity.during(transport.lookup(object, query)),
      changed: () => this.changed(),
      texts: { complete: this.page.t('completeField'), review: this.page.t('reviewErrors') },
    };
  }

  /** The parts of a page come one after the other. */
  async #arrive(model: RecordModel): Promise<void> {
    const each = (this.page.boot.dom.lateRenderMs * 0.6) / ARRIVALS.length;
    for (const part of ARRIVALS) {
      if (model.arrived.has(part)) continue;
      if (each > 0) await wait(each * (0.5 + Math.random()));
      if (this.#ended) return;
      model.arrived.add(part);
      if (each > 0) this.changed();
    }
    this.changed();
  }

  /** A console comes back with the tabs it was left with: another record stands before the one that was asked for. */
  async #openBehind(host: Host): Promise<void> {
    const other = this.#split?.rows.find((row) => `${row.object}/${row.id}` !== host.key);
    if (!other || this.#ended) return;
    const path = recordPath(other.object, other.id);
    const behind = await this.#recordHost(
      { kind: 'record', object: other.object, id: other.id, action: 'view', workspace: null },
      path,
    );
    if (!behind.model || this.#hosts.includes(behind)) return;
    for (const part of ARRIVALS) behind.model.arrived.add(part);
    this.#hosts = [behind, ...this.#hosts];
    this.changed();
  }

  async #reload(host: Host): Promise<void> {
    const { transport } = this.#options;
    if (host.model) {
      host.model.record = await transport.record(host.model.object, host.model.id);
      host.title = this.#title(host.model.record);
    }
    if (host.list) host.list = await transport.list(host.list.object);
    if (host === this.#active) this.#options.setTitle(`${host.title} | Salesforce`);
    this.changed();
  }

  // ── Changing records ──────────────────────────────────────────────────────────────────────────────────────────────

  async #store(model: RecordModel, set: Changes): Promise<void> {
    const { transport, activity } = this.#options;
    if (Object.keys(set).length > 0) {
      model.record = await activity.during(transport.save(model.object, model.id, set));
      for (const host of this.#hosts) if (host.model === model) host.title = this.#title(model.record);
      if (this.#active?.model === model) this.#options.setTitle(`${this.#active.title} | Salesforce`);
    }
  }

  async #save(model: RecordModel): Promise<void> {
    if (!(await this.#options.activity.during(model.form.save())) || !model.record) return;
    this.#say('saved', model.record);
  }

  #say(key: 'saved' | 'created', record: PageRecord): void {
    const object = labelOf(record.objectName, this.page.format.locale);
    this.#toast('success', key, { object, name: record.title });
  }

  #toast(theme: Toast['theme'], key: TextKey, values: Record<string, string>): void {
    const toast: Toast = { key: `toast ${++this.#steps}`, theme, text: this.page.t(key, values) };
    this.#toasts = [...this.#toasts, toast];
    this.changed();
    setTimeout(() => {
      this.#toasts = this.#toasts.filter((one) => one !== toast);
      this.changed();
    }, 5000);
  }

  /** Saves a step of the path: a write with no form around it. */
  async #mark(model: RecordModel, value: string): Promise<void> {
    const field = model.record?.fields.find(({ name }) => name === model.record?.path?.field);
    if (!field) return;
    try {
      await this.#options.activity.during(this.#store(model, { [field.name]: value }));
      model.step = null;
      this.#toast('success', 'changed', { field: this.page.label(field) });
    } catch (error) {
      if (!(error instanceof PageError)) throw error;
      this.#toasts = [...this.#toasts, { key: `toast ${++this.#steps}`, theme: 'error', text: error.message }];
      this.changed();
    }
  }

  #actionsOf(model: RecordModel): RecordActions {
    const known = this.#actions.get(model);
    if (known) return known;
    const actions: RecordActions = {
      edit: () => this.#edit(model),
      create: () => void this.#create(model.object),
      save: () => void this.#save(model),
      openTab: (tab) => this.#openTab(model, tab),
      toggleSection: (label) => {
        if (!model.toggled.delete(label)) model.toggled.add(label);
        this.changed();
      },
      path: {
        select: (value) => {
          model.step = value;
          this.changed();
        },
        mark: (value) => void this.#mark(model, value),
        close: () => this.#dialogOf('closed', model),
      },
    };
    this.#actions.set(model, actions);
    return actions;
  }

  #openTab(model: RecordModel, tab: Tab): void {
    model.tab = tab;
    const first = !model.opened.has(tab);
    model.opened.add(tab);
    const late = this.page.boot.dom.lateRenderMs;
    if (first && late > 0) {
      model.arrived.delete('details');
      model.arrived.delete('more');
      void this.#options.activity.during(this.#arrive(model));
    }
    this.changed();
  }

  #edit(model: RecordModel): void {
    this.#dialogOf('edit', model);
  }

  #changeOwner(object: string, id: string): void {
    const host = this.#hosts.find(({ key }) => key === `${object}/${id}`);
    if (host?.model) this.#dialogOf('owner', host.model);
  }

  /** Opens a dialog with a form of its own about an opened record. */
  #dialogOf(kind: Dialog['kind'], model: RecordModel): void {
    const { record } = model;
    if (!record) return;
    const form = new Form({
      ...this.#formParts(),
      // A dialog about one field does not ask for the others.
      fields: () => (kind === 'edit' ? record.fields : []),
      store: (set) => this.#store(model, set),
    });
    const save = async () => {
      if (!(await this.#options.activity.during(form.save()))) return;
      this.#dialog = null;
      model.step = null;
      if (model.record) this.#say('saved', model.record);
      this.changed();
    };
    this.#dialog = { kind, record, form, save: () => void save(), cancel: () => this.#closeDialog() };
    form.begin(null);
  }

  /** The form of a new record. */
  async #create(object: string): Promise<void> {
    const { transport, activity } = this.#options;
    const record = await activity.during(transport.blank(object));
    let made: PageRecord | null = null;
    const form = new Form({
      ...this.#formParts(),
      fields: () => record.fields,
      store: async (set) => {
        made = await transport.create(object, set);
      },
    });
    const save = async (another: boolean) => {
      if (!(await activity.during(form.save())) || !made) return;
      this.#dialog = null;
      this.#say('created', made);
      if (another) await this.#create(object);
      else this.#open(made.object, made.id);
    };
    this.#dialog = {
      kind: 'new',
      record,
      form,
      save: () => void save(false),
      saveAndNew: () => void save(true),
      cancel: () => this.#closeDialog(),
    };
    form.begin(null);
  }

  #closeDialog(): void {
    this.#dialog = null;
    this.changed();
  }

  // ── Hover cards ───────────────────────────────────────────────────────────────────────────────────────────────────

  async #showCard(object: string, id: string, at: Element): Promise<void> {
    clearTimeout(this.#hoverTimer);
    const { left, bottom } = at.getBoundingClientRect();
    const { activity, transport } = this.#options;
    const pointed = ++this.#pointed;
    try {
      const record = await activity.during(transport.record(object, id));
      if (pointed !== this.#pointed) return;
      this.#hover = { record, x: Math.round(left), y: Math.round(bottom + 4) };
      this.changed();
    } catch (error) {
      // Records without a page of their own, such as people, have no card either.
      if (!(error instanceof PageError)) throw error;
    }
  }

  #hideCard(): void {
    this.#pointed += 1;
    clearTimeout(this.#hoverTimer);
    this.#hoverTimer = setTimeout(() => this.#dropCard(), 300);
  }

  #dropCard(): void {
    this.#pointed += 1;
    clearTimeout(this.#hoverTimer);
    if (!this.#hover) return;
    this.#hover = null;
    this.changed();
  }
}

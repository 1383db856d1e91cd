/** The page's state, what people do with it, and rendering it anew after every change. */
import type { Activity } from './activity.ts';
import { type Arrangement, arrangementOf, TITLE_FIELD } from './blocks.ts';
import { type Churn, createChurn } from './churn.ts';
import { type Draft, draftOf, editorKind, setOf } from './drafts.ts';
import type { FormatContext } from './format.ts';
import type { PageLocation } from './location.ts';
import type { Boot, HistoryItem, PageField, PageList, PageOption, PageRecord, ShownRecord } from './protocol.ts';
import { parseRoute, type Route, recordPath } from './routes.ts';
import { type TextKey, translate } from './texts/index.ts';
import type { PageSet, PageTransport } from './transport.ts';
import { VirtualList } from './views/virtualList.ts';

/** After the address has changed, the page shows what it showed before for this long. */
const SWITCH_MS = 150;
/** Parts of a record's page that arrive one after the other: title, stages, history, blocks. */
const PARTS = 8;
const SNACKBAR_MS = 4_000;

export type HistoryFilter = 'all' | 'notes' | 'activities' | 'emails' | 'files' | 'changelog';

/** What the address names, loaded. */
export interface Screen {
  route: Route | null;
  record: PageRecord | null;
  list: PageList | null;
  /** The deal in the side panel of a list or board. */
  panel: PageRecord | null;
  /** Number of parts that have arrived. */
  arrived: number;
  filter: HistoryFilter;
}

export interface Editing {
  record: ShownRecord;
  field: PageField;
  /** The block the row stands in; a field can be shown in two. */
  block: string;
  draft: Draft;
  menu: boolean;
  saving: boolean;
  choices: readonly PageOption[];
}

export interface Modal {
  kind: 'activity' | 'add' | 'lost' | 'customize';
  object?: 'deal' | 'person' | 'organization';
  values: Record<string, string>;
}

export interface AppParts {
  boot: Boot;
  transport: PageTransport;
  location: PageLocation;
  activity: Activity;
  /** Brings the state onto the page. */
  draw(app: App): void;
}

export class App {
  readonly boot: Boot;
  readonly activity: Activity;
  readonly churn: Churn;
  readonly sidebar: VirtualList;
  readonly #parts: AppParts;
  screen: Screen | null = null;
  editing: Editing | null = null;
  /** The title while it is being edited. */
  titleDraft: string | null = null;
  /** What stands in the composer. */
  noteDraft = '';
  modal: Modal | null = null;
  snackbar: { text: string; n: number } | null = null;
  arrangement: Arrangement;
  /** Groups of custom fields that are folded, by block and name. */
  readonly foldedGroups = new Set<string>();
  #turn = 0;
  readonly #added = new Map<string, HistoryItem[]>();

  constructor(parts: AppParts) {
    this.#parts = parts;
    this.boot = parts.boot;
    this.activity = parts.activity;
    this.arrangement = arrangementOf(parts.boot);
    this.churn = createChurn(() => this.update());
    this.sidebar = new VirtualList(() => this.update());
  }

  get locale() {
    return this.boot.dom.locale;
  }

  get variant() {
    return this.boot.dom.variant;
  }

  get path(): string {
    return this.#parts.location.path();
  }

  t(key: TextKey, values?: Record<string, string | number>): string {
    return translate(this.locale, key, values);
  }

  update(change?: () => void): void {
    change?.();
    this.#parts.draw(this);
  }

  navigate(path: string): void {
    this.#parts.location.push(path);
  }

  // ── Loading ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Shows what the address names. The old screen stays until the new one is loaded. */
  show(): Promise<void> {
    return this.activity.during(this.#show());
  }

  async #show(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const route = parseRoute(this.path);
    const loading = this.#load(route);
    if (this.screen) await this.activity.pause(SWITCH_MS);
    const loaded = await loading;
    if (turn !== this.#turn) return;
    this.screen = { ...loaded, route, arrived: 0, filter: 'all' };
    this.sidebar.reset();
    this.editing = null;
    this.titleDraft = null;
    this.modal = null;
    await this.#arrive(turn);
  }

  async #load(route: Route | null): Promise<Pick<Screen, 'record' | 'list' | 'panel'>> {
    const { transport } = this.#parts;
    const nothing = { record: null, list: null, panel: null };
    const found = <T>(asked: Promise<T>): Promise<T | null> => asked.catch(() => null);
    switch (route?.kind) {
      case 'record': {
        const record = await found(transport.record(route.object, route.id));
        const list = route.object === 'lead' ? await found(transport.list('lead')) : null;
        return { ...nothing, record, list };
      }
      case 'list':
      case 'board': {
        const list = await found(transport.list(route.kind === 'board' ? 'deal' : route.object));
        const panel = route.panel && (await found(transport.record(route.panel.object, route.panel.id)));
        return { ...nothing, list, panel };
      }
      case 'leads':
        return { ...nothing, list: await found(transport.list('lead')) };
      default:
        return nothing;
    }
  }

  async #arrive(turn: number): Promise<void> {
    const { lateRenderMs } = this.boot.dom;
    const { screen } = this;
    if (!screen) return;
    if (lateRenderMs === 0) screen.arrived = Number.POSITIVE_INFINITY;
    this.update();
    for (let part = 1; part <= PARTS && lateRenderMs > 0; part += 1) {
      await this.activity.pause(lateRenderMs / PARTS);
      if (turn !== this.#turn) return;
      this.update(() => {
        screen.arrived = part === PARTS ? Number.POSITIVE_INFINITY : part;
      });
    }
  }

  /** Fetches what is shown again, as after a change by someone else. */
  refresh(): Promise<void> {
    return this.activity.during(this.#refresh());
  }

  async #refresh(): Promise<void> {
    const turn = this.#turn;
    const loaded = await this.#load(this.screen?.route ?? null);
    const { screen } = this;
    if (turn === this.#turn && screen) this.update(() => Object.assign(screen, loaded));
  }

  // ── Values ────────────────────────────────────────────────────────────────────────────────────────────────────────

  format(record: PageRecord | null, list: PageList | null = null): FormatContext {
    const linked = [record?.person, record?.organization].flatMap((one) => one ?? []);
    return {
      locale: this.locale,
      timeZone: this.boot.timeZone,
      currency: record?.currency ?? 'EUR',
      users: record?.users ?? list?.users ?? [],
      names: { ...list?.names, ...Object.fromEntries(linked.map((one) => [`${one.object}/${one.id}`, one.title])) },
    };
  }

  /** Writes values of the page's record or of one it shows; says how it went. Resolves to whether they were taken. */
  write(record: ShownRecord, set: PageSet): Promise<boolean> {
    return this.activity.during(this.#write(record, set));
  }

  async #write(record: ShownRecord, set: PageSet): Promise<boolean> {
    try {
      await this.#parts.transport.save(record.object, record.id, set);
      await this.#refresh();
      this.#say(this.t('saved'));
      return true;
    } catch (error) {
      this.#say(this.t('failed', { reason: error instanceof Error ? error.message : String(error) }));
      return false;
    }
  }

  #say(text: string): void {
    const n = (this.snackbar?.n ?? 0) + 1;
    this.update(() => {
      this.snackbar = { text, n };
    });
    setTimeout(() => {
      if (this.snackbar?.n !== n) return;
      this.update(() => {
        this.snackbar = null;
      });
    }, SNACKBAR_MS);
  }

  // ── Editing ───────────────────────────────────────────────────────────────────────────────────────────────────────

  startEdit(record: ShownRecord, field: PageField, block: string): void {
    const currency = this.screen?.record?.currency ?? 'EUR';
    const editing: Editing = {
      record,
      field,
      block,
      draft: draftOf(field, record.values, this.locale, currency),
      menu: false,
      saving: false,
      choices: field.options ?? [],
    };
    this.update(() => {
      this.editing = editing;
    });
    void this.activity.during(this.#choices(editing));
  }

  /** Users, linked records and yes or no are offered in lists as well. */
  async #choices(editing: Editing): Promise<void> {
    const { field } = editing;
    if (field.type === 'boolean') {
      editing.choices = [
        { id: 'true', label: this.t('yes') },
        { id: 'false', label: this.t('no') },
      ];
    } else if (editorKind(field) === 'user') {
      const { users } = this.format(this.screen?.record ?? null);
      editing.choices = users.filter(({ active }) => active).map(({ id, name }) => ({ id, label: name }));
    } else if (editorKind(field) === 'record') {
      const list = await this.#parts.transport.list(field.type === 'people' ? 'person' : 'organization');
      editing.choices = list.rows.map(({ id, title }) => ({ id, label: title }));
    } else return;
    this.update();
  }

  isEditing(record: ShownRecord, field: PageField, block: string): Editing | null {
    const { editing } = this;
    const here = editing?.block === block && editing.field.code === field.code;
    return here && editing.record.id === record.id && editing.record.object === record.object ? editing : null;
  }

  /** Picks an option of the open list; a list of several stays open. */
  choose(option: PageOption): void {
    const { editing } = this;
    if (!editing) return;
    const id = String(option.id);
    if (editorKind(editing.field) === 'options') {
      const ids = editing.draft.text.split(';').filter(Boolean);
      editing.draft.text = (ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]).join(';');
    } else {
      editing.draft.text = id;
      editing.menu = false;
    }
    this.update();
  }

  async saveEdit(): Promise<void> {
    const { editing } = this;
    if (!editing || editing.saving) return;
    this.update(() => {
      editing.saving = true;
      editing.menu = false;
    });
    const taken = await this.write(editing.record, setOf(editing.field, editing.draft, this.locale));
    if (this.editing !== editing) return;
    this.update(() => {
      if (taken) this.editing = null;
      else editing.saving = false;
    });
  }

  cancelEdit(): void {
    this.update(() => {
      this.editing = null;
    });
  }

  async saveTitle(record: PageRecord): Promise<void> {
    const title = this.titleDraft?.trim();
    if (title && title !== record.title && !(await this.write(record, { [TITLE_FIELD[record.object]]: title }))) return;
    this.update(() => {
      this.titleDraft = null;
    });
  }

  // ── Everything else ───────────────────────────────────────────────────────────────────────────────────────────────

  toggleBlock(id: string): void {
    const folded = this.arrangement.folded ?? ['participants', 'smartBcc'];
    this.update(() => {
      const next = folded.includes(id) ? folded.filter((one) => one !== id) : [...folded, id];
      this.arrangement = { ...this.arrangement, folded: next };
    });
  }

  toggleGroup(id: string): void {
    this.update(() => {
      if (!this.foldedGroups.delete(id)) this.foldedGroups.add(id);
    });
  }

  /** Moves a block of the sidebar one place up or down. */
  moveBlock(ids: readonly string[], id: string, by: 1 | -1): void {
    const at = ids.indexOf(id);
    const other = ids[at + by];
    if (other === undefined) return;
    this.update(() => {
      const order = ids.with(at, other).with(at + by, id);
      this.arrangement = { ...this.arrangement, order };
    });
  }

  openModal(modal: Modal | null): void {
    this.update(() => {
      this.modal = modal;
    });
  }

  history(record: PageRecord): HistoryItem[] {
    return [...(this.#added.get(`${record.object}/${record.id}`) ?? []), ...record.history];
  }

  /** Notes and activities of this visit; they are gone when the page is loaded anew. */
  addHistory(record: PageRecord, item: Omit<HistoryItem, 'id' | 'at'>): void {
    const key = `${record.object}/${record.id}`;
    const added = this.#added.get(key) ?? [];
    const at = new Date().toISOString();
    this.update(() => {
      this.#added.set(key, [{ ...item, at, id: `added ${added.length}` }, ...added]);
      this.modal = null;
    });
  }

  /** Creates a record out of the open dialog and goes to its page. */
  create(object: 'deal' | 'person' | 'organization', set: PageSet): Promise<void> {
    return this.activity.during(
      this.#parts.transport.create(object, set).then(
        (record) => {
          this.openModal(null);
          this.navigate(recordPath(record));
        },
        (error: unknown) => this.#say(this.t('failed', { reason: String(error) })),
      ),
    );
  }
}

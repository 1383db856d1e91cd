/**
 * The page side's life: which record the address names, what the background says of it, whether the page really shows it,
 * and the marks that follow. Everything stops and disappears with the signal.
 */
import { compare, foldLabel, type Verdict } from '../core/agreement';
import { type Agreement, agree, type Shown, type Sighting } from '../core/identity';
import type { PageKit } from '../core/pageKit';
import type { Problem } from '../core/problem';
import { type PageRef, type RecordRef, recordKey, sameRecord } from '../core/types';
import type {
  MarkInfo,
  OverlayStatus,
  PlacementReport,
  RecordView,
  ViewField,
  ViewProblem,
  ViewReason,
  ViewReply,
} from '../core/view';
import type { Catalog, FieldSpot, PageAdapter } from '../crm/contract';
import { type PageTranslate, pageText } from '../i18n/pageText';
import { type About, CardHost } from './cardHost';
import { Finder } from './finder';
import { glyphsOf } from './glyph';
import { type Mark, type MarkContent, type MarkEvents, Marks, type OpenedBy } from './marks';
import { watchAddress } from './navigation';
import { Nearness } from './near';
import { type Box, plan, settle, stays } from './place';
import { OverlayRoot, type PillState } from './root';
import { Sizes } from './sizes';
import { CHIP_TAG, MARK_TAG } from './tags';
import { type Ground, groundOf } from './theme';
import { boxesAround, focused, holds, inOrder } from './tree';
import { Watcher } from './watcher';

/** Everything the page side needs from outside; it knows neither the extension's API nor any CRM. */
export interface OverlayDeps {
  adapter: PageAdapter;
  /** Asks the background for the record of this tab. Rejects only if the extension is gone. */
  view(ref: PageRef, reason: ViewReason, language: string): Promise<ViewReply>;
  /** Tells the background what is on the page. */
  report(report: PlacementReport): void;
  /** Tells the background that a changed value has been looked at. */
  seen(ref: PageRef, fields: string[]): void;
  /** Tells the background what the page shows under labels that are no field's. */
  labels(ref: PageRef, language: string, rows: { label: string; shown: string }[]): void;
  /** Address of the card's page for a field. */
  cardUrl(ref: PageRef, field: string, about: About): string;
  openPage(page: 'accounts' | 'agents'): void;
  kit: PageKit;
  signal: AbortSignal;
}

/** What a spot shows, and whether that is what the API says. */
interface Look {
  shown: string | null;
  verdict: Verdict;
}

const REFRESH_MIN_MS = 30_000;
const REFRESH_MAX_MS = 5 * 60_000;
/** Refresh only while the person is here: decision of the request budget. */
const USED_WITHIN_MS = 5 * 60_000;
/** After a failure; the worker may just have been restarted. */
const RETRY_MIN_MS = 1_000;
const RECHECK_MIN_MS = 1_500;
const RECHECK_MAX_MS = 60_000;
/** How long a page may take to show its record before we say that it does not agree. */
const PATIENCE_MS = 8_000;
const REPORT_AFTER_MS = 150;
const FRESH_ENDS_AFTER_MS = 5_000;
const LEARN_AFTER_MS = 1_500;
/** What a person did in a field so long ago may be what its new value is from. */
const JUST_NOW_MS = 60_000;
/** Chips that say what is proposed; the others are glyphs. */
const CHIPS_WITH_TEXT = 3;

export class Session {
  readonly #deps: OverlayDeps;
  readonly #finder: Finder;
  readonly #watcher: Watcher;
  readonly #sizes: Sizes;
  readonly #nearness: Nearness;
  readonly #marks: Marks;
  readonly #chips: Marks;
  readonly #root: OverlayRoot;
  readonly #card: CardHost;
  readonly #t: PageTranslate;
  #ref: PageRef | null = null;
  #view: RecordView | null = null;
  #catalog: Catalog = EMPTY_CATALOG;
  #fields = new Map<string, ViewField>();
  /** Fields that were told to have been seen, with the time of the change. */
  #told = new Map<string, number>();
  #problem: ViewProblem | null = null;
  #agreement: Agreement = { agreed: false, why: 'title', fields: [] };
  /** Records this document may still be showing. */
  #before: Shown[] = [];
  #sawOtherTitle = false;
  #arrivedAt = 0;
  #lastUsed = Date.now();
  #refreshMs = REFRESH_MIN_MS;
  #recheckMs = RECHECK_MIN_MS;
  #retryMs = RETRY_MIN_MS;
  #asking = false;
  /** Language the page was in when the background was last asked. */
  #language = '';
  #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #disagreeing = new Set<string>();
  /** What a row showed when it was last asked about. */
  #doubted = new WeakMap<Element, string>();
  #unplaced = new Set<Element>();
  #hidden = false;
  /** What was reported last; told again after each answer, for the background may have forgotten. */
  #reported = '';
  /** The status that was shown last. */
  #said: OverlayStatus | null = null;
  /** When the person last clicked or typed in a field. */
  #touched = new Map<string, number>();
  /** Record whose unknown labels were told. */
  #learnt = '';

  constructor(deps: OverlayDeps) {
    this.#deps = deps;
    this.#finder = new Finder(deps.adapter);
    const events: MarkEvents = { open: (mark, by) => this.#open(mark, by), tip: (mark) => this.#root.tip(mark) };
    const { mark } = deps.kit.styles;
    const glyph = glyphsOf(deps.kit.glyphs);
    this.#t = pageText(deps.kit.words);
    this.#marks = new Marks(MARK_TAG, mark, glyph, events);
    this.#chips = new Marks(CHIP_TAG, mark, glyph, events);
    this.#root = new OverlayRoot(deps, this.#t, glyph, {
      openField: (field, origin, about) => this.#openField(field, origin, about),
      retry: () => this.#ask('recheck'),
      step: (by) => this.step(by),
      hide: () => this.setHidden(true),
    });
    this.#card = new CardHost(deps, this.#t('card.title'));
    this.#watcher = new Watcher(deps.adapter, (records) => this.#pass(records), deps.signal);
    this.#sizes = new Sizes(
      (surfaces) => this.#placeThose(({ spot }) => surfaces.some((surface) => holds(surface, spot.row))),
      deps.signal,
    );
    this.#nearness = new Nearness((boxes) => this.#placeThose(({ spot }) => boxes.includes(spot.box)), deps.signal);
  }

  /** Starts watching. */
  start(): void {
    const { signal } = this.#deps;
    watchAddress((url) => this.#arrive(url), signal);
    for (const type of ['pointerdown', 'keydown', 'wheel']) {
      window.addEventListener(type, (event) => this.#used(event), { signal, capture: true, passive: true });
    }
    for (const type of ['visibilitychange', 'focus']) {
      window.addEventListener(type, () => this.#resume(), { signal });
    }
    window.addEventListener('online', () => this.#ask('recheck'), { signal });
    window.addEventListener('resize', () => this.#later('place', 100, () => this.#placeThose(() => true)), { signal });
    document.addEventListener('scrollend', () => this.#later('calm', 50, () => this.#calm()), {
      signal,
      capture: true,
    });
    document.fonts.addEventListener('loadingdone', () => this.#later('place', 50, () => this.#placeThose(() => true)), {
      signal,
    });
    signal.addEventListener('abort', () => this.#stop());
    this.#arrive(new URL(location.href));
  }

  /** The background has news for this account: another team file, another connection. */
  refresh(): void {
    this.#ask('refresh');
  }

  /** Moves the focus to the next or previous mark. */
  step(by: 1 | -1): void {
    const marks = [...this.#marks.all.filter((m) => !this.#unplaced.has(m.spot.row)), ...this.#chipsPlaced()].sort(
      (a, b) => inOrder(a.host, b.host),
    );
    if (marks.length === 0) return;
    const active = marks.findIndex((m) => isDrawn(m) && m.button === focused());
    const next = marks[(active + by + marks.length + (active < 0 && by < 0 ? 1 : 0)) % marks.length];
    if (!next) return;
    if (!isDrawn(next)) {
      this.#draw(next);
      this.#place([next]);
    }
    next.host.scrollIntoView({ block: 'nearest' });
    next.button?.focus();
  }

  /** Hides everything of ours until the page is loaded again, or shows it again. */
  setHidden(hidden: boolean): void {
    this.#hidden = hidden;
    if (hidden) this.#clear();
    this.#show();
    if (hidden) return;
    // What happened meanwhile was neither followed nor asked for.
    if (this.#view) this.#finder.reset(this.#catalog);
    this.#watcher.soon();
    this.#resume();
  }

  get hidden(): boolean {
    return this.#hidden;
  }

  // ── Arriving at a record ──────────────────────────────────────────────────────────────────────────────────────────

  #arrive(url: URL): void {
    const found = this.#deps.adapter.locate(url);
    const ref = found ? { crm: this.#deps.adapter.crm, ...found } : null;
    if (sameRecord(ref, this.#ref)) return;
    if (this.#ref) this.#leave(this.#ref);
    this.#ref = ref;
    this.#root.show(ref);
    if (!ref) {
      this.#watcher.stop();
      return;
    }
    this.#arrivedAt = Date.now();
    this.#sawOtherTitle = false;
    this.#refreshMs = REFRESH_MIN_MS;
    this.#recheckMs = RECHECK_MIN_MS;
    this.#retryMs = RETRY_MIN_MS;
    this.#watcher.start();
    this.#ask('open');
    this.#later('patience', PATIENCE_MS, () => {
      this.#show();
      this.#report();
    });
  }

  /** Takes every mark off at once and remembers what the page may go on showing. */
  #leave(left: PageRef): void {
    this.#clear();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#before = [
      ...this.#before.filter((shown) => !sameRecord(shown.ref, left)),
      shownOf(left, this.#view, this.#fields),
    ];
    this.#view = null;
    this.#said = null;
    this.#problem = null;
    this.#fields = new Map();
    this.#told.clear();
    this.#agreement = { agreed: false, why: 'title', fields: [] };
    this.#disagreeing.clear();
    this.#touched.clear();
    this.#finder.reset(null);
    this.#sizes.watch([]);
    this.#asking = false;
  }

  #stop(): void {
    this.#clear();
    this.#card.close();
    this.#root.remove();
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #clear(): void {
    this.#card.close();
    this.#root.tip(null);
    this.#nearness.clear();
    this.#marks.clear();
    this.#chips.clear();
    this.#unplaced.clear();
  }

  // ── Asking the background ─────────────────────────────────────────────────────────────────────────────────────────

  async #ask(reason: ViewReason): Promise<void> {
    const ref = this.#ref;
    if (!ref || this.#asking || this.#hidden) return;
    this.#asking = true;
    this.#language = pageLanguage();
    clearTimeout(this.#timers.get('ask'));
    let reply: ViewReply;
    try {
      reply = await this.#deps.view(ref, reason, this.#language);
    } catch {
      // The extension was updated, disabled or removed; the signal takes everything down.
      this.#asking = false;
      return;
    }
    if (this.#deps.signal.aborted) return;
    this.#reported = '';
    if (!sameRecord(ref, this.#ref)) {
      // Too late to show, but it tells what the page may go on showing.
      if (reply.ok) {
        this.#remember(reply.view);
        this.#watcher.soon();
      }
      return;
    }
    this.#asking = false;
    if (reply.ok) this.#take(reply.view, reply.problem ?? null);
    else this.#fail(reply.problem);
  }

  #take(view: RecordView, problem: Problem | null): void {
    if (!sameRecord(view.ref, this.#ref)) return;
    // How long ago a change was is said in other words every minute.
    const told = ({ fields, aliases }: RecordView) =>
      JSON.stringify([fields, aliases], (key, value) => (key === 'words' ? undefined : value));
    const unchanged = this.#view !== null && told(view) === told(this.#view);
    this.#problem = problem;
    this.#refreshMs = unchanged ? Math.min(this.#refreshMs * 2, REFRESH_MAX_MS) : REFRESH_MIN_MS;
    this.#view = view;
    if (problem) this.#retry(problem);
    else {
      this.#retryMs = RETRY_MIN_MS;
      this.#later('ask', this.#refreshMs, () => this.#resume());
    }
    this.#fields = new Map(view.fields.map((field) => [field.name, field]));
    if (unchanged) {
      this.#rename();
      this.#show();
      this.#watcher.soon();
      return;
    }
    // Asking has helped, so it may be soon again.
    this.#recheckMs = RECHECK_MIN_MS;
    this.#catalog = catalogOf(view);
    this.#finder.reset(this.#catalog);
    this.#root.name(view.record);
    this.#watcher.now();
    // Corrected in a field that this person has just been in; whether it is news, and this person's, the background knows.
    const mark = this.#marks.all.find(
      ({ content: { field, state }, spot }) =>
        state === 'corrected' &&
        Date.now() - (this.#touched.get(field) ?? 0) < JUST_NOW_MS &&
        !this.#unplaced.has(spot.row),
    );
    if (this.#ref && mark) {
      this.#touched.clear();
      this.#card.open(
        this.#ref,
        mark.content.field,
        mark,
        this.#finder.surfaceOf(mark.spot.row),
        'hover',
        'correction',
      );
    }
  }

  /** Names and times, in words, can be others although nothing else has changed. */
  #rename(): void {
    for (const { spot, content } of this.#marks.all) {
      const mark = this.#fields.get(content.field)?.mark;
      if (mark) this.#marks.show(spot, this.#contentOf(content.field, mark));
    }
    for (const { spot, content } of this.#chips.all) {
      this.#chips.show(spot, { ...content, ...this.#fields.get(content.field)?.suggestion?.words });
    }
  }

  /** Fills in what a record left behind shows, once the background has answered for it. */
  #remember(view: RecordView): void {
    const fields = new Map(view.fields.map((field) => [field.name, field]));
    this.#before = this.#before.map((shown) =>
      sameRecord(shown.ref, view.ref) ? shownOf(view.ref, view, fields) : shown,
    );
  }

  #fail(problem: ViewProblem): void {
    this.#problem = problem;
    const nothing = ['noAccount', 'wrongAccount', 'gone', 'signedOut'].includes(problem.kind);
    if (nothing) {
      this.#clear();
      this.#view = null;
      this.#finder.reset(null);
    }
    // What only a person can change is not asked again by itself; connecting an account sends news.
    if (!nothing && problem.kind !== 'forbidden') this.#retry(problem);
    this.#show();
    this.#report();
  }

  /** Asks again when the CRM said it may, else soon at first, then less and less often. */
  #retry(problem: ViewProblem): void {
    const told = 'retryAt' in problem && problem.retryAt ? problem.retryAt - Date.now() : 0;
    const wait = Math.max(this.#retryMs, told);
    this.#retryMs = Math.min(this.#retryMs * 2, REFRESH_MAX_MS);
    this.#later('ask', wait, () => {
      if (document.visibilityState === 'visible') this.#ask(this.#view ? 'refresh' : 'open');
    });
  }

  /** Refreshes if the tab is looked at and in use; otherwise the next look or click does. */
  #resume(): void {
    if (!this.#ref || document.visibilityState !== 'visible') return;
    if (this.#view && !document.hasFocus()) return;
    if (Date.now() - this.#lastUsed > USED_WITHIN_MS) return;
    const due = !this.#view || Date.now() + this.#view.offset - this.#view.asOf >= this.#refreshMs - 1000;
    if (due) this.#ask(this.#view ? 'refresh' : 'open');
    else this.#later('ask', this.#refreshMs, () => this.#resume());
  }

  #used(event: Event): void {
    const [target] = event.composedPath();
    if (event.type !== 'wheel' && target instanceof Node) {
      const around = boxesAround(target);
      for (const { field, surface, box } of this.#finder.spots()) {
        // A stage is changed by a click on another one, or on a button somewhere beside them.
        if (surface === 'stage' || around.has(box)) this.#touched.set(field, Date.now());
      }
    }
    const idle = Date.now() - this.#lastUsed > USED_WITHIN_MS;
    this.#lastUsed = Date.now();
    if (idle) this.#resume();
  }

  /** The page shows something else than the API said: ask again, soon at first, then less and less often. */
  #recheck(): void {
    if (this.#timers.has('recheck')) return;
    this.#later('recheck', this.#recheckMs, () => {
      this.#recheckMs = Math.min(this.#recheckMs * 2, RECHECK_MAX_MS);
      if (document.visibilityState === 'visible') this.#ask('recheck');
    });
  }

  // ── Looking at the page ───────────────────────────────────────────────────────────────────────────────────────────

  #pass(records: readonly MutationRecord[]): void {
    const view = this.#view;
    if (!view || !this.#ref || this.#hidden) {
      this.#noteTitle();
      return;
    }
    // Pages that build themselves by script say late what language they are in; labels follow it.
    if (this.#language !== pageLanguage()) this.#ask('refresh');
    // Which regions there are can depend on the title, so until the record is agreed they are looked for each time.
    const { dirty, regionsChanged } = this.#finder.update(records, !this.#agreement.agreed);
    const look = this.#looker();
    if (!this.#agreement.agreed) {
      const spots = this.#finder.spots();
      this.#tryToAgree(view, spots, look);
      this.#follow();
      if (!this.#agreement.agreed) {
        this.#show();
        this.#report();
        return;
      }
      for (const spot of spots) dirty.add(spot.row);
    } else if (regionsChanged) this.#follow();
    const moved = dirty.size > 0 || regionsChanged ? this.#mark(dirty, look) : [];
    if (moved.length > 0) this.#place(moved);
    // The pill follows with the report, so that a page that changes all the time does not draw it all the time.
    if (this.#status() !== this.#said) this.#show();
    if (moved.length > 0 || dirty.size > 0) {
      this.#report();
      this.#learn(view.ref);
    }
  }

  /** What stands under labels nobody knows is told once per record, when the page has come to rest. */
  #learn(ref: PageRef): void {
    const { adapter } = this.#deps;
    if (!adapter.unmatched || this.#timers.has('learn') || this.#learnt === recordKey(ref)) return;
    this.#later('learn', LEARN_AFTER_MS, () => {
      const view = this.#view;
      if (!this.#ref || !this.#agreement.agreed || !view) return;
      this.#learnt = recordKey(view.ref);
      const rows = adapter.unmatched?.(document, this.#catalog) ?? [];
      const told = rows
        .slice(0, 300)
        .map(({ label, shown }) => ({ label: label.slice(0, 200), shown: shown.slice(0, 300) }));
      if (told.length > 0) this.#deps.labels(this.#ref, pageLanguage(), told);
    });
  }

  /** Watches what has been found; everything on the page until that is the record. */
  #follow(): void {
    const { regions, roots } = this.#finder;
    this.#watcher.regions(regions, roots, !this.#agreement.agreed);
    this.#sizes.watch(regions.map((region) => region.element));
  }

  #noteTitle(): void {
    if (!this.#ref || this.#sawOtherTitle || this.#before.length === 0) return;
    // Without the API's name no title can be compared, but a page without any has certainly let go of the old record.
    if (this.#deps.adapter.title(document, EMPTY_CATALOG) === null) this.#sawOtherTitle = true;
  }

  /** Reads what a spot shows and compares it, once in a pass. */
  #looker(): (spot: FieldSpot) => Look {
    const looks = new Map<FieldSpot, Look>();
    return (spot) => {
      const known = looks.get(spot);
      if (known) return known;
      const shown = this.#deps.adapter.read(spot, this.#finder.sight);
      const field = this.#fields.get(spot.field);
      const look: Look = { shown, verdict: shown === null || !field ? 'unclear' : compare(field.expected, shown) };
      looks.set(spot, look);
      return look;
    };
  }

  #tryToAgree(view: RecordView, spots: readonly FieldSpot[], look: (spot: FieldSpot) => Look): void {
    const { adapter } = this.#deps;
    const title = adapter.title(document, this.#catalog);
    if (title === null || foldLabel(title) !== foldLabel(view.title)) this.#sawOtherTitle = true;
    const sightings: Sighting[] = [];
    for (const spot of spots) {
      if (spot.editing || !this.#fields.has(spot.field)) continue;
      const { shown, verdict } = look(spot);
      if (shown !== null) sightings.push({ field: spot.field, shown, verdict });
    }
    const record = shownOf(view.ref, view, this.#fields);
    this.#agreement = agree(record, title, sightings, this.#before, this.#sawOtherTitle);
    if (this.#agreement.agreed) {
      this.#before = [];
      this.#recheckMs = RECHECK_MIN_MS;
    } else if (this.#agreement.why === 'values') this.#recheck();
  }

  /** Brings the marks of changed rows up to date. @returns the marks that have to be placed. */
  #mark(dirty: Set<Element>, look: (spot: FieldSpot) => Look): Mark[] {
    // The page may have taken a mark off, or a row for good.
    for (const { host, spot } of [...this.#marks.all, ...this.#chips.all]) {
      if (!host.isConnected || !this.#finder.spotAt(spot.row)) dirty.add(spot.row);
    }
    const moved: Mark[] = [];
    const forChips = this.#spotsForChips();
    for (const row of dirty) {
      const spot = this.#finder.spotAt(row);
      if (!spot) {
        this.#drop(row);
        continue;
      }
      const field = this.#fields.get(spot.field);
      const verdict = spot.editing || !field ? 'same' : look(spot).verdict;
      if (verdict === 'different') this.#doubt(spot.row, look(spot).shown ?? '');
      const inWords = forChips.get(spot);
      if (inWords !== undefined && field?.suggestion && verdict === 'same' && !spot.editing) {
        const shown = this.#chips.show(spot, chipContent(field, field.suggestion, inWords));
        // Behind a mark it is placed whenever that is.
        if (!field.mark || !isDrawn(shown)) moved.push(shown);
      } else this.#dropFrom(this.#chips, spot.row);
      if (!field?.mark) {
        this.#dropFrom(this.#marks, spot.row);
        continue;
      }
      if (verdict !== 'same') {
        this.#drop(spot.row);
        this.#disagreeing.add(spot.field);
        continue;
      }
      this.#disagreeing.delete(spot.field);
      const content = this.#contentOf(field.name, field.mark);
      const known = this.#marks.at(spot.row);
      // While a field is edited only a mark that stood there before may stay: a new one would vouch for an unseen value.
      if (spot.editing && known?.content.field !== field.name) {
        this.#drop(spot.row);
        continue;
      }
      // Pages reuse a row's node for another field; a card that is open for the one before goes.
      if (known && known.content.field !== field.name && this.#card.mark === known) this.#card.close();
      moved.push(this.#marks.show(spot, content));
    }
    return moved;
  }

  /** A value that differs from what was read is asked about once; it may be newer, or shown in a way we do not know. */
  #doubt(row: Element, shown: string): void {
    if (this.#doubted.get(row) === shown) return;
    this.#doubted.set(row, shown);
    this.#recheck();
  }

  #drop(row: Element): void {
    this.#dropFrom(this.#marks, row);
    this.#dropFrom(this.#chips, row);
  }

  #dropFrom(marks: Marks, row: Element): void {
    const mark = marks.at(row);
    // A card that has just decided stays to say so; it closes with its field.
    if (mark && this.#card.mark === mark && marks === this.#marks) this.#card.close();
    marks.remove(row);
    if (marks === this.#marks) this.#unplaced.delete(row);
  }

  /** A field that is shown several times has its chip once, in a row if there is one; true for those that have words. */
  #spotsForChips(): Map<FieldSpot, boolean> {
    if (!this.#view?.fields.some(({ suggestion }) => suggestion)) return new Map();
    const chosen = new Map<string, FieldSpot>();
    for (const spot of this.#finder.spots()) {
      if (!this.#fields.get(spot.field)?.suggestion || spot.surface === 'title') continue;
      const before = chosen.get(spot.field);
      if (!before || (before.surface !== 'row' && spot.surface === 'row')) chosen.set(spot.field, spot);
    }
    const risk = ({ field }: FieldSpot) => Number(this.#fields.get(field)?.suggestion?.sensitive ?? false);
    const ordered = [...chosen.values()].sort((a, b) => risk(b) - risk(a));
    return new Map(ordered.map((spot, at) => [spot, at < CHIPS_WITH_TEXT]));
  }

  #chipsPlaced(): Mark[] {
    return this.#chips.all.filter((chip) => !chip.host.hasAttribute('data-unplaced'));
  }

  /** Places marks and chips that stand elsewhere now, or have come near. */
  #placeThose(which: (mark: Mark) => boolean): void {
    this.#place([...this.#marks.all, ...this.#chips.all].filter(which));
    this.#report();
  }

  #draw(mark: Mark): void {
    (mark.content.state === 'suggestion' ? this.#chips : this.#marks).draw(mark);
  }

  #place(asked: readonly Mark[]): void {
    const due = asked.filter((mark) => isDrawn(mark) || this.#nearness.isNear(mark.spot.box));
    // Most of what a page changes in a row moves nothing; asking where all other marks are would cost ten times as much.
    const marks = due.filter((mark) => !mark.button || asked.length >= this.#marks.all.length || !stays(mark));
    if (marks.length === 0) return;
    for (const mark of marks) this.#draw(mark);
    const own = marks.filter(({ content }) => content.state !== 'suggestion');
    const all = [...own, ...this.#chips.all.filter(isDrawn)];
    // All that is read of the page is read before anything is written.
    const grounds = new Map<Node, Ground>();
    const onGround = all.map((mark) => ({ mark, ground: groundOf(this.#finder.surfaceOf(mark.spot.row), grounds) }));
    // Chips stand behind the marks, wherever those are now.
    const { plans, boxes } = plan(all, this.#marks.all.filter(isDrawn));
    settle(plans);
    for (const { mark, ground } of onGround) {
      mark.host.dataset.theme = ground.dark ? 'dark' : 'light';
      mark.host.style.setProperty('--cs-ground', ground.colour);
    }
    for (const mark of own) {
      if (boxes.has(mark)) this.#unplaced.delete(mark.spot.row);
      else this.#unplaced.add(mark.spot.row);
    }
    this.#calm((mark) => boxes.get(mark));
    this.#endFreshness();
  }

  /** Forty marks are quieter than twelve: glyphs shrink, except fresh and unknown ones. */
  #calm(boxOf: (mark: Mark) => Box | undefined = ({ host }) => host.getBoundingClientRect()): void {
    const drawn = this.#marks.all.filter(isDrawn);
    const calm = drawn.filter((mark) => isInView(boxOf(mark))).length > 12;
    for (const { host, content, spot } of drawn) {
      const quiet = calm && !content.fresh && content.state !== 'unknown';
      const size = spot.surface === 'title' ? 'title' : quiet ? 'calm' : '';
      if ((host.dataset.size ?? '') !== size) host.dataset.size = size;
    }
  }

  /** A fresh mark, and an agent's, has been seen once it was in view for five seconds. */
  #endFreshness(): void {
    if (this.#timers.has('fresh') || !this.#marks.all.some((m) => this.#isNews(m.content.field))) return;
    this.#later('fresh', FRESH_ENDS_AFTER_MS, () => {
      const isSeen = ({ content, host }: Mark) => this.#isNews(content.field) && isInView(host.getBoundingClientRect());
      const seen = this.#marks.all.filter(isSeen).map((m) => m.content.field);
      if (document.visibilityState === 'visible') this.#seen(seen);
      this.#endFreshness();
    });
  }

  /** True for what nobody has been told yet that it was seen. */
  #isNews(name: string): boolean {
    const mark = this.#fields.get(name)?.mark;
    return !!mark && (mark.fresh || (mark.state === 'agent' && this.#told.get(name) !== mark.at));
  }

  #seen(fields: string[]): void {
    const news = [...new Set(fields)].filter((name) => this.#isNews(name));
    if (news.length === 0 || !this.#ref) return;
    this.#deps.seen(this.#ref, news);
    for (const name of news) {
      const field = this.#fields.get(name);
      if (!field?.mark) continue;
      field.mark.fresh = false;
      this.#told.set(name, field.mark.at);
    }
    this.#rename();
  }

  #contentOf(field: string, { state, fresh, words: { name, tip } }: MarkInfo): MarkContent {
    return { field, state, fresh, name: fresh ? this.#t('mark.fresh', { name }) : name, tip };
  }

  // ── Card ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  #open(mark: Mark, by: OpenedBy): void {
    if (!this.#ref || !this.#agreement.agreed || mark.spot.editing) return;
    const about = mark.content.state === 'suggestion' ? 'suggestion' : 'value';
    this.#card.open(this.#ref, mark.content.field, mark, this.#finder.surfaceOf(mark.spot.row), by, about);
    if (about === 'value') this.#seen([mark.content.field]);
  }

  #openField(field: string, origin: HTMLElement, about: 'value' | 'suggestion'): void {
    if (this.#ref && this.#agreement.agreed) this.#card.openFrom(this.#ref, field, origin, about);
  }

  // ── Saying how it stands ──────────────────────────────────────────────────────────────────────────────────────────

  #now(): number {
    return Date.now() + (this.#view?.offset ?? 0);
  }

  #status(): OverlayStatus {
    const problem = this.#problem;
    if (problem) {
      if (problem.kind === 'noAccount' || problem.kind === 'signedOut') return 'no-account';
      if (problem.kind === 'wrongAccount') return 'mismatch';
      if (problem.kind === 'offline') return 'offline';
      if (problem.kind === 'moved') return 'loading';
      return this.#view ? 'stale' : 'error';
    }
    if (!this.#view) return 'loading';
    if (this.#agreement.agreed) return 'ready';
    return Date.now() - this.#arrivedAt >= PATIENCE_MS ? 'mismatch' : 'loading';
  }

  #state(): PillState {
    const placed = this.#placedFields();
    const marked = this.#view && this.#agreement.agreed ? this.#view.fields.filter((f) => f.mark) : [];
    return {
      status: this.#status(),
      problem: this.#problem,
      agreement: this.#agreement,
      asOf: this.#view?.asOf ?? null,
      offset: this.#view?.offset ?? 0,
      marked,
      unplaced: marked.filter((f) => !placed.has(f.name) && matters(f)),
      suggested: this.#view && this.#agreement.agreed ? this.#view.fields.filter((f) => f.suggestion) : [],
      chips: new Set(this.#chipsPlaced().map(({ content }) => content.field)),
      disagreeing: marked.filter((f) => this.#disagreeing.has(f.name)),
      contradicting: this.#agreement.agreed
        ? []
        : this.#agreement.fields.flatMap((name) => this.#fields.get(name)?.label ?? []),
      hidden: this.#hidden,
    };
  }

  #placedFields(): Set<string> {
    return new Set(this.#marks.all.filter((m) => !this.#unplaced.has(m.spot.row)).map((m) => m.content.field));
  }

  #show(): PillState | null {
    if (!this.#ref) return null;
    const state = this.#state();
    this.#said = state.status;
    this.#root.update(state);
    return state;
  }

  #report(): void {
    if (this.#timers.has('report')) return;
    this.#later('report', REPORT_AFTER_MS, () => {
      const ref = this.#ref;
      const state = this.#show();
      if (!ref || !state) return;
      const spots = this.#agreement.agreed ? this.#finder.spots() : [];
      const report: PlacementReport = {
        ref,
        status: state.status,
        placed: [...this.#placedFields()],
        unplaced: state.unplaced.map((f) => f.name),
        disagreeing: state.disagreeing.map((f) => f.name),
        layers: {
          attribute: spots.filter((s) => s.layer === 'attribute').length,
          label: spots.filter((s) => s.layer === 'label').length,
        },
        found: new Set(spots.map((s) => s.field)).size,
        suggested: [...state.chips],
      };
      const text = JSON.stringify(report);
      // A message costs more than all the rest of a look at a page that changes all the time.
      if (text === this.#reported) return;
      this.#reported = text;
      this.#deps.report(report);
    });
  }

  #later(name: string, ms: number, run: () => void): void {
    clearTimeout(this.#timers.get(name));
    const timer = setTimeout(() => {
      this.#timers.delete(name);
      if (!this.#deps.signal.aborted) run();
    }, ms);
    this.#timers.set(name, timer);
  }
}

const EMPTY_CATALOG: Catalog = { object: '', fields: new Map(), byLabel: new Map(), ambiguous: new Map(), title: '' };

/** Not worth listing if it is not on the page: what rules set, and what the CRM keeps itself. */
function matters(field: ViewField): boolean {
  const state = field.mark?.state;
  return state !== 'automation' && !(state === 'unknown' && field.readOnly);
}

function shownOf(ref: RecordRef, view: RecordView | null, fields: ReadonlyMap<string, ViewField>): Shown {
  return { ref, title: view?.title, expected: new Map([...fields].map(([name, field]) => [name, field.expected])) };
}

/** The catalogue of a view: fields by name, and by label where the label is the only one of its kind. */
function catalogOf(view: RecordView): Catalog {
  const fields = new Map(view.fields.map((f) => [f.name, { name: f.name, label: f.label, expected: f.expected }]));
  let labels: Pick<Catalog, 'byLabel' | 'ambiguous'> | undefined;
  const ofLabels = () => {
    labels ??= labelsOf(view);
    return labels;
  };
  return {
    object: view.record.object,
    fields,
    // Where attributes name the fields nobody asks for labels.
    get byLabel() {
      return ofLabels().byLabel;
    },
    get ambiguous() {
      return ofLabels().ambiguous;
    },
    title: view.title,
  };
}

function labelsOf(view: RecordView): Pick<Catalog, 'byLabel' | 'ambiguous'> {
  const names = new Map<string, string[]>();
  for (const { name, label } of view.fields) {
    const key = foldLabel(label);
    names.set(key, [...(names.get(key) ?? []), name]);
  }
  const byLabel = new Map(Object.entries(view.aliases ?? {}));
  const ambiguous = new Map<string, string[]>();
  for (const [label, [name = '', ...others]] of names) {
    if (others.length === 0) byLabel.set(label, name);
    else ambiguous.set(label, [name, ...others]);
  }
  return { byLabel, ambiguous };
}

let language = { said: '', used: 'en' };

/** Asked in every pass, so it is understood once. */
function pageLanguage(): string {
  const said = document.documentElement.lang;
  if (said !== language.said) {
    language = { said, used: /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(said) ? said : 'en' };
  }
  return language.used;
}

function chipContent(
  field: ViewField,
  suggestion: NonNullable<ViewField['suggestion']>,
  inWords: boolean,
): MarkContent {
  const { id, state, value, words } = suggestion;
  const text = inWords && state !== 'unusable' ? { text: `→ ${value}` } : {};
  return { field: field.name, state: 'suggestion', fresh: false, ...words, ...text, id };
}

function isDrawn({ button }: Mark): boolean {
  return button !== null;
}

function isInView(box: Box | undefined): boolean {
  if (!box || box.right === box.left) return false;
  return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
}

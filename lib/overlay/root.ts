/** The page's overlay root: says how it stands, and carries the pill, its menu, the tooltip and the live region. */
import type { Agreement } from '../core/identity';
import type { PageGlyph } from '../core/pageKit';
import { MARK_STATES, type PageRef, type RecordRef, recordKey } from '../core/types';
import type { OverlayStatus, ViewField, ViewProblem } from '../core/view';
import type { PageTranslate } from '../i18n/pageText';
import type { Glyph } from './glyph';
import type { Mark } from './marks';
import { problemText } from './problemText';
import type { OverlayDeps } from './session';
import { applyStyles } from './sheet';
import { ROOT_TAG } from './tags';
import { groundOf } from './theme';

/** Everything the pill and its menu say. */
export interface PillState {
  status: OverlayStatus;
  problem: ViewProblem | null;
  agreement: Agreement;
  asOf: number | null;
  offset: number;
  marked: ViewField[];
  unplaced: ViewField[];
  /** Fields with a suggestion, and which of them have a chip on the page. */
  suggested: ViewField[];
  chips: ReadonlySet<string>;
  disagreeing: ViewField[];
  /** Labels of fields whose shown value keeps the record from being agreed. */
  contradicting: string[];
  hidden: boolean;
}

export interface RootEvents {
  openField(field: string, origin: HTMLElement, about: 'value' | 'suggestion'): void;
  retry(): void;
  step(by: 1 | -1): void;
  hide(): void;
}

const LIVE_GAP_MS = 5_000;
const AVOID_WITHIN_MS = 500;

export class OverlayRoot {
  readonly #deps: OverlayDeps;
  readonly #t: PageTranslate;
  readonly #glyph: Glyph;
  readonly #events: RootEvents;
  #host: HTMLElement | null = null;
  #shown = false;
  #pill = document.createElement('button');
  #menu = document.createElement('div');
  #tip = document.createElement('div');
  #live = document.createElement('div');
  #state: PillState | null = null;
  #drawn = '';
  #lastLive = 0;

  constructor(deps: OverlayDeps, t: PageTranslate, glyph: Glyph, events: RootEvents) {
    this.#deps = deps;
    this.#t = t;
    this.#glyph = glyph;
    this.#events = events;
  }

  /** Puts the root on the page for a record, or takes it off. */
  show(ref: PageRef | null): void {
    if (!ref) {
      this.remove();
      return;
    }
    this.#host ??= this.#create();
    this.#shown = true;
    this.#host.dataset.countersignRecord = recordKey(ref);
    this.#host.dataset.countersignStatus = 'loading';
    this.#close();
    // What it said of the record before is over.
    this.#pill.hidden = true;
    this.#state = null;
    this.#drawn = '';
    if (!this.#host.isConnected) document.documentElement.append(this.#host);
  }

  /** Says which record it is, once its account is known. */
  name(record: RecordRef): void {
    if (this.#host) this.#host.dataset.countersignRecord = recordKey(record);
  }

  /** Takes it off; it is kept for the next record, because its parts have their listeners. */
  remove(): void {
    this.#host?.remove();
    this.#shown = false;
    this.#state = null;
  }

  update(state: PillState): void {
    if (!this.#host || !this.#shown) return;
    this.#host.dataset.countersignStatus = state.status;
    if (!this.#host.isConnected) document.documentElement.append(this.#host);
    const before = this.#state;
    this.#state = state;
    this.#announce(before, state);
    const drawn = JSON.stringify([
      state.status,
      state.problem,
      state.asOf,
      state.hidden,
      state.marked.map((f) => [f.name, f.mark?.state]),
      state.unplaced.map((f) => f.name),
      state.suggested.map((f) => [f.suggestion?.id, state.chips.has(f.name)]),
      state.contradicting,
      state.agreement.agreed || state.agreement.why,
    ]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#fit(this.#host);
    this.#drawPill(state);
    if (!this.#menu.hidden) this.#drawMenu(state);
  }

  /** Follows the page's theme and direction, which pages that build themselves by script have only after a while. */
  #fit(host: HTMLElement): void {
    host.dataset.theme = groundOf(document.body ?? document.documentElement).dark ? 'dark' : 'light';
    host.dataset.pageDir = getComputedStyle(document.documentElement).direction;
  }

  /** Shows a mark's short text beside it, or takes it away. */
  tip(mark: Mark | null): void {
    this.#tip.hidden = mark === null;
    if (!mark) return;
    this.#tip.textContent = mark.content.tip;
    const anchor = mark.host.getBoundingClientRect();
    const own = this.#tip.getBoundingClientRect();
    const left = Math.max(4, Math.min(anchor.left, innerWidth - own.width - 4));
    const top = anchor.top - own.height - 4 > 0 ? anchor.top - own.height - 4 : anchor.bottom + 4;
    this.#tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  #create(): HTMLElement {
    const host = document.createElement(ROOT_TAG);
    host.lang = this.#t('language');
    host.dir = this.#deps.kit.dir;
    const root = host.attachShadow({ mode: 'open' });
    applyStyles(root, this.#deps.kit.styles.root);
    this.#pill.setAttribute('aria-haspopup', 'dialog');
    this.#pill.addEventListener('click', () => this.#toggle());
    this.#menu.className = 'menu';
    this.#menu.setAttribute('role', 'dialog');
    this.#menu.setAttribute('aria-label', this.#t('pill.menu'));
    this.#tip.className = 'tip';
    this.#tip.setAttribute('role', 'tooltip');
    this.#live.className = 'live';
    this.#live.setAttribute('aria-live', 'polite');
    this.#pill.hidden = this.#menu.hidden = this.#tip.hidden = true;
    root.append(this.#pill, this.#menu, this.#tip, this.#live);
    host.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key !== 'Escape') return;
      this.tip(null);
      if (!this.#menu.hidden) {
        this.#close();
        this.#pill.focus();
      }
    });
    window.addEventListener(
      'pointerdown',
      (event) => {
        if (!event.composedPath().includes(host)) this.#close();
      },
      { signal: this.#deps.signal, capture: true, passive: true },
    );
    return host;
  }

  #announce(before: PillState | null, state: PillState): void {
    if (state.status !== 'ready' || before?.status === 'ready' || Date.now() - this.#lastLive < LIVE_GAP_MS) return;
    const agents = count(state, 'agent');
    if (agents === 0) return;
    this.#lastLive = Date.now();
    this.#live.textContent = this.#t('pill.live', {}, agents);
  }

  #drawPill(state: PillState): void {
    const t = this.#t;
    const pill = this.#pill;
    pill.replaceChildren();
    const wrong = problemText(state, t(`crm.${this.#deps.adapter.crm}`), t);
    const counts = (['agent', 'suggestion', 'unknown'] as const).filter((s) => count(state, s) > 0);
    const calm = state.status === 'ready' && state.unplaced.length === 0;
    pill.hidden = state.hidden || (!wrong && counts.length === 0 && calm) || (state.status === 'loading' && !wrong);
    pill.className = wrong ? 'pill' : 'pill counts';
    if (wrong) {
      const icon = this.#glyph('unknown');
      icon.classList.add(wrong.tone);
      const words = document.createElement('span');
      words.textContent = wrong.short;
      pill.append(icon, words);
      pill.setAttribute('aria-label', `Countersign: ${wrong.short}`);
    } else {
      for (const name of counts) pill.append(this.#counter(name, count(state, name)));
      if (counts.length === 0) pill.append(this.#counter('automation', state.marked.length));
      pill.setAttribute(
        'aria-label',
        t('pill.name', {
          agents: count(state, 'agent'),
          suggestions: count(state, 'suggestion'),
          unknown: count(state, 'unknown'),
        }),
      );
    }
    pill.setAttribute('aria-expanded', String(!this.#menu.hidden));
    // Asking what stands in the corner makes the browser finish its layout, so it waits until that is done anyway.
    if (!pill.hidden) requestIdleCallback(() => this.#avoidOthers(), { timeout: AVOID_WITHIN_MS });
  }

  /** Moves up in small steps where something else of the page stands in the corner. */
  #avoidOthers(): void {
    const host = this.#host;
    if (!host?.isConnected || this.#pill.hidden) return;
    host.style.removeProperty('--cs-lift');
    const rect = this.#pill.getBoundingClientRect();
    const x = rect.left + rect.width / 2;
    // What is under the pill is asked as if it were not there: a browser finds one element in a fifth of the time of all.
    this.#pill.style.pointerEvents = 'none';
    for (let lift = 0; lift <= 160; lift += 8) {
      if (isFixed(document.elementFromPoint(x, rect.top + rect.height / 2 - lift))) continue;
      if (lift > 0) host.style.setProperty('--cs-lift', `${lift}px`);
      break;
    }
    this.#pill.style.pointerEvents = '';
  }

  #toggle(): void {
    if (!this.#menu.hidden) this.#close();
    else if (this.#state) {
      this.#menu.hidden = false;
      this.#drawMenu(this.#state);
      this.#pill.setAttribute('aria-expanded', 'true');
      this.#menu.querySelector('button')?.focus();
    }
  }

  #close(): void {
    this.#menu.hidden = true;
    this.#pill.setAttribute('aria-expanded', 'false');
  }

  #drawMenu(state: PillState): void {
    const t = this.#t;
    this.#menu.replaceChildren();
    const wrong = problemText(state, t(`crm.${this.#deps.adapter.crm}`), t);
    if (wrong) {
      const section = this.#section();
      const text = document.createElement('p');
      text.textContent = wrong.long;
      section.append(text);
      if (wrong.action) {
        const action = document.createElement('button');
        action.className = 'action';
        action.textContent = t(`pill.action.${wrong.action}`);
        action.addEventListener('click', () => {
          if (wrong.action === 'retry') this.#events.retry();
          else if (wrong.action === 'reload') location.reload();
          else this.#deps.openPage('accounts');
        });
        section.append(action);
      }
    }
    const hidden = state.suggested.filter((field) => !state.chips.has(field.name));
    if (hidden.length > 0) {
      const section = this.#section(t('pill.suggested', {}, hidden.length));
      for (const field of hidden) section.append(this.#suggestionItem(field));
    }
    if (state.unplaced.length > 0) {
      const section = this.#section(t('pill.unplaced', {}, state.unplaced.length));
      for (const field of state.unplaced) section.append(this.#fieldItem(field, state));
    }
    if (state.marked.length > 0) {
      const section = this.#section();
      section.append(
        this.#item(t('pill.next'), 'Alt+Shift+.', () => this.#events.step(1)),
        this.#item(t('pill.previous'), 'Alt+Shift+,', () => this.#events.step(-1)),
      );
    }
    const section = this.#section();
    section.append(this.#item(t('pill.hide'), '', () => this.#events.hide()));
    const legend = document.createElement('ul');
    legend.className = 'legend';
    for (const name of [...MARK_STATES, 'suggestion'] as const) {
      const item = document.createElement('li');
      const icon = this.#glyph(name);
      icon.classList.add(name);
      item.append(icon, t(`state.${name}`));
      legend.append(item);
    }
    this.#section(t('pill.legend')).append(legend);
  }

  #fieldItem(field: ViewField, state: PillState): HTMLElement {
    const t = this.#t;
    const why = state.disagreeing.some((f) => f.name === field.name) ? t('pill.disagrees') : '';
    const item = this.#item(field.label, why, () => this.#events.openField(field.name, this.#pill, 'value'));
    const name = field.mark?.state ?? 'unknown';
    const icon = this.#glyph(name);
    icon.classList.add(name);
    item.prepend(icon);
    item.setAttribute('aria-label', `${field.label}: ${t(`state.${name}`)}`);
    item.dataset.field = field.name;
    return item;
  }

  #suggestionItem(field: ViewField): HTMLElement {
    const proposed = field.suggestion?.value ?? '';
    const item = this.#item(field.label, `→ ${proposed}`, () =>
      this.#events.openField(field.name, this.#pill, 'suggestion'),
    );
    const icon = this.#glyph('suggestion');
    icon.classList.add('suggestion');
    item.prepend(icon);
    item.dataset.field = field.name;
    if (field.suggestion) item.dataset.suggestion = field.suggestion.id;
    return item;
  }

  #item(text: string, note: string, run: () => void): HTMLButtonElement {
    const item = document.createElement('button');
    item.className = 'item';
    item.append(text);
    if (note) {
      const small = document.createElement('small');
      small.textContent = note;
      item.append(small);
    }
    item.addEventListener('click', () => {
      this.#close();
      run();
    });
    return item;
  }

  #counter(name: PageGlyph, n: number): HTMLElement {
    const span = document.createElement('span');
    const icon = this.#glyph(name);
    icon.classList.add(name);
    span.append(icon, String(n));
    return span;
  }

  #section(title?: string): HTMLElement {
    const section = document.createElement('section');
    if (title) {
      const heading = document.createElement('h2');
      heading.textContent = title;
      section.append(heading);
    }
    this.#menu.append(section);
    return section;
  }
}

function count(state: PillState, name: PageGlyph): number {
  if (name === 'suggestion') return state.suggested.length;
  return state.marked.filter((f) => f.mark?.state === name).length;
}

/** True for what is in a bar or a box that stays where it is while the page scrolls; our own root has no height. */
function isFixed(element: Element | null): boolean {
  for (let at = element; at; at = at.parentElement) {
    const height = at.clientHeight;
    if (height > 0 && height < innerHeight / 2 && getComputedStyle(at).position === 'fixed') return true;
  }
  return false;
}

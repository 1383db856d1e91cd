/**
 * Holds the card: a frame of the extension's own origin inside one popover, anchored to its mark. The page cannot read it,
 * type into it or see its keys; this side only gives it a place and a size.
 */
import type { RecordRef } from '../core/types';
import css from './card.css?inline';
import type { Mark, OpenedBy } from './marks';
import type { OverlayDeps } from './session';
import { applyStyles } from './sheet';
import { CARD_TAG, isOurs } from './tags';

const WIDTH = 344;
const GAP = 8;
/** Room the card wants beside the field's column. */
const BESIDE = 360;
/** No sidebar of the CRMs is wider. */
const SIDEBAR = 480;
/** The frame must also outlive the key that closes it, or the key is released into nothing. */
const FADE_MS = 100;
const LEAVE_AFTER_MS = 300;
const HEIGHTS = { min: 80, max: 480 };

/** What the card's frame may ask of the page side; anything else is ignored. */
type FromCard = { height: number; width?: number } | { close: true } | { reload: true };

/** What a card is about. */
export type About = 'value' | 'suggestion' | 'correction';

/** A strip that asks why a value was corrected, before it says how large it is. */
const STRIP = { width: WIDTH, height: 28 };
/** What the strip never stands on: controls of the page, and ours. */
const CONTROLS = 'a, button, input, select, textarea, [contenteditable], [role="button"], [role="tab"]';

interface Opened {
  host: HTMLElement;
  /** What the focus returns to. */
  origin: HTMLElement;
  /** The row that the card must not cover. */
  anchor: Element;
  /** The column beside which the card stands if there is room. */
  column: Element;
  mark: Mark | null;
  by: OpenedBy;
  /** Where a strip stands, as a number of `placesFor`. */
  strip?: number;
  abort: AbortController;
}

export class CardHost {
  readonly #deps: OverlayDeps;
  #opened: Opened | null = null;
  #fading: HTMLElement | null = null;

  constructor(deps: OverlayDeps) {
    this.#deps = deps;
  }

  /** The mark whose card is open. */
  get mark(): Mark | null {
    return this.#opened?.mark ?? null;
  }

  /** Opens a mark's card, or closes it if it is the one that is open. */
  open(ref: RecordRef, field: string, mark: Mark, column: Element, by: OpenedBy, about: About): void {
    const same = this.#opened?.mark === mark;
    if (same && by === 'hover') return;
    if (same && this.#opened?.by !== 'hover') {
      this.close({ fading: true });
      return;
    }
    this.#show(ref, field, about, { origin: mark.button, anchor: mark.spot.box, column, mark, by });
  }

  /** Opens the card of a field that is not on the page, beside what it was chosen from. */
  openFrom(ref: RecordRef, field: string, origin: HTMLElement, about: About): void {
    this.#show(ref, field, about, { origin, anchor: origin, column: origin, mark: null, by: 'keyboard' });
  }

  /** Asks why a mark's value was corrected, unless a card is open or there is no room that is free of controls. */
  ask(ref: RecordRef, mark: Mark, column: Element): void {
    if (this.#opened) return;
    const strip = placesFor(mark, column, STRIP).findIndex((at) => isFree(at, STRIP));
    if (strip < 0) return;
    const how = { origin: mark.button, anchor: mark.spot.box, column, mark, by: 'hover' as const, strip };
    this.#show(ref, mark.content.field, 'correction', how);
  }

  /**
   * @param refocus gives the focus back to where the card was opened from
   * @param fading lets it fade; otherwise it is gone at once, as when another record is shown
   */
  close({ refocus = false, fading = false } = {}): void {
    // One that still fades would outlive its record, or us.
    if (!fading) this.#fading?.remove();
    const opened = this.#opened;
    if (!opened) return;
    this.#opened = null;
    opened.abort.abort();
    // A strip comes unasked, so it takes no focus when it goes.
    const focus = refocus && (opened.strip === undefined || document.activeElement === opened.host);
    opened.host.toggleAttribute('data-closing', fading);
    if (fading) {
      this.#fading = opened.host;
      setTimeout(() => opened.host.remove(), FADE_MS);
    } else opened.host.remove();
    opened.mark?.button.setAttribute('aria-expanded', 'false');
    opened.mark?.host.removeAttribute('data-open');
    if (focus && opened.origin.isConnected) opened.origin.focus();
  }

  #show(ref: RecordRef, field: string, about: About, how: Omit<Opened, 'host' | 'abort'>): void {
    this.close();
    const host = document.createElement(CARD_TAG);
    host.popover = 'manual';
    host.dataset.theme = how.mark?.host.dataset.theme ?? 'light';
    // A strip is seen once its page has something to say.
    host.toggleAttribute('data-closing', how.strip !== undefined);
    // Closed: the page must not move or replace the frame.
    const root = host.attachShadow({ mode: 'closed' });
    applyStyles(root, css);
    const frame = document.createElement('iframe');
    frame.title = this.#deps.t('card.title');
    const url = new URL(this.#deps.cardUrl(ref, field, about));
    url.searchParams.set('theme', host.dataset.theme);
    if (how.by !== 'hover') url.searchParams.set('focus', '1');
    frame.src = url.href;
    root.append(frame);
    document.documentElement.append(host);
    host.showPopover();
    const abort = new AbortController();
    const opened: Opened = { ...how, host, abort };
    this.#opened = opened;
    this.#place(opened);
    how.mark?.button.setAttribute('aria-expanded', 'true');
    how.mark?.host.setAttribute('data-open', '');
    this.#connect(opened, frame);
    this.#follow(opened);
    if (how.by !== 'hover') frame.focus({ preventScroll: true });
  }

  /** A private channel to the frame: the page sees neither the port nor what goes through it. */
  #connect(opened: Opened, frame: HTMLIFrameElement): void {
    const { signal } = opened.abort;
    frame.addEventListener(
      'load',
      () => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = (event: MessageEvent<FromCard>) => {
          const message = event.data;
          if (typeof message !== 'object' || message === null) return;
          if ('close' in message) this.close({ refocus: true, fading: true });
          else if ('reload' in message) location.reload();
          else if ('height' in message && typeof message.height === 'number') {
            const height = Math.min(HEIGHTS.max, Math.max(message.width ? 0 : HEIGHTS.min, Math.ceil(message.height)));
            opened.host.style.setProperty('--cs-height', `${height}px`);
            if (message.width) opened.host.style.setProperty('--cs-width', `${Math.ceil(message.width)}px`);
            opened.host.toggleAttribute('data-closing', height === 0);
            this.#place(opened);
          }
        };
        signal.addEventListener('abort', () => port1.close());
        frame.contentWindow?.postMessage('countersign-card', '*', [port2]);
      },
      { signal },
    );
  }

  /** Closes on Escape, on a click elsewhere, when its field leaves the view, and, if it was hovered open, when the pointer leaves. */
  #follow(opened: Opened): void {
    const { signal } = opened.abort;
    const inside = (event: Event) =>
      event.composedPath().some((node) => node === opened.host || node === opened.mark?.host || node === opened.origin);
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Escape') this.close({ refocus: true, fading: true });
      },
      { signal, capture: true },
    );
    window.addEventListener(
      'pointerdown',
      (event) => {
        if (!inside(event)) this.close({ fading: true });
      },
      { signal, capture: true, passive: true },
    );
    let frame = 0;
    const moved = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => this.#place(opened));
    };
    window.addEventListener('scroll', moved, { signal, capture: true, passive: true });
    window.addEventListener('resize', moved, { signal, passive: true });
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => !entry.isIntersecting)) this.close();
    });
    observer.observe(opened.anchor);
    signal.addEventListener('abort', () => observer.disconnect());
    if (opened.by !== 'hover' || opened.strip !== undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    for (const node of [opened.host, opened.mark?.host]) {
      node?.addEventListener('pointerenter', () => clearTimeout(timer), { signal });
      node?.addEventListener(
        'pointerleave',
        () => {
          timer = setTimeout(() => this.close({ fading: true }), LEAVE_AFTER_MS);
        },
        { signal },
      );
    }
    signal.addEventListener('abort', () => clearTimeout(timer));
  }

  /** Beside the field's column if there is room, else below its row, else above; never over its own row. */
  #place({ host, anchor, column: beside, mark, strip }: Opened): void {
    const at = mark && strip !== undefined && placesFor(mark, beside, host.getBoundingClientRect())[strip];
    if (at) {
      move(host, at.left, at.top);
      return;
    }
    const row = anchor.getBoundingClientRect();
    const own = host.getBoundingClientRect();
    const column = columnAround(beside);
    const rtl = getComputedStyle(anchor).direction === 'rtl';
    const fits = (left: number) => left >= GAP && left + WIDTH <= innerWidth - GAP;
    const clampX = (left: number) => Math.max(GAP, Math.min(left, innerWidth - own.width - GAP));
    const clampY = (top: number) => Math.max(GAP, Math.min(top, innerHeight - own.height - GAP));
    const start = rtl ? column.left - GAP - WIDTH : column.right + GAP;
    const room = rtl ? column.left : innerWidth - column.right;
    let left = start;
    let top = clampY(row.top - GAP);
    if (room < BESIDE || !fits(start)) {
      left = clampX(rtl ? row.right - own.width : row.left);
      top = row.bottom + GAP + own.height <= innerHeight ? row.bottom + GAP : clampY(row.top - GAP - own.height);
    }
    move(host, left, top);
  }
}

function move(host: HTMLElement, left: number, top: number): void {
  host.style.setProperty('--cs-x', `${Math.round(left)}px`);
  host.style.setProperty('--cs-y', `${Math.round(top)}px`);
}

interface Size {
  width: number;
  height: number;
}

/** Where a strip could stand, best first: behind the mark if there is room in its field, beside the column, below the field. */
function placesFor(mark: Mark, beside: Element, { width, height }: Size): { left: number; top: number }[] {
  const at = mark.host.getBoundingClientRect();
  const row = mark.spot.box.getBoundingClientRect();
  const column = columnAround(beside);
  const rtl = getComputedStyle(mark.spot.box).direction === 'rtl';
  const top = Math.min((at.top + at.bottom - height) / 2, innerHeight - height - GAP);
  const behind = ({ left, right }: DOMRect) => (rtl ? left - GAP - width : right + GAP);
  const left = behind(at);
  return [
    // Where it would leave its field it is out of every view.
    { left: left >= row.left && left + width <= row.right ? left : -width, top },
    { left: behind(column), top },
    { left: rtl ? row.right - width : row.left, top: row.bottom + 2 },
  ];
}

function isFree({ left, top }: { left: number; top: number }, { width, height }: Size): boolean {
  for (let x = left; x <= left + width; x += 15) {
    for (const y of [top, top + height]) {
      // Nothing is under what is out of view.
      const under = document.elementFromPoint(x, y);
      if (!under || under.closest(CONTROLS) || isOurs(under)) return false;
    }
  }
  return true;
}

/** The box of the narrow column that an element stands in: the widest ancestor that is no wider than a sidebar. */
function columnAround(element: Element): DOMRect {
  let rect = element.getBoundingClientRect();
  for (let parent = element.parentElement; parent; parent = parent.parentElement) {
    const wider = parent.getBoundingClientRect();
    if (wider.width > SIDEBAR) break;
    if (wider.width > rect.width) rect = wider;
  }
  return rect;
}

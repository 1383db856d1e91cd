/**
 * Holds the card: a frame of the extension's own origin inside one popover, anchored to its mark. The page cannot read it,
 * type into it or see its keys; this side only gives it a place and a size.
 */
import type { RecordRef } from '../core/types';
import type { Mark, OpenedBy } from './marks';
import type { OverlayDeps } from './session';
import { applyStyles } from './sheet';
import { CARD_TAG, CHIP_TAG, MARK_TAG } from './tags';

const WIDTH = 344;
const GAP = 8;
/** Room the card wants beside the field's column. */
const BESIDE = 360;
/** No sidebar of the CRMs is wider. */
const SIDEBAR = 480;
/** The frame must also outlive the key that closes it, or the key is released into nothing. */
const FADE_MS = 100;
const LEAVE_AFTER_MS = 300;

/** What the card's frame may ask of the page side; anything else is ignored. */
type FromCard = { height: number; width?: number } | { close: true } | { reload: true };

/** What a card is about. */
export type About = 'value' | 'suggestion' | 'correction';

/** What a strip never stands on. */
const CONTROLS = `a,button,input,select,textarea,[contenteditable],[role=button],[role=tab],${MARK_TAG},${CHIP_TAG}`;

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
  /** It asks why a value was corrected: a strip that comes unasked, and stands where nothing of the page is in its way. */
  strip: boolean;
  abort: AbortController;
}

export class CardHost {
  readonly #deps: OverlayDeps;
  readonly #title: string;
  #opened: Opened | null = null;
  #fading: HTMLElement | null = null;

  /** @param title the frame's accessible name */
  constructor(deps: OverlayDeps, title: string) {
    this.#deps = deps;
    this.#title = title;
  }

  /** The mark whose card is open. */
  get mark(): Mark | null {
    return this.#opened?.mark ?? null;
  }

  /** Opens a mark's card, or closes it if it is the one that is open. What asks why a value was corrected disturbs no card. */
  open(ref: RecordRef, field: string, mark: Mark, column: Element, by: OpenedBy, about: About): void {
    const same = this.#opened?.mark === mark;
    const strip = about === 'correction';
    if (this.#opened && (strip || (same && by === 'hover'))) return;
    if (same && this.#opened?.by !== 'hover') {
      this.close({ fading: true });
      return;
    }
    this.#show(ref, field, about, { origin: mark.button ?? mark.host, anchor: mark.spot.box, column, mark, by, strip });
  }

  /** Opens the card of a field that is not on the page, beside what it was chosen from. */
  openFrom(ref: RecordRef, field: string, origin: HTMLElement, about: About): void {
    this.#show(ref, field, about, { origin, anchor: origin, column: origin, mark: null, by: 'keyboard', strip: false });
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
    opened.host.toggleAttribute('data-closing', fading);
    if (fading) {
      this.#fading = opened.host;
      setTimeout(() => opened.host.remove(), FADE_MS);
    } else opened.host.remove();
    opened.mark?.button?.setAttribute('aria-expanded', 'false');
    opened.mark?.host.removeAttribute('data-open');
    // What came unasked takes no focus when it goes.
    if (opened.strip && document.activeElement !== opened.host) return;
    if (refocus && opened.origin.isConnected) opened.origin.focus();
  }

  #show(ref: RecordRef, field: string, about: About, how: Omit<Opened, 'host' | 'abort'>): void {
    this.close();
    const host = document.createElement(CARD_TAG);
    host.popover = 'manual';
    host.dataset.theme = how.mark?.host.dataset.theme ?? 'light';
    // A strip is seen once its page has something to say and there is a place for it.
    host.toggleAttribute('data-closing', how.strip);
    // Closed: the page must not move or replace the frame.
    const root = host.attachShadow({ mode: 'closed' });
    applyStyles(root, this.#deps.kit.styles.card);
    const frame = document.createElement('iframe');
    frame.title = this.#title;
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
    how.mark?.button?.setAttribute('aria-expanded', 'true');
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
            // Its style sheet keeps it within limits.
            const { style } = opened.host;
            style.setProperty('--cs-height', `${message.height}px`);
            if (message.width) style.setProperty('--cs-width', `${message.width}px`);
            this.#place(opened);
            if (!opened.host.hasAttribute('data-closing')) return;
            // While it is not seen, points are what lies under it.
            if (isFree(opened.host.getBoundingClientRect())) opened.host.removeAttribute('data-closing');
            else this.close();
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
        const path = event.composedPath();
        if (!path.includes(opened.host) && !path.includes(opened.origin)) this.close({ fading: true });
      },
      { signal, capture: true, passive: true },
    );
    let frame = 0;
    const moved = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => this.#place(opened));
    };
    for (const type of ['scroll', 'resize']) {
      window.addEventListener(type, moved, { signal, capture: true, passive: true });
    }
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => !entry.isIntersecting)) this.close();
    });
    observer.observe(opened.anchor);
    signal.addEventListener('abort', () => observer.disconnect());
    if (opened.by !== 'hover' || opened.strip) return;
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
  #place({ host, anchor, origin, column: beside, strip }: Opened): void {
    const row = anchor.getBoundingClientRect();
    // The mark of a stage hangs below its bar.
    const bottom = Math.max(row.bottom, origin.getBoundingClientRect().bottom);
    const own = host.getBoundingClientRect();
    const column = columnAround(beside);
    const rtl = getComputedStyle(anchor).direction === 'rtl';
    const fits = (left: number) => left >= GAP && left + WIDTH <= innerWidth - GAP;
    const clampX = (left: number) => Math.max(GAP, Math.min(left, innerWidth - own.width - GAP));
    const clampY = (top: number) => Math.max(GAP, Math.min(top, innerHeight - own.height - GAP));
    const start = rtl ? column.left - GAP - own.width : column.right + GAP;
    const room = rtl ? column.left : innerWidth - column.right;
    let left = start;
    let top = clampY(strip ? row.bottom - own.height : row.top - GAP);
    if (room < BESIDE || !fits(start)) {
      left = clampX(rtl ? row.right - own.width : row.left);
      top = bottom + GAP + own.height <= innerHeight ? bottom + GAP : clampY(row.top - GAP - own.height);
    }
    host.style.setProperty('--cs-x', `${Math.round(left)}px`);
    host.style.setProperty('--cs-y', `${Math.round(top)}px`);
  }
}

function isFree({ left, right, top, bottom }: DOMRect): boolean {
  for (let x = left; x <= right; x += 15) {
    for (const y of [top, bottom]) {
      if (document.elementFromPoint(x, y)?.closest(CONTROLS)) return false;
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

/**
 * Marks: one own element per place a field is shown, a sibling at the adapter's anchor. It takes no room, moves nothing and
 * opens the card; it decides nothing. Until it is drawn it is an empty element that is not shown and costs a tenth.
 */
import type { PageGlyph } from '../core/pageKit';
import type { FieldSpot } from '../crm/contract';
import type { Glyph } from './glyph';
import { applyStyles } from './sheet';
import { CHIP_TAG, isOurs } from './tags';

/** What a mark says. `name` is its accessible name, `tip` the short text shown on hover. */
export interface MarkContent {
  field: string;
  /** `suggestion`: a chip, which says what an agent proposes for the field. */
  state: PageGlyph;
  /** A chip's text; without it the chip is its glyph. */
  text?: string;
  /** A chip's suggestion. */
  id?: string;
  fresh: boolean;
  name: string;
  tip: string;
}

/** How a mark was opened; only a real click or key moves the focus into the card. */
export type OpenedBy = 'pointer' | 'keyboard' | 'hover';

export interface Mark {
  readonly host: HTMLElement;
  /** `null` until it is drawn. */
  button: HTMLButtonElement | null;
  content: MarkContent;
  spot: FieldSpot;
  /** Offsets that `place` last gave it, px. */
  x: number;
  y: number;
}

export interface MarkEvents {
  open(mark: Mark, by: OpenedBy): void;
  tip(mark: Mark | null): void;
}

/** Events that the page's own row would take for its own: a click on it starts editing. */
const KEPT = [
  'click',
  'dblclick',
  'mousedown',
  'mouseup',
  'pointerdown',
  'pointerup',
  'keydown',
  'keyup',
  'keypress',
  'contextmenu',
];
const TIP_AFTER_MS = 400;
const CARD_AFTER_MS = 1000;

export class Marks {
  readonly #tag: string;
  readonly #css: string;
  readonly #glyph: Glyph;
  readonly #events: MarkEvents;
  readonly #blanks = new Map<string, HTMLElement>();
  readonly #byRow = new Map<Element, Mark>();
  readonly #byHost = new WeakMap<Element, Mark>();
  #hover: ReturnType<typeof setTimeout> | undefined;

  /** @param tag name of the elements; @param css their styles */
  constructor(tag: string, css: string, glyph: Glyph, events: MarkEvents) {
    this.#tag = tag;
    this.#css = css;
    this.#glyph = glyph;
    this.#events = events;
  }

  get all(): Mark[] {
    return [...this.#byRow.values()];
  }

  at(row: Element): Mark | undefined {
    return this.#byRow.get(row);
  }

  /** Puts a mark at a spot, or brings the one that is there up to date. */
  show(spot: FieldSpot, content: MarkContent): Mark {
    const mark = this.#byRow.get(spot.row) ?? this.#create(spot);
    mark.spot = spot;
    this.#write(mark, content);
    if (!standsAt(mark.host, spot)) insert(mark.host, spot);
    return mark;
  }

  /** Draws a mark, which from then on can be seen, clicked and focused. */
  draw(mark: Mark): void {
    if (mark.button) return;
    const { host, content } = mark;
    // Not one that can be cloned: a copy that the page makes of a row shows nothing of ours.
    const root = host.attachShadow({ mode: 'open' });
    applyStyles(root, this.#css);
    mark.button = this.#blank(content.state, content.fresh).cloneNode(true) as HTMLButtonElement;
    this.#letter(mark.button, content);
    root.append(mark.button);
    for (const type of ['pointerenter', 'pointerleave', 'focusin']) host.addEventListener(type, this);
    host.hidden = false;
  }

  remove(row: Element): void {
    const mark = this.#byRow.get(row);
    if (!mark) return;
    this.#byRow.delete(row);
    mark.host.remove();
  }

  clear(): void {
    clearTimeout(this.#hover);
    for (const row of [...this.#byRow.keys()]) this.remove(row);
  }

  #create(spot: FieldSpot): Mark {
    const host = document.createElement(this.#tag);
    host.hidden = true;
    // It says something as soon as it is written.
    const mark: Mark = { host, button: null, content: {} as MarkContent, spot, x: 0, y: 0 };
    this.#byRow.set(spot.row, mark);
    this.#byHost.set(host, mark);
    return mark;
  }

  /** The button of a kind of mark; to copy it costs the page less than to make a new one. */
  #blank(state: PageGlyph, fresh: boolean): HTMLElement {
    const kind = `${state} ${fresh}`;
    let button = this.#blanks.get(kind);
    if (!button) {
      button = document.createElement('button');
      button.setAttribute('aria-haspopup', 'dialog');
      button.setAttribute('aria-expanded', 'false');
      button.append(this.#glyph(state, fresh));
      this.#blanks.set(kind, button);
    }
    return button;
  }

  #write(mark: Mark, content: MarkContent): void {
    const { host, button, content: before } = mark;
    const { field, state, fresh, text, id, name } = content;
    const redrawn = before.state !== state || before.fresh !== fresh;
    if (redrawn) {
      host.dataset.countersign = state;
      host.toggleAttribute('data-fresh', fresh);
      button?.replaceChildren(this.#glyph(state, fresh));
    }
    host.toggleAttribute('data-text', !!text);
    if (before.field !== field) host.dataset.field = field;
    if (id && before.id !== id) host.dataset.suggestion = id;
    if (button && (redrawn || before.text !== text || before.name !== name)) this.#letter(button, content);
    host.toggleAttribute('data-inert', mark.spot.editing);
    mark.content = content;
  }

  #letter(button: HTMLElement, { text, name }: MarkContent): void {
    button.querySelector('bdi')?.remove();
    if (text) button.append(Object.assign(document.createElement('bdi'), { textContent: text }));
    button.setAttribute('aria-label', name);
  }

  /** One listener for all marks. */
  handleEvent(event: Event): void {
    const mark = this.#byHost.get(event.currentTarget as Element);
    if (!mark) return;
    if (event.type === 'pointerenter' || event.type === 'focusin') {
      // Nothing is clicked or typed on a mark before a pointer or the focus is on it; a hundred marks need no thousand listeners.
      for (const type of KEPT) mark.host.addEventListener(type, this);
    }
    if (event.type === 'focusin') return;
    if (event.type === 'pointerenter' || event.type === 'pointerleave') {
      this.#hovered(event.type === 'pointerenter' ? mark : null);
      return;
    }
    event.stopPropagation();
    if (event.type === 'click' && event.isTrusted) {
      this.#hovered(null);
      // A click without a pointer position comes from Enter or Space.
      this.#events.open(mark, (event as MouseEvent).detail === 0 ? 'keyboard' : 'pointer');
    }
  }

  #hovered(mark: Mark | null): void {
    clearTimeout(this.#hover);
    this.#events.tip(null);
    if (!mark) return;
    this.#hover = setTimeout(() => {
      this.#events.tip(mark);
      this.#hover = setTimeout(() => this.#events.open(mark, 'hover'), CARD_AFTER_MS - TIP_AFTER_MS);
    }, TIP_AFTER_MS);
  }
}

/** True where an element stands at a spot's anchor, whatever else of ours does: a mark and a chip share it. */
function standsAt(host: Element, { anchor: { parent, before } }: FieldSpot): boolean {
  return host.parentNode === parent && pastOurs(host.nextSibling) === pastOurs(before);
}

/** A mark stands at the value and a chip behind it, also in the order in which they are read. */
function insert(host: Element, { anchor: { parent, before } }: FieldSpot): void {
  let at = pastOurs(before);
  if (host.localName !== CHIP_TAG) {
    for (let ours = at ? at.previousSibling : parent.lastChild; ours instanceof Element && isOurs(ours); ) {
      at = ours;
      ours = ours.previousSibling;
    }
  }
  parent.insertBefore(host, at === host ? host.nextSibling : at);
}

function pastOurs(node: Node | null): Node | null {
  let at = node;
  while (at instanceof Element && isOurs(at)) at = at.nextSibling;
  return at;
}

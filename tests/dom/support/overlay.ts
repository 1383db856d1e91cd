/** The page side with everything around it replaced: answers from the test, addresses of the test's own origin. */
import { pageGlyphs } from '../../../lib/core/glyphs';
import { PAGE_WORDS, type PageKit } from '../../../lib/core/pageKit';
import { withTokens } from '../../../lib/core/tokens';
import tokens from '../../../lib/core/tokens.css?inline';
import type { RecordRef } from '../../../lib/core/types';
import type { PlacementReport, ViewReason, ViewReply } from '../../../lib/core/view';
import type { PageAdapter } from '../../../lib/crm/contract';
import { hubspotPage } from '../../../lib/crm/hubspot/fields';
import { locateHubSpot } from '../../../lib/crm/hubspot/url';
import cardStyles from '../../../lib/overlay/card.css?inline';
import markStyles from '../../../lib/overlay/mark.css?inline';
import rootStyles from '../../../lib/overlay/root.css?inline';
import { type OverlayDeps, Session } from '../../../lib/overlay/session';
import { CARD_TAG, CHIP_TAG, MARK_TAG, ROOT_TAG } from '../../../lib/overlay/tags';
import type { PageRecord } from '../../sandbox/hubspot/page/protocol.ts';
import { type ViewInput, viewOf } from './catalog';
import { frames } from './hubspot';

/** HubSpot's page side, at the test's own address. */
export const localHubSpot: PageAdapter = {
  ...hubspotPage,
  locate: (url) => locateHubSpot(new URL(url.pathname, 'https://app.hubspot.com')),
};

export type Answer = (ref: RecordRef, reason: ViewReason) => ViewReply | Promise<ViewReply>;

export interface Asked {
  id: string;
  reason: ViewReason;
  at: number;
}

/** Words are their keys, with all that can be filled in. */
const words = Object.fromEntries(PAGE_WORDS.map((key) => [key, key])) as PageKit['words'];
words['mark.fresh'] = '{name}, new';
for (const key of ['pill.live', 'pill.suggested', 'pill.unplaced'] as const) words[key] = `${key} $1`;
words['pill.name'] += ' {agents} {suggestions} {unknown}';
words['problem.page.values'] += ' {crm} {fields}';

export const KIT: PageKit = {
  words,
  styles: { card: tokens + cardStyles, mark: withTokens(markStyles, tokens), root: tokens + rootStyles },
  glyphs: pageGlyphs(),
  dir: 'ltr',
};

/** A session and all that it told and asked. */
export class Overlay {
  readonly asked: Asked[] = [];
  readonly reports: PlacementReport[] = [];
  readonly seen: string[][] = [];
  readonly labels: { label: string; shown: string }[][] = [];
  readonly cards: string[] = [];
  readonly opened: string[] = [];
  readonly session: Session;
  readonly #abort = new AbortController();

  constructor(answer: Answer, more: Partial<OverlayDeps> = {}) {
    this.session = new Session({
      adapter: localHubSpot,
      view: async (ref, reason) => {
        this.asked.push({ id: ref.id, reason, at: Date.now() });
        return answer(ref, reason);
      },
      report: (report) => void this.reports.push(report),
      labels: (_, __, rows) => void this.labels.push(rows),
      seen: (_, fields) => void this.seen.push(fields),
      cardUrl: (ref, field, about) => {
        this.cards.push(`${ref.object}/${ref.id} ${field}${about === 'suggestion' ? ' suggestion' : ''}`);
        return `data:text/html,${encodeURIComponent(CARD)}?record=${ref.id}&field=${field}`;
      },
      openPage: (page) => void this.opened.push(page),
      kit: KIT,
      signal: this.#abort.signal,
      ...more,
    });
    this.session.start();
  }

  /** As when the extension is updated or disabled. */
  stop(): void {
    this.#abort.abort();
  }
}

/** A card's page: asks for a height, and closes itself on `x`. */
const CARD = `<script>addEventListener('message', ({ports: [port]}) => {
  port?.postMessage({height: 200});
  addEventListener('keydown', ({key}) => key === 'x' && port.postMessage({close: true}));
})</script>`;

/** Answers with what the API has for these records. */
export function answers(
  records: readonly PageRecord[],
  input: ViewInput | ((record: PageRecord) => ViewInput) = {},
): (ref: RecordRef) => ViewReply {
  return (ref) => {
    const record = records.find(({ typeId, id }) => typeId === ref.object && id === ref.id);
    if (!record) return { ok: false, problem: { kind: 'gone' } };
    return { ok: true, view: viewOf(record, typeof input === 'function' ? input(record) : input) };
  };
}

export interface SeenMark {
  host: HTMLElement;
  button: HTMLButtonElement;
  field: string;
  state: string;
  placed: boolean;
}

/** Every mark in the document, in its order. */
export function marks(): SeenMark[] {
  return [...document.querySelectorAll<HTMLElement>(MARK_TAG)].map((host) => ({
    host,
    button: host.shadowRoot?.querySelector('button') as HTMLButtonElement,
    field: host.dataset.field ?? '',
    state: host.dataset.countersign ?? '',
    placed: !host.hasAttribute('data-unplaced'),
  }));
}

/** Every chip in the document, in its order. */
export function chips(): (SeenMark & { text: string; id: string })[] {
  return [...document.querySelectorAll<HTMLElement>(CHIP_TAG)].map((host) => ({
    host,
    button: host.shadowRoot?.querySelector('button') as HTMLButtonElement,
    field: host.dataset.field ?? '',
    state: host.dataset.countersign ?? '',
    placed: !host.hasAttribute('data-unplaced'),
    text: host.hasAttribute('data-short') ? '' : (host.shadowRoot?.querySelector('bdi')?.textContent ?? ''),
    id: host.dataset.suggestion ?? '',
  }));
}

export function markOf(field: string, within: ParentNode = document): SeenMark {
  const mark = marks().find((m) => m.field === field && within.contains(m.host));
  if (!mark) throw new Error(`no mark for ${field}`);
  return mark;
}

/** Fields that have a mark, each once per mark. */
export function markedFields(): string[] {
  return marks()
    .map((mark) => mark.field)
    .sort();
}

export function root(): HTMLElement | null {
  return document.querySelector<HTMLElement>(ROOT_TAG);
}

export function status(): string | undefined {
  return root()?.dataset.countersignStatus;
}

/** An element of the pill and its menu. */
export function inRoot<T extends HTMLElement = HTMLElement>(selector: string): T | null {
  return root()?.shadowRoot?.querySelector<T>(selector) ?? null;
}

/** The open card; one that is fading away is none. */
export function card(): HTMLElement | null {
  return document.querySelector<HTMLElement>(`${CARD_TAG}:not([data-closing])`);
}

/** The page side has looked at everything that has happened so far. */
export async function looked(): Promise<void> {
  await frames(3);
}

/** Waits for something to become true; the test's own timeout is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await frames(1);
}

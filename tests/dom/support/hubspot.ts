/** The sandbox's HubSpot page in the test's own document, and what a person does on it. */

import { memoryLocation, type PageLocation } from '../../sandbox/hubspot/page/location.ts';
import { memoryTransport } from '../../sandbox/hubspot/page/memoryTransport.ts';
import { mountPage } from '../../sandbox/hubspot/page/mount.tsx';
import type { Boot, PageRecord } from '../../sandbox/hubspot/page/protocol.ts';
import { createFields, type Fields } from '../../sandbox/hubspot/page/record/fields.ts';
import type { SandboxPage } from '../../sandbox/hubspot/page/sandboxApi.ts';
import { type TextKey, translate } from '../../sandbox/hubspot/page/texts/index.ts';
import type { PageTransport } from '../../sandbox/hubspot/page/transport.ts';
import type { DomSettings } from '../../sandbox/hubspot/types.ts';
import { type Origin, originsOf, type Part } from './fibers';

export const PORTAL = '12345678';

export const DOM: DomSettings = {
  variant: '2026',
  locale: 'en',
  theme: 'light',
  lateRenderMs: 0,
  fields: 0,
  strict: false,
};

export interface OpenOptions {
  dom?: Partial<DomSettings>;
  records: readonly PageRecord[];
  /** The first record's page where absent. */
  path?: string;
  location?: PageLocation;
  transport?: PageTransport;
}

export function pathOf(record: Pick<PageRecord, 'typeId' | 'id'>): string {
  return `/contacts/${PORTAL}/record/${record.typeId}/${record.id}`;
}

/** A mounted page. */
export class HubSpotPage {
  readonly container: HTMLElement;
  readonly dom: DomSettings;
  readonly #unmount: () => void;

  constructor({ dom = {}, records, path, location, transport }: OpenOptions) {
    this.dom = { ...DOM, ...dom };
    this.container = document.createElement('div');
    document.body.append(this.container);
    const [first] = records;
    const start = path ?? (first ? pathOf(first) : '/');
    this.#unmount = mountPage(this.container, {
      transport: transport ?? memoryTransport({ portalId: PORTAL, dom: this.dom, records: [...records] }),
      location: location ?? memoryLocation(start),
    });
  }

  /** `window.sandboxPage` of this page. */
  get app(): SandboxPage {
    if (!window.sandboxPage) throw new Error('the page has not started');
    return window.sandboxPage;
  }

  async settle(): Promise<this> {
    while (!window.sandboxPage) await task();
    await this.app.settle();
    return this;
  }

  close(): void {
    this.#unmount();
    this.container.remove();
  }

  origins(): Map<Node, Origin> {
    return originsOf(this.container);
  }

  /** The page's word for something, in its language. */
  text(key: TextKey): string {
    return translate(this.dom.locale, key);
  }

  /** All nodes that stand for a property, outermost first. */
  nodesOf(field: string, part: Part = 'sidebar'): Element[] {
    return [...this.origins()].flatMap(([node, origin]) =>
      node instanceof Element && origin.field === field && origin.part === part ? [node] : [],
    );
  }

  /** The outermost node of a property's row. */
  row(field: string, part: Part = 'sidebar'): HTMLElement {
    const [row] = this.nodesOf(field, part);
    if (!(row instanceof HTMLElement)) throw new Error(`no ${part} row for ${field}`);
    return row;
  }

  /** The form control of a property's row. */
  control(field: string, part: Part = 'sidebar'): HTMLInputElement | HTMLTextAreaElement {
    const control = this.row(field, part).querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea');
    if (!control) throw new Error(`no control for ${field}`);
    return control;
  }

  /** Turns a row into its editor, as a press on it does. */
  async edit(field: string): Promise<void> {
    const row = this.row(field);
    if (this.dom.variant === 'legacy') this.legacyControl(row).focus();
    else (row.querySelector<HTMLElement>('[role="button"]') ?? row).click();
    await this.settle();
  }

  private legacyControl(row: HTMLElement): HTMLElement {
    const control = row.querySelector<HTMLElement>('input, textarea, button[id]');
    if (!control) throw new Error('no control in the row');
    if (control.localName === 'button') control.click();
    return control;
  }

  /** Types into a row that is being edited. */
  async type(field: string, value: string): Promise<void> {
    const control = this.control(field);
    // React listens to the setter of its controlled inputs, so the prototype's own has to be called.
    const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), 'value') ?? {};
    set?.call(control, value);
    control.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await this.settle();
  }

  /** Presses a key in a row's control. */
  async press(field: string, key: 'Enter' | 'Escape'): Promise<void> {
    this.control(field).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await this.settle();
  }

  /** Edits and saves a value. */
  async change(field: string, value: string): Promise<void> {
    await this.edit(field);
    await this.type(field, value);
    await this.press(field, 'Enter');
  }

  /** Clicks the first button or tab with one of the page's words on it. */
  async click(key: TextKey, within: ParentNode = document): Promise<void> {
    const wanted = this.text(key);
    const found = [...within.querySelectorAll<HTMLElement>('button, a')].find((e) => e.textContent?.trim() === wanted);
    if (!found) throw new Error(`nothing to click: ${wanted}`);
    found.click();
    await this.settle();
    await frames(2);
  }

  fields(record: PageRecord): Fields {
    return createFields(record, bootOf(this.dom));
  }
}

/** A page that stands still. */
export async function openHubSpot(options: OpenOptions): Promise<HubSpotPage> {
  return new HubSpotPage(options).settle();
}

function bootOf(dom: DomSettings): Boot {
  return {
    portalId: PORTAL,
    portalName: '',
    dom,
    me: { userId: 0, ownerId: '', name: '' },
  };
}

/** The next task: what is queued now has run. */
export function task(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** That many frames have been painted. */
export async function frames(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

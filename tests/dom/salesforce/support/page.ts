/** The sandbox's Lightning page in the test's own document, and what a person does on it. */
import { memoryLocation, type PageLocation } from '../../../sandbox/hubspot/page/location.ts';
import { displayValue, type Format, labelOf } from '../../../sandbox/salesforce/page/format.ts';
import { memoryTransport } from '../../../sandbox/salesforce/page/memoryTransport.ts';
import { mountPage } from '../../../sandbox/salesforce/page/mount.ts';
import type { Origin, Part } from '../../../sandbox/salesforce/page/origins.ts';
import type { Dom, PageField, PageRecord } from '../../../sandbox/salesforce/page/protocol.ts';
import type { Tab } from '../../../sandbox/salesforce/page/recordModel.ts';
import { recordPath } from '../../../sandbox/salesforce/page/routes.ts';
import type { LightningSandboxPage } from '../../../sandbox/salesforce/page/sandboxApi.ts';
import { type TextKey, translate } from '../../../sandbox/salesforce/page/texts.ts';
import type { PageTransport } from '../../../sandbox/salesforce/page/transport.ts';
import { isLwc } from '../../../sandbox/salesforce/page/variants.ts';
import { enterContentScript, enterPage, rememberGlobals } from './worlds';

export const DOM: Dom = { variant: 'layout', locale: 'en', theme: 'light', lateRenderMs: 0, fields: 0, strict: false };

export interface OpenOptions {
  /** The first is opened. */
  records: readonly PageRecord[];
  dom?: Partial<Dom>;
  path?: string;
  location?: PageLocation;
  transport?: PageTransport;
}

export const pathOf = ({ object, id }: Pick<PageRecord, 'object' | 'id'>) => recordPath(object, id);

/**
 * A mounted page. With synthetic shadow its globals are the page's own while it works, and a content script's while it stands still;
 * such pages need a test file, and so a document, of their own.
 */
export class LightningPage {
  readonly container: HTMLElement;
  readonly dom: Dom;
  readonly location: PageLocation;
  readonly #unmount: () => void;
  readonly #synthetic: boolean;

  constructor({ records, dom = {}, path, location, transport }: OpenOptions) {
    this.dom = { ...DOM, ...dom };
    this.#synthetic = isLwc(this.dom.variant) && this.dom.variant !== 'lwc-native';
    if (this.#synthetic) rememberGlobals();
    this.container = document.createElement('div');
    document.body.append(this.container);
    const [first] = records;
    this.location = location ?? memoryLocation(path ?? (first ? pathOf(first) : '/'));
    this.#unmount = mountPage(this.container, {
      transport: transport ?? memoryTransport({ dom: this.dom, records }),
      location: this.location,
    });
  }

  /** `window.sandboxPage` of this page. */
  get app(): LightningSandboxPage {
    const app = window.sandboxPage as LightningSandboxPage | undefined;
    if (!app) throw new Error('the page has not started');
    if (!this.#synthetic) return app;
    return {
      ...app,
      navigate: (path) => {
        enterPage();
        app.navigate(path);
      },
      refresh: () => this.#inPage(() => app.refresh()),
      churn: (times) => this.#inPage(() => app.churn(times)),
      settle: () => this.#inPage(() => app.settle()),
    };
  }

  async #inPage(work: () => Promise<void>): Promise<void> {
    enterPage();
    await work();
    enterContentScript();
  }

  /** Resolves when nothing is under way. */
  async settle(): Promise<this> {
    if (this.#synthetic) enterPage();
    while (!window.sandboxPage) await task();
    await this.app.settle();
    return this;
  }

  close(): void {
    if (this.#synthetic) enterPage();
    this.#unmount();
    this.container.remove();
    if (this.#synthetic) enterContentScript();
  }

  /** Does something to the page, as its own scripts see it, and waits until it stands still. */
  async act(action: () => void): Promise<void> {
    if (this.#synthetic) enterPage();
    action();
    await this.settle();
  }

  originOf(node: Node): Origin | null {
    return this.app.originOf(node);
  }

  /** The page's word for something, in its language. */
  text(key: TextKey, values?: Record<string, string>): string {
    return translate(this.dom.locale, key, values);
  }

  get format(): Format {
    return { locale: this.dom.locale, timeZone: 'UTC', currency: 'USD', multiCurrency: false };
  }

  /** What the page shows for a field of a record at rest. */
  shown(record: PageRecord, field: string): string {
    return displayValue(this.field(record, field), this.format);
  }

  label(record: PageRecord, field: string): string {
    return labelOf(this.field(record, field), this.dom.locale);
  }

  field(record: PageRecord, name: string): PageField {
    const field = record.fields.find((one) => one.name === name);
    if (!field) throw new Error(`no field ${name}`);
    return field;
  }

  /** Outermost elements that stand for a field in a part of the page, also in open shadow roots. */
  nodesOf(field: string, part: Part = 'details', record?: string): HTMLElement[] {
    const found: HTMLElement[] = [];
    const walk = (element: Element) => {
      const origin = this.originOf(element);
      if (origin?.field === field && origin.part === part && (!record || origin.record === record)) {
        found.push(element as HTMLElement);
        return;
      }
      for (const child of [...element.children, ...(element.shadowRoot?.children ?? [])]) walk(child);
    };
    for (const child of document.body.children) walk(child);
    return found.filter((element) => element.checkVisibility());
  }

  /** The element of a field in what is visible. */
  row(field: string, part: Part = 'details'): HTMLElement {
    const [row] = this.nodesOf(field, part);
    if (!row) throw new Error(`no ${part} element for ${field}`);
    return row;
  }

  /** The text of a field's element as it is drawn, in whichever shadow root it stands. */
  said(field: string, part: Part = 'details'): string {
    return drawnText(this.row(field, part));
  }

  /** The visible form control of a field. */
  control(
    field: string,
    part: Part = 'details',
    selector = 'input, textarea, button[role="combobox"]',
  ): HTMLInputElement {
    const control = find(this.row(field, part), selector);
    if (!control) throw new Error(`no control for ${field}`);
    return control as HTMLInputElement;
  }

  /** Presses a field's pencil: the whole form turns into inputs. */
  async edit(field: string): Promise<void> {
    const title = this.text('editField', { label: '' }).trim();
    const pencil = findAll(this.row(field), 'button').find((button) => button.title.includes(title));
    if (!pencil) throw new Error(`no pencil for ${field}`);
    await this.act(() => pencil.click());
  }

  /** Types into a text input, or chooses an option of a list of choices by its value. */
  async type(field: string, value: string, part: Part = 'details'): Promise<void> {
    const control = this.control(field, part);
    if (control.localName === 'button') {
      await this.act(() => control.click());
      const option = findAll(this.row(field, part), '[role="option"]').find(
        (one) => one.dataset.value === value || one.textContent?.trim() === value,
      );
      if (!option) throw new Error(`no option ${value} of ${field}`);
      await this.act(() => option.click());
      return;
    }
    await this.act(() => {
      control.value = value;
      control.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
    });
  }

  /** Saves what is being edited, inline or in a dialog. */
  async save(): Promise<void> {
    await this.click('save');
  }

  async cancel(): Promise<void> {
    await this.click('cancel');
  }

  /** Edits and saves a value. */
  async change(field: string, value: string): Promise<void> {
    await this.edit(field);
    await this.type(field, value);
    await this.save();
  }

  async openTab(tab: Tab): Promise<void> {
    const text = this.text(tab === 'details' ? 'details' : 'relatedTab');
    const link = findAll(document.body, 'a').find((one) => one.textContent === text && one.checkVisibility());
    if (!link) throw new Error(`no tab ${text}`);
    await this.act(() => link.click());
  }

  /** Points at the link of a lookup until its card is there. */
  async hover(field: string, part: Part = 'details'): Promise<void> {
    const link = find(this.row(field, part), 'a');
    if (!link) throw new Error(`no link in ${field}`);
    await this.act(() => link.dispatchEvent(new MouseEvent('mouseenter', { composed: true })));
  }

  /** Opens the form of Edit or New. */
  async openModal(kind: 'edit' | 'new', record: PageRecord): Promise<void> {
    const object = labelOf(record.objectName, this.dom.locale);
    await this.press(kind === 'edit' ? this.text('edit') : this.text('newOf', { object }));
  }

  /** Collapses or expands a section. */
  async toggleSection(heading: string): Promise<void> {
    await this.press(heading);
  }

  /** Goes to a record without a reload. */
  async goTo(record: Pick<PageRecord, 'object' | 'id'>): Promise<void> {
    await this.act(() => this.app.navigate(pathOf(record)));
  }

  /** Makes a step of the path the current one. */
  async markStep(value: string): Promise<void> {
    const step = findAll(document.body, '[role="option"]').find((one) => one.title === value && one.checkVisibility());
    if (!step) throw new Error(`no step ${value}`);
    await this.act(() => step.click());
    const button = findAll(document.body, 'button.slds-path__mark-complete').find((one) => one.checkVisibility());
    if (!button) throw new Error('no button of the path');
    await this.act(() => button.click());
  }

  /** Presses the visible button with one of the page's words on it, in a dialog if one is open. */
  async click(key: TextKey): Promise<void> {
    await this.press(this.text(key));
  }

  async press(text: string): Promise<void> {
    const buttons = findAll(document.body, 'button').filter(
      (one) => one.textContent?.trim() === text && one.checkVisibility(),
    );
    // What lies on top comes last in the document.
    const button = buttons.at(-1);
    if (!button) throw new Error(`nothing to press: ${text}`);
    await this.act(() => button.click());
  }
}

/** A page that stands still. */
export async function openSalesforce(options: OpenOptions): Promise<LightningPage> {
  return new LightningPage(options).settle();
}

/** Elements of a selector in an element and in the open shadow roots within. */
export function findAll(root: Element, selector: string): HTMLElement[] {
  const found: HTMLElement[] = [];
  const walk = (element: Element) => {
    if (element !== root && element.matches(selector)) found.push(element as HTMLElement);
    for (const child of element.shadowRoot?.children ?? []) walk(child);
    for (const child of element.children) walk(child);
  };
  walk(root);
  return found;
}

/** All text in an element, with that of open shadow roots and of what is slotted into them. */
export function drawnText(node: Node): string {
  if (node instanceof Text) return node.data;
  if (!(node instanceof Element)) return '';
  const assigned = node instanceof HTMLSlotElement ? node.assignedNodes() : [];
  const children = assigned.length > 0 ? assigned : [...(node.shadowRoot ?? node).childNodes];
  return children.map(drawnText).join('');
}

function find(root: Element, selector: string): HTMLElement | undefined {
  return findAll(root, selector)[0];
}

/** The next task: what is queued now has run. */
export function task(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** The sandbox's Pipedrive page in the test's own document, and what a person does on it. */
import { arrangementOf } from '../../../sandbox/pipedrive/page/blocks.ts';
import { displayValue } from '../../../sandbox/pipedrive/page/format.ts';
import { memoryLocation, type PageLocation } from '../../../sandbox/pipedrive/page/location.ts';
import { DOM, memoryTransport } from '../../../sandbox/pipedrive/page/memoryTransport.ts';
import { currentPage, mountPage } from '../../../sandbox/pipedrive/page/mount.ts';
import type { Boot, PageRecord, ShownRecord } from '../../../sandbox/pipedrive/page/protocol.ts';
import { type Origin, originOf } from '../../../sandbox/pipedrive/page/render/origins.ts';
import { recordPath } from '../../../sandbox/pipedrive/page/routes.ts';
import type { SandboxPage } from '../../../sandbox/pipedrive/page/sandboxApi.ts';
import { type TextKey, translate } from '../../../sandbox/pipedrive/page/texts/index.ts';
import type { PageTransport } from '../../../sandbox/pipedrive/page/transport.ts';
import type { PageDom } from '../../../sandbox/pipedrive/page/variants.ts';
import { withGenericFields } from './records';

export interface OpenOptions extends Partial<PageDom> {
  records: readonly PageRecord[];
  /** Generic fields the records have besides their own, in Details. */
  fields?: number;
  /** The first record's page where absent. */
  path?: string;
  location?: PageLocation;
  transport?: PageTransport;
  /** Sidebar blocks in the order the person has put them in, and those that are folded. */
  order?: readonly string[];
  folded?: readonly string[];
}

/** A mounted page. */
export class PipedrivePage {
  readonly container: HTMLElement;
  readonly dom: PageDom;
  readonly boot: Pick<Boot, 'dom' | 'order' | 'folded'>;
  readonly location: PageLocation;
  readonly #unmount: () => void;

  constructor({ fields = 0, path, location, transport, order, folded, ...rest }: OpenOptions) {
    const { records: given, ...dom } = rest;
    const records = given.map((record) => withGenericFields(record, fields));
    this.dom = { ...DOM, ...dom };
    this.boot = { dom: this.dom, ...(order && { order }), ...(folded && { folded }) };
    const [first] = records;
    this.location = location ?? memoryLocation(path ?? (first ? recordPath(first) : '/'));
    this.container = document.createElement('div');
    document.body.append(this.container);
    this.#unmount = mountPage(this.container, {
      transport: transport ?? memoryTransport({ dom: this.dom, records, boot: { order, folded } }),
      location: this.location,
    });
  }

  /** `window.sandboxPage` of this page. */
  get app(): SandboxPage {
    const page = currentPage();
    if (!page) throw new Error('the page has not started');
    return page;
  }

  /** What the truth of this page is worked out with, as `placedFields` of the sandbox's layout wants it. */
  get arrangement() {
    return arrangementOf(this.boot);
  }

  async settle(): Promise<this> {
    while (!currentPage()) await task();
    await this.app.settle();
    return this;
  }

  close(): void {
    this.#unmount();
    this.container.remove();
  }

  originOf(node: Node): Origin | null {
    return originOf(node);
  }

  /** The page's word for something, in its language. */
  text(key: TextKey): string {
    return translate(this.dom.locale, key);
  }

  /** What the page shows for a field of a record, "-" for nothing. */
  shown(page: PageRecord, code: string, record: ShownRecord = page): string {
    const field = record.fields.find((one) => one.code === code);
    if (!field) throw new Error(`no field ${code}`);
    if (code === 'stage_id') return page.stages.find(({ id }) => id === record.values.stage_id)?.name ?? '';
    const linked = [page.person, page.organization].flatMap((one) => one ?? []);
    const names = Object.fromEntries(linked.map((one) => [`${one.object}/${one.id}`, one.title]));
    const { locale } = this.dom;
    const context = { locale, timeZone: 'UTC', currency: page.currency, users: page.users, names };
    return displayValue(field, record.values, context) || '-';
  }

  /** All elements that stand for a field in a part of the page, outermost first. */
  nodesOf(code: string, part = 'details'): HTMLElement[] {
    return [...document.body.querySelectorAll<HTMLElement>('*')].filter((element) => {
      const origin = originOf(element);
      return origin?.field === code && origin.part === part;
    });
  }

  /** The row of a field; parts are `summary`, `details`, `source`, `person`, `organization`, `title`, `stage`, … */
  row(code: string, part = 'details'): HTMLElement {
    const [row] = this.nodesOf(code, part);
    if (!row) throw new Error(`no ${part} row for ${code}`);
    return row;
  }

  has(code: string, part = 'details'): boolean {
    return this.nodesOf(code, part).length > 0;
  }

  /** Turns a row into its editor. */
  async edit(code: string, part = 'details'): Promise<void> {
    const row = this.row(code, part);
    const pencil = [...row.querySelectorAll('button')].at(-1);
    const value = row.lastElementChild?.firstElementChild;
    const target = part === 'summary' && !pencil ? value : pencil;
    if (!(target instanceof HTMLElement)) throw new Error(`nothing to edit ${code} with`);
    target.click();
    await this.settle();
  }

  /** The form control of a row that is being edited. */
  control(code: string, part = 'details'): HTMLInputElement | HTMLTextAreaElement {
    const control = this.row(code, part).querySelector<HTMLInputElement | HTMLTextAreaElement>('input, textarea');
    if (!control) throw new Error(`no control for ${code}`);
    return control;
  }

  /** Types into a row that is being edited, as automation of the real page has to. */
  async type(code: string, text: string, part = 'details'): Promise<void> {
    const control = this.control(code, part);
    const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), 'value') ?? {};
    set?.call(control, text);
    control.dispatchEvent(new InputEvent('input', { bubbles: true }));
    control.dispatchEvent(new Event('change', { bubbles: true }));
    await this.settle();
  }

  /** Opens the list of a row that is being edited. */
  async openOptions(code: string, part = 'details'): Promise<HTMLElement> {
    const [open] = this.row(code, part).querySelectorAll('button');
    open?.click();
    await this.settle();
    const list = document.body.lastElementChild?.firstElementChild;
    if (!(list instanceof HTMLElement)) throw new Error('no list of options');
    return list;
  }

  /** Picks an option by its label. */
  async choose(code: string, label: string, part = 'details'): Promise<void> {
    const list = await this.openOptions(code, part);
    const option = [...list.children].find((one) => one.lastElementChild?.textContent === label);
    if (!(option instanceof HTMLElement)) throw new Error(`no option ${label}`);
    option.click();
    await this.settle();
  }

  save(): Promise<void> {
    return this.click('save');
  }

  cancel(): Promise<void> {
    return this.click('cancel');
  }

  /** Edits a text and saves it. */
  async change(code: string, text: string, part = 'details'): Promise<void> {
    await this.edit(code, part);
    await this.type(code, text, part);
    await this.save();
  }

  /** Edits the title and saves it. */
  async changeTitle(text: string): Promise<void> {
    const [box] = this.nodesOf(this.titleField, 'title');
    if (!box) throw new Error('no title');
    box.querySelector<HTMLElement>('textarea, span')?.click();
    await this.settle();
    const control = box.querySelector('textarea');
    if (!control) throw new Error('no title editor');
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(control, text);
    control.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await this.save();
  }

  private get titleField(): string {
    return this.location.path().startsWith('/deal/') ? 'title' : 'name';
  }

  /** Moves a deal to a stage by a click on the bar. */
  async clickStage(name: string): Promise<void> {
    const stage = [...this.container.querySelectorAll('button')].find((one) => one.title === name);
    if (!stage) throw new Error(`no stage ${name}`);
    stage.click();
    await this.settle();
  }

  /** The element the sidebar scrolls in. */
  get scroller(): HTMLElement {
    const found = [...this.container.querySelectorAll<HTMLElement>('[tabindex="0"]')].at(0);
    if (!found) throw new Error('no sidebar');
    return found;
  }

  /** Scrolls the sidebar and lets it mount what has come into view. */
  async scrollTo(top: number | 'end'): Promise<void> {
    this.scroller.scrollTop = top === 'end' ? this.scroller.scrollHeight : top;
    await frames(3);
    await this.settle();
  }

  /** Scrolls until a field is mounted. */
  async reveal(code: string, part: string): Promise<void> {
    for (let top = 0; top < this.scroller.scrollHeight && !this.has(code, part); top += 400) await this.scrollTo(top);
    this.row(code, part).scrollIntoView({ block: 'nearest' });
    await frames(3);
    await this.settle();
  }

  /** Goes to a record inside the app: the address changes at once, the page a little later. */
  goTo(record: Pick<PageRecord, 'object' | 'id'>): void {
    this.app.navigate(recordPath(record));
  }

  async openAddModal(): Promise<void> {
    await this.click('addDeal', this.container);
  }

  async openActivity(): Promise<void> {
    await this.click('activity', this.container);
  }

  async openChangelog(): Promise<void> {
    await this.click('changelog', this.container);
  }

  /** Folds or unfolds a block of the sidebar. */
  async toggleBlock(title: TextKey): Promise<void> {
    const wanted = this.text(title);
    const heading = [...this.scroller.querySelectorAll<HTMLElement>('button, h3')].find(
      (one) => one.textContent?.trim() === wanted,
    );
    if (!heading) throw new Error(`no block ${wanted}`);
    heading.click();
    await this.settle();
  }

  /** Clicks the first button or link with one of the page's words on it, or with its name. */
  async click(key: TextKey, within: ParentNode = document): Promise<void> {
    const wanted = this.text(key);
    const found = [...within.querySelectorAll<HTMLElement>('button, a')].find(
      (one) => one.textContent?.trim() === wanted || one.title === wanted,
    );
    if (!found) throw new Error(`nothing to click: ${wanted}`);
    found.click();
    await this.settle();
    await frames(2);
  }
}

/** A page that stands still. */
export function openPipedrive(options: OpenOptions): Promise<PipedrivePage> {
  return new PipedrivePage(options).settle();
}

/** The next task: what is queued now has run. */
export function task(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** That many frames have been painted. */
export async function frames(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

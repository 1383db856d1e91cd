/**
 * What is kept up to date by mutations is what a fresh look finds, whatever happens on Lightning's pages: parts that come late, forms
 * that open and close, tabs, sections, other records. With native shadow none of it happens in the document's own tree.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { compare } from '../../lib/core/agreement';
import type { Catalog } from '../../lib/crm/contract';
import { salesforcePage } from '../../lib/crm/salesforce/fields';
import { Finder } from '../../lib/overlay/finder';
import { Watcher } from '../../lib/overlay/watcher';
import type { PageRecord } from '../sandbox/salesforce/page/protocol.ts';
import type { Variant } from '../sandbox/salesforce/page/variants.ts';
import { catalogOf } from './salesforce/catalog';
import { definitionsOf, records } from './salesforce/pages';
import { findAll, LightningPage } from './salesforce/support/page';

let closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.reverse()) close();
  closing = [];
});

/** A finder that follows the page, as the session has one. */
class Follower {
  readonly finder = new Finder(salesforcePage);
  readonly #watcher: Watcher;
  /** Rows that were told to be dirty since this was last emptied. */
  dirty = new Set<Element>();
  #catalog: Catalog | null = null;
  #agreed = false;

  constructor() {
    const abort = new AbortController();
    closing.push(() => abort.abort());
    this.#watcher = new Watcher(salesforcePage, (changes) => this.#pass(changes), abort.signal);
    this.#watcher.start();
  }

  open(catalog: Catalog): void {
    this.#catalog = catalog;
    this.#agreed = false;
    this.finder.reset(catalog);
    this.#watcher.now();
  }

  #pass(changes: readonly MutationRecord[]): void {
    const { dirty, regionsChanged } = this.finder.update(changes, !this.#agreed);
    for (const row of dirty) this.dirty.add(row);
    if (regionsChanged) this.#watcher.regions(this.finder.regions, this.finder.roots, !this.#agreed);
    // Until the page shows the record everything is looked at each time, as the session does.
    if (!this.#agreed && this.#shows()) {
      this.#agreed = true;
      this.#watcher.regions(this.finder.regions, this.finder.roots, false);
    }
  }

  #shows(): boolean {
    const catalog = this.#catalog;
    if (!catalog || salesforcePage.title(document, catalog) !== catalog.title) return false;
    return this.finder.spots().every((spot) => {
      const expected = catalog.fields.get(spot.field)?.expected;
      const shown = salesforcePage.read(spot);
      return spot.editing || !expected || shown === null || compare(expected, shown) !== 'different';
    });
  }
}

function spotsOf(finder: Finder): string[] {
  return finder
    .spots()
    .map((spot) => [spot.surface, spot.field, spot.layer, spot.editing, salesforcePage.read(spot)?.trim()].join(' | '))
    .sort();
}

function fresh(catalog: Catalog): string[] {
  const finder = new Finder(salesforcePage);
  finder.reset(catalog);
  finder.update([], true);
  return spotsOf(finder);
}

const looked = async () => {
  for (let n = 0; n < 3; n++) await new Promise((resolve) => requestAnimationFrame(resolve));
};

const catalog = (record: PageRecord) => catalogOf(record, definitionsOf(record), 'en');

interface Step {
  name: string;
  run(page: LightningPage): Promise<void>;
  record?: PageRecord;
}

const { opportunity, namesake, account } = records;
const steps: Step[] = [
  { name: 'everything has come', run: async (page) => void (await page.settle()) },
  { name: 'edit', run: (page) => page.edit('Amount') },
  { name: 'type', run: (page) => page.type('NextStep', 'something new') },
  { name: 'give up', run: (page) => page.cancel() },
  { name: 'save', run: (page) => page.change('NextStep', 'call them') },
  { name: 'take a step of the path', run: (page) => page.markStep('Qualification') },
  { name: 'related', run: (page) => page.openTab('related') },
  { name: 'details again', run: (page) => page.openTab('details') },
  { name: 'fold a section', run: (page) => page.toggleSection('Opportunity Information') },
  { name: 'unfold it', run: (page) => page.toggleSection('Opportunity Information') },
  { name: 'dialog', run: (page) => page.openModal('edit', opportunity) },
  { name: 'no dialog', run: (page) => page.cancel() },
  { name: 'parts made anew', run: (page) => page.app.churn(9) },
  { name: 'another record', run: (page) => page.goTo(namesake), record: namesake },
  { name: 'one without details', run: (page) => page.goTo(account), record: account },
  { name: 'its details', run: (page) => page.openTab('details'), record: account },
  { name: 'back again', run: (page) => page.goTo(opportunity), record: opportunity },
];

describe.each<Variant>(['layout', 'dynamic', 'console', 'lwc-native', 'unknown'])('%s', (variant) => {
  test('keeps up', { timeout: 120_000 }, async () => {
    const page = new LightningPage({ dom: { variant, lateRenderMs: 200 }, records: Object.values(records) });
    closing.push(() => page.close());
    const follower = new Follower();
    let at = opportunity;
    follower.open(catalog(at));
    for (const { name, run, record } of steps) {
      // A page without names has no path that could be told.
      if (variant === 'unknown' && /path/.test(name)) continue;
      if (record && record !== at) {
        at = record;
        follower.open(catalog(at));
      }
      await run(page);
      await looked();
      const found = spotsOf(follower.finder);
      expect(found, name).toEqual(fresh(catalog(at)));
      expect(found.length, name).toBeGreaterThan(3);
    }
  });
});

test('a section that unfolds makes its rows dirty, so that their marks are placed', async () => {
  for (const variant of ['layout', 'lwc-native'] as const) {
    const page = await new LightningPage({ dom: { variant }, records: [opportunity] }).settle();
    const follower = new Follower();
    follower.open(catalog(opportunity));
    await looked();
    await page.toggleSection('Opportunity Information');
    await looked();
    follower.dirty.clear();
    await page.toggleSection('Opportunity Information');
    await looked();
    const [row] = findAll(document.body, '[data-target-selection-name$=".Amount"]');
    expect(row && follower.dirty.has(row), variant).toBe(true);
    page.close();
  }
});

test('what happens elsewhere on the page makes no row dirty', async () => {
  const page = await new LightningPage({ dom: { variant: 'layout' }, records: [opportunity, namesake] }).settle();
  closing.push(() => page.close());
  const follower = new Follower();
  follower.open(catalog(opportunity));
  await looked();
  follower.dirty.clear();
  const elsewhere = document.createElement('div');
  closing.push(() => elsewhere.remove());
  document.body.append(elsewhere);
  elsewhere.innerHTML = '<ul><li class="a">Amount</li></ul>';
  elsewhere.className = 'b';
  document.title = 'Something';
  await looked();
  expect(follower.dirty.size).toBe(0);
});

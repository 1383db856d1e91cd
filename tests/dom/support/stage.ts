/** Each test's page and overlay, at an address of the test's own; everything is taken down after it. */
import { afterEach, expect } from 'vitest';
import type { OverlayDeps } from '../../../lib/overlay/session';
import { browserLocation } from '../../sandbox/hubspot/page/location.ts';
import type { PageRecord } from '../../sandbox/hubspot/page/protocol.ts';
import type { DomSettings } from '../../sandbox/hubspot/types.ts';
import { HubSpotPage, type OpenOptions, pathOf } from './hubspot';
import { type Answer, looked, Overlay } from './overlay';

const home = location.href;
let closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.reverse()) close();
  closing = [];
  history.replaceState(null, '', home);
});

/** Runs after the test, in reverse order. */
export function later(close: () => void): void {
  closing.push(close);
}

/** The sandbox's page on the document's own address; in strict mode, so that foreign changes of its nodes fail the test. */
export async function openPage(
  records: readonly PageRecord[],
  dom: Partial<DomSettings> = {},
  options: Partial<OpenOptions> = {},
): Promise<HubSpotPage> {
  const [first] = records;
  if (!first) throw new Error('no record');
  history.pushState(null, '', options.path ?? pathOf(first));
  const page = new HubSpotPage({ dom: { strict: true, ...dom }, records, location: browserLocation(), ...options });
  later(() => {
    const { violations } = page.app;
    page.close();
    expect(violations).toEqual([]);
  });
  return page.settle();
}

/** Starts the page side and waits until it has looked at the page. */
export async function startOverlay(answer: Answer, more: Partial<OverlayDeps> = {}): Promise<Overlay> {
  const overlay = new Overlay(answer, more);
  later(() => overlay.stop());
  await looked();
  return overlay;
}

/** Goes to a record inside the page's app. */
export function goTo(page: HubSpotPage, record: Pick<PageRecord, 'typeId' | 'id'>): void {
  page.app.navigate(pathOf(record));
}

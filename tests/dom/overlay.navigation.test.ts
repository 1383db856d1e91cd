/** From record to record without a reload: no mark of one is ever shown on the other's page. */
import { describe, expect, test } from 'vitest';
import type { PageRecord } from '../sandbox/hubspot/page/protocol.ts';
import { indexPath } from '../sandbox/hubspot/page/routes.ts';
import type { DomVariant } from '../sandbox/hubspot/types.ts';
import { everyField } from './support/catalog';
import { frames, type HubSpotPage, PORTAL } from './support/hubspot';
import { type Answer, answers, inRoot, looked, marks, root, status, until } from './support/overlay';
import { makeRecord } from './support/records';
import { goTo, later, openPage, startOverlay } from './support/stage';
import { whereabouts } from './support/whereabouts';

// The same name, other values in every field.
const A = makeRecord({ id: '201', title: 'Renewal', seed: 1 });
const B = makeRecord({ id: '202', title: 'Renewal', seed: 2 });
const OTHER = makeRecord({ id: '203', title: 'Another name', seed: 3 });
const COMPANY = makeRecord({ typeId: '0-2', id: '204', title: 'Renewal', seed: 4 });
const ALL = [A, B, OTHER, COMPANY];

const answerAll = answers(ALL, (record) => ({ marks: everyField(record) }));
const key = (record: Pick<PageRecord, 'typeId' | 'id'>) => `${record.typeId}/${record.id}`;
const addressed = () => /record\/(.+)$/.exec(location.pathname)?.[1] ?? '';

/** Marks that stand on another record's part of the page, or show while the address names another record. */
function wrongNow(page: HubSpotPage): string[] {
  const named = root()?.dataset.countersignRecord === `hubspot/${PORTAL}/${addressed()}`;
  return whereabouts(page, marks()).flatMap(({ mark, at }) => {
    const right = named && at.startsWith(`${addressed()} `) && at.endsWith(` ${mark.field}`);
    return right ? [] : [`${mark.field} on ${at}`];
  });
}

/** Looks at every frame until told to stop, right before it is painted and after everyone else has had their say. */
function watching(page: HubSpotPage): () => { wrong: string[]; frames: number } {
  const wrong: string[] = [];
  let seen = 0;
  let going = true;
  const look = () => {
    if (!going) return;
    requestAnimationFrame(look);
    // After all of this frame's own callbacks.
    queueMicrotask(() => {
      seen++;
      wrong.push(...wrongNow(page));
    });
  };
  requestAnimationFrame(look);
  later(() => {
    going = false;
  });
  return () => {
    going = false;
    return { wrong, frames: seen };
  };
}

/** An answer that takes some frames. */
const slow =
  (count: number, answer: Answer): Answer =>
  async (ref, reason) => {
    await frames(count);
    return answer(ref, reason);
  };

test('marks vanish in the very moment the address changes', async () => {
  const page = await openPage([A, ...ALL.slice(1)]);
  await startOverlay(answerAll);
  expect(marks().length).toBeGreaterThan(10);
  goTo(page, OTHER);
  expect(marks()).toEqual([]);
  expect(status()).toBe('loading');
  expect(root()?.dataset.countersignRecord).toBe(`hubspot/${PORTAL}/${key(OTHER)}`);
});

test('the same record at another address keeps its marks', async () => {
  const page = await openPage(ALL);
  await startOverlay(answerAll);
  const before = marks().map(({ host }) => host);
  page.app.navigate(`${location.pathname}/view/1?interaction=note#x`);
  expect(marks().map(({ host }) => host)).toEqual(before);
});

describe.each(['2026', '2025', 'legacy', 'unknown'] as const)('%s', (variant: DomVariant) => {
  const orders: [string, number, Answer][] = [
    ['page and answer at once', 0, answerAll],
    ['the page in parts, the answer between them', 90, slow(3, answerAll)],
    ['the page in parts, the answer after them', 90, slow(10, answerAll)],
  ];
  // The generations differ in how their rows are found, so not every order is tried on each.
  if (variant === '2026' || variant === 'unknown') {
    orders.push(['the page at once, the answer later', 0, slow(8, answerAll)]);
    orders.push(['the page in parts, the answer at once', 90, answerAll]);
  }
  test.each(orders)('%s', async (_, lateRenderMs, answer) => {
    const page = await openPage(ALL, { variant, lateRenderMs });
    await startOverlay(answer);
    await until(() => status() === 'ready');
    const stop = watching(page);
    // Both orders of arrival: first to last and last to first; namesakes, another name, another type of record, and back.
    for (const next of [B, A, OTHER, COMPANY, A]) {
      goTo(page, next);
      await frames(2);
      await page.settle();
      await until(() => status() === 'ready');
      await frames(2);
      expect(marks().length).toBeGreaterThan(5);
    }
    const { wrong, frames: seen } = stop();
    expect([...new Set(wrong)]).toEqual([]);
    expect(seen).toBeGreaterThan(10);
  });
});

test('faster than anything answers', async () => {
  const page = await openPage(ALL, { lateRenderMs: 60 });
  await startOverlay(slow(5, answerAll));
  const stop = watching(page);
  for (const next of [B, A, B, OTHER, A, B, A]) {
    goTo(page, next);
    await frames(1);
  }
  await page.settle();
  await until(() => status() === 'ready');
  await looked();
  expect(stop().wrong).toEqual([]);
  expect(marks().length).toBeGreaterThan(10);
});

test('back and forward', async () => {
  const page = await openPage(ALL);
  await startOverlay(answerAll);
  goTo(page, B);
  await until(() => status() === 'ready' && marks().length > 10);
  const stop = watching(page);
  for (const [step, record] of [
    [-1, A],
    [1, B],
    [-1, A],
  ] as const) {
    history.go(step);
    await until(() => addressed() === key(record) && status() === 'ready');
    await looked();
    expect(marks().length).toBeGreaterThan(10);
  }
  expect(stop().wrong).toEqual([]);
});

test('to a list and back: nothing of ours on the list, a working pill after', async () => {
  const page = await openPage(ALL);
  const overlay = await startOverlay(answerAll);
  for (let round = 0; round < 3; round++) {
    page.app.navigate(indexPath(PORTAL, '0-3'));
    expect([marks(), root()]).toEqual([[], null]);
    await page.settle();
    await looked();
    expect([marks(), root()]).toEqual([[], null]);
    goTo(page, B);
    await page.settle();
    await until(() => status() === 'ready');
    expect(inRoot('.pill')?.hidden).toBe(false);
    inRoot('.pill')?.click();
    expect(inRoot('.menu')?.hidden).toBe(false);
    inRoot('.pill')?.click();
    expect(inRoot('.menu')?.hidden).toBe(true);
  }
  expect(overlay.asked.map(({ id }) => id)).toEqual(['201', '202', '202', '202']);
});

test('a record that was left before its answer came: the answer tells it apart later', async () => {
  const answer = Promise.withResolvers<void>();
  const page = await openPage(ALL);
  const overlay = await startOverlay(async (ref) => {
    if (ref.id === A.id) await answer.promise;
    return answerAll(ref);
  });
  goTo(page, B);
  await page.settle();
  await looked();
  // Nobody knows yet what A's page looks like, and it has the same name.
  expect([status(), marks()]).toEqual(['loading', []]);
  answer.resolve();
  await until(() => status() === 'ready');
  await looked();
  expect(marks().length).toBeGreaterThan(10);
  // It was enough: nobody had to ask again.
  expect(overlay.asked.map(({ id }) => id)).toEqual([A.id, B.id]);
  expect(wrongNow(page)).toEqual([]);
});

test('only values tell namesakes apart, and values they share prove nothing', async () => {
  const like = { ...A.properties, hs_object_id: '205', createdate: A.properties.createdate ?? null };
  // One value differs, in a card that arrives late.
  const twin = makeRecord({ id: '205', title: 'Renewal', seed: 1, values: { ...like, commission_rate: '99' } });
  const page = await openPage([A, twin], { lateRenderMs: 400 });
  await startOverlay(answers([A, twin], (record) => ({ marks: everyField(record) })));
  await until(() => status() === 'ready');
  goTo(page, twin);
  const stop = watching(page);
  const rate = () => page.nodesOf('commission_rate').at(-1)?.textContent;
  const before = rate();
  while (rate() === before) {
    expect(marks()).toEqual([]);
    await frames(1);
  }
  await page.settle();
  await until(() => status() === 'ready');
  await looked();
  stop();
  expect(wrongNow(page)).toEqual([]);
  expect(marks().length).toBeGreaterThan(10);
});

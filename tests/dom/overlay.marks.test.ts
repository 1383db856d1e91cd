/** Marks stand on exactly the marked fields, and the page does not feel them. */
import { describe, expect, test } from 'vitest';
import { MARK_STATES } from '../../lib/core/types';
import type { PageAdapter } from '../../lib/crm/contract';
import type { PageRecord } from '../sandbox/hubspot/page/protocol.ts';
import { RECORDS } from './hubspot/pages';
import { wantedAtFirst } from './hubspot/wanted';
import { answers, localHubSpot, looked, marks } from './support/overlay';
import { openPage, startOverlay } from './support/stage';
import { whereabouts } from './support/whereabouts';

describe.each(['2026', '2025', 'legacy', 'unknown'] as const)('%s', (variant) => {
  test.each(Object.keys(RECORDS))('%s', async (type) => {
    const record = RECORDS[type] as PageRecord;
    const page = await openPage([record], { variant });
    // Every other field, in all states.
    const some = record.definitions.filter((_, index) => index % 2 === 0);
    const states = Object.fromEntries(some.map(({ name }, index) => [name, MARK_STATES[index % 5] ?? 'agent']));
    await startOverlay(answers([record], { marks: states }));
    const wanted = wantedAtFirst(page, record)
      .filter(({ field }) => states[field])
      .map(
        ({ field, surface }) => `${record.typeId}/${record.id} ${surface === 'title' ? 'highlight' : surface} ${field}`,
      );
    expect(wanted.length).toBeGreaterThan(4);
    expect(
      whereabouts(page, marks())
        .map(({ at }) => at)
        .sort(),
    ).toEqual(wanted.sort());
    for (const mark of marks()) expect(mark.state).toBe(states[mark.field]);
  });
});

test('what it puts on the page is not looked at as if the page had changed', async () => {
  const record = RECORDS.deal as PageRecord;
  const page = await openPage([record]);
  const looks: Element[] = [];
  let ofThePage = 0;
  const adapter: PageAdapter = {
    ...localHubSpot,
    spot(row, region, catalog) {
      looks.push(row);
      return localHubSpot.spot(row, region, catalog);
    },
    regions(root, catalog) {
      ofThePage++;
      return localHubSpot.regions(root, catalog);
    },
  };
  const all = Object.fromEntries(record.definitions.map(({ name }) => [name, 'agent' as const]));
  await startOverlay(answers([record], { marks: all }), { adapter });
  await looked();
  expect(marks().length).toBeGreaterThan(4);
  expect(looks).toHaveLength(new Set(looks).size);
  // A change of the page's own is one row's, however many passes it takes.
  looks.length = 0;
  ofThePage = 0;
  await page.edit('amount');
  await looked();
  expect(new Set(looks).size).toBeGreaterThan(0);
  expect(new Set(looks).size).toBeLessThan(4);
  // So is something that comes into a row and goes again; of what goes outside the rows nothing is looked at.
  const row = page.row('dealtype');
  for (const [place, changed] of [
    [row, [row]],
    [document.body, []],
  ] as const) {
    looks.length = 0;
    const text = document.createElement('span');
    place.append(text);
    await looked();
    text.remove();
    await looked();
    expect([...new Set(looks)]).toEqual(changed);
  }
  expect(ofThePage).toBe(0);
});

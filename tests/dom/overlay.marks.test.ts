/** Marks stand on exactly the marked fields, and the page does not feel them. */
import { describe, expect, test } from 'vitest';
import { MARK_STATES } from '../../lib/core/types';
import type { PageRecord } from '../sandbox/hubspot/page/protocol.ts';
import { RECORDS } from './hubspot/pages';
import { wantedAtFirst } from './hubspot/wanted';
import { answers, marks } from './support/overlay';
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

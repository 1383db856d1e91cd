/** What axe finds in one part of a page, in both themes. */
import axe from 'axe-core';
import { expect } from 'vitest';

export async function noAxeFindings(part: Element): Promise<void> {
  const root = document.documentElement;
  for (const theme of ['light', 'dark']) {
    root.dataset.theme = theme;
    // Half-way through a fade the contrast is neither the one nor the other.
    for (const fade of document.getAnimations()) {
      if (fade.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY) fade.finish();
    }
    const { violations } = await axe.run(part, { resultTypes: ['violations'] });
    const found = violations.map(({ id, nodes }) => `${id} (${theme}): ${nodes.map(({ html }) => html).join(' ')}`);
    expect(found).toEqual([]);
  }
  delete root.dataset.theme;
}

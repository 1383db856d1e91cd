/** What the extension keeps in memory in a record's tab. */
import type { Section } from '../report.ts';
import { figure } from '../stats.ts';
import { type Measured, whatOf } from './record.ts';

export function heapSection(measured: readonly Measured[]): Section {
  return {
    title: '5. Memory added to a record’s tab',
    notes: ['KB after garbage collection, with minus without the extension; both worlds of the tab together'],
    lines: measured.map((one) => {
      const added = (of: 'script' | 'dom') =>
        figure(
          'KB',
          one.pairs.map(({ on, off }) => on.heap[of] - off.heap[of]),
        );
      return {
        what: whatOf(one),
        figures: { JavaScript: added('script'), DOM: added('dom') },
      };
    }),
  };
}

/** What the extension keeps in memory in a record's tab. */
import type { Section } from '../report.ts';
import { differences, figure } from '../stats.ts';
import type { Measured } from './record.ts';

export function heapSection(measured: readonly Measured[]): Section {
  return {
    title: '5. Memory added to a record’s tab',
    notes: ['KB after garbage collection, with minus without the extension; both worlds of the tab together'],
    lines: measured.map(({ fields, wanted, extraNodes, pairs }) => {
      const added = (of: 'script' | 'dom') =>
        figure('KB', differences(pairs.map(({ on, off }) => ({ on: on.heap[of], off: off.heap[of] }))));
      return {
        what: `${fields} fields, ${wanted} agent marks${extraNodes ? `, ${extraNodes} nodes beside them` : ''}`,
        figures: { JavaScript: added('script'), DOM: added('dom') },
      };
    }),
  };
}

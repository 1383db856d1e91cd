import type { DomVariant } from '../types.ts';

/** Which generations of the page carry an attribute: all named ones, 2025 and 2026, 2026 alone, or the one before. */
type Generation = 'named' | 'modern' | 'deferred' | 'legacy';

const CARRIED_BY: Record<Generation, readonly DomVariant[]> = {
  named: ['2026', '2025', 'legacy'],
  modern: ['2026', '2025'],
  deferred: ['2026'],
  legacy: ['legacy'],
};

export type Attributes = Record<string, string | undefined>;
export type Mark = (attributes: Attributes, generation?: Generation) => Attributes;

/** Passes on identifying attributes (test ids, names, `data-*`) where the page's DOM variant has them, else none. */
export function createMark(variant: DomVariant): Mark {
  return (attributes, generation = 'modern') => (CARRIED_BY[generation].includes(variant) ? attributes : {});
}

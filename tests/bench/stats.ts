/** Figures from repeated runs: the middle and the range, never a mean, because one slow run says nothing. */

export type Unit = 'ms' | 'KB' | 'frames' | 'requests' | 'ratio';

export interface Figure {
  unit: Unit;
  median: number;
  min: number;
  max: number;
  /** How many runs it is from. */
  n: number;
  /** At most this is wanted. */
  aim?: number;
}

/** The value below which a share of the values lie, by the nearest rank. @param share 0 to 1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] ?? Number.NaN;
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** @throws where nothing was measured */
export function figure(unit: Unit, values: readonly number[], aim?: number): Figure {
  if (values.length === 0 || values.some((value) => !Number.isFinite(value))) throw new Error('a run gave no number');
  const range = { min: Math.min(...values), max: Math.max(...values), n: values.length };
  return { unit, median: median(values), ...range, ...(aim === undefined ? {} : { aim }) };
}

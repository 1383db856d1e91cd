import type { Expected } from '../../../lib/core/agreement';
import { monthBeginnings } from '../../../lib/core/months';

/** What is expected of a field as the background says it: a date with how the names of its month begin. */
export function dated(expected: Expected): Expected {
  const { kind, value } = expected;
  return value && (kind === 'date' || kind === 'datetime') ? { ...expected, months: monthBeginnings(value) } : expected;
}

import { expect, test } from 'vitest';
import { nextAt, TIME_OF_DAY } from '../../../lib/core/reminder';

const at = (day: number, hours: number, minutes = 0) => new Date(2026, 10, day, hours, minutes).getTime();

test.each([
  ['09:30', at(24, 8), at(24, 9, 30)],
  ['09:30', at(24, 9, 30), at(25, 9, 30)],
  ['09:30', at(24, 23, 59), at(25, 9, 30)],
  ['00:00', at(24, 0, 1), at(25, 0)],
  ['23:59', at(30, 23, 59) + 1, new Date(2026, 11, 1, 23, 59).getTime()],
])('%s comes next', (time, now, next) => {
  expect(nextAt(time, now)).toBe(next);
});

test.each(['24:00', '9:00', '09:60', '', '09:00:00'])('%j is no time of day', (text) => {
  expect(TIME_OF_DAY.test(text)).toBe(false);
});

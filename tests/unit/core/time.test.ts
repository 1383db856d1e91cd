import { expect, test } from 'vitest';
import { dayTime, exactTime, relativeTime, type TimeKey } from '../../../lib/i18n/time';

const t = (key: TimeKey, values?: Record<string, string | number>) =>
  `${key}${values ? ` ${Object.values(values).join(' ')}` : ''}`;
const NOW = Date.parse('2026-11-23T14:00:00Z');

test.each([
  ['2026-11-23T13:59:30Z', 'time.now'],
  ['2026-11-23T13:48:00Z', 'time.minutes 12'],
  ['2026-11-23T11:00:00Z', 'time.hours 3'],
  ['2026-11-22T20:00:00Z', 'time.yesterday 20:00'],
  ['2026-11-17T14:02:00Z', 'Tue 14:02'],
  ['2026-11-03T14:02:00Z', '3 Nov'],
  ['2025-11-03T14:02:00Z', '3 Nov 2025'],
])('%s is %s', (at, words) => {
  expect(relativeTime(Date.parse(at), NOW, 'en-GB', t, 'UTC')).toBe(words);
});

test('the exact time carries its zone', () => {
  expect(exactTime(NOW, 'en-GB', 'Europe/Berlin')).toMatch(/Mon,? 23 Nov 2026,? (at )?15:00 (CET|GMT\+1)/);
});

test.each([
  ['2026-11-23T00:05:00Z', '00:05'],
  ['2026-11-22T23:05:00Z', '22 Nov, 23:05'],
  ['2025-11-23T14:00:00Z', '23 Nov 2025, 14:00'],
])('a time of another day names the day: %s is %j', (at, words) => {
  expect(dayTime(Date.parse(at), NOW, 'en-GB', 'UTC')).toBe(words);
});

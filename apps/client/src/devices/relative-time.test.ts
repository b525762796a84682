import { expect, test } from 'vitest';
import { relativeTime } from './relative-time.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');

test.each([
  ['en', 0, 'now'],
  ['en', 59, 'now'],
  ['en', 60, '1 minute ago'],
  ['en', 7200, '2 hours ago'],
  ['en', 86_400, 'yesterday'],
  ['en', 6 * 86_400, '6 days ago'],
  ['ko', 86_400, '어제'],
  ['ko', 7200, '2시간 전'],
])('%s, %d seconds ago: %s', (language, seconds, words) => {
  expect(relativeTime(language, NOW - seconds * 1000, NOW)).toBe(words);
});

test('days are those of the calendar: yesterday is the day before, not up to 48 hours ago', () => {
  const at = (day: number, hour: number): number => new Date(2026, 2, day, hour).getTime();
  expect(relativeTime('en', at(8, 13), at(10, 8))).toBe('2 days ago');
  expect(relativeTime('en', at(9, 7), at(10, 8))).toBe('yesterday');
  expect(relativeTime('en', at(9, 20), at(10, 8))).toBe('12 hours ago');
});

test('a time to come, by a clock that is ahead, counts as now', () => {
  expect(relativeTime('en', NOW + 60_000, NOW)).toBe('now');
});

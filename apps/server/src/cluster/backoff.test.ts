import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBackoff } from './backoff.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first attempt is made at once, the next ones after longer and longer pauses, up to a limit', () => {
  const next = createBackoff();
  const pauses = Array.from({ length: 10 }, () => {
    const pause = next();
    vi.advanceTimersByTime(pause + 1000);
    return pause;
  });
  expect(pauses).toEqual([0, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test('after a minute without another attempt the next one is made at once', () => {
  const next = createBackoff();
  for (let attempt = 0; attempt < 5; attempt += 1) next();
  vi.advanceTimersByTime(4000 + 60_001);
  expect(next()).toBe(0);
});

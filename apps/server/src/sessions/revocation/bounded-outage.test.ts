import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NOW, revoked, testPolicy } from '../../../test/support/bounded-policy.ts';

const INTERVAL = 1000;
const STALENESS = 5000;

let tested: ReturnType<typeof testPolicy>;
beforeEach(() => {
  vi.useFakeTimers({ now: NOW * 1000 });
  tested = testPolicy({ intervalMs: INTERVAL, maxStalenessMs: STALENESS });
});
afterEach(() => {
  tested.policy.stop();
  vi.useRealTimers();
});

const later = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('while the database is down', () => {
  beforeEach(async () => {
    tested.feed.sessions = [revoked('dead')];
    await tested.policy.start();
    tested.feed.failure = new Error('no database');
  });

  test('requests are answered from the set as long as it is fresh enough, then refused', async () => {
    await later(STALENESS);
    expect([tested.status('alive'), tested.status('dead')]).toEqual(['alive', 'revoked']);
    await later(1);
    for (const sid of ['alive', 'dead'])
      expect(() => tested.status(sid)).toThrow(expect.objectContaining({ code: 'unavailable', status: 503 }));
  });

  test('a database that hangs instead of failing is noticed too', async () => {
    tested.feed.failure = undefined;
    tested.feed.hang();
    await later(STALENESS + 1);
    expect(() => tested.status('alive')).toThrow(expect.objectContaining({ code: 'unavailable' }));
  });

  test('it is polled again and again, and trusted again when it answers', async () => {
    await later(2 * STALENESS);
    tested.feed.failure = undefined;
    tested.feed.sessions = [revoked('meanwhile')];
    await later(INTERVAL);
    expect([tested.status('alive'), tested.status('dead'), tested.status('meanwhile')]).toEqual([
      'alive',
      'revoked',
      'revoked',
    ]);
  });

  test('the log says so once, and once that it is over', async () => {
    await later(20 * INTERVAL);
    tested.feed.failure = undefined;
    await later(5 * INTERVAL);
    expect(tested.lines.map(({ level }) => level)).toEqual([50, 30]);
  });

  test('a wall clock that is set back does not make the set fresh', async () => {
    await later(STALENESS);
    vi.setSystemTime(NOW * 1000 - 86_400_000);
    await later(INTERVAL);
    expect(() => tested.status('alive')).toThrow(expect.objectContaining({ code: 'unavailable' }));
  });
});

test('a failed poll is retried within a second, however long the interval is', async () => {
  tested = testPolicy({ intervalMs: 3_600_000, maxStalenessMs: 3_700_000 });
  await tested.policy.start();
  tested.feed.failure = new Error('no database');
  await later(3_601_000);
  tested.feed.failure = undefined;
  tested.feed.sessions = [revoked('meanwhile', NOW + 7200)];
  await later(INTERVAL);
  expect(tested.status('meanwhile')).toBe('revoked');
});

describe('after an outage', () => {
  test('the set is fresh within one interval', async () => {
    await tested.policy.start();
    const open = tested.feed.hang();
    await later(2 * STALENESS);
    expect(() => tested.status('alive')).toThrow(expect.objectContaining({ code: 'unavailable' }));
    tested.feed.sessions = [revoked('meanwhile')];
    open();
    await later(INTERVAL - 1);
    expect([tested.status('alive'), tested.status('meanwhile')]).toEqual(['alive', 'revoked']);
    expect(tested.policy.metrics()?.ageMs).toBeLessThanOrEqual(INTERVAL);
  });

  test('requests are answered through another one for the full limit, from when the database was back', async () => {
    await tested.policy.start();
    const open = tested.feed.hang();
    await later(STALENESS - INTERVAL / 2);
    open();
    await later(0);
    tested.feed.hang();
    await later(STALENESS);
    expect(tested.status('alive')).toBe('alive');
    await later(1);
    expect(() => tested.status('alive')).toThrow(expect.objectContaining({ code: 'unavailable' }));
  });
});

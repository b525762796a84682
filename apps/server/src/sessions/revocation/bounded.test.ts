import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NOW, revoked, testPolicy } from '../../../test/support/bounded-policy.ts';

const INTERVAL = 1000;
const STALENESS = 60_000;

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

describe('at the start', () => {
  test('the whole set is loaded before a request is answered', async () => {
    tested.feed.sessions = [revoked('dead')];
    await tested.policy.start();
    expect(tested.status('dead')).toBe('revoked');
    expect(tested.status('alive')).toBe('alive');
  });

  test('nothing is answered from a set that was never loaded', () => {
    expect(() => tested.status('any')).toThrow(expect.objectContaining({ code: 'unavailable' }));
  });

  test('a set that cannot be loaded prevents it', async () => {
    tested.feed.failure = new Error('no database');
    await expect(tested.policy.start()).rejects.toThrow('no database');
    await later(10 * INTERVAL);
    expect(tested.feed.polls).toBe(1);
  });

  test('it waits until the last revocation is read', async () => {
    const open = tested.feed.hang();
    let hasStarted = false;
    const starting = tested.policy.start().then(() => (hasStarted = true));
    await later(0);
    expect(hasStarted).toBe(false);
    open();
    await starting;
    expect(hasStarted).toBe(true);
  });
});

describe('a revocation', () => {
  test('by another process takes effect within an interval', async () => {
    await tested.policy.start();
    tested.feed.sessions = [revoked('dead')];
    expect(tested.status('dead')).toBe('alive');
    await later(INTERVAL);
    expect(tested.status('dead')).toBe('revoked');
  });

  test('by this process takes effect at once', async () => {
    await tested.policy.start();
    tested.policy.onRevoked([revoked('one'), revoked('other')]);
    expect([tested.status('one'), tested.status('other'), tested.status('third')]).toEqual([
      'revoked',
      'revoked',
      'alive',
    ]);
  });

  test('is final: a poll that no longer yields it does not revive the session', async () => {
    tested.feed.sessions = [revoked('dead')];
    await tested.policy.start();
    tested.feed.sessions = [];
    await later(10 * INTERVAL);
    expect(tested.status('dead')).toBe('revoked');
  });

  test('is forgotten only when its tokens have expired', async () => {
    await tested.policy.start();
    tested.policy.onRevoked([revoked('dead', NOW + 600)]);
    await later(599_000);
    expect(tested.status('dead')).toBe('revoked');
    await later(120_000);
    expect(tested.policy.metrics()).toMatchObject({ size: 0 });
  });

  test('by this process holds for a token renewed in the meantime, of which only the database knows', async () => {
    await tested.policy.start();
    tested.policy.onRevoked([revoked('renewed', NOW + 60)]);
    tested.feed.sessions = [revoked('renewed', NOW + 600)];
    await later(INTERVAL);
    tested.feed.sessions = [];
    tested.policy.onRevoked([revoked('renewed', NOW + 60)]);
    await later(599_000);
    expect(tested.status('renewed')).toBe('revoked');
  });
});

describe('the database', () => {
  test('is polled once per interval, however many requests arrive', async () => {
    await tested.policy.start();
    for (let count = 0; count < 1000; count += 1) expect(tested.status(`s${count}`)).toBe('alive');
    await later(5 * INTERVAL);
    expect(tested.feed.polls).toBe(6);
  });

  test('is not polled again before it has answered', async () => {
    await tested.policy.start();
    const open = tested.feed.hang();
    await later(10 * INTERVAL);
    expect(tested.feed.polls).toBe(2);
    open();
    await later(0);
    expect(tested.feed.polls).toBe(3);
  });

  test('is polled at a steady pace, however long it takes', async () => {
    await tested.policy.start();
    tested.feed.answersAfter = 900;
    await later(5 * INTERVAL);
    expect(tested.feed.polls).toBe(6);
  });

  test('is not polled faster for failing quickly', async () => {
    await tested.policy.start();
    tested.feed.failure = new Error('no database');
    await later(5 * INTERVAL);
    expect(tested.feed.polls).toBe(6);
  });

  test('is left alone after the stop', async () => {
    await tested.policy.start();
    tested.policy.stop();
    await later(10 * INTERVAL);
    expect(tested.feed.polls).toBe(1);
  });

  test('is left alone after the stop, even when it answers late', async () => {
    await tested.policy.start();
    const open = tested.feed.hang();
    await later(INTERVAL);
    tested.policy.stop();
    open();
    await later(10 * INTERVAL);
    expect(tested.feed.polls).toBe(2);
  });
});

test('its age counts from before the poll: what was revoked during the poll may be missing', async () => {
  await tested.policy.start();
  const open = tested.feed.hang();
  await later(INTERVAL + 400);
  open();
  await later(0);
  expect(tested.policy.metrics()).toEqual({ size: 0, ageMs: 400 });
});

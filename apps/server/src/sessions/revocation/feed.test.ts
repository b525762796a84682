import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createRevocationFeed, type RevocationFeed, type RevocationSource } from './feed.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A database whose clock a test sets, whose writes may become readable late, and whose replies may be cut short. */
class TestDatabase implements RevocationSource {
  #sessions: { _id: string; expiresAt: Date; revokedAt: Date; readableAt: number }[] = [];
  /** By how many ms its clock is ahead of the correct time. */
  aheadMs = 0;
  /** After how many sessions a reply is cut short. */
  breaksOffAfter = Infinity;
  /** What each reply contained. */
  answers: string[][] = [];

  async now() {
    return new Date(Date.now() + this.aheadMs);
  }

  /** Stamps the session now; it can be read `lateMs` later. */
  revoke(_id: string, { lateMs = 0 } = {}) {
    const revokedAt = new Date(Date.now() + this.aheadMs);
    this.#sessions.push({
      _id,
      expiresAt: new Date(8.64e15),
      revokedAt,
      readableAt: performance.now() + lateMs,
    });
  }

  async *revokedSince(since: Date) {
    const found = this.#sessions.filter(
      ({ revokedAt, readableAt }) => readableAt <= performance.now() && revokedAt >= since,
    );
    this.answers.push(found.map(({ _id }) => _id));
    yield* found.slice(0, this.breaksOffAfter);
    if (found.length > this.breaksOffAfter) throw new Error('connection lost');
  }
}

let database: TestDatabase;
let feed: RevocationFeed;

const start = async (intervalMs: number) => {
  feed = createRevocationFeed({ source: database, intervalMs });
  await poll();
};
const poll = async () => {
  const ids: string[] = [];
  for await (const { _id } of feed.poll()) ids.push(_id);
  return ids;
};
const pollAfter = async (ms: number) => {
  await vi.advanceTimersByTimeAsync(ms);
  return poll();
};

beforeEach(() => {
  vi.useFakeTimers({ now: 1_750_000_000_000 });
  database = new TestDatabase();
});
afterEach(() => void vi.useRealTimers());

describe.each([
  ['100 ms', 100],
  ['a second', SECOND],
  ['a minute', MINUTE],
  ['an hour', HOUR],
])('at an interval of %s, a session that was revoked', (_, interval) => {
  beforeEach(async () => {
    database.revoke('first');
    await start(interval);
    await pollAfter(interval);
  });

  test('in the same millisecond as the last one seen is not missed', async () => {
    await vi.advanceTimersByTimeAsync(interval);
    database.revoke('seen');
    expect(await poll()).toContain('seen');
    database.revoke('same millisecond');
    expect(await pollAfter(interval)).toContain('same millisecond');
  });

  test.each([1, 4000, 9900])('but committed %i ms late is not missed', async (lateMs) => {
    database.revoke('late', { lateMs });
    await vi.advanceTimersByTimeAsync(lateMs - 1);
    database.revoke('in time');
    expect(await poll()).toContain('in time');
    expect(await pollAfter(interval)).toContain('late');
  });

  test("after the database's clock stepped back is not missed", async () => {
    database.revoke('seen');
    await pollAfter(interval);
    database.aheadMs = -2 * HOUR;
    database.revoke('after the step');
    expect(await pollAfter(interval)).toContain('after the step');
    database.revoke('later');
    expect(await pollAfter(interval)).toContain('later');
  });

  test("before the database's clock stepped forward is not missed, though a later one was seen", async () => {
    await vi.advanceTimersByTimeAsync(interval - 50);
    database.revoke('before the step', { lateMs: 51 });
    database.aheadMs = 2 * HOUR;
    database.revoke('after the step');
    expect(await pollAfter(50)).toContain('after the step');
    expect(await pollAfter(interval)).toContain('before the step');
  });
});

test('a session whose revocation is committed many polls after a step forward is not missed', async () => {
  await start(SECOND);
  database.revoke('late', { lateMs: 9500 });
  database.aheadMs = HOUR;
  database.revoke('in time');
  for (let second = 0; second < 9; second += 1) expect(await pollAfter(SECOND)).not.toContain('late');
  expect(await pollAfter(SECOND)).toContain('late');
});

test('a session revoked early in an outage in which the clock stepped back is not missed', async () => {
  database.revoke('before the outage');
  await start(SECOND);
  database.aheadMs = -HOUR;
  database.revoke('in the outage');
  expect(await pollAfter(5 * MINUTE)).toContain('in the outage');
});

test('a failover to a node whose clock is behind, and back between two polls, loses nothing', async () => {
  database.revoke('before');
  await start(SECOND);
  await pollAfter(MINUTE);
  database.aheadMs = -8 * SECOND;
  database.revoke('by the other node');
  database.aheadMs = 0;
  expect(await pollAfter(SECOND)).toEqual(['by the other node']);
});

test('a poll that is interrupted halfway loses nothing', async () => {
  await start(SECOND);
  database.revoke('one');
  database.revoke('two');
  database.breaksOffAfter = 1;
  await expect(pollAfter(MINUTE)).rejects.toThrow('connection lost');
  database.breaksOffAfter = Infinity;
  expect(await pollAfter(MINUTE)).toEqual(['one', 'two']);
});

test('a poll whose reader gives up halfway loses nothing', async () => {
  await start(SECOND);
  database.revoke('one');
  database.revoke('two');
  for await (const { _id } of feed.poll()) if (_id === 'one') break;
  expect(await pollAfter(MINUTE)).toEqual(['one', 'two']);
});

test('an interrupted first poll is made up for by the next one', async () => {
  database.revoke('one');
  await vi.advanceTimersByTimeAsync(HOUR);
  database.revoke('two');
  database.breaksOffAfter = 1;
  await expect(start(SECOND)).rejects.toThrow('connection lost');
  database.breaksOffAfter = Infinity;
  expect(await pollAfter(SECOND)).toEqual(['one', 'two']);
});

test('everything is read again from time to time', async () => {
  await start(SECOND);
  database.revoke('minutes late', { lateMs: 2.5 * MINUTE });
  for (let minute = 0; minute < 9; minute += 1) expect(await pollAfter(MINUTE)).toEqual([]);
  expect(await pollAfter(MINUTE)).toEqual(['minutes late']);
  expect(await pollAfter(MINUTE)).toEqual([]);
});

test('revocations older than the overlap are not read again and again', async () => {
  database.revoke('old');
  await start(SECOND);
  await pollAfter(MINUTE);
  database.answers = [];
  for (let second = 0; second < 60; second += 1) await pollAfter(SECOND);
  expect(database.answers).toEqual(Array.from({ length: 60 }, () => []));
});

test('a step of the clock widens the overlap only for a while', async () => {
  await start(SECOND);
  database.revoke('old');
  await pollAfter(MINUTE);
  database.aheadMs = MINUTE;
  for (let second = 0; second < 20; second += 1) await pollAfter(SECOND);
  database.answers = [];
  for (let second = 0; second < 60; second += 1) await pollAfter(SECOND);
  expect(database.answers.flat()).toEqual([]);
});

import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DbDeadline } from '../../lib/db-deadline.ts';
import { boundedPolicy } from './bounded.ts';
import type { RevocationFeed } from './feed.ts';
import type { RevocationPolicy, RevokedSession } from './policy.ts';

const INTERVAL = 1000;
const STALENESS = 60_000;
const NOW = 1_750_000_000;

const revoked = (_id: string, expiresAt = (NOW + 3600) * 1000): RevokedSession => ({
  _id,
  expiresAt: new Date(expiresAt),
});
const claims = (sid: string) => ({ _id: 'u', username: 'kim', sid, iat: NOW, exp: NOW + 3600 });

/** A feed that a test fills; as a database it may be away, or answer only when it is let. */
class TestFeed implements RevocationFeed {
  sessions: RevokedSession[] = [];
  polls = 0;
  failure: Error | undefined;
  gate: Promise<void> = Promise.resolve();
  answersAfter = 0;

  async *poll() {
    this.polls += 1;
    await this.gate;
    if (this.answersAfter > 0) await new Promise((resolve) => setTimeout(resolve, this.answersAfter));
    if (this.failure !== undefined) throw this.failure;
    yield* this.sessions;
  }
}

let feed: TestFeed;
let lines: { level: number; msg: string }[];
let policy: RevocationPolicy;
let createPolicy: (maxStalenessMs: number) => RevocationPolicy;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW * 1000 });
  feed = new TestFeed();
  lines = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const clock = { now: () => Date.now() };
  createPolicy = (maxStalenessMs) =>
    boundedPolicy({ feed, clock, log, intervalMs: INTERVAL, maxStalenessMs });
  policy = createPolicy(STALENESS);
});
afterEach(() => {
  policy.stop();
  vi.useRealTimers();
});

const later = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const status = (sid: string) => policy.status(claims(sid), new DbDeadline());
/** Lets the database answer nothing until the function that it returns is called. */
const hang = () => {
  let open = (): void => {};
  feed.gate = new Promise((resolve) => (open = resolve));
  return open;
};

describe('at the start', () => {
  test('the whole set is loaded before a request is answered', async () => {
    feed.sessions = [revoked('dead')];
    await policy.start();
    expect(status('dead')).toBe('revoked');
    expect(status('alive')).toBe('alive');
  });

  test('nothing is answered from a set that was never loaded', () => {
    expect(() => status('any')).toThrow(expect.objectContaining({ code: 'unavailable' }));
  });

  test('a set that cannot be loaded stops it', async () => {
    feed.failure = new Error('no database');
    await expect(policy.start()).rejects.toThrow('no database');
    await later(10 * INTERVAL);
    expect(feed.polls).toBe(1);
  });

  test('it waits until the last revocation is read', async () => {
    const open = hang();
    let hasStarted = false;
    const starting = policy.start().then(() => (hasStarted = true));
    await later(0);
    expect(hasStarted).toBe(false);
    open();
    await starting;
    expect(hasStarted).toBe(true);
  });
});

describe('a revocation', () => {
  test('by another process takes effect within an interval', async () => {
    await policy.start();
    feed.sessions = [revoked('dead')];
    expect(status('dead')).toBe('alive');
    await later(INTERVAL);
    expect(status('dead')).toBe('revoked');
  });

  test('by this process takes effect at once', async () => {
    await policy.start();
    policy.onRevoked([revoked('one'), revoked('other')]);
    expect([status('one'), status('other'), status('third')]).toEqual(['revoked', 'revoked', 'alive']);
  });

  test('is final: a poll that no longer yields it revives nothing', async () => {
    feed.sessions = [revoked('dead')];
    await policy.start();
    feed.sessions = [];
    await later(10 * INTERVAL);
    expect(status('dead')).toBe('revoked');
  });

  test('is forgotten only when its tokens have expired', async () => {
    await policy.start();
    policy.onRevoked([revoked('dead', (NOW + 600) * 1000)]);
    await later(599_000);
    expect(status('dead')).toBe('revoked');
    await later(120_000);
    expect(policy.metrics()).toMatchObject({ size: 0 });
  });

  test('by this process holds for a token that was renewed meanwhile, of which only the database knows', async () => {
    await policy.start();
    policy.onRevoked([revoked('renewed', (NOW + 60) * 1000)]);
    feed.sessions = [revoked('renewed', (NOW + 600) * 1000)];
    await later(INTERVAL);
    feed.sessions = [];
    policy.onRevoked([revoked('renewed', (NOW + 60) * 1000)]);
    await later(599_000);
    expect(status('renewed')).toBe('revoked');
  });
});

describe('the database', () => {
  test('is asked once an interval, however many requests come', async () => {
    await policy.start();
    for (let count = 0; count < 1000; count += 1) expect(status(`s${count}`)).toBe('alive');
    await later(5 * INTERVAL);
    expect(feed.polls).toBe(6);
  });

  test('is not asked again while it has not answered', async () => {
    await policy.start();
    const open = hang();
    await later(10 * INTERVAL);
    expect(feed.polls).toBe(2);
    open();
    await later(0);
    expect(feed.polls).toBe(3);
  });

  test('is polled at a steady pace, however long it takes', async () => {
    await policy.start();
    feed.answersAfter = 900;
    await later(5 * INTERVAL);
    expect(feed.polls).toBe(6);
  });

  test('is not polled faster for failing quickly', async () => {
    await policy.start();
    feed.failure = new Error('no database');
    await later(5 * INTERVAL);
    expect(feed.polls).toBe(6);
  });

  test('is left alone after the stop', async () => {
    await policy.start();
    policy.stop();
    await later(10 * INTERVAL);
    expect(feed.polls).toBe(1);
  });

  test('is left alone after the stop, even when it answers late', async () => {
    await policy.start();
    const open = hang();
    await later(INTERVAL);
    policy.stop();
    open();
    await later(10 * INTERVAL);
    expect(feed.polls).toBe(2);
  });
});

describe('while the database is away', () => {
  beforeEach(async () => {
    feed.sessions = [revoked('dead')];
    await policy.start();
    feed.failure = new Error('no database');
  });

  test('requests are answered from the set as long as it is young enough, then refused', async () => {
    await later(STALENESS);
    expect([status('alive'), status('dead')]).toEqual(['alive', 'revoked']);
    await later(1);
    for (const sid of ['alive', 'dead'])
      expect(() => status(sid)).toThrow(expect.objectContaining({ code: 'unavailable', status: 503 }));
  });

  test('a database that hangs instead of failing is noticed alike', async () => {
    feed.failure = undefined;
    feed.gate = new Promise(() => {});
    await later(STALENESS + 1);
    expect(() => status('alive')).toThrow(expect.objectContaining({ code: 'unavailable' }));
  });

  test('it is asked again and again, and trusted again when it answers', async () => {
    await later(2 * STALENESS);
    feed.failure = undefined;
    feed.sessions = [revoked('meanwhile')];
    await later(INTERVAL);
    expect([status('alive'), status('dead'), status('meanwhile')]).toEqual(['alive', 'revoked', 'revoked']);
  });

  test('the log says so once, and once that it is over', async () => {
    await later(20 * INTERVAL);
    feed.failure = undefined;
    await later(5 * INTERVAL);
    expect(lines.map(({ level }) => level)).toEqual([50, 30]);
  });

  test('a wall clock that is set back does not make the set young', async () => {
    await later(STALENESS);
    vi.setSystemTime(NOW * 1000 - 86_400_000);
    await later(INTERVAL);
    expect(() => status('alive')).toThrow(expect.objectContaining({ code: 'unavailable' }));
  });
});

describe('after an outage', () => {
  const LIMIT = 5000;
  beforeEach(() => {
    policy = createPolicy(LIMIT);
  });

  test('the set is fresh within one interval', async () => {
    await policy.start();
    const open = hang();
    await later(2 * LIMIT);
    expect(() => status('alive')).toThrow(expect.objectContaining({ code: 'unavailable' }));
    feed.sessions = [revoked('meanwhile')];
    open();
    await later(INTERVAL - 1);
    expect([status('alive'), status('meanwhile')]).toEqual(['alive', 'revoked']);
    expect(policy.metrics()?.ageMs).toBeLessThanOrEqual(INTERVAL);
  });

  test('requests are answered through another one for the full limit, from when the database was back', async () => {
    await policy.start();
    const open = hang();
    await later(LIMIT - INTERVAL / 2);
    open();
    await later(0);
    hang();
    await later(LIMIT);
    expect(status('alive')).toBe('alive');
    await later(1);
    expect(() => status('alive')).toThrow(expect.objectContaining({ code: 'unavailable' }));
  });
});

test('its age counts from before the poll: what was revoked during the poll may be missing', async () => {
  await policy.start();
  const open = hang();
  await later(INTERVAL + 400);
  open();
  await later(0);
  expect(policy.metrics()).toEqual({ size: 0, ageMs: 400 });
});

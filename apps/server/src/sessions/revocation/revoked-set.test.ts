import { describe, expect, test } from 'vitest';
import { RevokedSet } from './revoked-set.ts';

const NOW = 1_750_000_000_000;
const MINUTE = 60_000;
const session = (_id: string, expiresAt: number) => ({ _id, expiresAt: new Date(expiresAt) });

describe('the set of revoked sessions', () => {
  test('contains what was added, and only that', () => {
    const set = new RevokedSet();
    set.add(session('a', NOW));
    expect(set.has('a')).toBe(true);
    for (const sid of ['b', '', 'A', '__proto__', 'constructor']) expect(set.has(sid)).toBe(false);
  });

  test('holds a session once, however often it is added', () => {
    const set = new RevokedSet();
    for (let count = 0; count < 5; count += 1) set.add(session('a', NOW));
    expect(set.size).toBe(1);
  });

  test('drops a session when none of its tokens can be accepted any more, and not before', () => {
    const set = new RevokedSet();
    set.add(session('past', NOW - 1));
    set.add(session('now', NOW));
    set.add(session('later', NOW + MINUTE));
    set.forgetExpired(NOW);
    expect([set.has('past'), set.has('now'), set.has('later')]).toEqual([false, true, true]);
    set.forgetExpired(NOW + MINUTE);
    expect([set.has('now'), set.has('later')]).toEqual([false, true]);
    set.forgetExpired(NOW + 3 * MINUTE);
    expect(set.size).toBe(0);
  });

  test('keeps a session as long as its last token, in whatever order it is added', () => {
    const set = new RevokedSet();
    set.add(session('a', NOW + 5 * MINUTE));
    set.add(session('a', NOW - 1));
    set.forgetExpired(NOW);
    expect(set.has('a')).toBe(true);
  });

  test('is swept at most once a minute, since it may be large', () => {
    const set = new RevokedSet();
    set.forgetExpired(NOW);
    set.add(session('past', NOW - 1));
    set.forgetExpired(NOW + MINUTE - 1);
    expect(set.size).toBe(1);
    set.forgetExpired(NOW + MINUTE);
    expect(set.size).toBe(0);
  });
});

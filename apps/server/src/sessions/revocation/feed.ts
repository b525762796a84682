import { DbDeadlineError } from '../../lib/db-deadline.ts';
import type { RevokedSession } from './policy.ts';

/** A revoked session with the database's stamp of the revocation. */
export type StampedRevocation = RevokedSession & { revokedAt: Date };

/** A revoked session, and how long ago it was revoked by the database's clock when it was read. In ms. */
export type LearnedRevocation = RevokedSession & { lagMs: number };

/** How a process learns of the sessions that any process has revoked. */
export type RevocationFeed = {
  /**
   * Yields the sessions revoked since the last complete poll, possibly repeating some; the first poll yields all. What
   * an interrupted poll did not yield, the next one does. Rejects when the database does, and with `DbDeadlineError`
   * when nothing arrived from it for `STALL_MS`. One poll at a time.
   */
  poll(): AsyncIterable<LearnedRevocation>;
};

/** The database as the feed uses it. Both methods reject with the signal's reason when it is aborted. */
export type RevocationSource = {
  /** The current time by the clock that stamps revocations. */
  now(signal: AbortSignal): Promise<Date>;
  /** The sessions revoked at `since` or later, by that clock, as far as they are readable yet; in any order. */
  revokedSince(since: Date, signal: AbortSignal): AsyncIterable<StampedRevocation>;
};

/**
 * How long a poll waits for the database to send something. A dead connection is otherwise noticed only when TCP gives
 * up, after a quarter of an hour, and no check would be answered until then. In ms.
 */
export const STALL_MS = 5000;

/** Allows for commits that become readable some time after their stamp, and for clock skew between nodes. In ms. */
export const LAG_MS = 10_000;
/**
 * How often everything is read again, for cases that no overlap covers (docs/decisions/0009). In ms; 100,000 sessions
 * take two seconds, a third of a per cent of this.
 */
export const RELOAD_EVERY_MS = 600_000;
const THE_BEGINNING = new Date(0);

/** At `readAt` on this process's monotonic clock, the database's clock was `aheadMs` ahead of it. In ms. */
type ClockReading = { readAt: number; aheadMs: number };

/**
 * Follows the revocations by the database's own clock, which stamps them. Each poll reads that clock, then asks for
 * what was revoked since the last complete poll read it, or in the `intervalMs` and ten seconds before that.
 * If the clock has been set in the meantime, its slowest reading counts, so a step either way only widens the overlap.
 */
export function createRevocationFeed({
  source,
  intervalMs,
}: {
  source: RevocationSource;
  intervalMs: number;
}): RevocationFeed {
  let polledAt = -Infinity;
  let reloadedAt = -Infinity;
  /** Readings of complete polls that were current within the last `LAG_MS`: a stamp made under one may still arrive. */
  let readings: ClockReading[] = [];

  return {
    async *poll() {
      const stall = new AbortController();
      const timer = setTimeout(
        () => stall.abort(new DbDeadlineError('the database sends nothing')),
        STALL_MS,
      );
      try {
        const reading = readingOf(await source.now(stall.signal));
        const known = [...readings, reading];
        const isReload = reading.readAt - reloadedAt >= RELOAD_EVERY_MS;
        const since = polledAt + Math.min(...known.map(({ aheadMs }) => aheadMs)) - LAG_MS - intervalMs;
        const from = isReload ? THE_BEGINNING : new Date(since);
        for await (const { _id, expiresAt, revokedAt } of source.revokedSince(from, stall.signal)) {
          timer.refresh();
          const databaseTime = performance.now() + reading.aheadMs;
          // A clock that appears slower than it is would make a stamp lie in the future.
          yield { _id, expiresAt, lagMs: Math.max(0, databaseTime - revokedAt.getTime()) };
        }
        // Only now, so that an interrupted poll changes nothing.
        polledAt = reading.readAt;
        if (isReload) reloadedAt = polledAt;
        readings = known.filter((_, index) => polledAt - (known[index + 1]?.readAt ?? polledAt) <= LAG_MS);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Taken once the answer has arrived, so that the clock may appear slower than it is, which is safe, but not faster. */
function readingOf(databaseTime: Date): ClockReading {
  const readAt = performance.now();
  return { readAt, aheadMs: databaseTime.getTime() - readAt };
}

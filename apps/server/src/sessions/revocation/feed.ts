import { DbDeadlineError } from '../../lib/db-deadline.ts';
import type { RevokedSession } from './policy.ts';

/** Where a process learns of the sessions that any process has revoked. */
export type RevocationFeed = {
  /**
   * Yields what was revoked since the last complete poll, some of it perhaps once more; the first poll yields all. What
   * a poll that broke off did not yield, the next one does. Rejects when the database does, and with `DbDeadlineError`
   * when nothing came from it for `STALL_MS`. One poll at a time.
   */
  poll(): AsyncIterable<RevokedSession>;
};

/** The database, as the feed uses it. Both reject, with its reason, when the signal is aborted. */
export type RevocationSource = {
  /** The time by the clock that stamps revocations. */
  now(signal: AbortSignal): Promise<Date>;
  /** Those of the sessions revoked at `since` or later, by that clock, that can be read by now; in any order. */
  revokedSince(since: Date, signal: AbortSignal): AsyncIterable<RevokedSession>;
};

/**
 * How long a poll waits for the database to send something. A connection on which nothing arrives any more is otherwise
 * noticed when TCP gives up, after a quarter of an hour, and no check would be answered until then. In ms.
 */
export const STALL_MS = 5000;

/** For commits that become readable some time after their stamp, and clocks of nodes that differ a little. In ms. */
const LAG_MS = 10_000;
/**
 * How often everything is read again, for what no overlap covers (docs/decisions/0009). In ms; 100,000 sessions take
 * two seconds, a third of a per cent of this.
 */
const RELOAD_EVERY_MS = 600_000;
const THE_BEGINNING = new Date(0);

/** At `readAt` on this process's monotonic clock, the database's clock was `aheadMs` ahead of it. In ms. */
type ClockReading = { readAt: number; aheadMs: number };

/**
 * Follows the revocations by the database's own clock, which stamps them. Each poll reads that clock, then asks for
 * what was revoked since the last complete poll read it, or in the `intervalMs` and ten seconds before that.
 * Where the clock has been set meanwhile, the slowest of its states counts, so a step either way only widens the
 * overlap.
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
  /** Those of complete polls that held at some time in the last `LAG_MS`, when a stamp of theirs may be on its way. */
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
        for await (const session of source.revokedSince(from, stall.signal)) {
          timer.refresh();
          yield session;
        }
        // Only now, so that a poll that broke off changes nothing.
        polledAt = reading.readAt;
        if (isReload) reloadedAt = polledAt;
        readings = known.filter((_, index) => polledAt - (known[index + 1]?.readAt ?? polledAt) <= LAG_MS);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Taken when the answer has come, so that the clock may pass for slower than it is, which is safe, but not for faster. */
function readingOf(databaseTime: Date): ClockReading {
  const readAt = performance.now();
  return { readAt, aheadMs: databaseTime.getTime() - readAt };
}

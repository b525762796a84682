import { errors } from '../../errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { RevocationPolicy } from './policy.ts';
import { RevokedSet } from './revoked-set.ts';
import type { RevocationFeed } from './feed.ts';

export type BoundedOptions = {
  feed: RevocationFeed;
  clock: Clock;
  log: Log;
  intervalMs: number;
  maxStalenessMs: number;
  /** Called when the feed reports a revocation that this process did not know, with how old it is in milliseconds. */
  onLearned?: ((lagMs: number) => void) | undefined;
};

/** How soon a failed poll is retried when the interval is longer than this. Milliseconds. */
const RETRY_MS = 1000;

/**
 * An in-memory set of the revoked sessions, refreshed from the database every `intervalMs`. No request waits for the
 * database; a revocation takes effect at once here and within about an interval in other processes. When the set has
 * not been refreshed for `maxStalenessMs`, requests are refused rather than answered from a stale set.
 */
export function boundedPolicy({
  feed,
  clock,
  log,
  intervalMs,
  maxStalenessMs,
  onLearned,
}: BoundedOptions): RevocationPolicy {
  const revoked = new RevokedSet();
  let refreshedAt = -Infinity;
  let failing = false;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const isStale = (): boolean => performance.now() - refreshedAt > maxStalenessMs;

  const refresh = async (startedAt: number): Promise<void> => {
    // What was revoked before this process started is not late.
    const isFirst = refreshedAt === -Infinity;
    for await (const session of feed.poll()) {
      const isNews = !revoked.has(session._id) && session.expiresAt.getTime() > clock.now();
      revoked.add(session);
      if (isNews && !isFirst) onLearned?.(session.lagMs);
    }
    refreshedAt = startedAt;
    revoked.forgetExpired(clock.now());
  };

  const refreshAndGoOn = async (): Promise<void> => {
    const startedAt = performance.now();
    try {
      await refresh(startedAt);
      if (failing) log.info('revocations are refreshed again');
      failing = false;
    } catch (error) {
      if (!failing && !stopped)
        log.error({ err: error }, 'revocations cannot be refreshed; sign-ins are trusted for a while');
      failing = true;
    }
    scheduleNext(startedAt);
  };

  // One interval after the last poll started; at once if that poll took longer, as it does when the database was down.
  const scheduleNext = (startedAt: number): void => {
    const pauseMs = failing ? Math.min(intervalMs, RETRY_MS) : intervalMs;
    const delayMs = Math.max(0, startedAt + pauseMs - performance.now());
    if (!stopped) timer = setTimeout(() => void refreshAndGoOn(), delayMs).unref();
  };

  return {
    async start() {
      const startedAt = performance.now();
      await refresh(startedAt);
      scheduleNext(startedAt);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
    status({ sid }) {
      if (isStale()) {
        throw errors.unavailable(new Error('the revoked sessions have not been refreshed for too long'));
      }
      return revoked.has(sid) ? 'revoked' : 'alive';
    },
    canAnswer: () => !isStale(),
    onRevoked(sessions) {
      for (const session of sessions) revoked.add(session);
    },
    metrics: () => ({ size: revoked.size, ageMs: Math.round(performance.now() - refreshedAt) }),
  };
}

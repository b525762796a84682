import type { SessionModel } from '../../models/session.ts';
import type { RevokedSession } from './policy.ts';

/** Where a process hears of sessions that any process has ended. */
export type RevocationFeed = {
  /** Those ended since the last complete call, a few of them perhaps once more; the first call gives all. */
  poll(): AsyncIterable<RevokedSession>;
};

/** How long a revocation may take from its time stamp until it can be read here; replicas' clocks included. */
const OVERLAP_MS = 5000;

/**
 * Reads the sessions collection by `revokedAt`, which is indexed, from the youngest revocation known. The database
 * stamps revocations (`$currentDate`), so no server's clock matters. Until the youngest has been known for a while,
 * each look reaches back behind it, for those that were stamped earlier but written later.
 */
export function sessionsFeed(Session: SessionModel): RevocationFeed {
  let youngest = 0;
  let knownSince = -Infinity;
  return {
    async *poll() {
      const isSettled = performance.now() - knownSince > OVERLAP_MS;
      const since = new Date(isSettled ? youngest : youngest - OVERLAP_MS);
      let latest = youngest;
      const revoked = { revokedAt: { $gt: since } };
      const fields = { expiresAt: 1, revokedAt: 1 };
      for await (const session of Session.find(revoked, fields).lean().cursor({ batchSize: 5000 })) {
        latest = Math.max(latest, session.revokedAt?.getTime() ?? 0);
        yield session;
      }
      if (latest > youngest) knownSince = performance.now();
      youngest = latest;
    },
  };
}

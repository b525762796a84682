import { readDbTime } from '../../lib/db.ts';
import type { SessionModel } from '../../models/session.ts';
import type { RevocationSource, StampedRevocation } from './feed.ts';

/** How many sessions the database sends at a time. */
const BATCH_SIZE = 5000;

/**
 * The sessions collection as the feed reads it: by `revokedAt`, which is indexed and which the database stamps
 * (`$currentDate`). From the primary, whatever read preference the address has: a secondary may be arbitrarily far
 * behind. Through the driver, whose cursors can be aborted.
 */
export function sessionSource(Session: SessionModel): RevocationSource {
  return {
    now: (signal) => readDbTime(Session.db, signal),
    revokedSince: (since, signal) =>
      Session.collection.find<StampedRevocation>(
        { revokedAt: { $gte: since } },
        {
          projection: { expiresAt: 1, revokedAt: 1 },
          readPreference: 'primary',
          batchSize: BATCH_SIZE,
          signal,
        },
      ),
  };
}

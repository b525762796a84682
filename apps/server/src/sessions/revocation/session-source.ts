import { readDbTime } from '../../lib/db.ts';
import type { SessionModel } from '../../models/session.ts';
import type { RevocationSource } from './feed.ts';

/** How many sessions the database sends at a time. */
const BATCH_SIZE = 5000;

/**
 * The sessions collection as the feed reads it: by `revokedAt`, which is indexed and which the database stamps
 * (`$currentDate`). From the primary, whatever the address prefers: a secondary may be any time behind.
 */
export function sessionSource(Session: SessionModel): RevocationSource {
  return {
    now: () => readDbTime(Session.db),
    revokedSince: (since) =>
      Session.find({ revokedAt: { $gte: since } }, { expiresAt: 1 })
        .read('primary')
        .lean()
        .cursor({ batchSize: BATCH_SIZE }),
  };
}

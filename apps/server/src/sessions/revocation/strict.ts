import { errors } from '../../errors.ts';
import { isDbUnavailable } from '../../lib/db.ts';
import type { SessionModel } from '../../models/session.ts';
import type { RevocationPolicy } from './policy.ts';

/** One database read on every request: an ended session bites at once, everywhere. */
export function strictPolicy(Session: SessionModel): RevocationPolicy {
  return {
    async start() {},
    stop() {},
    async standing({ sid }) {
      try {
        const alive = await Session.exists({ _id: sid, revokedAt: { $exists: false } });
        return alive === null ? 'revoked' : 'alive';
      } catch (error) {
        throw isDbUnavailable(error) ? errors.unavailable(error) : error;
      }
    },
    metrics: () => null,
    ended() {},
  };
}

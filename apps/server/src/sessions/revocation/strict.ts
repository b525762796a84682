import { errors } from '../../errors.ts';
import { isDbConnected, isDbUnavailable } from '../../lib/db.ts';
import type { SessionModel } from '../../models/session.ts';
import type { RevocationPolicy } from './policy.ts';

/** One database read on every request: a revocation takes effect at once, everywhere. */
export function strictPolicy(Session: SessionModel): RevocationPolicy {
  return {
    async start() {},
    stop() {},
    async status({ sid }, deadline) {
      try {
        const alive = await deadline().run(() => Session.exists({ _id: sid, revokedAt: { $exists: false } }));
        return alive === null ? 'revoked' : 'alive';
      } catch (error) {
        throw isDbUnavailable(error) ? errors.unavailable(error) : error;
      }
    },
    canAnswer: () => isDbConnected(Session.db),
    metrics: () => null,
    onRevoked() {},
  };
}

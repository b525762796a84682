import type { RequestDeps } from '../deps.ts';
import type { SessionFields } from '../models/session.ts';
import type { User } from '../models/user.ts';

type EndDeps = Pick<RequestDeps, 'deadline' | 'models' | 'revocation'>;

/** Which sessions to end: conditions on their documents. */
export type SessionFilter = {
  _id?: SessionFields['_id'] | { $ne: string } | { $in: string[] };
  userId?: string;
  credentialsVersion?: { $not: { $gte: number } };
  lab?: { $exists: true };
};

/**
 * Ends the sessions that match, for good: none of their tokens, renewed or not, is accepted here from now on, or in
 * other processes as soon as their revocation policy learns of it. Returns how many were alive.
 */
export async function endSessions(
  { deadline, models, revocation }: EndDeps,
  filter: SessionFilter,
): Promise<number> {
  const matching = { ...filter, revokedAt: { $exists: false } };
  const sessions = await deadline.run(() => models.Session.find(matching, { expiresAt: 1 }).lean());
  // Even when there are none: they may have been ended by a write that no majority has acknowledged yet and a failover
  // would roll back. A write that changes nothing waits for all earlier ones (docs/decisions/0026).
  await deadline.run(() =>
    // By the database's clock, which the revocation feed follows.
    models.Session.updateMany(matching, { $currentDate: { revokedAt: true } }),
  );
  revocation.onRevoked(sessions);
  return sessions.length;
}

/**
 * Ends the sessions that were started with an earlier version of a user's credentials, or all of them if the user is
 * gone. Code that changes credentials calls it last; code that meets a session that should have ended calls it again,
 * in case that change was interrupted halfway (docs/decisions/0007).
 */
export async function endStaleSessions(
  deps: EndDeps,
  userId: string,
  user: Pick<User, 'credentialsVersion'> | null,
): Promise<void> {
  if (user === null) await endSessions(deps, { userId });
  // Sessions created before the version existed count as 0, and nothing is older than that.
  else if (user.credentialsVersion > 0)
    await endSessions(deps, { userId, credentialsVersion: { $not: { $gte: user.credentialsVersion } } });
}

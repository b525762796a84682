import type { Deps } from '../deps.ts';
import type { SessionFields } from '../models/session.ts';

/** Which sessions to end: conditions on their documents. */
export type SessionFilter = { _id?: SessionFields['_id'] | { $ne: string }; userId?: string };

/**
 * Ends the sessions that match, for good: no token of theirs, renewed or not, is accepted here from now on, and in
 * other processes as soon as their revocation policy tells them. Gives how many were alive.
 */
export async function endSessions(
  { models, revocation }: Pick<Deps, 'models' | 'revocation'>,
  filter: SessionFilter,
): Promise<number> {
  const matching = { ...filter, revokedAt: { $exists: false } };
  const sessions = await models.Session.find(matching, { expiresAt: 1 }).lean();
  if (sessions.length === 0) return 0;
  await models.Session.updateMany(
    { _id: { $in: sessions.map(({ _id }) => _id) } },
    // The database's clock, which the feed of revocations reads by.
    { $currentDate: { revokedAt: true } },
  );
  revocation.ended(sessions);
  return sessions.length;
}

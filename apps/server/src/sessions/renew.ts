import type { Deps } from '../deps.ts';
import { nowInSeconds } from '../lib/clock.ts';
import { sessionEnd } from './lifetime.ts';
import type { TokenClaims } from '../tokens/claims.ts';
import { signToken } from '../tokens/sign.ts';

/**
 * What became of a renewal: a new token; nothing, because the session's absolute lifetime leaves no more; or the
 * session or its user is gone.
 */
export type Renewal = { token: string } | 'at_limit' | 'dead';

/**
 * Renews a session's token. The database is asked here, and only here: a session that was ended or a user that was
 * deleted gets no new token. The new token keeps the `sid`, so ending the session ends every token ever renewed.
 */
export async function renewSession(
  { clock, models, keyRing, lifetimes }: Pick<Deps, 'clock' | 'models' | 'keyRing' | 'lifetimes'>,
  claims: TokenClaims,
): Promise<Renewal> {
  const alive = { _id: claims.sid, revokedAt: { $exists: false } };
  const session = await models.Session.findOne(alive).lean();
  if (session === null || String(session.userId) !== claims._id) return 'dead';
  const user = await models.User.findById(session.userId);
  if (user === null) return 'dead';

  const iat = nowInSeconds(clock);
  const exp = Math.min(iat + lifetimes.ttl, sessionEnd(session.createdAt, lifetimes));
  if (exp <= claims.exp) return 'at_limit';

  // The filter again: the session may have been ended since it was read.
  const renewed = await models.Session.updateOne(alive, {
    $set: { renewedAt: new Date(iat * 1000) },
    $max: { expiresAt: new Date(exp * 1000) },
  });
  if (renewed.matchedCount === 0) return 'dead';
  return { token: signToken(keyRing, { _id: user.id, username: user.username, sid: session._id, iat, exp }) };
}

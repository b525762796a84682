import type { RequestDeps } from '../deps.ts';
import { nowInSeconds } from '../lib/clock.ts';
import { endStaleSessions } from './end.ts';
import { tokenExpiry } from './lifetime.ts';
import type { TokenClaims } from '../tokens/claims.ts';
import { signToken } from '../tokens/sign.ts';

type RenewDeps = Pick<RequestDeps, 'clock' | 'deadline' | 'models' | 'keyRing' | 'lifetimes' | 'revocation'>;

/**
 * What a token that is due can become: one with these claims; no new one, because the session's absolute lifetime
 * allows no more (`at_limit`); or nothing, because its session or its user is gone (`dead`).
 */
export type Renewable = TokenClaims | 'at_limit' | 'dead';

const ALIVE = { revokedAt: { $exists: false } };

/**
 * Asks the database, here and only here, whether a token's session is still alive: one that was ended, whose user was
 * deleted or whose user has changed the password since is dead. The new claims keep the `sid`, so ending the session
 * ends every token ever renewed in it.
 */
export async function findRenewable(deps: RenewDeps, claims: TokenClaims): Promise<Renewable> {
  const { clock, deadline, models, lifetimes } = deps;
  const session = await deadline.run(() => models.Session.findOne({ _id: claims.sid, ...ALIVE }));
  if (session === null || String(session.userId) !== claims._id) return 'dead';
  const user = await deadline.run(() => models.User.findById(session.userId));
  if (user === null || user.credentialsVersion !== session.credentialsVersion) {
    await endStaleSessions(deps, claims._id, user);
    return 'dead';
  }
  const iat = nowInSeconds(clock);
  const exp = tokenExpiry(iat, session.createdAt, lifetimes);
  return exp <= claims.exp ? 'at_limit' : { ...claims, username: user.username, iat, exp };
}

/**
 * Records a renewal and signs its token. Returns `undefined` when the session has ended since `findRenewable`, so that
 * a late response does not replace a newer sign-in's token with a dead one.
 */
export async function renewSession(
  { deadline, models, keyRing }: RenewDeps,
  claims: TokenClaims,
): Promise<string | undefined> {
  const renewed = await deadline.run(() =>
    models.Session.updateOne(
      { _id: claims.sid, ...ALIVE },
      {
        $set: { renewedAt: new Date(claims.iat * 1000) },
        $max: { expiresAt: new Date(claims.exp * 1000) },
      },
    ),
  );
  return renewed.matchedCount === 0 ? undefined : signToken(keyRing, claims);
}

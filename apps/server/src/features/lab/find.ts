import type { RequestDeps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import { nowInSeconds, type Clock } from '../../lib/clock.ts';
import type { SessionFields } from '../../models/session.ts';
import { tokenExpiry } from '../../sessions/lifetime.ts';
import type { TokenClaims } from '../../tokens/claims.ts';

/** A session of the lab, revoked or not, and what its token says. */
export type LabSession = { session: SessionFields; claims: TokenClaims; until: Date };

/** The condition for the sessions of a user that the lab knows at present. */
export const inLab = (clock: Clock, userId: string) => ({
  userId,
  'lab.until': { $gt: new Date(clock.now()) },
});

/** Finds one of the user's sessions in the lab. Throws `not_found` for any other, without saying which. */
export async function findLabSession(
  { clock, deadline, models, lifetimes }: RequestDeps,
  userId: string,
  sid: string,
): Promise<LabSession> {
  const session = await deadline.run(() =>
    models.Session.findOne({ ...inLab(clock, userId), _id: sid }).lean(),
  );
  if (session?.lab === undefined) throw errors.notFound();
  const { username, until } = session.lab;
  // As at a sign-in and at a renewal, which both note when they issued the token.
  const iat = nowInSeconds({ now: () => session.renewedAt.getTime() });
  const exp = tokenExpiry(iat, session.createdAt, lifetimes);
  return { session, claims: { _id: userId, username, sid, iat, exp }, until };
}

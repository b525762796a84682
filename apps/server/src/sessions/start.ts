import type { RequestDeps } from '../deps.ts';
import { tokenExpiry } from './lifetime.ts';
import { endSessions } from './end.ts';
import { nowInSeconds } from '../lib/clock.ts';
import { newSessionId, type SessionFields } from '../models/session.ts';
import { unchanged, type User } from '../models/user.ts';
import type { TokenClaims } from '../tokens/claims.ts';
import { signToken } from '../tokens/sign.ts';

/** A user may be signed in on this many devices; one more signs out the least recently renewed one. */
export const MAX_SESSIONS = 100;

/** Maximum length of the `User-Agent` kept for the list of devices; more would not help anybody. */
const MAX_USER_AGENT = 256;

type StartDeps = Pick<RequestDeps, 'clock' | 'deadline' | 'models' | 'keyRing' | 'lifetimes' | 'revocation'>;

/** What a session may have that does not follow from the sign-in: where it goes on with another one, or is of the lab. */
type SessionDetails = { userAgent: string } & Partial<Pick<SessionFields, 'createdAt' | 'expiresAt' | 'lab'>>;

/**
 * Starts a session for a user who has just proven who they are; returns its first token. A session that replaces
 * another keeps that one's `createdAt`, from which the absolute lifetime counts.
 *
 * Returns `undefined`, and ends the session, when the user's credentials have changed since `user` was read or the user
 * is gone: the proof is no longer valid.
 */
export async function startSession(
  deps: StartDeps,
  user: User,
  userAgent: string,
  replaced?: { createdAt: Date },
): Promise<string | undefined> {
  const details = { userAgent, ...(replaced !== undefined && { createdAt: replaced.createdAt }) };
  const claims = await openSession(deps, user, details);
  return claims === undefined ? undefined : signToken(deps.keyRing, claims);
}

/** Starts a session as `startSession` does; returns the claims of its first token. */
export async function openSession(
  deps: StartDeps,
  user: User,
  { userAgent, ...details }: SessionDetails,
): Promise<TokenClaims | undefined> {
  const { clock, deadline, models, lifetimes } = deps;
  const sid = newSessionId();
  const iat = nowInSeconds(clock);
  const renewedAt = new Date(clock.now());
  const createdAt = details.createdAt ?? renewedAt;
  const exp = tokenExpiry(iat, createdAt, lifetimes);
  await deadline.run(() =>
    models.Session.create({
      _id: sid,
      userId: user._id,
      credentialsVersion: user.credentialsVersion,
      createdAt,
      renewedAt,
      expiresAt: new Date(exp * 1000),
      userAgent: userAgent.slice(0, MAX_USER_AGENT),
      ...details,
    }),
  );
  const [current, surplus] = await Promise.all([
    // After the session is written: a change that this read does not see yet will find the session and end it.
    deadline.run(() => models.User.exists(unchanged(user))),
    surplusSessions(deps, user, sid),
  ]);
  if (current === null) {
    await endSessions(deps, { _id: sid });
    return undefined;
  }
  if (surplus.length > 0) await endSessions(deps, { userId: user.id, _id: { $in: surplus } });
  return { _id: user.id, username: user.username, sid, iat, exp };
}

/** The user's sessions in excess of `MAX_SESSIONS`, never `sid`, which counts as one of them. */
async function surplusSessions(deps: StartDeps, { _id }: User, sid: string): Promise<string[]> {
  const others = { userId: _id, _id: { $ne: sid }, revokedAt: { $exists: false } };
  const surplus = await deps.deadline.run(() =>
    deps.models.Session.find(others, { _id: 1 })
      .sort({ renewedAt: -1 })
      .skip(MAX_SESSIONS - 1)
      .lean(),
  );
  return surplus.map((session) => session._id);
}

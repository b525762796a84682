import type { Deps } from '../deps.ts';
import { sessionEnd } from './lifetime.ts';
import { nowInSeconds } from '../lib/clock.ts';
import { newSessionId } from '../models/session.ts';
import type { User } from '../models/user.ts';
import { signToken } from '../tokens/sign.ts';

/** A browser's name is shown in the list of devices; more of it tells people nothing. */
const MAX_USER_AGENT = 256;

/**
 * Starts a session for a user who has just proven who they are. Gives its id and its first token. A session that takes
 * another's place keeps that one's `createdAt`, from which its absolute lifetime counts.
 */
export async function startSession(
  { clock, models, keyRing, lifetimes }: Pick<Deps, 'clock' | 'models' | 'keyRing' | 'lifetimes'>,
  user: User,
  userAgent: string,
  replaced?: { createdAt: Date },
): Promise<{ sid: string; token: string }> {
  const sid = newSessionId();
  const iat = nowInSeconds(clock);
  const renewedAt = new Date(iat * 1000);
  const createdAt = replaced?.createdAt ?? renewedAt;
  const exp = Math.min(iat + lifetimes.ttl, sessionEnd(createdAt, lifetimes));
  await models.Session.create({
    _id: sid,
    userId: user._id,
    createdAt,
    renewedAt,
    expiresAt: new Date(exp * 1000),
    userAgent: userAgent.slice(0, MAX_USER_AGENT),
  });
  return { sid, token: signToken(keyRing, { _id: user.id, username: user.username, sid, iat, exp }) };
}

import type { CookieInfo, SessionResponse } from '@latchkey/shared';
import type { RequestDeps } from '../../deps.ts';
import { errors } from '../../errors.ts';
import { sessionEnd, tokenTimes } from '../../sessions/lifetime.ts';
import { TOKEN_ALGORITHM, type TokenClaims } from '../../tokens/claims.ts';

/**
 * Describes a token: header and claims, when it is renewed and when its session ends; never the token or its signature.
 * Throws `signed_out` when the session is gone.
 */
export async function describeSession(
  deps: RequestDeps,
  { claims, kid, cookie }: { claims: TokenClaims; kid: string; cookie: CookieInfo },
): Promise<SessionResponse> {
  const { deadline, models, lifetimes, revocationMode } = deps;
  const { _id, username, sid } = claims;
  const { iat, exp, renewAfter, serverNow } = tokenTimes(deps, claims);
  const session = await deadline.run(() => models.Session.findById(sid).lean());
  if (session === null) throw errors.signedOut();
  return {
    header: { alg: TOKEN_ALGORITHM, kid },
    claims: { _id, username, sid, iat, exp },
    renewAfter,
    endsAt: sessionEnd(session.createdAt, lifetimes),
    serverNow,
    cookie,
    revocation: revocationMode,
  };
}

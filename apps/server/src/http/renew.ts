import { tokenPhase } from '@latchkey/shared';
import type { Deps } from '../deps.ts';
import { nowInSeconds } from '../lib/clock.ts';
import { isDbConnected, isDbUnavailable } from '../lib/db.ts';
import { renewSession, type Renewal } from '../sessions/renew.ts';
import type { TokenClaims } from '../tokens/claims.ts';
import type { TokenCookie } from './cookies.ts';
import type { Middleware } from './state.ts';
import { reportToken } from './token-outcome.ts';

/**
 * Renews a token that is due, before the handler, which thus never serves a session that has ended; the new cookie is
 * set after it, if it succeeded. A dead session or a deleted user carries on signed out, with the cookie cleared.
 * Without a database the token serves on until it expires.
 */
export function renew(deps: Deps, cookie: TokenCookie): Middleware {
  // Tokens that cannot be renewed because their session is as old as it may get: not asked about again.
  const atLimit = new WeakSet<TokenClaims>();

  const renewal = async (claims: TokenClaims): Promise<Renewal | 'skipped'> => {
    if (!isDbConnected(deps.db)) return 'skipped';
    try {
      return await renewSession(deps, claims);
    } catch (error) {
      if (isDbUnavailable(error)) return 'skipped';
      throw error;
    }
  };

  return async function renewMiddleware(ctx, next) {
    const claims = ctx.state.token?.claims;
    if (claims === undefined || atLimit.has(claims) || !isDue(deps, claims)) return next();
    const result = await renewal(claims);
    if (result === 'at_limit') atLimit.add(claims);
    if (result === 'dead') {
      delete ctx.state.user;
      delete ctx.state.token;
      cookie.clear(ctx);
      reportToken(ctx, 'revoked');
    }
    await next();
    if (typeof result === 'object' && ctx.status < 400) {
      cookie.set(ctx, result.token);
      reportToken(ctx, 'renewed');
    }
    return undefined;
  };
}

function isDue({ clock, lifetimes }: Deps, { exp }: TokenClaims): boolean {
  return tokenPhase({ exp, now: nowInSeconds(clock), renewBelow: lifetimes.renewBelow }) === 'renew';
}

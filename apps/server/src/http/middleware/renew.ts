import type { Next } from 'koa';
import type { Deps } from '../../deps.ts';
import { isDbUnavailable } from '../../lib/db.ts';
import { isDue } from '../../sessions/lifetime.ts';
import { findRenewable, renewSession } from '../../sessions/renew.ts';
import type { TokenClaims } from '../../tokens/claims.ts';
import type { TokenCookie } from '../cookies.ts';
import { requestDeps } from '../request-deps.ts';
import type { Ctx, Middleware } from '../state.ts';
import { reportToken } from '../token-outcome.ts';

/**
 * Renews a token that is due, where `isRenewing` says so. The database is read before the handler runs, which thus
 * never serves a session that has ended: with a dead session or a deleted user the request carries on signed out. The
 * renewal itself is written after the handler, if that succeeded, right before the response. Without a database the
 * token remains valid until it expires.
 *
 * The cookie of a dead session is left alone: a late response that clears it would remove a newer sign-in's cookie
 * (docs/decisions/0008).
 */
export function renew(deps: Deps, cookie: TokenCookie, isRenewing: (ctx: Ctx) => boolean): Middleware {
  // Tokens that cannot be renewed because their session is as old as it may get: not looked up again.
  const atLimit = new WeakSet<TokenClaims>();

  const goOnRenewing = async (ctx: Ctx, next: Next, claims: TokenClaims): Promise<void> => {
    const request = requestDeps(deps, ctx);
    const renewable = await skipUnavailable(async () => findRenewable(request, claims));
    if (renewable === 'at_limit') atLimit.add(claims);
    if (renewable === 'dead') {
      delete ctx.state.user;
      delete ctx.state.token;
      reportToken(ctx, 'revoked');
    }
    await next();
    if (typeof renewable === 'object' && ctx.status < 400) {
      const token = await skipUnavailable(async () => renewSession(request, renewable));
      if (token !== undefined) {
        cookie.set(ctx, token);
        reportToken(ctx, 'renewed');
      }
    }
  };

  return function renewMiddleware(ctx, next) {
    const claims = ctx.state.token?.claims;
    if (claims === undefined || !isDue(deps, claims) || atLimit.has(claims) || !isRenewing(ctx))
      return next();
    return goOnRenewing(ctx, next, claims);
  };
}

/** The step's result, or `undefined` while there is no database: a renewal can wait for the next request. */
async function skipUnavailable<T>(step: () => Promise<T>): Promise<T | undefined> {
  try {
    return await step();
  } catch (error) {
    if (isDbUnavailable(error)) return undefined;
    throw error;
  }
}

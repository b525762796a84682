import type { TokenOutcome } from '@latchkey/shared';
import type { Next } from 'koa';
import { AppError } from '../../errors.ts';
import { nowInSeconds, type Clock } from '../../lib/clock.ts';
import type { RevocationPolicy, SessionStatus } from '../../sessions/revocation/policy.ts';
import type { TokenVerifier } from '../../tokens/verifier.ts';
import { isApiPath } from '../api-path.ts';
import type { TokenCookie } from '../cookies.ts';
import { dbDeadline } from '../request-deps.ts';
import type { Ctx, Middleware } from '../state.ts';
import { reportToken } from '../token-outcome.ts';

/** What it takes to identify the user behind a request. */
export type AuthenticateOptions = {
  cookie: TokenCookie;
  verify: TokenVerifier;
  revocation: RevocationPolicy;
  clock: Clock;
};

/**
 * Answers "who is this?" for every request: reads the token, verifies it and asks the revocation policy. Sets
 * `ctx.state.user` and `ctx.state.token` when all is well, else carries on without them. When the policy cannot say,
 * the API answers `unavailable`; a page is served as if the visitor were unknown.
 */
export function authenticate(options: AuthenticateOptions): Middleware {
  return function authenticateMiddleware(ctx, next) {
    const token = options.cookie.read(ctx);
    if (token === undefined) return next();
    const startedAt = performance.now();
    let outcome: TokenOutcome | Promise<TokenOutcome>;
    try {
      outcome = identify(options, ctx, token);
    } catch (error) {
      carryOnUnknown(ctx, error);
      return next();
    }
    // Only a policy that reads the database returns a promise; the others cost no turn of the event loop.
    if (typeof outcome !== 'string') return waitAndGoOn(ctx, outcome, startedAt, next);
    reportToken(ctx, outcome, performance.now() - startedAt);
    return next();
  };
}

async function waitAndGoOn(
  ctx: Ctx,
  outcome: Promise<TokenOutcome>,
  startedAt: number,
  next: Next,
): Promise<void> {
  try {
    reportToken(ctx, await outcome, performance.now() - startedAt);
  } catch (error) {
    carryOnUnknown(ctx, error);
  }
  await next();
}

/** Lets a page be served while the identity cannot be determined; any other error is rethrown. */
function carryOnUnknown(ctx: Ctx, error: unknown): void {
  if (isApiPath(ctx.path) || !(error instanceof AppError) || error.code !== 'unavailable') throw error;
  ctx.state.isIdentityUnknown = true;
}

function identify(
  { verify, revocation, clock }: AuthenticateOptions,
  ctx: Ctx,
  token: string,
): TokenOutcome | Promise<TokenOutcome> {
  const result = verify(token, nowInSeconds(clock));
  if (typeof result === 'string') return result;
  const settle = (status: SessionStatus): TokenOutcome => {
    const { _id, username, sid } = result.claims;
    if (status === 'revoked') {
      ctx.state.endedSid = sid;
      return 'revoked';
    }
    ctx.state.user = { _id, username };
    ctx.state.token = result;
    return 'verified';
  };
  const status = revocation.status(result.claims, () => dbDeadline(ctx));
  return typeof status === 'string' ? settle(status) : status.then(settle);
}

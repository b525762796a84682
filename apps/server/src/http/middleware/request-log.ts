import { usernameKey, type ErrorCode } from '@latchkey/shared';
import type { KeyedHash } from '../../lib/keyed-hash.ts';
import type { Log } from '../../lib/log.ts';
import { clientAddress } from '../client-address.ts';
import type { Ctx, Middleware } from '../state.ts';

/** What an attack consists of; whoever only uses the site leaves no address in the log. */
const GUESSES = new Set<ErrorCode | undefined>(['bad_credentials', 'wrong_password', 'rate_limited']);

/**
 * One line for each request of the API: what was asked and answered, never a body, a cookie or a query. Where it may have
 * been a guess, also who made it, as limits count them, and at which account: by `hash`, never by name.
 */
export function requestLog(log: Log, hash: KeyedHash): Middleware {
  const write = (ctx: Ctx, startedAt: number): void => {
    const { requestId, event, failure, tokenOutcome, user, userId = user?._id } = ctx.state;
    log.info(
      {
        requestId,
        method: ctx.method,
        path: ctx.path,
        status: ctx.status,
        ms: Math.round((performance.now() - startedAt) * 100) / 100,
        // pino leaves out what is undefined.
        event,
        code: failure,
        token: tokenOutcome,
        userId,
        ...(GUESSES.has(failure) && guess(ctx, hash)),
      },
      'request',
    );
  };
  return function requestLogMiddleware(ctx, next) {
    const startedAt = performance.now();
    return next().then(() => write(ctx, startedAt));
  };
}

function guess(ctx: Ctx, hash: KeyedHash): { client: string; account: string | undefined } {
  const { user, attempted = user?.username } = ctx.state;
  return {
    client: clientAddress(ctx),
    account: attempted === undefined ? undefined : hash('account', usernameKey(attempted)),
  };
}

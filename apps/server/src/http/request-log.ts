import type { Log } from '../lib/log.ts';
import type { Middleware } from './state.ts';

/** One line for each request of the API: what was asked and answered, never a body, a cookie or a query. */
export function requestLog(log: Log): Middleware {
  return async function requestLogMiddleware(ctx, next) {
    const startedAt = performance.now();
    await next();
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
      },
      'request',
    );
  };
}

import { randomBytes } from 'node:crypto';
import type { Middleware } from './state.ts';

/** Gives each request an id, unique over processes; one from the client is never trusted (it would reach the log). */
export function requestId(): Middleware {
  const process = randomBytes(6).toString('base64url');
  let count = 0;
  return function requestIdMiddleware(ctx, next) {
    count += 1;
    ctx.state.requestId = `${process}-${count.toString(36)}`;
    ctx.res.setHeader('X-Request-Id', ctx.state.requestId);
    return next();
  };
}

import { isApiPath } from '../api-path.ts';
import type { Middleware } from '../state.ts';

/** Nothing of the API is kept by a browser or on the way (OWASP ASVS 5.0, 14.3.2). */
export function noStore(): Middleware {
  return function noStoreMiddleware(ctx, next) {
    if (isApiPath(ctx.path)) ctx.res.setHeader('Cache-Control', 'no-store');
    return next();
  };
}

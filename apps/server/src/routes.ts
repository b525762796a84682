import { Router } from '@koa/router';
import { PAGES } from '@latchkey/shared';
import type Koa from 'koa';
import type { Deps } from './deps.ts';
import { errors } from './errors.ts';
import { accountRoutes } from './features/account/routes.ts';
import { authRoutes } from './features/auth/routes.ts';
import { sessionRoutes } from './features/sessions/routes.ts';
import type { TokenCookie } from './http/cookies.ts';
import { healthRoutes, type Lifecycle } from './http/health.ts';
import type { Middleware, State } from './http/state.ts';

/** Mounts every route of the server, and the answers for what is none: 405 with `Allow`, 404. */
export function mountRoutes(app: Koa<State>, deps: Deps, cookie: TokenCookie, lifecycle: Lifecycle): void {
  // One path, one spelling: whatever decides by the path (no-store here, a proxy's rules outside) decides alike.
  const router = new Router<State>({ sensitive: true, strict: true });
  authRoutes(router, deps, cookie);
  sessionRoutes(router, deps, cookie);
  accountRoutes(router, deps, cookie);
  healthRoutes(router, deps, lifecycle);
  // W3C "A Well-Known URL for Changing Passwords".
  router.get('/.well-known/change-password', (ctx) => ctx.redirect(PAGES.security));
  app.use(router.routes());
  app.use(methodNotAllowed(router));
  app.use(notFound());
}

function methodNotAllowed(router: Router<State>): Middleware {
  return async function methodNotAllowedMiddleware(ctx, next) {
    const allowed = new Set(router.match(ctx.path, ctx.method).path.flatMap((layer) => layer.methods));
    if (allowed.size === 0) return next();
    throw errors.methodNotAllowed([...allowed].join(', '));
  };
}

function notFound(): Middleware {
  return async function notFoundMiddleware() {
    throw errors.notFound();
  };
}

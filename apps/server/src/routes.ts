import { Router } from '@koa/router';
import { DOCTOR_ENDPOINT, ENDPOINTS, PAGES } from '@latchkey/shared';
import type Koa from 'koa';
import type { Deps } from './deps.ts';
import { errors } from './errors.ts';
import { accountEndpoints } from './features/account/endpoints.ts';
import { accountRoutes } from './features/account/routes.ts';
import { authEndpoints } from './features/auth/endpoints.ts';
import { authRoutes } from './features/auth/routes.ts';
import { labEndpoints } from './features/lab/endpoints.ts';
import { doctorEndpoints } from './features/doctor/endpoints.ts';
import { doctorRoutes } from './features/doctor/routes.ts';
import { labRoutes } from './features/lab/routes.ts';
import { sessionEndpoints } from './features/sessions/endpoints.ts';
import { sessionRoutes } from './features/sessions/routes.ts';
import type { TokenCookie } from './http/cookies.ts';
import { healthRoutes, type Lifecycle } from './http/health.ts';
import { renew } from './http/middleware/renew.ts';
import type { SecurityHeadersOptions } from './http/middleware/security-headers.ts';
import type { Middleware, State } from './http/state.ts';
import type { Endpoint } from './openapi/endpoint.ts';
import { openApiRoutes } from './openapi/routes.ts';

/** What routes depend on besides the deps: what responses carry, and whether there is a page of the API reference. */
export type RouteOptions = {
  cookie: TokenCookie;
  lifecycle: Lifecycle;
  security: SecurityHeadersOptions;
  referencePage: boolean;
};

/**
 * The routes that do not renew a token that is due, as `METHOD /path` (HEAD goes with GET); every other route does, so
 * that none can forget it (docs/decisions/0012).
 */
export const NOT_RENEWED: ReadonlySet<string> = new Set([
  // They set a cookie of their own, or clear it.
  `POST ${ENDPOINTS.register}`,
  `POST ${ENDPOINTS.login}`,
  `POST ${ENDPOINTS.logout}`,
  `PUT ${ENDPOINTS.password}`,
  `DELETE ${ENDPOINTS.account}`,
  `DELETE ${ENDPOINTS.sessionById}`,
  // Looking at a token does not change it.
  `GET ${ENDPOINTS.session}`,
  // They do not depend on who is signed in.
  `GET ${DOCTOR_ENDPOINT}`,
  `GET ${ENDPOINTS.health}`,
  `GET ${ENDPOINTS.ready}`,
  `GET ${ENDPOINTS.changePasswordPage}`,
  `GET ${ENDPOINTS.openapi}`,
  `GET ${ENDPOINTS.reference}`,
]);

/** Mounts the routes, and the response for one with another method: 405 with `Allow`. */
export function mountRoutes(app: Koa<State>, router: Router<State>, deps: Deps, cookie: TokenCookie): void {
  app.use(renewOnRoutes(router, deps, cookie));
  app.use(fixedPaths(router));
  app.use(router.routes());
  app.use(methodNotAllowed(router));
}

/** Creates the router with every route of the server. */
export function createRouter(
  deps: Deps,
  { cookie, lifecycle, security, referencePage }: RouteOptions,
): Router<State> {
  // One path, one spelling: everything that goes by the path (no-store here, a proxy's rules outside) agrees on it.
  const router = new Router<State>({ sensitive: true, strict: true });
  authRoutes(router, deps, cookie);
  sessionRoutes(router, deps, cookie);
  accountRoutes(router, deps, cookie);
  if (deps.labPolicies !== undefined) labRoutes(router, deps, cookie, deps.labPolicies);
  doctorRoutes(router, deps);
  healthRoutes(router, deps, lifecycle);
  // W3C "A Well-Known URL for Changing Passwords".
  router.get(ENDPOINTS.changePasswordPage, (ctx) => ctx.redirect(PAGES.security));
  openApiRoutes(router, describedEndpoints(deps), {
    page: referencePage,
    cookie: cookie.info,
    security,
    renews: ({ method, path }) => !NOT_RENEWED.has(`${method.toUpperCase()} ${path}`),
  });
  return router;
}

/** The features' endpoints, for the OpenAPI document. */
const describedEndpoints = (deps: Deps): Endpoint[] => [
  ...authEndpoints(deps),
  ...sessionEndpoints,
  ...accountEndpoints(deps),
  ...(deps.labPolicies === undefined ? [] : labEndpoints(deps)),
  ...doctorEndpoints,
];

/** Renews tokens on every route of the router that is not in `NOT_RENEWED`, and nowhere else. */
export function renewOnRoutes(router: Router<State>, deps: Deps, cookie: TokenCookie): Middleware {
  return renew(deps, cookie, ({ path, method }) => {
    const route = router.match(path, method).pathAndMethod.at(-1);
    return route?.methods.every((name) => !NOT_RENEWED.has(`${name} ${String(route.path)}`)) === true;
  });
}

/**
 * Looks up a route whose path has no parameters in a map, if the router would do nothing but call that route's one
 * handler after trying each of its patterns. Everything else, including the router's middlewares, is left to the
 * router.
 */
export function fixedPaths(router: Router<State>): Middleware {
  const handlers = new Map<string, Middleware>();
  for (const { path, methods } of router.stack) {
    for (const method of methods) {
      const [layer, ...others] = router.match(String(path), method).pathAndMethod;
      if (layer !== undefined && others.length === 0 && isFixed(layer)) {
        handlers.set(`${method} ${layer.path}`, layer.stack[0]);
      }
    }
  }
  return function fixedPathsMiddleware(ctx, next) {
    const handler = handlers.get(`${ctx.request.method} ${ctx.request.path}`);
    return handler === undefined ? next() : handler(ctx, next);
  };
}

type Layer = Router<State>['stack'][number];

/** Whether a route has one path and one handler, which then has no use for what the router adds to the context. */
function isFixed(layer: Layer): layer is Layer & { path: string; stack: [Middleware] } {
  return typeof layer.path === 'string' && layer.paramNames.length === 0 && layer.stack.length === 1;
}

function methodNotAllowed(router: Router<State>): Middleware {
  return async function methodNotAllowedMiddleware(ctx, next) {
    const allowed = new Set(router.match(ctx.path, ctx.method).path.flatMap((layer) => layer.methods));
    if (allowed.size === 0) return next();
    throw errors.methodNotAllowed([...allowed].join(', '));
  };
}

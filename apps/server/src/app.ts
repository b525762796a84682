import Koa from 'koa';
import type { Deps } from './deps.ts';
import { authenticate } from './http/middleware/authenticate.ts';
import { readClientBuild } from './http/client/client-build.ts';
import { clientFiles } from './http/client/client-files.ts';
import { clientPages } from './http/client/client-pages.ts';
import { createTokenCookie } from './http/cookies.ts';
import { errorHandler } from './http/middleware/error-handler.ts';
import type { Lifecycle } from './http/health.ts';
import { inOrder } from './http/middleware/in-order.ts';
import { notFound } from './http/middleware/not-found.ts';
import { proxyAdvice } from './http/middleware/proxy-advice.ts';
import { requestId } from './http/middleware/request-id.ts';
import { requireHost } from './http/middleware/require-host.ts';
import { requestLog } from './http/middleware/request-log.ts';
import { sameOrigin } from './http/middleware/same-origin.ts';
import { securityHeaders } from './http/middleware/security-headers.ts';
import type { State, Step } from './http/state.ts';
import { createKeyedHash } from './lib/keyed-hash.ts';
import { createRouteLabels } from './metrics/route-labels.ts';
import type { Metrics } from './metrics/metrics.ts';
import { createRouter, mountRoutes } from './routes.ts';
import { createTokenVerifier } from './tokens/verifier.ts';

/** What the app needs besides its use cases: where it is reached and what it serves. */
export type AppOptions = {
  deps: Deps;
  secure: boolean;
  /** Whether HSTS covers the subdomains of the public address too. */
  hstsSubdomains: boolean;
  /** The folder of the built client; absent in development, where Vite serves it. */
  clientDirectory: string | undefined;
  /** Whether there is a page of the API reference. */
  referencePage: boolean;
  lifecycle: Lifecycle;
  /** Absent where nobody reads metrics. */
  metrics?: Metrics | undefined;
};

/** The Koa app. Every request passes through the middlewares in this order. */
export function createApp({
  deps,
  secure,
  hstsSubdomains,
  clientDirectory,
  referencePage,
  lifecycle,
  metrics,
}: AppOptions): Koa<State> {
  const security = { secure, hstsSubdomains };
  const { publicOrigin, trustProxy } = deps;
  const cookie = createTokenCookie({ secure, maxAge: deps.lifetimes.ttl });
  const verify = createTokenVerifier(deps.keyRing);
  const client = clientDirectory === undefined ? undefined : readClientBuild(clientDirectory);
  const app = new Koa<State>({ proxy: trustProxy > 0, maxIpsCount: trustProxy });
  // Connections dropped by clients; without a listener Koa would print a stack trace for each.
  app.on('error', (error) => deps.log.debug({ err: error }, 'connection failed'));
  const router = createRouter(deps, { cookie, lifecycle, security, referencePage });
  const log = requestLog(deps.log, createKeyedHash(deps.keyRing.signing.key));
  const count = metrics?.observeRequests(createRouteLabels(router));
  app.use(errorHandler(deps.log, count === undefined ? log : inTurn(log, count)));
  app.use(
    inOrder(
      requestId(),
      securityHeaders(security),
      requireHost(),
      proxyAdvice(deps.log, { secure, trustProxy }),
      sameOrigin(publicOrigin),
    ),
  );
  if (client !== undefined) app.use(clientFiles(client));
  app.use(authenticate({ cookie, verify, revocation: deps.revocation, clock: deps.clock }));
  mountRoutes(app, router, deps, cookie);
  if (client !== undefined) app.use(clientPages(client, deps));
  app.use(notFound());
  return app;
}

function inTurn(first: Step, second: Step): Step {
  return (ctx) => {
    first(ctx);
    second(ctx);
  };
}

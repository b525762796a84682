import Koa from 'koa';
import type { Deps } from './deps.ts';
import { authenticate } from './http/authenticate.ts';
import { readClientBuild } from './http/client-build.ts';
import { clientFiles } from './http/client-files.ts';
import { clientPages } from './http/client-pages.ts';
import { createTokenCookie } from './http/cookies.ts';
import { errorHandler } from './http/error-handler.ts';
import type { Lifecycle } from './http/health.ts';
import { noStore } from './http/no-store.ts';
import { proxyAdvice } from './http/proxy-advice.ts';
import { requestId } from './http/request-id.ts';
import { requireHost } from './http/require-host.ts';
import { requestLog } from './http/request-log.ts';
import { sameOrigin } from './http/same-origin.ts';
import { securityHeaders } from './http/security-headers.ts';
import type { State } from './http/state.ts';
import { createKeyedHash } from './lib/keyed-hash.ts';
import { mountRoutes } from './routes.ts';
import { createTokenVerifier } from './tokens/verifier.ts';

/** What the app is besides its use cases: where it is reached and what it serves. */
export type AppOptions = {
  deps: Deps;
  publicOrigin: string;
  secure: boolean;
  /** Whether HSTS concerns the subdomains of the public address too. */
  hstsSubdomains: boolean;
  /** The folder of the built client; absent in development, where Vite serves it. */
  clientDirectory: string | undefined;
  /** How many proxies stand in front, whose `X-Forwarded-*` headers are believed. */
  trustProxy: number;
  lifecycle: Lifecycle;
};

/** The Koa app. This is the order in which every request passes the middlewares. */
export function createApp({
  deps,
  publicOrigin,
  secure,
  hstsSubdomains,
  clientDirectory,
  trustProxy,
  lifecycle,
}: AppOptions): Koa<State> {
  const cookie = createTokenCookie({ secure, maxAge: deps.lifetimes.ttl });
  const verify = createTokenVerifier(deps.keyRing);
  const client = clientDirectory === undefined ? undefined : readClientBuild(clientDirectory);
  const app = new Koa<State>({ proxy: trustProxy > 0, maxIpsCount: trustProxy });
  // Connections that clients break; without a listener Koa would print a stack trace for each.
  app.on('error', (error) => deps.log.debug({ err: error }, 'connection failed'));
  app.use(requestId());
  app.use(securityHeaders({ secure, hstsSubdomains }));
  app.use(noStore());
  app.use(requestLog(deps.log, createKeyedHash(deps.keyRing.signing.key)));
  app.use(errorHandler(deps.log));
  app.use(requireHost());
  if (client !== undefined) app.use(clientFiles(client));
  app.use(proxyAdvice(deps.log, { secure, trustProxy }));
  app.use(sameOrigin(publicOrigin));
  app.use(authenticate({ cookie, verify, revocation: deps.revocation, clock: deps.clock }));
  if (client !== undefined) app.use(clientPages(client, deps));
  mountRoutes(app, deps, cookie, lifecycle);
  return app;
}

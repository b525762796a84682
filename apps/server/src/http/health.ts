import type { Router } from '@koa/router';
import { ENDPOINTS, type ReadinessResponse } from '@latchkey/shared';
import type { Deps } from '../deps.ts';
import { isDbConnected } from '../lib/db.ts';
import type { State } from './state.ts';

/** Whether a graceful shutdown has begun, so that no new requests are wanted. */
export type Lifecycle = { shuttingDown: boolean };

/**
 * `healthz`: the process is alive. `readyz`: it is not shutting down and can answer "who is signed in?", else 503. A
 * database outage alone takes no server out of a load balancer as long as that holds; the body reports the database's
 * state.
 */
export function healthRoutes(router: Router<State>, { db, revocation }: Deps, lifecycle: Lifecycle): void {
  router.get(ENDPOINTS.health, (ctx) => {
    ctx.body = { status: 'ok' };
  });
  router.get(ENDPOINTS.ready, (ctx) => {
    const isReady = revocation.canAnswer() && !lifecycle.shuttingDown;
    ctx.status = isReady ? 200 : 503;
    const body: ReadinessResponse = {
      database: isDbConnected(db) ? 'up' : 'down',
      revocationAgeMs: revocation.metrics()?.ageMs ?? null,
    };
    ctx.body = body;
  });
}

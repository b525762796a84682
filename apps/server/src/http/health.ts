import type { Router } from '@koa/router';
import { ENDPOINTS } from '@latchkey/shared';
import type { Deps } from '../deps.ts';
import { isDbConnected } from '../lib/db.ts';
import type { State } from './state.ts';

/** Whether the server is about to end and wants no new requests. */
export type Lifecycle = { ending: boolean };

/**
 * `healthz`: the process answers. `readyz`: it has its database and is not ending, else 503; with the revocation
 * policy's metrics.
 */
export function healthRoutes(router: Router<State>, { db, revocation }: Deps, lifecycle: Lifecycle): void {
  router.get(ENDPOINTS.health, (ctx) => {
    ctx.body = { status: 'ok' };
  });
  router.get(ENDPOINTS.ready, (ctx) => {
    const isReady = isDbConnected(db) && !lifecycle.ending;
    ctx.status = isReady ? 200 : 503;
    ctx.body = { status: isReady ? 'ok' : 'unavailable', revocations: revocation.metrics() };
  });
}

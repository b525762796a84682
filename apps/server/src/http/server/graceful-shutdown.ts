import type { Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import gracefulShutdown from 'http-graceful-shutdown';
import { startDrain, type Drain } from './drain.ts';
import { KEEP_ALIVE_MS, REQUEST_TIMEOUTS } from './server.ts';

/** How long requests in flight may still take once the shutdown delay is over, in milliseconds. */
export const GRACE_MS = 10_000;

/**
 * How long a server that is drained waits for its clients, in milliseconds: as long as it has promised them to keep an
 * idle connection open, and then for a last request.
 */
export const DRAIN_MS = KEEP_ALIVE_MS + REQUEST_TIMEOUTS.request + GRACE_MS;

/**
 * `delayMs`: how long the server carries on as before, so that load balancers see `/readyz` fail and stop sending
 * requests. `graceMs`: how long requests in flight may take after that. Both in milliseconds.
 */
export type ShutdownTimes = { delayMs: number; graceMs: number };

/** How a server ends. Both resolve when every connection is closed. */
export type GracefulShutdown = {
  /**
   * After the delay no connection is accepted, those without a request in flight (idle, silent, in the middle of the
   * headers) are closed, and responses carry `Connection: close`. Requests still in flight at the end of the grace period
   * are cut off.
   */
  shutDown(): Promise<void>;
  /**
   * For a server whose place another one has taken at the same address: no connection is accepted, and those that are open
   * are left to their clients for `DRAIN_MS`, so that no request is lost (drain.ts). A shutdown in the meantime cuts off
   * after its own times what is left then.
   */
  drain(): Promise<void>;
};

/** Prepares the end of a server that does not listen yet. */
export function createGracefulShutdown(
  server: Server,
  { delayMs, graceMs }: ShutdownTimes,
): GracefulShutdown {
  // `server.close` calls it, which would cut off responses that slow clients are still receiving: Node counts their
  // connections as idle. The package closes idle connections itself, and waits for these.
  server.closeIdleConnections = () => {};
  const shutDownNow = gracefulShutdown(server, {
    // main.ts handles the signals, and exits once the database is closed too.
    signals: '',
    forceExit: false,
    timeout: graceMs,
    preShutdown: async () => wait(delayMs),
  });
  let draining: Drain | undefined;
  const cutOffAfter = (ms: number): void => void setTimeout(() => draining?.cutOff(), ms).unref();
  return {
    async shutDown() {
      if (draining === undefined) return shutDownNow();
      cutOffAfter(delayMs + graceMs);
      await draining.done;
    },
    async drain() {
      draining ??= startDrain(server);
      cutOffAfter(DRAIN_MS);
      await draining.done;
    },
  };
}

import type { Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import gracefulShutdown from 'http-graceful-shutdown';

/**
 * `delayMs`: how long the server carries on as before, so that load balancers see `/readyz` fail and stop sending
 * requests. `graceMs`: how long requests in flight may take after that. Both in milliseconds.
 */
export type ShutdownTimes = { delayMs: number; graceMs: number };

/**
 * Prepares the graceful shutdown of a server that does not listen yet; the returned function carries it out. After the
 * delay no connection is accepted, those without a request in flight (idle, silent, in the middle of the headers) are
 * closed, and responses carry `Connection: close`. Requests still in flight at the end of the grace period are cut off.
 * Resolves when every connection is closed.
 */
export function createGracefulShutdown(
  server: Server,
  { delayMs, graceMs }: ShutdownTimes,
): () => Promise<void> {
  // `server.close` calls it, which would cut off responses that slow clients are still receiving: Node counts their
  // connections as idle. The package closes idle connections itself, and waits for these.
  server.closeIdleConnections = () => {};
  return gracefulShutdown(server, {
    // main.ts handles the signals, and exits once the database is closed too.
    signals: '',
    forceExit: false,
    timeout: graceMs,
    preShutdown: async () => wait(delayMs),
  });
}

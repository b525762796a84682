import type { Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import gracefulShutdown from 'http-graceful-shutdown';

/**
 * `delayMs`: how long the server goes on as before, so that load balancers see `/readyz` fail and stop sending requests.
 * `graceMs`: how long requests under way may take after that. Both in milliseconds.
 */
export type ShutdownTimes = { delayMs: number; graceMs: number };

/**
 * Prepares the graceful shutdown of a server that does not listen yet; the function returned carries it out. After the
 * delay no connection is accepted, those without a request under way (idle, silent, in the middle of the headers) are
 * closed, and answers carry `Connection: close`. Requests still under way at the end of the grace are cut off. Resolves
 * when every connection is closed.
 */
export function createGracefulShutdown(
  server: Server,
  { delayMs, graceMs }: ShutdownTimes,
): () => Promise<void> {
  // `server.close` calls it, and cuts off answers that slow clients are still receiving: Node counts their connections
  // as idle. The package closes the idle ones itself, and waits for these.
  server.closeIdleConnections = () => {};
  return gracefulShutdown(server, {
    // main.ts handles the signals, and ends the process when the database is closed too.
    signals: '',
    forceExit: false,
    timeout: graceMs,
    preShutdown: async () => wait(delayMs),
  });
}

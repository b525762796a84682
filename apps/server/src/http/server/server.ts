import { createServer, type Server } from 'node:http';
import type Koa from 'koa';
import type { State } from '../state.ts';

/** How long a client may take to send, in milliseconds; `checkEvery` is how often that is checked. */
export type RequestTimeouts = { headers: number; request: number; checkEvery: number };

/** A slow client holds a connection for at most 20 s with headers, 30 s with a body (OWASP ASVS 5.0, 13.1.3). */
export const REQUEST_TIMEOUTS: RequestTimeouts = { headers: 15_000, request: 25_000, checkEvery: 2000 };

/**
 * How long an idle connection stays open, in milliseconds: longer than with a typical proxy, so that the proxy never sends
 * on a connection that is just closing.
 */
export const KEEP_ALIVE_MS = 65_000;

/** Creates an HTTP server for the app that cuts off clients that send slowly to hold connections. */
export function createHttpServer(
  app: Pick<Koa<State>, 'callback'>,
  times: RequestTimeouts = REQUEST_TIMEOUTS,
): Server {
  const server = createServer({
    headersTimeout: times.headers,
    requestTimeout: times.request,
    connectionsCheckingInterval: times.checkEvery,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // The app refuses a request without `Host`, with a body that says so.
    requireHostHeader: false,
  });
  const listener = app.callback();
  // An unknown expectation is ignored, as RFC 9110, 10.1.1 allows; Node would answer 417, bypassing the app.
  return server.on('request', listener).on('checkExpectation', listener);
}

/** Listens; rejects with an error that says what to do (`variable` names the port) when the address is taken. */
export async function listen(server: Server, host: string, port: number, variable = 'PORT'): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(
        isTaken
          ? new Error(`Port ${port} of ${host} is taken. End what uses it, or set ${variable}.`)
          : error,
      );
    });
    server.listen(port, host, resolve);
  });
}

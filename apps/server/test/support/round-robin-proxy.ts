import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';
import { ENDPOINTS } from '@latchkey/shared';
import { listen } from './listen.ts';

/** How often each server's readiness is polled, in milliseconds. */
const POLL_INTERVAL_MS = 200;

/** The response header in which a proxy names the server that answered, as `host:port`. */
export const SERVED_BY = 'x-served-by';

/** A load balancer. `served` is how many requests each server, by its origin, received. */
export type Proxy = { origin: string; served: Map<string, number>; close(): Promise<void> };

export type ProxyOptions = {
  /** PEM texts: browsers come over https, and the servers are told so. */
  tls?: { key: string; cert: string };
  /** 0, the default: one that the system picks. */
  port?: number;
  /** Sends a GET that a server failed to the next one, as real proxies do; never any other method. */
  repeatsGets?: boolean;
};

/**
 * Starts a load balancer in front of servers: it sends each request to the next server that was ready when last polled
 * (`/readyz`) and has failed no request since, over connections that it keeps open. Unless told otherwise it never
 * retries: a server that fails a request shows as a 502.
 */
export async function startRoundRobinProxy(
  origins: readonly string[],
  { tls, port = 0, repeatsGets = false }: ProxyOptions = {},
): Promise<Proxy> {
  const agent = new Agent({ keepAlive: true });
  const served = new Map(origins.map((origin) => [origin, 0]));
  const ready = new Set(origins);
  const stopped = new AbortController();
  let turn = 0;

  const next = (): string | undefined => {
    const candidates = origins.filter((origin) => ready.has(origin));
    turn += 1;
    return candidates[turn % candidates.length];
  };

  const forward = (incoming: IncomingMessage, outgoing: ServerResponse, repeatsLeft: number): void => {
    const origin = next();
    if (origin === undefined) return void outgoing.writeHead(503).end('no server is ready');
    served.set(origin, (served.get(origin) ?? 0) + 1);
    const { method, url, headers, socket } = incoming;
    const forwardedHeaders = {
      ...headers,
      ...(tls && { 'x-forwarded-for': socket.remoteAddress, 'x-forwarded-proto': 'https' }),
    };
    const target = { host: '127.0.0.1', port: new URL(origin).port };
    const options = { agent, ...target, method, path: url, headers: forwardedHeaders };
    const forwarded = request(options, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, {
        ...answer.headers,
        [SERVED_BY]: `${target.host}:${target.port}`,
      });
      answer.pipe(outgoing);
    });
    forwarded.on('error', (error) => {
      ready.delete(origin);
      if (outgoing.headersSent) return void outgoing.destroy();
      if (method === 'GET' && repeatsLeft > 0) return forward(incoming, outgoing, repeatsLeft - 1);
      return void outgoing.writeHead(502).end(`${origin}: ${error.message}`);
    });
    // The body of a request that is repeated has been read already, and a GET has none.
    return void (method === 'GET' ? forwarded.end() : incoming.pipe(forwarded));
  };

  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse): void =>
    forward(incoming, outgoing, repeatsGets ? origins.length : 0);
  const server = tls === undefined ? createServer(onRequest) : createTlsServer(tls, onRequest);
  // When the machine is so busy that a connection seems idle, the proxy must not close it.
  server.keepAliveTimeout = 0;

  const poll = async (origin: string): Promise<void> => {
    const answer = await fetch(origin + ENDPOINTS.ready).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.ok === true) ready.add(origin);
    else ready.delete(origin);
  };
  const pollAll = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await Promise.all(origins.map(poll));
      await wait(POLL_INTERVAL_MS);
    }
  };

  const listening = await listen(server, port);
  const polling = pollAll();
  return {
    origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${listening}`,
    served,
    async close() {
      stopped.abort();
      await polling;
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

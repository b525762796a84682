import { Agent, createServer, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { ENDPOINTS } from '@latchkey/shared';
import { listen } from './listen.ts';

/** How often each server's readiness is polled, in milliseconds. */
const POLL_INTERVAL_MS = 200;

/** A load balancer. `served` is how many requests each server, by its origin, received. */
export type Proxy = { origin: string; served: Map<string, number>; close(): Promise<void> };

/**
 * Starts a load balancer in front of servers: it sends each request to the next server whose `/readyz` was 200 when
 * last polled, over connections that it keeps open. It never retries: a server that fails a request shows as a 502.
 */
export async function startRoundRobinProxy(origins: readonly string[]): Promise<Proxy> {
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

  const server = createServer((incoming, outgoing) => {
    const origin = next();
    if (origin === undefined) return void outgoing.writeHead(503).end('no server is ready');
    served.set(origin, (served.get(origin) ?? 0) + 1);
    const { method, url, headers } = incoming;
    const { port } = new URL(origin);
    const forwarded = request({ agent, host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', (error) => outgoing.writeHead(502).end(`${origin}: ${error.message}`));
    return void incoming.pipe(forwarded);
  });
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

  const port = await listen(server);
  const polling = pollAll();
  return {
    origin: `http://127.0.0.1:${port}`,
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

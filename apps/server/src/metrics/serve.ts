import cluster from 'node:cluster';
import { createServer } from 'node:http';
import { AggregatorRegistry, Registry } from 'prom-client';
import { listen } from '../http/server/server.ts';
import type { Log } from '../lib/log.ts';

/** Where Prometheus reads, and who hears of failures. */
export type MetricsServerOptions = { host: string; port: number; log: Log };

/** Ends what `exposeMetrics` has started. */
type Stop = () => void;

/**
 * Makes this process's metrics readable: at `GET /metrics` of a port of their own or, in a worker of a cluster, through its
 * primary, which calls `serveClusterMetrics` and waits for all its workers: to be called early in their start. Rejects with a message that says what to do where the port is taken.
 */
export async function exposeMetrics(registry: Registry, options: MetricsServerOptions): Promise<Stop> {
  if (!cluster.isWorker) return serve(() => registry.metrics(), options);
  AggregatorRegistry.setRegistries(registry);
  // Its constructor makes the worker answer its primary.
  void new AggregatorRegistry();
  return () => {};
}

/** Serves what all workers of this primary have measured, added up. */
export async function serveClusterMetrics(options: MetricsServerOptions): Promise<Stop> {
  const workers = new AggregatorRegistry();
  return serve(() => workers.clusterMetrics(), options);
}

async function serve(read: () => Promise<string>, { host, port, log }: MetricsServerOptions): Promise<Stop> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    void read().then(
      (text) => response.writeHead(200, { 'Content-Type': Registry.PROMETHEUS_CONTENT_TYPE }).end(text),
      (error: unknown) => {
        log.error({ err: error }, 'metrics cannot be read');
        response.writeHead(500).end();
      },
    );
  });
  await listen(server, host, port, 'METRICS_PORT');
  log.info(`metrics at http://${host}:${port}/metrics`);
  return () => {
    server.close();
    server.closeAllConnections();
  };
}

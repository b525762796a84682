import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Deps } from '../deps.ts';
import type { Step } from '../http/state.ts';
import { createRequestMetrics } from './request-metrics.ts';
import { exposeMetrics, type MetricsServerOptions } from './serve.ts';
import { addStateMetrics } from './state-metrics.ts';

/** What this process measures (docs/observability.md). */
export type Metrics = {
  /** A password has waited `ms` milliseconds until its hashing began. */
  onHashWait: (ms: number) => void;
  /** This process learned from the database of a revocation that was `ms` milliseconds old. */
  onRevocationLearned: (ms: number) => void;
  /** Adds what is read off the server's parts. Called once. */
  observeState(deps: Pick<Deps, 'db' | 'passwords' | 'revocation'>): void;
  /** Adds the metrics of requests; returns the step that counts one whose response is ready. Called once. */
  observeRequests(routeOf: (path: string) => string): Step;
  /** Serves them no longer. */
  stop(): void;
};

/**
 * Starts measuring the process: memory, processor time, event loop, garbage collection; `options` says where that is read.
 * Rejects where the port is taken.
 */
export async function startMetrics(options: MetricsServerOptions): Promise<Metrics> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const hashWait = new Histogram({
    name: 'latchkey_password_hash_wait_seconds',
    help: 'Time that a password waited until its hashing began.',
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
    registers: [registry],
  });
  const feedLag = new Histogram({
    name: 'latchkey_revocation_feed_lag_seconds',
    help: "Time from a revocation by another process, by the database's clock, until this process knew of it.",
    buckets: [0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 30, 60, 300],
    registers: [registry],
  });
  const stop = await exposeMetrics(registry, options);
  return {
    onHashWait: (ms) => hashWait.observe(ms / 1000),
    onRevocationLearned: (ms) => feedLag.observe(ms / 1000),
    observeState: (deps) => addStateMetrics(registry, deps),
    observeRequests: (routeOf) => createRequestMetrics(registry, routeOf),
    stop,
  };
}

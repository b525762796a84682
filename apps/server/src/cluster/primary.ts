import cluster from 'node:cluster';
import type { Env } from '../env.ts';
import { DRAIN_MS, GRACE_MS } from '../http/server/graceful-shutdown.ts';
import { startEmbeddedDatabase } from '../lib/embedded-database.ts';
import type { Log } from '../lib/log.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

/** How much longer than it should need a worker may take to end before it is killed, in milliseconds. */
const MARGIN_MS = 10_000;

export type PrimaryOptions = {
  env: Env;
  log: Log;
  /** The file that a worker runs. */
  entry: string;
  /** Variables of the workers, besides those of this process; `undefined` takes one away. */
  workerEnv: NodeJS.ProcessEnv;
  /** Called when no worker is left and none starts any more. */
  giveUp: (error: unknown) => void;
};

/**
 * Starts what all workers share, the embedded database if it is used, and then the workers, which accept the requests.
 * Resolves when the first one does. `stop` is the graceful shutdown of the workers, and then of the database. On SIGHUP the
 * workers are restarted one after the other.
 */
export async function startPrimary(options: PrimaryOptions): Promise<Pick<Supervisor, 'stop'>> {
  const { env, log, entry, workerEnv, giveUp } = options;
  const embedded = env.mongodbUri === undefined ? await startEmbeddedDatabase(env, log) : undefined;
  const stopMetrics = await exposeMetrics(env, log);
  cluster.setupPrimary({ exec: entry, args: [] });
  const supervisor = createSupervisor({
    count: env.workers,
    // Those that concern all workers together stay as they were at the start.
    env: {
      ...workerEnv,
      WORKERS: String(env.workers),
      MONGODB_URI: embedded?.uri ?? env.mongodbUri,
      MONGODB_URI_FILE: undefined,
    },
    log,
    patienceMs: { drain: DRAIN_MS + MARGIN_MS, shutdown: env.shutdownDelayMs + GRACE_MS + MARGIN_MS },
    giveUp,
  });
  // Before the start, in which it would end this process.
  process.on('SIGHUP', () => supervisor.restart());
  await supervisor.start();
  return {
    async stop() {
      await supervisor.stop();
      stopMetrics?.();
      await embedded?.close();
    },
  };
}

/** Makes what the workers have measured readable, added up, where somebody reads metrics; returns what ends that. */
async function exposeMetrics(
  { metricsHost: host, metricsPort: port }: Env,
  log: Log,
): Promise<(() => void) | undefined> {
  if (port === undefined) return undefined;
  const { serveClusterMetrics } = await import('../metrics/serve.ts');
  return serveClusterMetrics({ host, port, log });
}

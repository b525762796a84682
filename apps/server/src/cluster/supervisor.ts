import cluster, { type Worker } from 'node:cluster';
import pLimit from 'p-limit';
import type { Log } from '../lib/log.ts';
import { createBackoff } from './backoff.ts';
import type { Report } from './messages.ts';
import { endWorker, forkWorker, nameOf } from './worker-process.ts';

/** Keeps workers running. */
export type Supervisor = {
  /**
   * Starts the workers, the first one alone: rejects when it does not start, resolves when it accepts requests. The others
   * follow, and are tried again if they do not start.
   */
  start(): Promise<void>;
  /**
   * Replaces the workers one after the other: starts a new one, and then lets the old one end. If a new one does not start,
   * the old ones go on.
   */
  restart(): void;
  /** Shuts all workers down and resolves when they are gone. Rejects, then, if one did not end by itself. */
  stop(): Promise<void>;
};

export type SupervisorOptions = {
  count: number;
  /** Variables of the workers, besides those of this process. */
  env: NodeJS.ProcessEnv;
  log: Log;
  /** How long a worker may take to end before it is killed, in milliseconds. */
  patienceMs: { drain: number; shutdown: number };
  /** Called when no worker is left and none starts any more. */
  giveUp: (error: unknown) => void;
};

/** Creates a supervisor of `node:cluster` workers. They are what `cluster.setupPrimary` says. */
export function createSupervisor({ count, env, log, patienceMs, giveUp }: SupervisorOptions): Supervisor {
  /** Those that accept requests and are not ending. */
  const serving = new Set<Worker>();
  /** Whatever starts workers looks first at how many there are, so one at a time does. */
  const startInTurn = pLimit(1);
  const restartInTurn = pLimit(1);
  const nextPause = createBackoff();
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;

  const startWorker = async (): Promise<void> => {
    const worker = await forkWorker(env);
    log.info(`${nameOf(worker)} accepts requests`);
    serving.add(worker);
    worker.on('message', (message: Report | object) => {
      if (message === 'replace') void replace(worker).catch(reportFailedStart);
    });
    worker.once('exit', (code, signal) => {
      if (!serving.delete(worker) || stopping) return;
      log.error(`${nameOf(worker)} died: ${signal ?? `exit code ${code}`}`);
      fillSoon();
    });
  };

  const reportFailedStart = (error: unknown): void => {
    if (!stopping) log.error({ err: error }, 'a worker did not start');
  };

  /** Starts as many workers as are missing. */
  const fill = async (): Promise<void> => {
    if (stopping) return;
    const missing = Array.from({ length: count - serving.size }, startWorker);
    const failure = (await Promise.allSettled(missing)).find((result) => result.status === 'rejected');
    if (stopping || failure === undefined) return;
    if (serving.size === 0) giveUp(failure.reason);
    reportFailedStart(failure.reason);
    fillSoon();
  };

  const fillSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void startInTurn(fill);
    }, nextPause());
  };

  const replace = async (old: Worker): Promise<void> => {
    const isReplaced = await startInTurn(async () => {
      if (stopping || !serving.has(old)) return false;
      await startWorker();
      // It may have died meanwhile, and be missed no longer.
      return !stopping && serving.delete(old);
    });
    if (!isReplaced) return;
    const problem = await endWorker(old, 'drain', patienceMs.drain);
    log.info(problem ?? `${nameOf(old)} has ended`);
  };

  const replaceAll = async (): Promise<void> => {
    log.info('restarting the workers, one after the other');
    const old = [...serving];
    for (const worker of old) await replace(worker);
    log.info('the workers are restarted');
  };

  return {
    async start() {
      await startInTurn(startWorker);
      void startInTurn(fill);
    },
    restart() {
      // One that has not begun yet will do for both.
      if (restartInTurn.pendingCount === 0) void restartInTurn(replaceAll).catch(reportFailedStart);
    },
    async stop() {
      stopping = true;
      clearTimeout(timer);
      const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
      const problems = await Promise.all(
        workers.map((worker) => endWorker(worker, 'shutdown', patienceMs.shutdown)),
      );
      const problem = problems.find((text) => text !== undefined);
      if (problem !== undefined) throw new Error(problem);
    },
  };
}

import cluster, { type Worker } from 'node:cluster';
import type { Command, Report } from './messages.ts';

/** A worker as operators find it: in the log's lines by its number, among the processes by its id. */
export const nameOf = ({ id, process: { pid } }: Worker): string => `worker ${id} (process ${pid})`;

/** How a process ended: its exit code, or the signal that ended it. */
const outcomeOf = (code: number, signal: string | null): string => signal ?? `exit code ${code}`;

/**
 * Starts a worker with these variables added to the primary's; `undefined` takes one away. Resolves once it accepts
 * requests; rejects when it ends before. It writes the reason to standard error itself.
 */
export async function forkWorker(env: NodeJS.ProcessEnv): Promise<Worker> {
  const worker = cluster.fork(env);
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (message: Report | object) => {
      if (message === 'ready') resolve(worker);
    });
    worker.once('exit', (code, signal) =>
      reject(new Error(`${nameOf(worker)} ended before it accepted requests: ${outcomeOf(code, signal)}`)),
    );
  });
}

/**
 * Asks a worker to end, and kills it after `patienceMs`. Resolves once it is gone, with `undefined` if it ended as asked,
 * else with a sentence about it.
 */
export async function endWorker(
  worker: Worker,
  command: Command,
  patienceMs: number,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => worker.process.kill('SIGKILL'), patienceMs);
    worker.once('exit', (code, signal) => {
      clearTimeout(timer);
      resolve(code === 0 ? undefined : `${nameOf(worker)} ended with ${outcomeOf(code, signal)}`);
    });
    // Without a callback a worker that has just died would be an error that nobody hears.
    worker.send(command, () => {});
  });
}

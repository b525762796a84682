import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';

/** A container sees the cores of its host, and a thread costs 10 MB; who has more cores to give runs more processes. */
const MAX_THREADS = 8;

/**
 * How many passwords each of so many processes on this machine hashes at a time: together one a core, but each at least
 * one and at most eight.
 */
export function hashingConcurrency(processes: number, cores = availableParallelism()): number {
  return Math.min(Math.max(Math.floor(cores / processes), 1), MAX_THREADS);
}

/** Started with the first hash, one for the whole process, and gone with it. */
let threads: Piscina | undefined;

function run<Result>(name: string, job: Record<string, unknown>): Promise<Result> {
  threads ??= new Piscina({
    filename: new URL('./hash-worker.js', import.meta.url).href,
    minThreads: 1,
    // A thread is started only when all others are at work: it is for the caller to bound how many are.
    maxThreads: MAX_THREADS,
    idleTimeout: 60_000,
    // Not those of this process: what loads TypeScript, say, would be loaded in every thread.
    execArgv: [],
  });
  return threads.run(job, { name });
}

/**
 * bcrypt in threads of its own: in libuv's pool of four, where its asynchronous functions run, hashes would keep files and
 * names waiting. Where the system has priorities of threads they yield to the event loop, so that a storm of sign-ins
 * does not hold up other requests (docs/decisions/0016).
 */
export const bcryptThreads = {
  /** Resolves with bcrypt's string for `data`, salted; `cost` is the base-2 logarithm of the rounds. */
  hash: (data: string, cost: number): Promise<string> => run('hash', { data, cost }),
  /** Resolves with whether `passwordHash` was made of `data`; false where it is no hash at all. */
  compare: (data: string, passwordHash: string): Promise<boolean> => run('compare', { data, passwordHash }),
};

import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fromRoot } from '../lib/root.ts';
import { endChild, hasEnded, startChild } from './child.ts';

/** The API as a process that can be restarted. */
export type Api = {
  /** Resolves when it answers; rejects if it exits first. */
  ready: () => Promise<void>;
  restart: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Starts the API server; `origin` is the address at which it will answer, in line with `env`. */
export function startApi(origin: string, env: NodeJS.ProcessEnv): Api {
  const start = () => startChild(fromRoot('apps/server/src/main.ts'), env);
  let child = start();
  let stopped = false;
  // Changes may arrive during a restart: each waits for the one before.
  let turn = Promise.resolve();

  const restart = async () => {
    if (stopped) return;
    child.off('exit', sayEnded);
    await endChild(child);
    child = start().once('exit', sayEnded);
  };

  return {
    ready: async () => {
      await answers(child, origin);
      child.once('exit', sayEnded);
    },
    restart: () => (turn = turn.then(restart)),
    stop: () => {
      stopped = true;
      child.off('exit', sayEnded);
      return (turn = turn.then(() => endChild(child)));
    },
  };
}

function sayEnded(): void {
  console.log('The API has exited; it restarts when you save a file.');
}

async function answers(child: ChildProcess, origin: string): Promise<void> {
  while (!hasEnded(child)) {
    const response = await fetch(`${origin}/readyz`).catch(() => null);
    if (response?.ok === true) return;
    await sleep(50);
  }
  throw new Error('the API exited before it was ready');
}

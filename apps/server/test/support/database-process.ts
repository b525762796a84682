import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programArgs } from './programs.ts';

/** A database in its own process, which tests can freeze and resume. */
export type DatabaseProcess = {
  uri: string;
  /**
   * Freezes it: the system accepts connections for it, but nothing is answered (SIGSTOP). Resolves once it is frozen.
   */
  freeze(): Promise<void>;
  thaw(): void;
  end(): Promise<void>;
};

/**
 * Starts one on an empty folder: `pnpm db`, or another command that takes the folder, serves it in the foreground and
 * prints the address as its first line.
 */
export async function startDatabaseProcess(command?: string): Promise<DatabaseProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-db-'));
  const [file, args] =
    command === undefined
      ? [process.execPath, [...programArgs('db'), '--data', dataDir]]
      : [command, [dataDir]];
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  const uri = new URL(String(line).trim());
  // The printed address has no database name.
  if (uri.pathname === '' || uri.pathname === '/') uri.pathname = '/latchkey';
  return {
    uri: uri.href,
    async freeze() {
      child.kill('SIGSTOP');
      while (child.pid !== undefined && !(await isStopped(child.pid))) await sleep(5);
    },
    thaw: () => void child.kill('SIGCONT'),
    async end() {
      const gone = once(child, 'exit');
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      await gone;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Whether every thread has been stopped, which takes a busy machine a moment (Linux, proc(5)); elsewhere it is assumed.
 */
async function isStopped(pid: number): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const states = await Promise.all(
    threads.map(
      async (thread) => (await readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8')).split(') ')[1]?.[0],
    ),
  );
  return states.every((state) => state === 'T');
}

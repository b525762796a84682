import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DB = fileURLToPath(new URL('../../../../packages/embedded-mongo/cli/db.ts', import.meta.url));

/** A database in a process of its own, which tests can stop and let go on. */
export type DatabaseProcess = {
  uri: string;
  /** Freezes it: the system accepts connections for it, and nothing is answered (SIGSTOP). */
  freeze(): void;
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
      ? [process.execPath, ['--import', 'tsx', DB, '--data', dataDir]]
      : [command, [dataDir]];
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  const uri = new URL(String(line).trim());
  // A server names no database.
  if (uri.pathname === '' || uri.pathname === '/') uri.pathname = '/latchkey';
  return {
    uri: uri.href,
    freeze: () => void child.kill('SIGSTOP'),
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

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DB = fileURLToPath(new URL('../../../../packages/embedded-mongo/cli/db.ts', import.meta.url));

/** `pnpm db` in a process of its own, which tests can stop and let go on. */
export type DatabaseProcess = {
  uri: string;
  /** Freezes it: connections are accepted by the system, and nothing is answered (SIGSTOP). */
  freeze(): void;
  thaw(): void;
  end(): Promise<void>;
};

/** Starts one on an empty folder. */
export async function startDatabaseProcess(): Promise<DatabaseProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-db-'));
  const child = spawn(process.execPath, ['--import', 'tsx', DB, '--data', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [uri] = await once(child.stdout, 'data');
  return {
    uri: String(uri).trim(),
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

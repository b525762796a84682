import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createDatabase, type Database } from './database.ts';

const ENTRY = fileURLToPath(new URL('embedded-mongo.ts', import.meta.url));

/**
 * An empty database that several servers can use at once: on the engine of the run's `MONGODB_URI`, else on an embedded
 * one in a process of its own.
 */
export async function createSharedDatabase(): Promise<Database> {
  if (process.env['MONGODB_URI']) return createDatabase();
  const home = await createDatabase();
  const child = spawn(process.execPath, ['--import', 'tsx', ENTRY, home.env.DATA_DIR], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [uri] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  const database = await createDatabase(String(uri).trim());
  return {
    ...database,
    remove: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      await Promise.all([home.remove(), database.remove()]);
    },
  };
}

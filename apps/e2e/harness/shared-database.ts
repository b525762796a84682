import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { endChild, endWithTests } from './children.ts';
import { createDatabase, type Database } from './database.ts';

/** `pnpm db`, which prints its address once it listens. */
const DB = fileURLToPath(new URL('../../../packages/embedded-mongo/cli/db.ts', import.meta.url));

/**
 * Returns an empty database that several servers can use at once: on the engine of the run's `MONGODB_URI`, else on an
 * embedded one in its own process.
 */
export async function createSharedDatabase(): Promise<Database> {
  if (process.env['MONGODB_URI']) return createDatabase();
  const home = await createDatabase();
  const args = ['--import', 'tsx', DB, '--data', home.env.DATA_DIR];
  const child = endWithTests(spawn(process.execPath, args));
  const uri = await address(child);
  const database = await createDatabase(uri);
  return {
    ...database,
    remove: async () => {
      await endChild(child);
      await Promise.all([home.remove(), database.remove()]);
    },
  };
}

/** The first line that the process prints; throws with all its output if it exits first. */
async function address(child: ChildProcessWithoutNullStreams): Promise<string> {
  let [output, errors] = ['', ''];
  const closed = once(child, 'close');
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  for await (const chunk of child.stdout) {
    output += String(chunk);
    if (output.includes('\n')) return output.trim();
  }
  await closed;
  throw new Error(`the embedded database exited with ${child.exitCode ?? child.signalCode}:\n${errors}`);
}

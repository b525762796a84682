import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongo } from '@latchkey/embedded-mongo';

/**
 * Starts one embedded database for all test files if `MONGODB_URI` names no MongoDB, and sets the variable; every test
 * server gets a database with its own name on it (database.ts). Resolves with a function that stops it.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['MONGODB_URI']) return undefined;
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-db-'));
  const embedded = await startEmbeddedMongo({ dataDir });
  process.env['MONGODB_URI'] = embedded.uri;
  process.env['TEST_DATABASE'] = 'embedded';
  return async () => {
    await embedded.close();
    await rm(dataDir, { recursive: true, force: true });
  };
}

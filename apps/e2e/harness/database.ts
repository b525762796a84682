import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A database for one test: what a server's environment needs to reach it, and a working folder. */
export type Database = {
  env: { DATA_DIR: string; MONGODB_URI?: string };
  folder: string;
  remove: () => Promise<void>;
};

/**
 * Returns an empty database: the embedded one in a new folder or, if the run has `MONGODB_URI`, one with a new name on
 * that engine.
 */
export async function createDatabase(engine = process.env['MONGODB_URI']): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-e2e-'));
  const name = `latchkey-e2e-${randomBytes(6).toString('hex')}`;
  const DATA_DIR = join(folder, 'data');
  return {
    env: engine ? { DATA_DIR, MONGODB_URI: withDatabase(engine, name) } : { DATA_DIR },
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A MongoDB address with the name of its database replaced. */
function withDatabase(uri: string, name: string): string {
  return uri.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
}

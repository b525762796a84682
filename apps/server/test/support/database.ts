import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongo } from '@latchkey/embedded-mongo';
import { freshDatabase } from './test-server.ts';

/** A database that several servers share. */
export type SharedDatabase = { uri: string; stop(): Promise<void> };

/** An unused database: of the MongoDB that `MONGODB_URI` names, else an embedded one. */
export async function startDatabase(): Promise<SharedDatabase> {
  const given = freshDatabase();
  if (given !== undefined) return { uri: given, stop: async () => {} };
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-db-'));
  const embedded = await startEmbeddedMongo({ dataDir });
  return {
    uri: embedded.uri,
    async stop() {
      await embedded.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

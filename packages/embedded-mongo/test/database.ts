import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose, { type Connection } from 'mongoose';
import { afterAll, beforeAll } from 'vitest';
import { type EmbeddedMongo, startEmbeddedMongo } from '../src/index.ts';

/** A new folder that is removed by `remove`. */
export const temporaryFolder = (): { path: string; remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'embedded-mongo-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** A connection to an embedded database of its own for the tests of one file. */
export const useDatabase = (): { readonly connection: Connection; readonly uri: string } => {
  const folder = temporaryFolder();
  let database: EmbeddedMongo;
  let connection: Connection;
  beforeAll(async () => {
    database = await startEmbeddedMongo({ dataDir: folder.path });
    connection = await mongoose.createConnection(database.uri).asPromise();
  });
  afterAll(async () => {
    await connection.close();
    await database.close();
    folder.remove();
  });
  return {
    get connection() {
      return connection;
    },
    get uri() {
      return database.uri;
    },
  };
};

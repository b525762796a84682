import mongoose, { type Connection } from 'mongoose';
import { afterAll, beforeAll } from 'vitest';
import type { EmbeddedMongo } from '../src/index.ts';
import { startEmbeddedMongo } from './built.ts';
import { temporaryFolder } from './temporary-folder.ts';

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

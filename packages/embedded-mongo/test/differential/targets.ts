import mongoose, { type Connection, mongo } from 'mongoose';
import { afterAll, beforeAll, describe } from 'vitest';
import { startEmbeddedMongo } from '../built.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** A server under test: a connection of Mongoose's, and by it the official driver. */
export type Server = { readonly connection: Connection; collection: () => mongo.Collection };

/**
 * Runs the same tests on the embedded server and, where TEST_MONGODB_URI names a MongoDB, on that one. Each gets a
 * database of its own, which is dropped afterwards.
 */
export const onEveryServer = (title: string, tests: (server: Server) => void): void => {
  describe(`${title} (embedded)`, () => {
    const folder = temporaryFolder();
    onServer(async () => {
      const database = await startEmbeddedMongo({ dataDir: folder.path });
      return { uri: database.uri, close: async () => database.close().then(folder.remove) };
    }, tests);
  });
  const uri = process.env['TEST_MONGODB_URI'];
  describe.skipIf(!uri)(`${title} (MongoDB)`, () => {
    onServer(async () => ({ uri: uri ?? '', close: async () => undefined }), tests);
  });
};

type Running = { readonly uri: string; close: () => Promise<void> };

const onServer = (start: () => Promise<Running>, tests: (server: Server) => void): void => {
  let running: Running;
  let connection: Connection;
  let count = 0;
  const dbName = `differential_${process.pid}_${Date.now()}`;
  beforeAll(async () => {
    running = await start();
    connection = await mongoose.createConnection(running.uri, { dbName }).asPromise();
  });
  afterAll(async () => {
    await connection.dropDatabase();
    await connection.close();
    await running.close();
  });
  tests({
    get connection() {
      return connection;
    },
    collection: () => {
      count += 1;
      return connection.getClient().db(dbName).collection(`c${count}`);
    },
  });
};

/** What an operation came to: its result, or the code and the key of its failure. */
export const outcome = async (operation: Promise<unknown>): Promise<unknown> =>
  operation.catch((error: unknown) => {
    if (!(error instanceof mongo.MongoServerError)) throw error;
    const { keyPattern, keyValue } = error;
    return { code: error.code, ...(keyPattern && { keyPattern, keyValue }) };
  });

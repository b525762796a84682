import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { ADDRESS_FILE } from '../src/address.ts';
import { startEmbeddedMongo } from '../src/index.ts';

/** A database to work on; `isOurs` unless another process runs it. */
export type OpenDatabase = { uri: string; isOurs: boolean; close: () => Promise<void> };

/** How long a database may take to answer its first command, in ms. */
const ANSWER_MS = 5000;

/**
 * Serves a data folder or, where a process does so already, finds the address at which it does. Not the other way round: the
 * folder's lock tells a running server from the address that a crash left. Rejects where neither works.
 */
export const openDatabase = async (dataDir: string): Promise<OpenDatabase> => {
  try {
    const database = await startEmbeddedMongo({ dataDir });
    return { uri: database.uri, isOurs: true, close: async () => database.close() };
  } catch (error) {
    if (!isInUse(error)) throw error;
    const file = join(dataDir, ADDRESS_FILE);
    const uri = (await readFile(file, 'utf8').catch(() => '')).trim();
    if (!(await answers(uri))) throw new Error(unreachable(dataDir, file), { cause: error });
    return { uri, isOurs: false, close: async () => undefined };
  }
};

/** Whether a start was refused because another process has the data folder. */
const isInUse = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EBUSY';

const answers = async (uri: string): Promise<boolean> => {
  try {
    const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: ANSWER_MS });
    await client.connect().finally(() => client.close());
    return true;
  } catch {
    return false;
  }
};

const unreachable = (dataDir: string, file: string): string =>
  `${dataDir} is in use by a process that does not answer at the address in ${file}. Has it only just started? Then try again. Does it run in a container, or as a service with a private /tmp? Then run this command in there.`;

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { mongo } from 'mongoose';
import { DATABASE_FILE } from '../src/storage/storage.ts';
import { backUp } from './backup.ts';
import { openDatabase } from './open.ts';
import { restore } from './restore.ts';
import { exportTo, importFrom } from './transfer.ts';

const USAGE = `pnpm db                    serves the data folder and prints its address until Ctrl+C; while a server
                           runs, prints the address of its database
pnpm db backup FOLDER      writes a backup of the data folder to FOLDER, a new one; a server may run
pnpm db restore FOLDER     puts a backup into the data folder; no server may run
pnpm db export FOLDER      writes every collection to FOLDER, a document a line (canonical extended JSON)
pnpm db import FOLDER      reads them back, indexes included
  --data FOLDER            the data folder (DATA_DIR, else "data")
  --uri ADDRESS            a MongoDB to export from or import into instead of the data folder
  --force                  restore: move aside the database that is in the data folder`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Runs a task on the database at an address. */
const withDatabase = async <T>(uri: string, task: (database: mongo.Db) => Promise<T>): Promise<T> => {
  const client = await new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5000 }).connect();
  try {
    return await task(client.db());
  } finally {
    await client.close();
  }
};

/** Runs a task on the database of a data folder, whether or not a server runs it. */
const withData = async <T>(dataDir: string, task: (uri: string) => Promise<T>): Promise<T> => {
  const { uri, close } = await openDatabase(dataDir);
  try {
    return await task(uri);
  } finally {
    await close();
  }
};

const transfer = async (uri: string, verb: 'export' | 'import', folder: string): Promise<void> => {
  const counts = await withDatabase(uri, async (database) =>
    (verb === 'export' ? exportTo : importFrom)(database, folder),
  );
  for (const [collection, count] of counts) say(`${collection}: ${count}`);
};

const backup = async (dataDir: string, folder: string): Promise<void> => {
  // Opening would create one.
  if (!existsSync(join(dataDir, DATABASE_FILE))) throw new Error(`there is no database in ${dataDir}`);
  const { size, ms } = await withData(dataDir, async (uri) =>
    withDatabase(uri, async (database) => backUp(database, folder)),
  );
  say(`${folder}: ${(size / 1e6).toFixed(1)} MB, in ${(ms / 1000).toFixed(2)} s`);
};

const serve = async (dataDir: string): Promise<void> => {
  const { uri, isOurs, close } = await openDatabase(dataDir);
  say(uri);
  if (!isOurs) return;
  await new Promise<void>((done) => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
    // Keeps the process until a signal ends it.
    setInterval(() => undefined, 2 ** 30);
  });
  await close();
};

const main = async (): Promise<void> => {
  const options = {
    data: { type: 'string' },
    uri: { type: 'string' },
    force: { type: 'boolean', default: false },
    help: { type: 'boolean' },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [verb, name, ...rest] = positionals;
  const dataDir = resolve(values.data ?? process.env['DATA_DIR'] ?? 'data');
  if (values.help || rest.length > 0) return say(USAGE);
  if (verb === undefined) return serve(dataDir);
  if (name === undefined) return say(USAGE);
  const folder = resolve(name);
  if (verb === 'export' || verb === 'import')
    return values.uri === undefined
      ? withData(dataDir, async (uri) => transfer(uri, verb, folder))
      : transfer(values.uri, verb, folder);
  if (values.uri !== undefined)
    throw new Error('--uri is for export and import; use mongodump for a MongoDB');
  if (verb === 'backup') return backup(dataDir, folder);
  if (verb !== 'restore') return say(USAGE);
  const aside = await restore(folder, { dataDir, force: values.force });
  say(`${dataDir} is restored from ${folder}`);
  if (aside !== undefined) say(`what was there is ${aside}`);
  return undefined;
};

try {
  await main();
  process.exit();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

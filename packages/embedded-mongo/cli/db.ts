import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { mongo } from 'mongoose';
import { startEmbeddedMongo } from '../src/index.ts';
import { exportTo, importFrom } from './transfer.ts';

const USAGE = `pnpm db                    serves the data folder and prints its address until Ctrl+C
pnpm db export FOLDER      writes every collection to FOLDER, a document a line (canonical extended JSON)
pnpm db import FOLDER      reads them back, indexes included
  --data FOLDER            the data folder (DATA_DIR, else "data")
  --uri ADDRESS            a MongoDB to export from or import into instead of the data folder`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** The address to work on, and how to be done with it. */
const open = async (
  uri: string | undefined,
  data: string | undefined,
): Promise<{ uri: string; close: () => Promise<void> }> =>
  uri === undefined
    ? startEmbeddedMongo({ dataDir: resolve(data ?? process.env['DATA_DIR'] ?? 'data') })
    : { uri, close: async () => undefined };

const transfer = async (uri: string, verb: 'export' | 'import', folder: string): Promise<void> => {
  const client = await new mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5000 }).connect();
  try {
    const counts = await (verb === 'export' ? exportTo : importFrom)(client.db(), folder);
    for (const [collection, count] of counts) say(`${collection}: ${count}`);
  } finally {
    await client.close();
  }
};

const serve = async (uri: string): Promise<void> => {
  say(uri);
  await new Promise<void>((done) => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
    // Keeps the process until a signal ends it.
    setInterval(() => undefined, 2 ** 30);
  });
};

const main = async (): Promise<void> => {
  const options = { data: { type: 'string' }, uri: { type: 'string' }, help: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [verb, folder, ...rest] = positionals;
  const isTransfer = verb === 'export' || verb === 'import';
  if (values.help || rest.length > 0 || (verb !== undefined && (!isTransfer || folder === undefined)))
    return say(USAGE);
  const { uri, close } = await open(isTransfer ? values.uri : undefined, values.data);
  try {
    if (isTransfer && folder !== undefined) await transfer(uri, verb, resolve(folder));
    else await serve(uri);
  } finally {
    await close();
  }
  return undefined;
};

try {
  await main();
  process.exit();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { WorkerMessage } from './worker.ts';

/** A running embedded database. */
export type EmbeddedMongo = {
  /** The address for `mongoose.connect`: a unix socket (on Windows a port of the loopback interface), and `/latchkey`. */
  readonly uri: string;
  /** Ends connections, closes the database file and ends the worker. Resolves when the data folder is free again. */
  close(): Promise<void>;
};

/**
 * Starts the embedded database in a worker thread. `dataDir` is made if it does not exist; one process at a time may use
 * it. Every answered write is on disk. Rejects with a message that says what to do where the folder is in use or its
 * file is damaged. If the database fails later (a full disk, say), it ends the whole process with status 1.
 */
export const startEmbeddedMongo = async ({ dataDir }: { dataDir: string }): Promise<EmbeddedMongo> => {
  const worker = startWorker(dataDir);
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const uri = await ready(worker);
  let closing = false;
  const die = (error?: unknown): void => {
    if (closing && error === undefined) return;
    const cause =
      error instanceof Error
        ? `${error.message} (${error.cause instanceof Error ? error.cause.message : 'no cause'})`
        : 'it ended';
    writeSync(2, `The embedded database failed and takes the process down with it: ${cause}\n`);
    process.exit(1);
  };
  worker.on('error', die);
  void ended.then(() => die());
  return {
    uri,
    close: async () => {
      closing = true;
      worker.postMessage('close', []);
      await ended;
    },
  };
};

const startWorker = (dataDir: string): Worker => {
  const options = { workerData: { dataDir }, name: 'embedded-mongo' };
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./embedded-mongo-worker.js', import.meta.url), options);
  }
  // From source: in Node 20 a worker does not inherit its parent's loader, and tsx as its --import has no effect.
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx'));
  const tsx = new URL('./esm/api/index.mjs', loader).href;
  const entry = new URL('./worker.ts', import.meta.url).href;
  const script = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(entry)}); })`;
  return new Worker(script, { ...options, eval: true, execArgv: [] });
};

/** The address, once the worker listens. */
const ready = async (worker: Worker): Promise<string> =>
  new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the embedded database ended before it was ready')));
    worker.once('message', (message: WorkerMessage) => {
      worker.removeAllListeners('error');
      if ('uri' in message) resolve(message.uri);
      else reject(new Error(message.refused));
    });
  });

import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import { SHARE_OF_HEAP } from './engine/memory.ts';
import type { WorkerInput, WorkerMessage } from './worker.ts';

/** A running embedded database. */
export type EmbeddedMongo = {
  /**
   * The address for `mongoose.connect`: a unix socket and `/latchkey`. On Windows a port of the loopback interface, with
   * a password: it must not reach a log.
   */
  readonly uri: string;
  /** Ends connections, closes the database file and ends the worker. Resolves when the data folder is free again. */
  close(): Promise<void>;
};

/** What the database is started with. */
export type EmbeddedMongoOptions = {
  /** The data folder, which is made if it does not exist; one process at a time may use it. */
  readonly dataDir: string;
  /** How much memory documents may take (MB) before writes are refused; by default 60 % of what the thread may have. */
  readonly maxMegabytes?: number | undefined;
  /** Hears a sentence for the operator: that the memory is nearly used up. */
  readonly onWarning?: (text: string) => void;
};

/** How long a command in progress may go on once the database is to close, in ms. */
const CLOSE_MS = 5000;

/**
 * Starts the embedded database in a worker thread. Every answered write is on disk. Rejects with a message that says what
 * to do where the folder is in use (its `code` is `EBUSY`) or its file is damaged. If the database fails later (a full disk, say), it ends the
 * whole process with status 1.
 */
export const startEmbeddedMongo = async ({
  dataDir,
  maxMegabytes,
  onWarning,
}: EmbeddedMongoOptions): Promise<EmbeddedMongo> => {
  const closingFlag = new Int32Array(new SharedArrayBuffer(4));
  const worker = startWorker({ dataDir, maxMegabytes, closing: closingFlag });
  worker.on('message', (message: WorkerMessage) => {
    if ('warning' in message) onWarning?.(message.warning);
  });
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
      Atomics.store(closingFlag, 0, 1);
      worker.postMessage('close', []);
      // A regular expression that backtracks without end looks at no flag. Everything answered is on disk.
      const timer = setTimeout(() => void worker.terminate(), CLOSE_MS);
      await ended;
      clearTimeout(timer);
    },
  };
};

const startWorker = (input: WorkerInput): Worker => {
  const options = {
    workerData: input,
    name: 'embedded-mongo',
    resourceLimits: limitsFor(input.maxMegabytes),
  };
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

/** The heap of the thread must have room for more than the documents. */
const limitsFor = (maxMegabytes: number | undefined): ResourceLimits =>
  maxMegabytes === undefined ? {} : { maxOldGenerationSizeMb: Math.ceil(maxMegabytes / SHARE_OF_HEAP) };

/** The address, once the worker listens. */
const ready = async (worker: Worker): Promise<string> =>
  new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the embedded database ended before it was ready')));
    worker.on('message', (message: WorkerMessage) => {
      if ('warning' in message) return;
      worker.removeAllListeners('error');
      if ('uri' in message) resolve(message.uri);
      else reject(Object.assign(new Error(message.refused), { code: message.code }));
    });
  });

import { parentPort, workerData } from 'node:worker_threads';
import { getHeapStatistics } from 'node:v8';
import { createAddress, publishAddress, withdrawAddress } from './address.ts';
import { Access } from './commands/access.ts';
import { createHandler } from './commands/dispatch.ts';
import { Engine } from './engine/engine.ts';
import { Memory, SHARE_OF_HEAP } from './engine/memory.ts';
import { deleteExpired, TTL_INTERVAL } from './engine/ttl.ts';
import { DataFolderError, openStorage } from './storage/storage.ts';
import { createWireServer } from './wire/server.ts';

/** What the worker is started with; `closing` becomes 1 when it is to end, also in the midst of a command. */
export type WorkerInput = {
  readonly dataDir: string;
  readonly maxMegabytes: number | undefined;
  readonly closing: Int32Array;
};
/** What the worker says to the thread that started it. */
export type WorkerMessage =
  | { readonly uri: string }
  | { readonly refused: string; readonly code: string | undefined }
  | { readonly warning: string };

const input: WorkerInput = workerData;
const port = parentPort;
if (!port) throw new Error('this file is the entry of a worker thread');

const start = ({ dataDir, maxMegabytes, closing }: WorkerInput): void => {
  const storage = openStorage(dataDir);
  const limit =
    maxMegabytes === undefined ? getHeapStatistics().heap_size_limit * SHARE_OF_HEAP : maxMegabytes * 2 ** 20;
  const memory = new Memory(limit, (warning) => port.postMessage({ warning }));
  const engine = new Engine(storage, memory);
  // What this throws ends the thread, and by that the process: memory would be ahead of the disk.
  const commit = (): void => {
    try {
      engine.commit();
    } catch (error) {
      throw new Error('a write could not be made durable', { cause: error });
    }
  };
  const expire = setInterval(() => {
    deleteExpired(engine, Date.now());
    commit();
  }, TTL_INTERVAL);
  const address = createAddress(dataDir);
  const handler = createHandler(engine, new Access(address.password), () => Atomics.load(closing, 0) === 1);
  const { server, disconnect } = createWireServer(handler, commit);
  server.listen(address.listen, () => {
    const bound = server.address();
    const uri = address.uri(typeof bound === 'object' && bound ? bound.port : 0);
    publishAddress(dataDir, uri);
    port.postMessage({ uri });
  });
  port.once('message', () => {
    clearInterval(expire);
    commit();
    server.close();
    disconnect();
    withdrawAddress(dataDir);
    address.remove();
    storage.close();
    port.close();
  });
};

try {
  start(input);
} catch (error) {
  const refused = error instanceof Error ? error.message : String(error);
  port.postMessage({ refused, code: error instanceof DataFolderError ? error.code : undefined });
  port.close();
}

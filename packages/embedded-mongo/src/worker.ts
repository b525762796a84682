import { parentPort, workerData } from 'node:worker_threads';
import { createAddress } from './address.ts';
import { Access } from './commands/authentication.ts';
import { createHandler } from './commands/dispatch.ts';
import { Engine } from './engine/engine.ts';
import { deleteExpired, TTL_INTERVAL } from './engine/ttl.ts';
import { openStorage } from './storage/storage.ts';
import { createWireServer, FatalError } from './wire/server.ts';

/** What the worker tells the thread that started it. */
export type WorkerMessage = { readonly uri: string } | { readonly refused: string };

const { dataDir }: { dataDir?: unknown } = workerData;
const port = parentPort;
if (!port || typeof dataDir !== 'string') throw new Error('this file is the entry of a worker thread');

/** Ends the thread, and by that the process: nothing may be answered from memory that is ahead of the disk. */
const fail = (error: unknown): never => {
  throw new FatalError('a write could not be made durable', { cause: error });
};

const start = (): void => {
  const storage = openStorage(dataDir);
  const engine = new Engine(storage);
  const expire = setInterval(() => deleteExpired(engine, Date.now()), TTL_INTERVAL);
  const address = createAddress(dataDir);
  const { server, disconnect } = createWireServer(createHandler(engine, new Access(address.password), fail));
  server.listen(address.listen, () => {
    const bound = server.address();
    port.postMessage({ uri: address.uri(typeof bound === 'object' && bound ? bound.port : 0) });
  });
  port.once('message', () => {
    clearInterval(expire);
    server.close();
    disconnect();
    address.remove();
    storage.close();
    port.close();
  });
};

try {
  start();
} catch (error) {
  port.postMessage({ refused: error instanceof Error ? error.message : String(error) });
  port.close();
}

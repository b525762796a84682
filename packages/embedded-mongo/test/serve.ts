import worker from 'node:worker_threads';
import { createInterface } from 'node:readline';
import { syncBuiltinESMExports } from 'node:module';

/**
 * Serves the data folder that is its argument and prints the address. The line `crash` on standard input ends the
 * database's thread as a fault in it would.
 */
const started: worker.Worker[] = [];
const { Worker } = worker;
worker.Worker = class extends Worker {
  constructor(...options: ConstructorParameters<typeof Worker>) {
    super(...options);
    started.push(this);
  }
};
syncBuiltinESMExports();

const { startEmbeddedMongo } = await import('../src/index.ts');
const database = await startEmbeddedMongo({ dataDir: process.argv[2] ?? '' });
process.stdout.write(`${database.uri}\n`);
for await (const line of createInterface(process.stdin)) {
  if (line === 'crash') await started[0]?.terminate();
}
await database.close();

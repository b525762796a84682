/**
 * Measures an embedded database of 100,000 users in a process of its own, as `tsx bench/performance.ts` prints them:
 * opening, finding by a unique key, counting, durable inserts, and the memory of the server's process.
 */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose, { mongo } from 'mongoose';
import { serve } from '../test/child.ts';

const USERS = 100_000;
const folder = mkdtempSync(join(tmpdir(), 'performance-'));

const user = (n: number): object => ({
  username: `user-${n}`,
  usernameKey: `user-${n}`,
  password: `$2b$12$${'x'.repeat(53)}`,
  createdAt: new Date(),
  __v: 0,
});

/** Milliseconds that each of `count` runs took; the median and the 99th percentile. */
const time = async (count: number, run: (n: number) => Promise<unknown>): Promise<string> => {
  const taken: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const start = performance.now();
    await run(n);
    taken.push(performance.now() - start);
  }
  taken.sort((a, b) => a - b);
  return `p50 ${taken[Math.floor(count / 2)]?.toFixed(2)} ms, p99 ${taken[Math.floor(count * 0.99)]?.toFixed(2)} ms`;
};

const withServer = async (
  measure: (users: mongo.Collection, pid: number) => Promise<void>,
): Promise<void> => {
  const { child, uri } = await serve(folder);
  const connection = await mongoose.createConnection(uri).asPromise();
  await measure(connection.getClient().db().collection('users'), child.pid ?? 0);
  await connection.close();
  child.stdin?.end();
  await once(child, 'exit');
};

const show = (name: string, value: string): void =>
  void process.stdout.write(`${name.padEnd(34)} ${value}\n`);
const memory = (pid: number): string =>
  `${Math.round(Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)} MB`;

await withServer(async (users) => {
  await users.createIndex({ usernameKey: 1 }, { unique: true });
  show('one durable insert', await time(1000, async (n) => users.insertOne(user(USERS + n))));
  await users.deleteMany({});
  const start = performance.now();
  for (let n = 0; n < USERS; n += 1000)
    await users.insertMany(Array.from({ length: 1000 }, (_, i) => user(n + i)));
  show(`${USERS} users in batches of 1000`, `${((performance.now() - start) / 1000).toFixed(1)} s`);
});

await withServer(async (users, pid) => {
  show('memory after opening', memory(pid));
  show(
    'find by unique key',
    await time(2000, async (n) => users.findOne({ usernameKey: `user-${(n * 7919) % USERS}` })),
  );
  show('countDocuments', await time(100, async () => users.countDocuments({})));
  show(
    'count by a regular expression',
    await time(10, async () => users.countDocuments({ username: /99$/u })),
  );
  show('one durable insert among 100,000', await time(500, async (n) => users.insertOne(user(USERS + n))));
  show(
    'update by unique key',
    await time(500, async (n) => users.updateOne({ usernameKey: `user-${n}` }, { $inc: { __v: 1 } })),
  );
  show('memory afterwards', memory(pid));
});

const { Engine } = await import('../src/engine/engine.ts');
const { Memory } = await import('../src/engine/memory.ts');
const { openStorage } = await import('../src/storage/storage.ts');
const opening = performance.now();
const { collections } = new Engine(openStorage(folder), new Memory(Infinity, () => undefined));
show(`open (${collections.size} collection)`, `${Math.round(performance.now() - opening)} ms`);
rmSync(folder, { recursive: true, force: true });
process.exit(0);

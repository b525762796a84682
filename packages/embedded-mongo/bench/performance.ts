/**
 * Measures an embedded database of 100,000 users and 300,000 sessions in a process of its own, as `tsx
 * bench/performance.ts` prints it: durable inserts of one and of 16 writers, opening, the queries that an index serves, and
 * the memory of the server's process.
 */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import mongoose, { mongo } from 'mongoose';
import { serve } from '../test/child.ts';
import { startRawWriters } from './raw-writers.ts';

const USERS = 100_000;
const SESSIONS = 3 * USERS;
const WRITERS = 16;
const START = Date.UTC(2026, 0, 1);
const folder = mkdtempSync(join(tmpdir(), 'performance-'));

const user = (n: number): object => ({
  username: `User-${n}`,
  usernameKey: `user-${n}`,
  ...(n % 2 === 0 && { email: `user-${n}@example.org` }),
  password: `$2b$12$${'x'.repeat(53)}`,
  createdAt: new Date(START + n * 1000),
  __v: 0,
});
const session = (n: number): object => ({
  _id: `session-${n}`.padEnd(32, 'x'),
  user: n % USERS,
  createdAt: new Date(START + n * 1000),
  expiresAt: new Date(START + 1e12 + n * 1000),
  device: { browser: 'Firefox', system: 'Linux' },
});

const batch = (make: (n: number) => object, n: number): object[] =>
  Array.from({ length: 1000 }, (_, i) => make(n + i));

const at = (values: number[], share: number): string =>
  values[Math.floor(values.length * share)]?.toFixed(2) ?? '';
/** Milliseconds that each of `count` runs took: the median and the 99th percentile. */
const time = async (count: number, run: (n: number) => Promise<unknown>): Promise<string> => {
  const taken: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const start = performance.now();
    await run(n);
    taken.push(performance.now() - start);
  }
  taken.sort((a, b) => a - b);
  return `p50 ${at(taken, 0.5)} ms, p99 ${at(taken, 0.99)} ms`;
};

/** What is done in a second: the median of 5 seconds. */
const rateOf = async (second: () => Promise<number>): Promise<string> => {
  const rates: number[] = [];
  for (let round = 0; round < 5; round += 1) rates.push(await second());
  rates.sort((a, b) => a - b);
  return `${rates[2]} a second`;
};

/** Inserts of several writers, each of whom waits for its answer before the next. */
const insertRate = async (users: mongo.Collection, writers: number): Promise<string> =>
  rateOf(async () => {
    const end = performance.now() + 1000;
    let done = 0;
    const write = async (): Promise<void> => {
      for (; performance.now() < end; done += 1) await users.insertOne({ writers, text: 'x'.repeat(100) });
    };
    await Promise.all(Array.from({ length: writers }, write));
    return done;
  });

/** The same without a driver. */
const rawInsertRate = async (uri: string): Promise<string> => {
  const { done, stop } = await startRawWriters(uri, WRITERS);
  const rate = await rateOf(async () => {
    const before = done();
    await setTimeout(1000);
    return done() - before;
  });
  stop();
  return rate;
};

/** Starts the server's process and measures it; returns how long the start took, in ms. */
const withServer = async (
  measure: (db: mongo.Db, pid: number, uri: string) => Promise<void>,
): Promise<number> => {
  const start = performance.now();
  const { child, uri } = await serve(folder);
  const started = performance.now() - start;
  const connection = await mongoose.createConnection(uri, { maxPoolSize: WRITERS }).asPromise();
  await measure(connection.getClient().db(), child.pid ?? 0, uri);
  await connection.close();
  child.stdin?.end();
  await once(child, 'exit');
  return started;
};

const show = (name: string, value: string): void =>
  void process.stdout.write(`${name.padEnd(42)} ${value}\n`);
const memory = (pid: number): string =>
  `${Math.round(Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)} MB`;

const empty = await withServer(async (db, _, uri) => {
  const inserted = db.collection('inserted');
  await inserted.insertOne({});
  show('durable inserts of 1 writer', await insertRate(inserted, 1));
  show(`durable inserts of ${WRITERS} writers`, await insertRate(inserted, WRITERS));
  await inserted.drop();
  show(`the same of ${WRITERS} sockets without a driver`, await rawInsertRate(uri));
  await db.dropCollection('raw');
  const [users, sessions] = [db.collection('users'), db.collection('sessions')];
  await users.createIndex({ usernameKey: 1 }, { unique: true });
  await users.createIndex({ email: 1 }, { unique: true, sparse: true });
  await users.createIndex({ createdAt: 1 });
  await sessions.createIndex({ user: 1, createdAt: -1 });
  await sessions.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
  const start = performance.now();
  for (let n = 0; n < USERS; n += 1000) await users.insertMany(batch(user, n));
  for (let n = 0; n < SESSIONS; n += 1000) await sessions.insertMany(batch(session, n));
  show('400,000 documents in batches of 1000', `${((performance.now() - start) / 1000).toFixed(1)} s`);
});

const full = await withServer(async (db, pid) => {
  const [users, sessions] = [db.collection('users'), db.collection('sessions')];
  const random = (n: number): number => (n * 7919) % USERS;
  const newest = { sort: { createdAt: -1 }, limit: 20 } as const;
  show('memory after the start', memory(pid));
  show('find by _id', await time(1000, async (n) => sessions.findOne({ _id: Object(session(n))._id })));
  show(
    'find by unique key',
    await time(1000, async (n) => users.findOne({ usernameKey: `user-${random(n)}` })),
  );
  show(
    'find by unique sparse key',
    await time(1000, async (n) => users.findOne({ email: `user-${random(2 * n)}@example.org` })),
  );
  show(
    'range by date (20 documents)',
    await time(1000, async (n) => {
      const from = START + random(n) * 1000;
      return users.find({ createdAt: { $gte: new Date(from), $lt: new Date(from + 20_000) } }).toArray();
    }),
  );
  show('newest 20', await time(1000, async () => users.find({}, newest).toArray()));
  show('page 2 by skip', await time(1000, async () => users.find({}, { ...newest, skip: 20 }).toArray()));
  const below = { createdAt: { $lt: new Date(START + (USERS - 20) * 1000) } };
  show('page 2 by range', await time(1000, async () => users.find(below, newest).toArray()));
  show(
    'newest of one user, compound',
    await time(1000, async (n) => sessions.find({ user: random(n) }, newest).toArray()),
  );
  show('countDocuments', await time(100, async () => users.countDocuments({})));
  show(
    'count by a regular expression',
    await time(10, async () => users.countDocuments({ username: /99$/u })),
  );
  show('durable insert', await time(500, async (n) => users.insertOne(user(USERS + n))));
  show(
    'durable update by unique key',
    await time(500, async (n) => users.updateOne({ usernameKey: `user-${n}` }, { $inc: { __v: 1 } })),
  );
  show('memory afterwards', memory(pid));
});

const nothing = async (): Promise<void> => undefined;
const [, median = 0] = [full, await withServer(nothing), await withServer(nothing)].toSorted((a, b) => a - b);
show('start with an empty folder', `${(empty / 1000).toFixed(1)} s`);
show('start with all documents', `${(median / 1000).toFixed(1)} s`);
rmSync(folder, { recursive: true, force: true });
process.exit(0);

/**
 * What 100,000 revoked sessions cost a server and its database: memory, and the CPU time of loading them and of polls that
 * bring none; on a MongoDB also its own, and what a session takes there. docs/scaling.md is computed from it.
 * Run: node --expose-gc --import tsx apps/server/bench/database-costs.ts
 * On your own MongoDB: the same with MONGODB_URI set (a temporary database is created and dropped).
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedMongo } from '@latchkey/embedded-mongo';
import { connectDb } from '../src/lib/db.ts';
import { prepareModels } from '../src/models/models.ts';
import { newSessionId } from '../src/models/session.ts';
import { createRevocationFeed } from '../src/sessions/revocation/feed.ts';
import { RevokedSet } from '../src/sessions/revocation/revoked-set.ts';
import { sessionSource } from '../src/sessions/revocation/session-source.ts';

const COUNT = 100_000;
const POLLS = 2000;
/** The default `REVOCATION_INTERVAL`: together with the fixed ten seconds it makes the overlap of two polls. */
const INTERVAL_MS = 1000;
const USER_AGENT =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';
/** How long ago, at least, the sessions were revoked: longer than the overlap. */
const OLD_MS = 60_000;

type CollectionStats = { storageStats?: { size?: number; totalIndexSize?: number } };
type ServerStatus = { extra_info?: { user_time_us?: number; system_time_us?: number } };

const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-bench-'));
const given = process.env['MONGODB_URI'];
const embedded = given === undefined ? await startEmbeddedMongo({ dataDir }) : undefined;
const uri = new URL(embedded?.uri ?? given ?? '');
uri.pathname = `/latchkey_bench_${randomBytes(4).toString('hex')}`;
const db = await connectDb(uri.href);
const { Session, User } = await prepareModels(db);

const expiresAt = new Date(Date.now() + 7 * 86_400_000);
const userId = new User()._id;
for (let batch = 0; batch < COUNT / 1000; batch += 1) {
  const documents = Array.from({ length: 1000 }, () => {
    const revokedAt = new Date(Date.now() - OLD_MS - Math.floor(Math.random() * 86_400_000));
    return {
      _id: newSessionId(),
      userId,
      createdAt: revokedAt,
      renewedAt: revokedAt,
      expiresAt,
      userAgent: USER_AGENT,
      revokedAt,
    };
  });
  await Session.insertMany(documents, { lean: true });
}

const feed = createRevocationFeed({ source: sessionSource(Session), intervalMs: INTERVAL_MS });
const set = new RevokedSet();
gc();
const heapBefore = process.memoryUsage().heapUsed;
const loading = await cpuOf(refresh);
gc();
const megabytes = (process.memoryUsage().heapUsed - heapBefore) / 1e6;

const unchanged = await cpuOf(() => medianRefresh(POLLS));

process.stdout.write(
  `${set.size} revoked sessions: first load ${loading.result.toFixed(0)} ms, ${megabytes.toFixed(1)} MB; a poll that brings none ${unchanged.result.toFixed(2)} ms\n` +
    `CPU of this process: ${(loading.ownUs / COUNT).toFixed(1)} µs a session loaded, ${(unchanged.ownUs / POLLS).toFixed(0)} µs a poll that brings none\n`,
);
if (embedded === undefined) {
  const [stats] = await Session.collection
    .aggregate<CollectionStats>([{ $collStats: { storageStats: {} } }])
    .toArray();
  const { size = 0, totalIndexSize = 0 } = stats?.storageStats ?? {};
  process.stdout.write(
    `CPU of MongoDB: ${(loading.databaseUs / COUNT).toFixed(1)} µs a session sent, ${(unchanged.databaseUs / POLLS).toFixed(0)} µs a poll that brings none; ` +
      `a session takes ${(size / COUNT).toFixed(0)} bytes and ${(totalIndexSize / COUNT).toFixed(0)} of indexes\n`,
  );
}
await db.dropDatabase();
await db.close();
await embedded?.close();
await rm(dataDir, { recursive: true, force: true });

async function refresh(): Promise<number> {
  const begin = performance.now();
  for await (const session of feed.poll()) set.add(session);
  return performance.now() - begin;
}

/** Runs `work`, and says what CPU time this process and the database spent on it. Microseconds. */
async function cpuOf<T>(work: () => Promise<T>): Promise<{ result: T; ownUs: number; databaseUs: number }> {
  const before = { own: process.cpuUsage(), database: await databaseUs() };
  const result = await work();
  const { user, system } = process.cpuUsage(before.own);
  return { result, ownUs: user + system, databaseUs: (await databaseUs()) - before.database };
}

/** The database's CPU time so far, where it reports it (MongoDB on Linux), else 0. */
async function databaseUs(): Promise<number> {
  if (embedded !== undefined) return 0;
  const status: ServerStatus = await db.getClient().db('admin').command({ serverStatus: 1 });
  return (status.extra_info?.user_time_us ?? 0) + (status.extra_info?.system_time_us ?? 0);
}

async function medianRefresh(rounds: number): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) times.push(await refresh());
  return times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

function gc(): void {
  if (globalThis.gc === undefined) throw new Error('Run node with --expose-gc.');
  globalThis.gc();
}

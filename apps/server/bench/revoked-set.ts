/**
 * What 100,000 revoked sessions cost: memory, a lookup, a refresh when none was revoked recently, and when all were.
 * Run: node --expose-gc --import tsx apps/server/bench/revoked-set.ts
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
const LOOKUPS = 1_000_000;
/** The default `REVOCATION_INTERVAL`: together with the fixed ten seconds it makes the overlap of two polls. */
const INTERVAL_MS = 1000;
/** How long ago, at least, the sessions were revoked: longer than the overlap. */
const OLD_MS = 60_000;

const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-bench-'));
const given = process.env['MONGODB_URI'];
const embedded = given === undefined ? await startEmbeddedMongo({ dataDir }) : undefined;
const uri = new URL(embedded?.uri ?? given ?? '');
uri.pathname = `/latchkey_bench_${randomBytes(4).toString('hex')}`;
const db = await connectDb(uri.href);
const { Session, User } = await prepareModels(db);

const expiresAt = new Date(Date.now() + 7 * 86_400_000);
const userId = new User()._id;
const ids: string[] = [];
for (let batch = 0; batch < COUNT / 10_000; batch += 1) {
  const documents = Array.from({ length: 10_000 }, () => {
    const _id = newSessionId();
    ids.push(_id);
    const revokedAt = new Date(Date.now() - OLD_MS - Math.floor(Math.random() * 86_400_000));
    return { _id, userId, createdAt: revokedAt, renewedAt: revokedAt, expiresAt, userAgent: '', revokedAt };
  });
  await Session.insertMany(documents, { lean: true });
}

const feed = createRevocationFeed({ source: sessionSource(Session), intervalMs: INTERVAL_MS });
const set = new RevokedSet();
gc();
const heapBefore = process.memoryUsage().heapUsed;
const loadMs = await refresh();
gc();
const megabytes = (process.memoryUsage().heapUsed - heapBefore) / 1e6;

const startedAt = performance.now();
let found = 0;
for (let lookup = 0; lookup < LOOKUPS; lookup += 1) if (set.has(ids[lookup % COUNT] ?? '')) found += 1;
const lookupUs = ((performance.now() - startedAt) * 1000) / LOOKUPS;

const unchangedMs = await medianRefresh(50);
await Session.updateMany({}, { $currentDate: { revokedAt: true } });
const allInOverlapMs = await medianRefresh(3);

process.stdout.write(
  `${set.size} revoked sessions (${found === LOOKUPS ? 'all found' : 'SOME NOT FOUND'}): first load ${loadMs.toFixed(0)} ms, ` +
    `${megabytes.toFixed(1)} MB, lookup ${lookupUs.toFixed(3)} µs; a refresh (median) with none revoked lately ` +
    `${unchangedMs.toFixed(2)} ms, with all revoked just now ${allInOverlapMs.toFixed(0)} ms\n`,
);
await db.dropDatabase();
await db.close();
await embedded?.close();
await rm(dataDir, { recursive: true, force: true });

async function refresh(): Promise<number> {
  const begin = performance.now();
  for await (const session of feed.poll()) set.add(session);
  return performance.now() - begin;
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

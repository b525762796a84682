import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bcrypt from 'bcrypt';
import { ENDPOINTS } from '@latchkey/shared';
import { startEmbeddedMongo } from '@latchkey/embedded-mongo';
import { createConnection } from 'mongoose';
import { prepareModels } from '../../src/models/models.ts';
import { newSessionId, type SessionFields } from '../../src/models/session.ts';
import { newUser } from '../../src/models/user.ts';
import { CORES, bindLoad, SERVER_CORE } from '../cores.ts';
import { load } from '../load.ts';
import type { GrowthRow, Results } from '../results.ts';
import { inRounds, progress, type Effort } from '../rounds.ts';
import { randomSecret } from '../../test/support/random-secret.ts';
import { cpuTime, post, startLatchkey } from '../servers.ts';
import { rounded, summarize, summarizeMeasured } from '../statistics.ts';
import { measureRevokedSet } from './revoked-set.ts';

const SIZES = [1000, 10_000, 100_000];
const ROUNDS = 3;
const BATCH = 1000;
const SETTLE_MS = 1000;
const CHECKS_MS = 1500;
const SIGN_INS = 3;
const DAY_MS = 86_400_000;
/** How long ago, at least, the sessions were revoked: longer than the overlap of two polls. */
const OLD_MS = 60_000;
const FULL = { connections: 64, pauseMs: 0 };

type Size = {
  count: number;
  dataDir: string;
  set: Awaited<ReturnType<typeof measureRevokedSet>>;
  samples: Record<'startMs' | 'memoryMb' | 'checkCpuUs' | 'signInMs', number[]>;
};

/**
 * Growth: the server on its embedded database with 1, 10 and 100 thousand users, as many live sessions and as many
 * revoked ones.
 */
export async function measureGrowth(effort: Effort): Promise<NonNullable<Results['growth']>> {
  const rounds = Math.min(ROUNDS, effort.rounds);
  const sizes: Size[] = [];
  try {
    for (const count of SIZES.filter((size) => size <= effort.largest)) {
      progress(`growth: ${count} users, ${count} live and ${count} revoked sessions are inserted`);
      const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-growth-'));
      const samples = { startMs: [], memoryMb: [], checkCpuUs: [], signInMs: [] };
      sizes.push({ count, dataDir, set: await fill(dataDir, count), samples });
    }
    await inRounds('growth', rounds, sizes, async (size) => measureServer(size, effort.scale));
    return { rounds, sizes: await Promise.all(sizes.map(toRow)) };
  } finally {
    for (const { dataDir } of sizes) await rm(dataDir, { recursive: true, force: true });
  }
}

/** Fills a new database, and measures the set of revoked sessions on it. */
async function fill(dataDir: string, count: number): Promise<Size['set']> {
  const embedded = await startEmbeddedMongo({ dataDir });
  // More patient than the server's connection: this is the time for bulk.
  const db = await createConnection(embedded.uri).asPromise();
  const { Session, User } = await prepareModels(db);
  const passwordHash = await bcrypt.hash('a phrase that nobody types', 4);
  const revoked: string[] = [];
  for (let first = 0; first < count; first += BATCH) {
    const users = Array.from(
      { length: BATCH },
      (_, index) => new User(newUser(`user-${first + index}`, { passwordHash })),
    );
    await User.insertMany(users.map((user) => user.toObject()));
    const live = users.map(({ _id }) => session(_id));
    const ended = users.map(({ _id }) => Object.assign(session(_id), { revokedAt: sometime() }));
    revoked.push(...ended.map(({ _id }) => _id));
    await Session.insertMany([...live, ...ended], { lean: true });
  }
  const set = await measureRevokedSet(Session, revoked);
  await db.close();
  await embedded.close();
  return set;
}

function session(userId: SessionFields['userId']): SessionFields {
  const createdAt = sometime();
  const expiresAt = new Date(Date.now() + 7 * DAY_MS);
  const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
  return {
    _id: newSessionId(),
    userId,
    credentialsVersion: 0,
    createdAt,
    renewedAt: createdAt,
    expiresAt,
    userAgent,
  };
}

/** A moment of the last day. */
const sometime = (): Date => new Date(Date.now() - OLD_MS - Math.floor(Math.random() * DAY_MS));

async function measureServer({ dataDir, samples }: Size, scale: number): Promise<void> {
  const server = await startLatchkey(randomSecret(), { settings: { DATA_DIR: dataDir } });
  samples.startMs.push(server.startMs);
  bindLoad(CORES.filter((core) => !SERVER_CORE.includes(core)));
  for (let number = 0; number < SIGN_INS; number += 1) {
    const startedAt = performance.now();
    const response = await fetch(`http://127.0.0.1:${server.port}${ENDPOINTS.login}`, post());
    if (!response.ok) throw new Error(`the sign-in answered ${response.status}`);
    samples.signInMs.push(performance.now() - startedAt);
  }
  await load(server, { connections: 1, pauseMs: 50 }, SETTLE_MS * scale);
  samples.memoryMb.push(residentMb(server.pids));
  await load(server, FULL, CHECKS_MS * scale);
  const before = cpuTime(server.pids);
  const times = await load(server, FULL, CHECKS_MS * scale);
  samples.checkCpuUs.push((cpuTime(server.pids) - before) / times.length);
  bindLoad(CORES);
  await server.stop();
}

async function toRow({ count, dataDir, set, samples }: Size): Promise<GrowthRow> {
  const files = await readdir(dataDir);
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(dataDir, file))).size));
  return {
    count,
    startMs: summarize(samples.startMs),
    memoryMb: summarizeMeasured(samples.memoryMb),
    diskMb: rounded(sizes.reduce((sum, size) => sum + size, 0) / 1e6),
    checkCpuUs: summarizeMeasured(samples.checkCpuUs),
    signInMs: summarize(samples.signInMs),
    ...set,
  };
}

/** Resident memory in MB (proc(5), VmRSS); `NaN` where there is no Linux. */
function residentMb([pid]: readonly number[]): number {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return NaN;
  return (Number(/VmRSS:\s+(\d+)/u.exec(readFileSync(status, 'utf8'))?.[1]) * 1024) / 1e6;
}

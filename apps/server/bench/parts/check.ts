import { join, resolve } from 'node:path';
import { CORES, bindLoad, SERVER_CORE } from '../cores.ts';
import { load } from '../load.ts';
import type { CheckRow, Results, ServerName } from '../results.ts';
import { SERVERS } from '../results.ts';
import { installRivals, startRedis, type Perhaps } from '../rivals.ts';
import { inRounds, progress, type Effort } from '../rounds.ts';
import { randomSecret } from '../../test/support/random-secret.ts';
import { cpuTime, fromBench, startLatchkey, startOther, type Running } from '../servers.ts';
import { quantile, summarize, summarizeMeasured } from '../statistics.ts';

const CONNECTIONS = 64;
/** How long each server is loaded in each round, how long it is asked by one connection, and how long it warms up. */
const TURN_MS = 500;
const ALONE_MS = 200;
const WARM_UP_MS = 2000;

const FULL = { connections: CONNECTIONS, pauseMs: 0 };
const ALONE = { connections: 1, pauseMs: 0 };

/** A server and what each round measured. */
type Measured = {
  name: ServerName;
  server: Running;
  cpuUs: number[];
  perSecond: number[];
  aloneMs: number[];
};

/** Another server of ours: the folder of a checkout, built, and the variables that only it has. */
export type Other = { folder: string; settings: Record<string, string> };

/**
 * "Who is signed in?" with a valid cookie: Latchkey under its three policies, and the servers that it is compared with,
 * in turns on one core; the load has another. `against` is another server to compare with.
 */
export async function measureCheck(effort: Effort, against?: Other): Promise<NonNullable<Results['check']>> {
  const { servers, notRun, stop } = await startAll(against);
  bindLoad(CORES.filter((core) => !SERVER_CORE.includes(core)));
  try {
    for (const { name, server } of servers) {
      progress(`check: warming up ${name}`);
      await load(server, FULL, WARM_UP_MS * effort.scale);
    }
    await inRounds('check', effort.rounds, servers, async (one) => measureTurn(one, effort.scale));
  } finally {
    bindLoad(CORES);
    await stop();
  }
  const koa = servers.find(({ name }) => name === 'koa')?.cpuUs ?? [];
  const rows = [...servers.map((one): CheckRow => toRow(one, koa)), ...notRun];
  const order: ServerName[] = [...SERVERS, 'other'];
  const bounded = servers.find(({ name }) => name === 'bounded');
  return {
    rounds: effort.rounds,
    connections: CONNECTIONS,
    cookieBytes: Buffer.byteLength(bounded?.server.cookie ?? ''),
    servers: rows.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name)),
  };
}

async function measureTurn({ server, cpuUs, perSecond, aloneMs }: Measured, scale: number): Promise<void> {
  const before = cpuTime(server.pids);
  const startedAt = performance.now();
  const times = await load(server, FULL, TURN_MS * scale);
  cpuUs.push((cpuTime(server.pids) - before) / times.length);
  perSecond.push((times.length * 1000) / (performance.now() - startedAt));
  aloneMs.push(quantile(await load(server, ALONE, ALONE_MS * scale), 0.5));
}

function toRow({ name, cpuUs, perSecond, aloneMs }: Measured, koa: readonly number[]): CheckRow {
  return {
    name,
    cpuUs: summarizeMeasured(cpuUs),
    timesKoa: summarizeMeasured(cpuUs.map((cost, round) => cost / (koa[round] ?? NaN))),
    perSecond: summarize(perSecond),
    aloneMs: summarize(aloneMs),
  };
}

type Started = { servers: Measured[]; notRun: CheckRow[]; stop: () => Promise<void> };

async function startAll(against: Other | undefined): Promise<Started> {
  const secret = randomSecret();
  const rivals = await installRivals();
  const redis = await startRedis();
  const rival = async (name: string, store: Perhaps<{ uri: string; pid: number }> | null = null) => {
    if ('notRun' in rivals) return rivals;
    if (store !== null && 'notRun' in store) return store;
    const env = { JWT_SECRET: secret, ...(store && { REDIS_URL: store.uri }) };
    const program = [join(rivals.folder, `${name}.js`)];
    return startOther(program, env, store ? [store.pid] : []).catch((error: unknown) => ({
      notRun: error instanceof Error ? error.message : String(error),
    }));
  };
  const baseline = async (name: string): Promise<Running> =>
    startOther(['--import', 'tsx', fromBench('baselines.ts'), name], { JWT_SECRET: secret });
  const latchkey = async (policy: string): Promise<Running> =>
    startLatchkey(secret, { settings: { REVOCATION: policy } });
  const starts: Record<ServerName, () => Promise<Perhaps<Running>>> = {
    'node-http': async () => baseline('node-http'),
    koa: async () => baseline('koa'),
    renewal: async () => latchkey('renewal'),
    bounded: async () => latchkey('bounded'),
    strict: async () => latchkey('strict'),
    'fastify-jwt': async () => rival('fastify-jwt'),
    'koa-session': async () => rival('koa-session', redis),
    'express-session': async () => rival('express-session', redis),
    study: async () => baseline('study'),
    'better-auth': async () => rival('better-auth'),
    other: async () =>
      startLatchkey(secret, {
        main: join(resolve(against?.folder ?? ''), 'apps/server/dist/main.js'),
        settings: against?.settings ?? {},
      }),
  };
  const names: ServerName[] = against === undefined ? [...SERVERS] : [...SERVERS, 'other'];
  const started: Started = {
    servers: [],
    notRun: [],
    async stop() {
      for (const { server } of started.servers) await server.stop();
      if ('stop' in redis) await redis.stop();
    },
  };
  for (const name of names) {
    const server = await starts[name]();
    if ('notRun' in server) started.notRun.push({ name, ...server });
    else started.servers.push({ name, server, cpuUs: [], perSecond: [], aloneMs: [] });
  }
  return started;
}

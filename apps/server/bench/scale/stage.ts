import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ENDPOINTS } from '@latchkey/shared';
import { freePort } from '../../test/support/free-port.ts';
import { makeCertificate } from './certificate.ts';
import { openDatabase, type ScaleDatabase } from './database.ts';
import { Fleet, type FleetServer, type ServerCommand } from './fleet.ts';
import { createHttpClient, type Send } from './http-client.ts';
import { createPeople, type Person } from './person.ts';
import type { Size } from './size.ts';
import { startTlsProxy } from './tls-proxy.ts';
import { Traffic } from './traffic.ts';
import { randomSecret } from '../../test/support/random-secret.ts';

export type StageOptions = {
  size: Size;
  /** Reports progress to whoever waits. */
  say: (text: string) => void;
  /** The MongoDB to use; the embedded database if there is none. */
  mongodbUri?: string | undefined;
  /** Which server to start: the sources by default. */
  server?: { args: readonly string[] };
  /** Whether to bring Caddy where the system has none. */
  mayDownload: boolean;
  /** Ends the run early, when it is aborted. */
  signal: AbortSignal;
};

/** What a run has: servers on one database behind a proxy with TLS, and people who use them. */
export type Stage = {
  size: Size;
  say: (text: string) => void;
  fleet: Fleet;
  database: ScaleDatabase;
  /** The secret that every server signs with at first. */
  secret: string;
  send: Send;
  /** The public origin, which is the proxy's. */
  origin: string;
  /** Asks a server directly who is signed in with a cookie; resolves to the status of its answer. */
  checkOn: (server: FleetServer, cookie: string | undefined) => Promise<number>;
  /** People who are signed in all the time. */
  visitors: Person[];
  /** Somebody without an account. */
  stranger: () => Person;
  /** Somebody with a new account who is signed in to it. */
  newcomer: () => Promise<Person>;
  /** Starts the load. */
  startTraffic: () => Traffic;
};

/** The interval of the default revocation policy, which the run leaves as it is. Milliseconds. */
export const REVOCATION_INTERVAL_MS = 1000;

const DAYS_7 = 7 * 86_400;

/**
 * Sets the stage, has `play` use it, and clears everything away, whatever happens. Returns what `play` returns; rejects
 * with the signal's reason when it is aborted.
 */
export async function withStage<Result>(
  options: StageOptions,
  play: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const { signal, say } = options;
  const endings: (() => Promise<void>)[] = [];
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  const playing = setStage(options, endings).then(play);
  try {
    return await Promise.race([playing, aborted]);
  } finally {
    // What still plays after an interruption fails, as it is left without servers.
    playing.catch(() => {});
    for (const end of endings.toReversed())
      await end().catch((error: unknown) => say(`could not clear away: ${String(error)}`));
  }
}

async function setStage(options: StageOptions, endings: (() => Promise<void>)[]): Promise<Stage> {
  const { size, say, mongodbUri, server, mayDownload } = options;
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-scale-'));
  endings.push(() => rm(folder, { recursive: true, force: true }));
  const database = await openDatabase(mongodbUri);
  endings.push(() => database.end());
  say(`database: ${database.name}`);

  const port = await freePort();
  const origin = `https://localhost:${port}`;
  const secret = randomSecret();
  // In a folder of its own a server finds no `.env`.
  const command: ServerCommand = server === undefined ? {} : { ...server, cwd: folder };
  const fleet = await Fleet.create(size.servers, command, {
    MONGODB_URI: database.uri,
    JWT_SECRET: secret,
    PUBLIC_URL: origin,
    TRUST_PROXY: '1',
    RATE_LIMIT: 'on',
    LOG_LEVEL: 'warn',
    BCRYPT_COST: String(size.bcryptCost),
    TOKEN_RENEW_BELOW: `${DAYS_7 - size.renewAfterMs / 1000}s`,
    SHUTDOWN_DELAY: `${size.shutdownDelayMs}ms`,
    REVOCATION_MAX_STALENESS: `${size.maxStalenessMs}ms`,
  });
  endings.push(() => fleet.endAll());
  await fleet.startAll();
  say(`servers: ${fleet.servers.map(({ address, pid }) => `${address} (process ${pid})`).join(', ')}`);

  const certificate = await makeCertificate();
  const origins = fleet.servers.map((each) => each.origin);
  const proxy = await startTlsProxy({ port, origins, certificate, folder, mayDownload });
  endings.push(() => proxy.end());
  say(`proxy: ${origin}, ${proxy.name}`);

  const client = createHttpClient(certificate.cert);
  endings.push(async () => client.close());
  const { send } = client;
  while ((await send(origin, { method: 'GET', path: ENDPOINTS.health })).status !== 200) await wait(50);

  const { stranger, newcomer } = createPeople(send, origin);
  const visitors: Person[] = [];
  while (visitors.length < size.visitors) visitors.push(await newcomer());
  const commuter = await newcomer();
  return {
    size,
    say,
    fleet,
    database,
    secret,
    send,
    origin,
    checkOn: async (asked, cookie) =>
      (await send(asked.origin, { method: 'GET', path: ENDPOINTS.check, cookie })).status,
    visitors,
    stranger,
    newcomer,
    startTraffic: () => new Traffic(visitors, commuter, size.rate),
  };
}

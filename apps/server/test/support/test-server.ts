import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readEnv } from '../../src/env.ts';
import type { EnvSource } from '../../src/env-reader.ts';
import type { Deps } from '../../src/deps.ts';
import { startServer } from '../../src/start.ts';
import { freePort } from './free-port.ts';

/** A clock that tests set: real time plus `ahead` milliseconds. */
export class TestClock {
  ahead = 0;
  now(): number {
    return Date.now() + this.ahead;
  }
  /** Lets days go by. */
  advanceDays(days: number): void {
    this.ahead += days * 86_400_000;
  }
}

/** A real server with a real database, on a port of its own. */
export type TestServer = {
  origin: string;
  deps: Deps;
  clock: TestClock;
  secret: string;
  /** What was logged so far, a parsed line each. */
  logged: Record<string, unknown>[];
  stop(): Promise<void>;
};

/**
 * Starts a server on an empty database: one of the MongoDB that `MONGODB_URI` names, else an embedded one. `overrides`
 * are environment variables; with `clientDirectory` it serves that built client, as in production.
 */
export async function startTestServer(
  overrides: EnvSource = {},
  clientDirectory?: string,
): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-test-'));
  const port = await freePort();
  const clock = new TestClock();
  const secret = randomBytes(64).toString('hex');
  const logged: Record<string, unknown>[] = [];
  const log = pino(
    { level: 'debug', base: null },
    { write: (line: string) => void logged.push(parseLine(line)) },
  );
  const env = readEnv({
    JWT_SECRET: secret,
    BCRYPT_COST: '4',
    PORT: String(port),
    RATE_LIMIT: 'off',
    DATA_DIR: dataDir,
    MONGODB_URI: freshDatabase(),
    ...overrides,
  });
  const server = await startServer({ env, log, clock, clientDirectory });
  return {
    // The address that the server listens on, whatever origin it is told that browsers use.
    origin: `http://localhost:${port}`,
    deps: server.deps,
    clock,
    secret,
    logged,
    async stop() {
      if (env.mongodbUri !== undefined && overrides['MONGODB_URI'] === undefined)
        await server.deps.db.dropDatabase();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The address of an unused database on the MongoDB that the tests were given; `undefined` without one. */
export function freshDatabase(): string | undefined {
  const given = process.env['MONGODB_URI'];
  if (given === undefined || given === '') return undefined;
  const uri = new URL(given);
  uri.pathname = `/latchkey_test_${randomBytes(6).toString('hex')}`;
  return uri.href;
}

function parseLine(line: string): Record<string, unknown> {
  return JSON.parse(line) as Record<string, unknown>;
}

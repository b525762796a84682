import { pino } from 'pino';
import { readEnv, type EnvSource } from '../../src/env.ts';
import type { Deps } from '../../src/deps.ts';
import { startServer } from '../../src/start.ts';
import { freshDatabase } from './database.ts';
import { freePort } from './free-port.ts';
import { randomSecret } from './random-secret.ts';

/** A clock that tests control: real time plus `ahead` milliseconds. */
export class TestClock {
  ahead = 0;
  now(): number {
    return Date.now() + this.ahead;
  }
  /** Moves the clock forward by days. */
  advanceDays(days: number): void {
    this.ahead += days * 86_400_000;
  }
}

/** A real server with a real database, on its own port. */
export type TestServer = {
  origin: string;
  deps: Deps;
  clock: TestClock;
  secret: string;
  /** The lines logged so far, parsed. */
  logged: Record<string, unknown>[];
  stop(): Promise<void>;
};

/**
 * Starts a server on an empty database (database.ts) unless `overrides`, environment variables, name another; with
 * `clientDirectory` it serves that built client, as in production.
 */
export async function startTestServer(
  overrides: EnvSource = {},
  clientDirectory?: string,
): Promise<TestServer> {
  const port = await freePort();
  const clock = new TestClock();
  const secret = randomSecret();
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
    INSPECTOR: 'off',
    MONGODB_URI: freshDatabase(),
    ...overrides,
  });
  const server = await startServer({ env, log, clock, clientDirectory });
  return {
    // The address that the server listens on, whatever `PUBLIC_URL` is.
    origin: `http://localhost:${port}`,
    deps: server.deps,
    clock,
    secret,
    logged,
    async stop() {
      if (!('MONGODB_URI' in overrides)) await server.deps.db.dropDatabase();
      await server.stop();
    },
  };
}

function parseLine(line: string): Record<string, unknown> {
  return JSON.parse(line) as Record<string, unknown>;
}

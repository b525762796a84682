import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ENDPOINTS } from '@latchkey/shared';
import getPort, { portNumbers } from 'get-port';
import { endChild, endWithTests, hasEnded } from './children.ts';
import type { Database } from './database.ts';

const BUNDLE = fileURLToPath(new URL('../../server/dist/main.js', import.meta.url));

/** A production server in its own process. */
export type Server = {
  /** Its origin, as typed into a browser. */
  url: string;
  /** The secret that it signs with, for tests that create tokens themselves. */
  secret: string;
  /** What it has written so far, to either stream. */
  output: () => string;
  /** Stops it and resolves when it is gone; with `SIGTERM` by default. */
  stop: (signal?: NodeJS.Signals) => Promise<void>;
};

/**
 * Starts the production build with a database, and waits until it is ready: on a free port unless `env` names one, and
 * from another bundle than the build's if that is given.
 */
export async function startServer(
  database: Database,
  secret: string,
  env: Record<string, string> = {},
  bundle = BUNDLE,
): Promise<Server> {
  // Not a port that the system would give away: until it is listened on, a connection of the browser could be given it.
  const port = env['PORT'] ?? (await getPort({ port: portNumbers(randomInt(10_000, 31_000), 32_000) }));
  const url = `http://localhost:${port}`;
  const { child, output } = runBundle(
    database.folder,
    {
      PORT: String(port),
      PUBLIC_URL: url,
      JWT_SECRET: secret,
      BCRYPT_COST: '4',
      RATE_LIMIT: 'off',
      LOG_LEVEL: 'warn',
      SHUTDOWN_DELAY: '0s',
      ...database.env,
      ...env,
    },
    bundle,
  );
  await untilReady(child, `http://127.0.0.1:${port}`, output);
  return { url, secret, output, stop: (signal) => endChild(child, signal) };
}

/**
 * Runs the bundle with only the given environment (and `PATH`), in a folder without a `.env`; its output is meant to be
 * read once it has exited.
 */
export function runBundle(
  folder: string,
  env: Record<string, string>,
  bundle = BUNDLE,
): { child: ChildProcess; output: () => string } {
  const child = endWithTests(
    spawn(process.execPath, [bundle], { cwd: folder, env: { PATH: process.env['PATH'], ...env } }),
  );
  let text = '';
  const collect = (chunk: Buffer) => (text += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return { child, output: () => text };
}

async function untilReady(child: ChildProcess, origin: string, output: () => string): Promise<void> {
  while (!hasEnded(child)) {
    const response = await fetch(origin + ENDPOINTS.ready).catch(() => null);
    if (response?.ok === true) return;
    await sleep(25);
  }
  throw new Error(`the server exited before it was ready:\n${output()}`);
}

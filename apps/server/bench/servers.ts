import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ENDPOINTS } from '@latchkey/shared';
import { freePort } from '../test/support/free-port.ts';
import type { Target } from './load.ts';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The account on the Latchkey server being measured. */
export const PERSON = { username: 'measured', password: 'a-phrase-for-measuring' };

/** A server in its own process, with a signed-in session's cookie. */
export type Running = Target & { pid: number; stop: () => Promise<void> };

/**
 * Starts the production build with everything on except the limits, on an empty embedded database; `settings` are
 * additional environment variables. `main` may be the bundle of another checkout.
 */
export async function startLatchkey(
  secret: string,
  settings: Record<string, string> = {},
  main = path('../dist/main.js'),
): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-bench-'));
  const port = await freePort();
  const env = {
    PATH: process.env['PATH'],
    PORT: String(port),
    JWT_SECRET: secret,
    RATE_LIMIT: 'off',
    SHUTDOWN_DELAY: '0s',
    ...settings,
  };
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env,
    // The log is written, as in production, and discarded.
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const origin = `http://127.0.0.1:${port}`;
  while (!(await fetch(origin + ENDPOINTS.ready).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error('the server exited: is it built (pnpm build)?');
    await sleep(50);
  }
  const registered = await fetch(origin + ENDPOINTS.register, post());
  const cookie = registered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const stop = async (): Promise<void> => {
    await end(child);
    await rm(folder, { recursive: true });
  };
  return { port, cookie, pid: child.pid ?? 0, stop };
}

/** Starts one of the servers in `baselines.ts`. */
export async function startBaseline(name: string, secret: string, cookie: string): Promise<Running> {
  const child = spawn(process.execPath, ['--import', 'tsx', path('baselines.ts'), name], {
    env: { ...process.env, NODE_ENV: 'production', JWT_SECRET: secret },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(child.stdout, 'data');
  return { port: Number(port), cookie, pid: child.pid ?? 0, stop: async () => end(child) };
}

/** A secret for one run. */
export const randomSecret = (): string => randomBytes(64).toString('hex');

/** A request that sends an account's credentials. */
export function post(person = PERSON): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  };
}

/** The processor time that a process's threads have used so far, in microseconds (Linux). */
export function processorTime(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, time) => sum + time, 0) / 1000;
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

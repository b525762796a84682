import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ENDPOINTS } from '@latchkey/shared';
import { freePort } from '../test/support/free-port.ts';
import { onCores, SERVER_CORE } from './cores.ts';
import type { Target } from './load.ts';

/** The account on the Latchkey server being measured. */
export const PERSON = { username: 'measured', password: 'a-phrase-for-measuring' };

/** A server in its own process, with a signed-in session's cookie; `pids` are the server and the store that it uses. */
export type Running = Target & { pids: number[]; stop: () => Promise<void> };

/** What a Latchkey server is started with. */
export type LatchkeyOptions = {
  /** Additional environment variables. */
  settings?: Record<string, string>;
  /** The bundle, which may be that of another checkout. */
  main?: string;
  cores?: readonly number[];
};

/** A path in this folder. */
export const fromBench = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/**
 * Starts the production build with everything on except the limits: with its log written to a file, as in production,
 * and on an empty embedded database unless `settings` name a `DATA_DIR`.
 */
export async function startLatchkey(
  secret: string,
  { settings = {}, main = fromBench('../dist/main.js'), cores = SERVER_CORE }: LatchkeyOptions = {},
): Promise<Running & { startMs: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-bench-'));
  const port = await freePort();
  const log = openSync(join(folder, 'log'), 'w');
  const startedAt = performance.now();
  const child = start(cores, [process.execPath, main], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      JWT_SECRET: secret,
      RATE_LIMIT: 'off',
      SHUTDOWN_DELAY: '0s',
      ...settings,
    },
    stdio: ['ignore', log, 'inherit'],
  });
  closeSync(log);
  const origin = `http://127.0.0.1:${port}`;
  while (!(await fetch(origin + ENDPOINTS.ready).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error('the server exited: is it built (pnpm build)?');
    await sleep(10);
  }
  const startMs = performance.now() - startedAt;
  const registered = await fetch(origin + ENDPOINTS.register, post());
  const response = registered.ok ? registered : await fetch(origin + ENDPOINTS.login, post());
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const stop = async (): Promise<void> => {
    await end(child);
    await rm(folder, { recursive: true });
  };
  return { port, path: ENDPOINTS.check, cookie, pids: [child.pid ?? 0], stop, startMs };
}

/**
 * Starts another server: a Node program that prints, as one line of JSON, what to send requests to. Rejects when it
 * exits instead. `store` is the process of the store that it uses.
 */
export async function startOther(
  program: readonly string[],
  env: NodeJS.ProcessEnv,
  store: number[] = [],
): Promise<Running> {
  const child = start(SERVER_CORE, [process.execPath, ...program], {
    cwd: fromBench('..'),
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('it has no output');
  const [line] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  if (child.exitCode !== null) throw new Error(`it exited with ${child.exitCode}`);
  const target: Target = JSON.parse(String(line));
  return { ...target, pids: [child.pid ?? 0, ...store], stop: async () => end(child) };
}

/** A request that sends an account's credentials. */
export function post(person = PERSON): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  };
}

/** The CPU time that the threads of processes have used so far, in microseconds; `NaN` where there is no Linux. */
export function cpuTime(pids: readonly number[]): number {
  if (!existsSync('/proc/self/schedstat')) return NaN;
  const threads = pids.flatMap((pid) =>
    readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`),
  );
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, time) => sum + time, 0) / 1000;
}

/** What still runs: it must not outlive a bench that fails. */
const children = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of children) child.kill('SIGTERM');
});

/** Starts a process on those cores, which ends with this one at the latest. */
export function start(
  cores: readonly number[],
  command: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  const [file = '', ...args] = onCores(cores, command);
  const child = spawn(file, args, options);
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** Ends a process in the regular way and waits for it. */
export async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { ENDPOINTS } from '@latchkey/shared';
import type { EnvSource } from '../../src/env.ts';
import { freePort } from './free-port.ts';
import { programArgs } from './programs.ts';

const children = new Set<ChildProcess>();
// Also those that are still starting.
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** A server in its own process. */
export type ServerProcess = {
  origin: string;
  output(): string;
  kill(signal: NodeJS.Signals): Promise<number | null>;
};

/**
 * Starts the server with exactly these variables (and PATH), and waits until it is ready. `args`, Node's arguments, may
 * start another build of it, and `cwd` another folder in which it looks for a `.env`. Rejects if it exits instead.
 */
export async function startServerProcess(
  env: EnvSource,
  { args = programArgs('main'), cwd }: { args?: readonly string[]; cwd?: string } = {},
): Promise<ServerProcess & { pid: number }> {
  const port = env['PORT'] ?? (await freePort());
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env['PATH'], PORT: String(port), BCRYPT_COST: '4', RATE_LIMIT: 'off', ...env },
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (output += text.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const origin = `http://localhost:${port}`;
  while (!(await isReady(port))) {
    if (child.exitCode !== null) throw new Error(`the server exited with ${child.exitCode}: ${output}`);
    await wait(50);
  }
  return {
    origin,
    pid: child.pid ?? 0,
    output: () => output,
    kill(signal) {
      child.kill(signal);
      return exited;
    },
  };
}

/** Asked many times while a server starts: hence not by `fetch`, or by name, which takes more than twice the CPU time. */
function isReady(port: string | number): Promise<boolean> {
  return new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path: ENDPOINTS.ready, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).once('error', () => resolve(false));
  });
}

/** Polls until the condition holds. The test's own timeout ends it if it never does. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await wait(50);
}

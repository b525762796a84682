import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../test/support/free-port.ts';
import { SERVER_CORE } from './cores.ts';
import { progress } from './rounds.ts';
import { end, fromBench, start } from './servers.ts';

/** Where the rivals are installed: out of the way of the product's packages, and kept for the next run. */
const FOLDER = fromBench('../../../node_modules/.cache/latchkey-bench');

/** What a part of the bench needs and may not get: then why, for the table. */
export type Perhaps<T> = T | { notRun: string };

/** A Redis server for the run. */
export type Redis = { uri: string; pid: number; stop: () => Promise<void> };

/**
 * Installs the rivals of `rivals/package.json`, with the versions pinned there, and returns the folder of their programs.
 * Installs nothing when they are there already.
 */
export async function installRivals(): Promise<Perhaps<{ folder: string }>> {
  const wanted = await readFile(fromBench('rivals/package.json'), 'utf8');
  const stamp = join(FOLDER, 'installed.json');
  await mkdir(FOLDER, { recursive: true });
  await cp(fromBench('rivals'), FOLDER, { recursive: true });
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return { folder: FOLDER };
  progress(`installing what Latchkey is compared with into ${FOLDER}`);
  const options = ['--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--loglevel=error'];
  try {
    await promisify(execFile)('npm', ['install', '--prefix', FOLDER, ...options], { cwd: FOLDER });
  } catch {
    return { notRun: 'npm could not install it; is there a network?' };
  }
  await writeFile(stamp, wanted);
  return { folder: FOLDER };
}

/** Starts Redis, as it comes but without a file, on the core of the servers: each shares the core with its store. */
export async function startRedis(): Promise<Perhaps<Redis>> {
  if (spawnSync('redis-server', ['--version']).status !== 0)
    return { notRun: 'no `redis-server` on the PATH' };
  const port = await freePort();
  const command = ['redis-server', '--bind', '127.0.0.1', '--port', String(port), '--save', ''];
  const child = start(SERVER_CORE, command, { stdio: 'ignore' });
  while (!(await listens(port))) {
    if (child.exitCode !== null) return { notRun: `redis-server exited with ${child.exitCode}` };
    await sleep(20);
  }
  return {
    uri: `redis://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => end(child),
  };
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const open = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return open;
}

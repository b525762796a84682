import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './dev/free-port.ts';
import { fromRoot } from './lib/root.ts';

// `node scripts/run.js measure`: what a check request costs with a token alone and with a session looked up for each,
// and what a sign-in costs. One request at a time on the production build over its embedded database.
const REQUESTS = 5_000;
const LOGINS = 10;
const PERSON = { username: 'measured', password: randomBytes(12).toString('base64url') };

console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`);
for (const revocation of ['renewal', 'bounded', 'strict']) {
  const { url, stop } = await startServer(revocation);
  const registered = await post(`${url}/api/auth/register`);
  const cookie = registered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const check = async () => {
    const response = await fetch(`${url}/api/auth/check`, { headers: { cookie } });
    if (!response.ok) throw new Error(`check answered ${response.status}`);
    await response.arrayBuffer();
  };
  await median(REQUESTS / 10, check);
  console.log(`REVOCATION=${revocation}: check ${await median(REQUESTS, check)} ms`);
  if (revocation === 'renewal') {
    console.log(`sign-in ${await median(LOGINS, async () => void (await post(`${url}/api/auth/login`)))} ms`);
    console.log(`cookie ${Buffer.byteLength(cookie)} bytes`);
  }
  await stop();
}

async function post(address: string): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(address, { method: 'POST', headers, body: JSON.stringify(PERSON) });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response;
}

/** The median duration of an action in ms, with two decimals, run `times` times in a row. */
async function median(times: number, action: () => Promise<void>): Promise<string> {
  const durations: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const start = performance.now();
    await action();
    durations.push(performance.now() - start);
  }
  return durations.toSorted((a, b) => a - b)[Math.floor(times / 2)]?.toFixed(2) ?? '';
}

async function startServer(revocation: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-measure-'));
  const port = await freePort(24_000);
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PATH: process.env['PATH'],
    PORT: String(port),
    JWT_SECRET: randomBytes(64).toString('hex'),
    REVOCATION: revocation,
    RATE_LIMIT: 'off',
    LOG_LEVEL: 'error',
  };
  const child = spawn(process.execPath, [fromRoot('apps/server/dist/main.js')], {
    cwd: folder,
    env,
    stdio: 'inherit',
  });
  while (!(await fetch(`${url}/readyz`).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error('the server ended before it was ready');
    await sleep(50);
  }
  const stop = async () => {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
    await rm(folder, { recursive: true });
  };
  return { url, stop };
}

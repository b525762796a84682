import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort, { portNumbers } from 'get-port';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { processesOf } from './dev/test/processes-of.ts';
import { fromRoot } from './lib/root.ts';

const READY = /^Latchkey is ready: (http:\/\/localhost:\d+)$/gm;
/** Long enough for a busy machine; nothing here measures speed. */
const PATIENCE = 60_000;

let folder: string;
let dev: ChildProcess;
let output: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-dev-'));
  output = '';
});
afterEach(async () => {
  if (dev.exitCode === null && dev.signalCode === null) {
    dev.kill('SIGTERM');
    await once(dev, 'exit');
  }
  rmSync(folder, { recursive: true });
});

/** A port on which nothing listens, and which neither the system nor the tests of other packages give to anybody. */
const aPort = () => getPort({ port: portNumbers(randomInt(32_001, 32_700), 32_767) });

/** `pnpm dev` in an empty folder: its `.env` and its data are made there. */
async function startDev(env: NodeJS.ProcessEnv = {}): Promise<void> {
  const { JWT_SECRET: _secret, MONGODB_URI: _uri, NODE_ENV: _mode, ...rest } = process.env;
  dev = spawn(process.execPath, [fromRoot('scripts/run.js'), 'dev'], {
    cwd: folder,
    env: { ...rest, PORT: String(await aPort()), LOG_LEVEL: 'warn', BCRYPT_COST: '4', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const collect = (chunk: Buffer) => (output += chunk.toString());
  dev.stdout?.on('data', collect);
  dev.stderr?.on('data', collect);
}

async function addressWhenReady(): Promise<string> {
  while (dev.exitCode === null) {
    const address = [...output.matchAll(READY)][0]?.[1];
    if (address !== undefined) return address;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`dev exited before it was ready:\n${output}`);
}

const isOpen = (address: string) =>
  new Promise<boolean>((resolve) => {
    const { hostname, port } = new URL(address);
    const socket = createConnection({ host: hostname, port: Number(port) });
    socket.once('connect', () => socket.destroy()).once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });

test(
  'with a secret of its own, serves page and API from one address; Ctrl-C in a terminal leaves no process behind',
  { timeout: PATIENCE },
  async () => {
    await startDev({ PASSWORD_MIN_LENGTH: '15' });
    const address = await addressWhenReady();
    const page = await (await fetch(address)).text();
    expect(page).toContain('id="root"');
    expect(page).toContain('{"passwordMinLength":15,"lab":true}');
    expect((await fetch(`${address}/api/auth/check`)).status).toBe(401);
    const json = { 'content-type': 'application/json', origin: address };
    const body = JSON.stringify({ username: 'somebody', password: 'correct horse battery' });
    const registered = await fetch(`${address}/api/auth/register`, { method: 'POST', headers: json, body });
    expect(registered.status).toBe(201);
    expect(output.match(/^.*http:\/\/localhost:.*$/gm)).toHaveLength(1);

    const file = join(folder, '.env');
    const made = readFileSync(file, 'utf8');
    expect(made).toMatch(/^JWT_SECRET=[0-9a-f]{128}\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(output).not.toContain(made.slice('JWT_SECRET='.length, 60));

    await expectNothingLeft(address, (pid) => process.kill(-pid, 'SIGINT'), 0);
  },
);

test.each([
  ['SIGINT to the script alone', 'SIGINT', 0],
  ['SIGTERM', 'SIGTERM', 0],
  ['SIGKILL', 'SIGKILL', null],
] as const)('%s leaves no process behind', { timeout: PATIENCE }, async (_, signal, exitCode) => {
  await startDev();
  await expectNothingLeft(await addressWhenReady(), (pid) => process.kill(pid, signal), exitCode);
});

/** Ends what answers at an address; neither it nor any of its processes is there afterwards. */
async function expectNothingLeft(
  address: string,
  send: (pid: number) => void,
  exitCode: number | null,
): Promise<void> {
  expect(await isOpen(address)).toBe(true);
  const pid = dev.pid ?? 0;
  const processes = processesOf(pid);
  expect(processes.length).toBeGreaterThanOrEqual(2);
  const exited = once(dev, 'exit');
  send(pid);
  expect(await exited).toContain(exitCode);
  await expect.poll(() => processes.filter(isAlive), { timeout: 10_000 }).toEqual([]);
  expect(await isOpen(address)).toBe(false);
}

// What is said of the port comes before what the API lacks: one start shows both.
test.each([
  ['JWT_SECRET=too-short\n', 'JWT_SECRET is too short', 'the wanted port, where nobody listens', []],
  // A secret of its own beside the file would be one too many.
  [
    'JWT_SECRET_FILE=missing\n',
    'JWT_SECRET_FILE names a file that cannot be read',
    'the next one on which nobody listens, at whatever address',
    ['127.0.0.1', '::1', '0.0.0.0'],
  ],
])(
  'with %j in .env it says why (%s) the API does not start at %s, and ends',
  { timeout: PATIENCE },
  async (env, why, _, taken) => {
    writeFileSync(join(folder, '.env'), env);
    const wanted = await aPort();
    await Promise.all(taken.map((host, index) => occupy(host, wanted + index)));
    await startDev({ PORT: String(wanted) });
    const [code] = await once(dev, 'close');
    expect(code).toBe(1);
    expect(output).toContain(why);
    expect(readFileSync(join(folder, '.env'), 'utf8')).toBe(env);

    const instead = new RegExp(`^Port ${wanted} is taken: using (\\d+)\\.$`, 'm').exec(output)?.[1];
    expect(instead !== undefined).toBe(taken.length > 0);
    expect(Number(instead ?? wanted)).toBeGreaterThanOrEqual(wanted + taken.length);
  },
);

async function occupy(host: string, port: number): Promise<void> {
  const server = createServer().listen({ host, port });
  onTestFinished(() => void server.close());
  await once(server, 'listening');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

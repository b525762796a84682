import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHECKS } from '../doctor/checks.ts';
import type { Examination } from '../doctor/examine.ts';
import { formatText } from '../doctor/print.ts';
import { programArgs } from './support/programs.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-doctor-'));
  server = await startTestServer();
  writeFileSync(join(folder, '.env'), `JWT_SECRET=${server.secret}\nPUBLIC_URL=${server.origin}\n`);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

/** `pnpm run doctor`, without pnpm. */
const COMMAND = [join(ROOT, 'scripts/run.js'), 'doctor'];

/** Runs the doctor, by default from the bundle, in a folder whose `.env` is the server's. */
async function doctor(
  args: readonly string[],
  command: readonly string[] = programArgs('doctor'),
): Promise<{ code: unknown; output: string; errors: string }> {
  const { JWT_SECRET: _secret, PUBLIC_URL: _url, MONGODB_URI: _uri, ...env } = process.env;
  const child = spawn(process.execPath, [...command, ...args], {
    cwd: folder,
    env,
  });
  const [output, errors]: Buffer[][] = [[], []];
  child.stdout.on('data', (chunk: Buffer) => output?.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => errors?.push(chunk));
  const [code] = await once(child, 'close');
  return {
    code,
    output: Buffer.concat(output ?? []).toString(),
    errors: Buffer.concat(errors ?? []).toString(),
  };
}

test('reads .env, prints a line for each check, changes nothing and exits with 0', async () => {
  const { code, output } = await doctor([], COMMAND);
  expect([code, output]).toEqual([0, expect.stringContaining(`${server.origin}\n`)]);
  for (const { id, title } of CHECKS.filter((check) => check.id !== 'hsts-stripped')) {
    expect(output).toMatch(new RegExp(`^ok +${id} +${title}`, 'm'));
  }
  expect(output).toContain('15 ok, 0 faults, 1 not checked');
  expect(output).not.toContain(server.secret.slice(0, 20));
  expect(await server.deps.models.User.countDocuments()).toBe(0);
  expect(await server.deps.models.Session.countDocuments()).toBe(0);
});

test('names a fault with its cure, as JSON if wanted, and exits with 1', async () => {
  const address = server.origin.replace('localhost', '127.0.0.1');
  const { code, output } = await doctor(['--json', address]);
  expect(code).toBe(1);
  const examination = JSON.parse(output) as Examination;
  expect(examination).toMatchObject({
    origin: address,
    findings: expect.arrayContaining([
      { id: 'weak-secret', title: expect.any(String), status: 'ok' },
      expect.objectContaining({ id: 'public-url', status: 'fault', cure: expect.any(String) }),
    ]),
  });
  expect(formatText(examination)).toMatch(
    /^FAULT +public-url .*\n +Seen: .*\n +Cure: Set PUBLIC_URL=.*[^]*, 1 fault, /m,
  );
});

test('exits with 2 and says how it is used where the address is none', async () => {
  const { code, output, errors } = await doctor(['example.org']);
  expect([code, output]).toEqual([2, '']);
  expect(errors).toContain('pnpm run doctor [URL] [--json]');
});

test('every check has its section in docs/doctor.md, in the same order, and no other has one', () => {
  const text = readFileSync(join(ROOT, 'docs/doctor.md'), 'utf8');
  const sections = [...text.matchAll(/^### `(.*)`$/gm)].map(([, id]) => id);
  expect(sections).toEqual(CHECKS.map(({ id }) => id));
});

import { once } from 'node:events';
import { Agent, createServer } from 'node:http';
import { ENDPOINTS } from '@latchkey/shared';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { freshDatabase } from './support/database.ts';
import { startRegistration } from './support/half-sent-registration.ts';
import { listen } from './support/listen.ts';
import { sendOne, type ProcessAnswer } from './support/one-request.ts';
import { sendAtRate } from './support/send-at-rate.ts';
import { until } from './support/server-process.ts';
import { aName } from './support/visitor.ts';
import {
  isRunning,
  startWorkersProcess,
  untilStarted,
  type WorkersProcess,
} from './support/workers-process.ts';
import { randomSecret } from './support/random-secret.ts';

/** Each of these tests starts several processes, one after the other. Milliseconds; for hangs only. */
const PATIENCE = 180_000;

const ACCOUNT = { username: aName(), password: 'correct horse battery' };
const [OLD_SECRET, NEW_SECRET] = [randomSecret(), randomSecret()];

let server: WorkersProcess;
beforeAll(async () => {
  server = await startWorkersProcess({ JWT_SECRET: OLD_SECRET });
  await untilStarted(server, 2);
  await sendOne(server.origin + ENDPOINTS.register, { method: 'POST', body: ACCOUNT });
}, PATIENCE);
afterAll(() => server.remove());

/** Starts another server, on the database of all tests, for the rest of a test. */
async function startOther(port?: number): Promise<WorkersProcess> {
  const other = await startWorkersProcess(
    { JWT_SECRET: OLD_SECRET },
    { mongodbUri: freshDatabase(), ...(port !== undefined && { port }) },
  );
  onTestFinished(() => other.remove());
  return other;
}

/** The process ids of the two workers that started last. */
const newest = (): number[] => server.workers().slice(-2);

/** Signs in to the account of this file. Resolves with the cookie. */
async function signIn(): Promise<string> {
  const { status, cookie } = await sendOne(server.origin + ENDPOINTS.login, {
    method: 'POST',
    body: ACCOUNT,
  });
  expect(status).toBe(200);
  return cookie ?? '';
}

const check = (cookie: string, agent?: Agent): Promise<ProcessAnswer> =>
  sendOne(server.origin + ENDPOINTS.check, { cookie, ...(agent && { agent }) });

/** Checks until two processes have answered with that status. Returns them, in order of name. */
async function untilBothAnswer(cookie: string, status: number): Promise<string[]> {
  const processes = new Set<string>();
  await until(async () => {
    const answer = await check(cookie);
    if (answer.status === status) processes.add(answer.process);
    return processes.size === 2;
  });
  return [...processes].toSorted();
}

/** Sends 50 checks a second over connections that are kept open, before, during and after what happens. */
async function failuresDuring(cookie: string, happening: () => Promise<void>): Promise<unknown[]> {
  // In turn: over a connection that is not used its client does not learn that it is to be closed.
  const agent = new Agent({ keepAlive: true, maxSockets: 8, scheduling: 'fifo' });
  const failures: unknown[] = [];
  let count = 0;
  const send = async (): Promise<void> => {
    try {
      const answer = await check(cookie, agent);
      if (answer.status !== 200) failures.push(answer);
    } catch (error) {
      failures.push(error);
    }
    count += 1;
  };
  const fiftyMore = async (): Promise<void> => {
    const target = count + 50;
    await until(async () => count >= target);
  };
  const load = new AbortController();
  const loaded = sendAtRate(50, send, load.signal);
  await fiftyMore();
  await happening();
  await fiftyMore();
  load.abort();
  await loaded;
  agent.destroy();
  return failures;
}

test(
  'a sign-in at one worker is valid at the other, and so is a sign-out',
  { timeout: PATIENCE },
  async () => {
    const cookie = await signIn();
    const processes = await untilBothAnswer(cookie, 200);
    const signOut = await sendOne(server.origin + ENDPOINTS.logout, { method: 'POST', cookie });
    expect(signOut.status).toBe(204);
    expect(await untilBothAnswer(cookie, 401)).toEqual(processes);
    for (const worker of [1, 2]) expect(server.output()).toContain(`{"worker":${worker},"requestId":`);
  },
);

test(
  'SIGHUP replaces all workers, with what .env says by then, and no request fails',
  { timeout: PATIENCE },
  async () => {
    const cookie = await signIn();
    const old = newest();
    await server.configure({ JWT_SECRET: `${NEW_SECRET},${OLD_SECRET}` });
    const failures = await failuresDuring(cookie, async () => {
      server.primary.kill('SIGHUP');
      await until(async () => server.output().includes('the workers are restarted'));
    });
    expect(failures).toEqual([]);
    expect(old.filter(isRunning)).toEqual([]);
    expect(newest().filter(isRunning)).toHaveLength(2);
    expect(keyOf(await signIn())).not.toBe(keyOf(cookie));
  },
);

/** The id of the key that a cookie's token is signed with. */
function keyOf(cookie: string): string | undefined {
  return jwt.decode(cookie.split('=')[1] ?? '', { complete: true })?.header.kid;
}

test('SIGTERM to one worker replaces it, and no request fails', { timeout: PATIENCE }, async () => {
  const cookie = await signIn();
  const [leaving = 0] = newest();
  const failures = await failuresDuring(cookie, async () => {
    process.kill(leaving, 'SIGTERM');
    await until(async () => !isRunning(leaving));
  });
  expect(failures).toEqual([]);
  await untilBothAnswer(cookie, 200);
});

test(
  'where a new worker cannot start the old ones go on, and a killed one is replaced as soon as one can',
  { timeout: PATIENCE },
  async () => {
    const cookie = await signIn();
    const [killed = 0, left = 0] = newest();
    await server.configure({ JWT_SECRET: 'too short' });
    const failedStarts = (): number => server.output().split('JWT_SECRET is too short').length - 1;
    server.primary.kill('SIGHUP');
    await until(async () => server.output().includes('a worker did not start'));
    expect(failedStarts()).toBe(1);
    expect([killed, left].filter(isRunning)).toHaveLength(2);

    process.kill(killed, 'SIGKILL');
    await until(async () => failedStarts() >= 2);
    expect(server.output()).toContain(`(process ${killed}) died: SIGKILL`);
    expect((await check(cookie)).status).toBe(200);

    const started = server.workers().length;
    await server.configure({ JWT_SECRET: `${NEW_SECRET},${OLD_SECRET}` });
    await untilStarted(server, started + 1);
    await untilBothAnswer(cookie, 200);
  },
);

test(
  'SIGTERM lets requests in flight finish, and ends all processes with exit code 0',
  { timeout: PATIENCE },
  async () => {
    const registrations = await Promise.all(
      Array.from({ length: 4 }, async () => startRegistration(server.origin)),
    );
    const workers = newest();
    const exited = once(server.primary, 'exit');
    server.primary.kill('SIGTERM');
    await until(async () => server.output().includes('graceful shutdown'));
    for (const registration of registrations) registration.finish();
    await Promise.all(registrations.map(({ closed }) => closed));
    for (const registration of registrations) expect(registration.received()).toMatch(/^HTTP\/1\.1 201/m);
    expect(await exited).toEqual([0, null]);
    expect(workers.filter(isRunning)).toEqual([]);
  },
);

test('SIGTERM while a worker is starting does not wait for it', { timeout: PATIENCE }, async () => {
  const interrupted = await startOther();
  await untilStarted(interrupted, 1);
  const exited = once(interrupted.primary, 'close');
  interrupted.primary.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(interrupted.workers()).toHaveLength(1);
});

test('workers do not outlive the process that supervises them', { timeout: PATIENCE }, async () => {
  const abandoned = await startOther();
  await untilStarted(abandoned, 1);
  abandoned.primary.kill('SIGKILL');
  await expect.poll(() => abandoned.workers().filter(isRunning), { timeout: PATIENCE }).toEqual([]);
});

test(
  'when no worker is left and none starts any more, the server says so and ends',
  { timeout: PATIENCE },
  async () => {
    const hopeless = await startOther();
    await untilStarted(hopeless, 2);
    await hopeless.configure({ JWT_SECRET: 'too short' });
    for (const worker of hopeless.workers()) process.kill(worker, 'SIGKILL');
    const [exitCode] = await once(hopeless.primary, 'close');
    expect(exitCode).toBe(1);
    expect(hopeless.output()).toContain('Latchkey gives up, as no worker is left: worker ');
  },
);

test('a start that fails in the first worker is over, and says why once', { timeout: PATIENCE }, async () => {
  const occupied = createServer();
  onTestFinished(() => void occupied.close());
  const refused = await startOther(await listen(occupied));
  const [exitCode] = await once(refused.primary, 'close');
  expect(exitCode).toBe(1);
  expect(refused.output().match(/Port \d+ of 127\.0\.0\.1 is taken/g)).toHaveLength(1);
});

import { setTimeout as wait } from 'node:timers/promises';
import { ENDPOINTS } from '@latchkey/shared';
import { expect, type TestContext, test } from 'vitest';
import { startDatabaseProcess } from './support/database-process.ts';
import { freshDatabase } from './support/database.ts';
import { startRegistration } from './support/half-sent-registration.ts';
import { openRawConnection, type RawConnection } from './support/raw-connection.ts';
import { startRoundRobinProxy } from './support/round-robin-proxy.ts';
import { sendAtRate } from './support/send-at-rate.ts';
import { startServerProcess, until, type ServerProcess } from './support/server-process.ts';
import { aName, Visitor } from './support/visitor.ts';
import { randomSecret } from './support/random-secret.ts';

const JWT_SECRET = randomSecret();
const PING = `GET ${ENDPOINTS.health} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const HALF_OF_THE_HEADERS = `GET ${ENDPOINTS.check} HTTP/1.1\r\nHost: localhost\r\nX-Half: `;

const databaseUri = freshDatabase();

type Start = (env: Record<string, string>) => Promise<ServerProcess>;

/** Starts servers on this file's database, which are killed after the test if they are still running. */
const startFor =
  ({ onTestFinished }: TestContext): Start =>
  async (env) => {
    const server = await startServerProcess({ JWT_SECRET, MONGODB_URI: databaseUri, ...env });
    onTestFinished(() => void server.kill('SIGKILL'));
    // Node tries each address of a host name for 250 ms, which is short on a busy machine.
    return { ...server, origin: server.origin.replace('localhost', '127.0.0.1') };
  };

/** A connection on which one request was answered. */
async function openIdleConnection(origin: string): Promise<RawConnection> {
  const connection = await openRawConnection(origin, PING);
  await until(async () => connection.received().includes('"ok"'));
  return connection;
}

/** Whether a new connection is refused, which it is as soon as the server has closed its listening socket. */
const isRefused = async (origin: string): Promise<boolean> =>
  openRawConnection(origin).then(
    () => false,
    ({ code }: NodeJS.ErrnoException) => code === 'ECONNREFUSED',
  );

test.concurrent('behind a proxy that honours /readyz no request fails while one of two servers shuts down', async (context) => {
  const start = startFor(context);
  const [leaving, staying] = await Promise.all([
    start({ SHUTDOWN_DELAY: '1500ms' }),
    start({ SHUTDOWN_DELAY: '1500ms' }),
  ]);
  const proxy = await startRoundRobinProxy([leaving.origin, staying.origin]);
  context.onTestFinished(() => proxy.close());
  const visitor = new Visitor(proxy);
  await visitor.register(aName());

  const failures: unknown[] = [];
  let count = 0;
  const check = async (): Promise<void> => {
    count += 1;
    try {
      const { status, body } = await visitor.check();
      if (status !== 200) failures.push(body);
    } catch (error) {
      failures.push(error);
    }
  };
  const load = new AbortController();
  const loaded = sendAtRate(200, check, load.signal);
  await until(async () => Number(proxy.served.get(leaving.origin)) >= 50);
  const exitCode = await leaving.kill('SIGTERM');
  const servedByLeaving = proxy.served.get(leaving.origin);
  const sentBeforeExit = count;
  await until(async () => count >= sentBeforeExit + 100);
  load.abort();
  await loaded;

  await context.annotate(`${count} requests, ${failures.length} failed`);
  expect(failures).toEqual([]);
  expect(exitCode).toBe(0);
  expect(proxy.served.get(leaving.origin)).toBe(servedByLeaving);
});

test.concurrent('during the delay only /readyz changes, and a second signal ends the process at once', async (context) => {
  const server = await startFor(context)({ SHUTDOWN_DELAY: '5m' });
  const kept = await openIdleConnection(server.origin);
  void server.kill('SIGTERM');
  await until(async () => (await fetch(server.origin + ENDPOINTS.ready)).status === 503);
  const fresh = await openIdleConnection(server.origin);
  kept.socket.write(PING);
  await until(async () => kept.received().split('"ok"').length === 3);
  for (const connection of [fresh, kept]) {
    expect(connection.received()).not.toMatch(/^HTTP\/1\.1 (?!200)/m);
    expect(connection.received()).not.toMatch(/^Connection: close/im);
  }
  expect(await server.kill('SIGTERM')).toBe(1);
});

test.concurrent('after the delay only requests in flight are waited for, and answered in full', async (context) => {
  const server = await startFor(context)({ SHUTDOWN_DELAY: '300ms' });
  const silent = await openRawConnection(server.origin);
  const halfOpen = await openRawConnection(server.origin, HALF_OF_THE_HEADERS);
  const idle = await openIdleConnection(server.origin);
  const halfOpenAgain = await openIdleConnection(server.origin);
  halfOpenAgain.socket.write(HALF_OF_THE_HEADERS);
  const registration = await startRegistration(server.origin);
  const exited = server.kill('SIGTERM');

  await Promise.all([silent, halfOpen, idle, halfOpenAgain].map(({ closed }) => closed));
  await until(() => isRefused(server.origin));
  expect(registration.socket.closed).toBe(false);

  registration.finish();
  await registration.closed;
  const [, head = '', body = ''] = registration.received().split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 201/);
  expect(head).toMatch(/^Connection: close$/im);
  expect(JSON.parse(body)).toMatchObject({ username: expect.any(String) });
  expect(await exited).toBe(0);
});

test.concurrent('a silent connection and one with half the headers do not delay the exit', async (context) => {
  const server = await startFor(context)({ SHUTDOWN_DELAY: '500ms' });
  await openRawConnection(server.origin);
  await openRawConnection(server.origin, HALF_OF_THE_HEADERS);
  await openIdleConnection(server.origin);
  const signalledAt = performance.now();
  const exited = server.kill('SIGTERM');
  // Half of what requests in flight would be given.
  const outcome = await Promise.race([exited, wait(5500, 'still running')]);
  await context.annotate(`ended ${Math.round(performance.now() - signalledAt - 500)} ms after the delay`);
  expect(outcome).toBe(0);
});

test.concurrent('a frozen database does not delay the exit', async (context) => {
  const frozen = await startDatabaseProcess();
  context.onTestFinished(() => frozen.end());
  const server = await startFor(context)({ MONGODB_URI: frozen.uri });
  await frozen.freeze();
  expect((await new Visitor(server).login('nobody')).status).toBe(503);
  // The driver itself would wait for a quarter of a minute.
  expect(await Promise.race([server.kill('SIGTERM'), wait(10_000, 'still running')])).toBe(0);
});

test.concurrent('an error while stopping is reported as such, not as a failed start', async (context) => {
  const brokenClose = `
    import { createRequire } from 'node:module';
    const { Connection } = createRequire(${JSON.stringify(import.meta.url)})('mongoose');
    Connection.prototype.close = async () => { throw new Error('the socket broke'); };`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(brokenClose)}`;
  const server = await startFor(context)({ NODE_OPTIONS });
  expect(await server.kill('SIGTERM')).toBe(1);
  await until(async () => server.output().includes('Latchkey did not stop cleanly: the socket broke'));
  expect(server.output()).not.toContain('cannot start');
});

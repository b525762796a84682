import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { listen } from '../../../test/support/listen.ts';
import { openRawConnection } from '../../../test/support/raw-connection.ts';
import { until } from '../../../test/support/server-process.ts';
import { createGracefulShutdown, type GracefulShutdown } from './graceful-shutdown.ts';

const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** A server whose shutdown has no delay. */
async function start(
  answer: (response: ServerResponse) => unknown,
  graceMs: number,
): Promise<GracefulShutdown & { origin: string }> {
  const server = createServer((_, response) => answer(response));
  const ends = createGracefulShutdown(server, { delayMs: 0, graceMs });
  return { origin: `http://127.0.0.1:${await listen(server)}`, ...ends };
}

test('a request that takes longer than the grace period is cut off', async () => {
  let isUnderWay = false;
  const server = await start(() => (isUnderWay = true), 300);
  const stuck = await openRawConnection(server.origin, REQUEST);
  await until(async () => isUnderWay);
  await server.shutDown();
  await stuck.closed;
  expect(stuck.received()).toBe('');
});

test('a response that the client receives slowly arrives in full', async () => {
  const length = 20_000_000;
  const server = await start((response) => response.end('x'.repeat(length)), 30_000);
  const slow = await openRawConnection(server.origin, REQUEST);
  await until(async () => slow.received() !== '');
  slow.socket.pause();
  const done = server.shutDown();
  // By then the shutdown has closed the connections that it considers idle.
  await wait(300);
  slow.socket.resume();
  await Promise.all([slow.closed, done]);
  expect(slow.received().split('\r\n\r\n')[1]).toHaveLength(length);
});

test('a server that is drained closes no connection that its client may be using', async () => {
  const server = await start((response) => response.end('answered'), 300);
  const silent = await openRawConnection(server.origin);
  const idle = await openRawConnection(server.origin, REQUEST);
  const kept = await openRawConnection(server.origin, REQUEST);
  await until(async () => [idle, kept].every((connection) => connection.received().includes('answered')));
  const drained = server.drain();
  await expect(openRawConnection(server.origin)).rejects.toMatchObject({ code: 'ECONNREFUSED' });

  // The first request of one, and the next of the other, are answered, and are the last.
  for (const connection of [silent, idle]) connection.socket.write(REQUEST);
  await Promise.all([silent.closed, idle.closed]);
  for (const connection of [silent, idle]) {
    expect(connection.received()).toMatch(/^Connection: close$/im);
    expect(connection.received()).toMatch(/answered$/);
  }
  expect(kept.socket.closed).toBe(false);

  // A shutdown does not wait for the last one longer than for a request.
  await Promise.all([server.shutDown(), drained, kept.closed]);
  expect(kept.received()).not.toMatch(/^Connection: close$/im);
});

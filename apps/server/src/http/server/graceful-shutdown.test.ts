import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { listen } from '../../../test/support/listen.ts';
import { openRawConnection } from '../../../test/support/raw-connection.ts';
import { until } from '../../../test/support/server-process.ts';
import { createGracefulShutdown } from './graceful-shutdown.ts';

const REQUEST = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** A server whose shutdown has no delay. */
async function start(
  answer: (response: ServerResponse) => unknown,
  graceMs: number,
): Promise<{ origin: string; shutDown: () => Promise<void> }> {
  const server = createServer((_, response) => answer(response));
  const shutDown = createGracefulShutdown(server, { delayMs: 0, graceMs });
  return { origin: `http://127.0.0.1:${await listen(server)}`, shutDown };
}

test('a request that takes longer than the grace period is cut off', async () => {
  let isUnderWay = false;
  const { origin, shutDown } = await start(() => (isUnderWay = true), 300);
  const stuck = await openRawConnection(origin, REQUEST);
  await until(async () => isUnderWay);
  await shutDown();
  await stuck.closed;
  expect(stuck.received()).toBe('');
});

test('a response that the client receives slowly arrives in full', async () => {
  const length = 20_000_000;
  const { origin, shutDown } = await start((response) => response.end('x'.repeat(length)), 30_000);
  const slow = await openRawConnection(origin, REQUEST);
  await until(async () => slow.received() !== '');
  slow.socket.pause();
  const done = shutDown();
  // By then the shutdown has closed the connections that it considers idle.
  await wait(300);
  slow.socket.resume();
  await Promise.all([slow.closed, done]);
  expect(slow.received().split('\r\n\r\n')[1]).toHaveLength(length);
});

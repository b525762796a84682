import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { freePort } from './free-port.ts';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function occupy(host: string, port = 0): Promise<number> {
  const server = createServer().listen({ host, port });
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}

test('gives the port that is wanted when nothing listens there', async () => {
  const port = await occupy('127.0.0.1');
  await new Promise((resolve) => servers.pop()?.close(resolve));
  expect(await freePort(port)).toBe(port);
});

for (const host of ['127.0.0.1', '::1', '0.0.0.0']) {
  test(`passes over a port on which somebody listens at ${host}`, async () => {
    const port = await occupy(host);
    expect(await freePort(port)).toBeGreaterThan(port);
  });
}

test('gives up past the last port', async () => {
  await expect(freePort(65_536)).rejects.toThrow('no free port');
});

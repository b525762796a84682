import { createServer, type RequestListener } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { listen } from '../test/support/listen.ts';
import { load } from './load.ts';

const ONE = { connections: 1, pauseMs: 0 };
const TEN = { connections: 10, pauseMs: 0 };
let asked = 0;
const posted = new Set<string>();

const answers: Record<string, RequestListener> = {
  '/whole': (_request, response) => response.setHeader('Content-Length', 2).end('{}'),
  '/pieces': (_request, response) => {
    response.write('{"one":');
    setTimeout(() => response.end('1}'), 1);
  },
  '/posted': (request, response) => {
    request.setEncoding('utf8').once('data', (body) => posted.add(`${request.method} ${body}`));
    request.on('end', () => response.end('{}'));
  },
  '/refused': (_request, response) => response.writeHead(401).end('{}'),
  '/closed': (_request, response) => response.destroy(),
};
const server = createServer((request, response) => {
  asked += 1;
  answers[request.url ?? '']?.(request, response);
});
const port = await listen(server);
afterAll(() => server.close());

test.each(['/whole', '/pieces'])(
  'each response is counted once, however many pieces it arrives in: %s',
  async (path) => {
    asked = 0;
    const times = await load({ port, path, cookie: '' }, TEN, 50);
    expect(times.length).toBeGreaterThanOrEqual(10);
    expect(times.length).toBe(asked);
  },
);

test('bodies are posted, one a connection', async () => {
  await load({ port, path: '/posted', cookie: '', bodies: ['"one"', '"둘"'] }, TEN, 50);
  expect(posted).toEqual(new Set(['POST "one"', 'POST "둘"']));
});

test('however short the time, each connection is answered once', async () => {
  expect(await load({ port, path: '/whole', cookie: '' }, TEN, 0)).toHaveLength(10);
});

test.each(['/refused', '/closed'])('a server that does not answer 200 cannot look fast: %s', async (path) => {
  await expect(load({ port, path, cookie: '' }, ONE, 50)).rejects.toThrow(/the server (answered|closed)/u);
});

import { connect } from 'node:net';
import Koa from 'koa';
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { answerClientErrors } from '../src/http/server/client-errors.ts';
import { readJsonBody } from '../src/http/json-body.ts';
import { createHttpServer, REQUEST_TIMEOUTS } from '../src/http/server/server.ts';
import type { State } from '../src/http/state.ts';
import { listen } from './support/listen.ts';
import { openRawConnection } from './support/raw-connection.ts';
import { startTestServer } from './support/test-server.ts';
import { Visitor } from './support/visitor.ts';

describe('a client that sends slowly', () => {
  const quick = { headers: 200, request: 400, checkEvery: 20 };

  async function cutOff(firstBytes: string): Promise<string> {
    const app = new Koa<State>();
    app.use(async (ctx) => {
      ctx.body = await readJsonBody(ctx);
    });
    app.on('error', () => {});
    const http = createHttpServer(app, quick);
    const socket = connect(await listen(http), '127.0.0.1');
    let answer = '';
    socket.on('data', (bytes) => (answer += bytes.toString()));
    socket.write(firstBytes);
    await new Promise((resolve) => socket.once('close', resolve));
    http.close();
    return answer;
  }

  test('its headers is cut off', async () => {
    expect(await cutOff('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ')).toMatch(/^HTTP\/1\.1 408/);
  });

  test('its headers gets a problem document that says so', async () => {
    const http = createHttpServer(new Koa<State>(), quick);
    answerClientErrors(http, { headers: [], log: pino({ level: 'silent' }) });
    const port = await listen(http);
    const slow = await openRawConnection(`http://127.0.0.1:${port}`, 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    await slow.closed;
    expect(slow.received()).toMatch(/^HTTP\/1\.1 408 /);
    expect(slow.received()).toContain('"code":"request_timeout"');
    http.close();
  });

  test('its body is cut off', async () => {
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{';
    expect(await cutOff(head)).not.toContain('200');
  });

  test('has at most 20 s for headers and 30 s for a body', () => {
    expect(REQUEST_TIMEOUTS.headers + REQUEST_TIMEOUTS.checkEvery).toBeLessThanOrEqual(20_000);
    expect(REQUEST_TIMEOUTS.request + REQUEST_TIMEOUTS.checkEvery).toBeLessThanOrEqual(30_000);
    const { headersTimeout, requestTimeout } = createHttpServer(new Koa<State>());
    expect([headersTimeout, requestTimeout]).toEqual([REQUEST_TIMEOUTS.headers, REQUEST_TIMEOUTS.request]);
  });
});

test('the app runs on the server that cuts off slow clients', async () => {
  const server = await startTestServer();
  const { headers } = await new Visitor(server).check();
  // Only that server keeps connections alive for as long.
  expect(headers.get('keep-alive')).toBe('timeout=65');
  await server.stop();
});

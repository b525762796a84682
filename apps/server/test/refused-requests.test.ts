import { ENDPOINTS } from '@latchkey/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRawConnection } from './support/raw-connection.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ PUBLIC_URL: 'https://latchkey.example' });
});
afterAll(() => server.stop());

/** Sends bytes and reads the response until the server closes the connection. */
async function send(bytes: string): Promise<{ head: string; body: string }> {
  const connection = await openRawConnection(server.origin, bytes);
  await connection.closed;
  const [head = '', body = ''] = connection.received().split('\r\n\r\n');
  return { head, body };
}

const CLOSE = 'Connection: close\r\n\r\n';

test.each([
  ['a request that is not HTTP', 'hello\r\n\r\n', 400, 'invalid_input'],
  ['a header without a name', `GET / HTTP/1.1\r\nHost: x\r\n: y\r\n${CLOSE}`, 400, 'invalid_input'],
  [
    'two lengths of one body',
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n${CLOSE}`,
    400,
    'invalid_input',
  ],
  ['no Host', `GET ${ENDPOINTS.check} HTTP/1.1\r\n${CLOSE}`, 400, 'invalid_input'],
  [
    'headers of 20 kB',
    `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n${CLOSE}`,
    431,
    'headers_too_large',
  ],
])(
  '%s is refused with a problem document, the fixed headers and a log line',
  async (_, bytes, status, code) => {
    const { head, body } = await send(bytes);
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch(/^Content-Type: application\/problem\+json/im);
    for (const header of [
      /^Content-Security-Policy: default-src 'none'/im,
      /^X-Content-Type-Options: nosniff$/im,
      /^Referrer-Policy: no-referrer$/im,
      /^Strict-Transport-Security: max-age=63072000/im,
      /^Connection: close$/im,
    ])
      expect(head).toMatch(header);
    const problem = JSON.parse(body);
    expect(problem).toMatchObject({ status, code });
    expect(head).toMatch(new RegExp(`^X-Request-Id: ${problem.requestId}$`, 'im'));
    expect(server.logged).toContainEqual(expect.objectContaining({ requestId: problem.requestId, status }));
  },
);

test('an unknown expectation is ignored, and the request answered by the app', async () => {
  const { head } = await send(`GET ${ENDPOINTS.health} HTTP/1.1\r\nHost: x\r\nExpect: coffee\r\n${CLOSE}`);
  expect(head).toMatch(/^HTTP\/1\.1 200 /);
  expect(head).toMatch(/^X-Request-Id: /im);
});

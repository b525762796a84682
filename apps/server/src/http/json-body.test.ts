import { once } from 'node:events';
import { createServer, request, type OutgoingHttpHeaders, type Server } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { PROBLEM_TYPE, type Problem } from '@latchkey/shared';
import Koa from 'koa';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../../test/support/listen.ts';
import { errorHandler } from './middleware/error-handler.ts';
import { MAX_BODY_BYTES, readJsonBody } from './json-body.ts';
import { inOrder } from './middleware/in-order.ts';
import { requestId } from './middleware/request-id.ts';
import type { State } from './state.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };

type Answer = { status: number | undefined; connection: string | undefined; body: unknown };

let server: Server;
let port: number;
/** What the reader returned for each body, or threw. */
let outcomes: unknown[];

beforeAll(async () => {
  outcomes = [];
  const app = new Koa<State>();
  // Koa would print an error when a client goes away.
  app.silent = true;
  app.use(inOrder(requestId()));
  app.use(errorHandler(pino({ level: 'silent' }), () => {}));
  app.use(async (ctx) => {
    const reading = readJsonBody(ctx);
    outcomes.push(await reading.catch((error: unknown) => error));
    const value = await reading;
    ctx.body = value === undefined ? { isAbsent: true } : { value };
  });
  server = createServer(app.callback());
  port = await listen(server);
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

function send(method: string, body: string | Buffer, headers: OutgoingHttpHeaders): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        const { statusCode: status, headers: received } = response;
        resolve({ status, connection: received.connection, body: JSON.parse(text) });
      });
    });
    sent.on('error', reject).end(body);
  });
}

const post = (body: string | Buffer, headers: OutgoingHttpHeaders = JSON_TYPE) => send('POST', body, headers);

const problem = (status: number, code: Problem['code']) => ({
  status,
  body: expect.objectContaining({ status, code }) as unknown,
});
const malformed = {
  status: 400,
  body: expect.objectContaining({
    code: 'invalid_input',
    errors: [{ path: '', code: 'malformed' }],
  }) as unknown,
};

describe('a JSON body is read', () => {
  test.each(['{"a":"김철수"}', '[]', 'null', '"text"', '5', ' {"a":1}\n', '{"a":1,"a":2}'])(
    '%s',
    async (json) => {
      expect(await post(json)).toMatchObject({ status: 200, body: { value: JSON.parse(json) } });
    },
  );

  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'as %s',
    async (type) => {
      expect(await post('{"a":1}', { 'Content-Type': type })).toMatchObject({ body: { value: { a: 1 } } });
    },
  );

  test('in chunks of unknown length', async () => {
    const headers = { ...JSON_TYPE, 'Transfer-Encoding': 'chunked' };
    expect(await post('{"a":1}', headers)).toMatchObject({ body: { value: { a: 1 } } });
  });

  test('and a missing one is distinguished from null', async () => {
    expect(await send('DELETE', '', {})).toMatchObject({ status: 200, body: { isAbsent: true } });
  });

  test('with __proto__ as a field like any other', async () => {
    const { body } = await post('{"__proto__":{"isAdmin":true}}');
    expect(JSON.stringify(body)).toBe('{"value":{"__proto__":{"isAdmin":true}}}');
    expect('isAdmin' in {}).toBe(false);
  });
});

describe('a body that a form on another site could send is 415', () => {
  test.each([
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain',
    'text/plain; application/json',
    'text/json',
    'application/json5',
    'application/ld+json',
    'application/jsonp',
    'application',
    '',
  ])('%j', async (type) => {
    expect(await post('{"a":1}', { 'Content-Type': type })).toMatchObject(
      problem(415, 'unsupported_media_type'),
    );
  });

  test('as is one without a type', async () => {
    expect(await post('{"a":1}', {})).toMatchObject(problem(415, 'unsupported_media_type'));
  });

  test.each(['iso-8859-1', 'utf-16', 'utf-7'])('or in %s', async (charset) => {
    const headers = { 'Content-Type': `application/json; charset=${charset}` };
    expect(await post('{"a":1}', headers)).toMatchObject(problem(415, 'unsupported_media_type'));
  });

  test.each(['gzip', 'br', 'deflate', 'gzip, identity', 'x-unheard-of'])(
    'or compressed: %s',
    async (encoding) => {
      const headers = { ...JSON_TYPE, 'Content-Encoding': encoding };
      const bomb = gzipSync('x'.repeat(1_000_000));
      expect(await post(bomb, headers)).toMatchObject(problem(415, 'unsupported_media_type'));
      expect(await post('garbage', headers)).toMatchObject(problem(415, 'unsupported_media_type'));
    },
  );
});

describe('a body that is not JSON is 400', () => {
  test.each([
    '',
    '{',
    '{"a":1',
    "{'a':1}",
    '{a:1}',
    '{"a":1}}',
    '{"a":1,}',
    '// {}',
    'NaN',
    'undefined',
    '\0',
    '{"a":"\u{1}"}',
    'a=1&b=2',
    '<xml/>',
  ])('%j', async (text) => {
    expect(await post(text, { ...JSON_TYPE, 'Transfer-Encoding': 'chunked' })).toMatchObject(malformed);
  });

  test('nested as deeply as fits', async () => {
    expect(await post('['.repeat(MAX_BODY_BYTES))).toMatchObject(malformed);
    expect(await post('{"a":'.repeat(3000))).toMatchObject(malformed);
  });

  test.each([
    ['a byte that never occurs in UTF-8', [0xff]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an encoded surrogate', [0xed, 0xa0, 0x80]],
    ['a character cut short', [0xe2, 0x82]],
  ])('invalid UTF-8, which would be stored as another character: %s', async (_, bytes) => {
    const text = Buffer.concat([Buffer.from('{"a":"'), Buffer.from(bytes), Buffer.from('"}')]);
    expect(await post(text)).toMatchObject(malformed);
  });
});

describe('a body that is too large is 413', () => {
  const ofSize = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));

  test('from the first byte over 16 kB', async () => {
    expect(MAX_BODY_BYTES).toBe(16_384);
    expect(await post(ofSize(16_384))).toMatchObject({ status: 200 });
    expect(await post(ofSize(16_385))).toMatchObject(problem(413, 'payload_too_large'));
  });

  test('when its length is not announced', async () => {
    const headers = { ...JSON_TYPE, 'Transfer-Encoding': 'chunked' };
    expect(await post(ofSize(16_384), headers)).toMatchObject({ status: 200 });
    expect(await post(ofSize(16_385), headers)).toMatchObject(problem(413, 'payload_too_large'));
  });

  test('counted in bytes, not in characters', async () => {
    const text = JSON.stringify('각'.repeat(6000));
    expect(text.length).toBeLessThan(MAX_BODY_BYTES);
    expect(await post(text)).toMatchObject(problem(413, 'payload_too_large'));
  });

  test('and closes the connection, on which the rest is still to come', async () => {
    expect(await post(ofSize(16_385))).toMatchObject({ status: 413, connection: 'close' });
  });

  test('and refused before the body is sent', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(
          'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 999999\r\n\r\n',
        );
      });
      let text = '';
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain(PROBLEM_TYPE);
  });
});

test('a client that goes away halfway is not a server error', async () => {
  outcomes = [];
  const arrived = once(server, 'request');
  const socket = connect(port, '127.0.0.1');
  socket.write(
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a"',
  );
  await arrived;
  socket.destroy();
  await expect.poll(() => outcomes).toEqual([expect.objectContaining({ code: 'invalid_input' })]);
});

import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { ENDPOINTS } from '@latchkey/shared';
import { dictionary } from '@zxcvbn-ts/language-common';
import bcrypt from 'bcrypt';
import Koa from 'koa';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readJsonBody } from '../src/http/json-body.ts';
import { createHttpServer, SENDING_TIMES } from '../src/http/server.ts';
import type { State } from '../src/http/state.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor } from './support/visitor.ts';

describe('where browsers use https', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ PUBLIC_URL: 'https://latchkey.example', TRUST_PROXY: '1' });
  });
  afterAll(() => server.stop());

  test('the cookie is __Host- and Secure, and a planted one without the prefix is not read', async () => {
    const visitor = new Visitor(server);
    const { cookies } = await visitor.register(aName());
    expect(cookies).toEqual([
      expect.stringMatching(
        /^__Host-access_token=[\w.-]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
      ),
    ]);
    expect((await visitor.check()).status).toBe(200);
    const planted = new Visitor(server);
    planted.token = visitor.token;
    expect(planted.cookie).toMatch(/^access_token=/);
    expect((await planted.check()).status).toBe(401);
  });

  test('every answer demands https for two years', async () => {
    const answer = await new Visitor(server).check();
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=63072000; includeSubDomains');
  });

  test('only the public origin may send unsafe requests', async () => {
    const attempt = (Origin: string) =>
      new Visitor(server).request('POST', ENDPOINTS.login, { username: 'kim', password: 'x' }, { Origin });
    expect(codeOf(await attempt('https://latchkey.example'))).toBe('bad_credentials');
    expect(codeOf(await attempt('http://latchkey.example'))).toBe('cross_site');
    expect(codeOf(await attempt(server.origin))).toBe('cross_site');
  });

  test('a browser that comes over http is told of once in the log, with the cure, and not with a 500', async () => {
    const forwarded = { 'X-Forwarded-For': '198.51.100.1', 'X-Forwarded-Proto': 'http' };
    for (let count = 0; count < 3; count += 1) {
      const body = { username: aName(), password: 'correct horse battery' };
      expect((await new Visitor(server).request('POST', ENDPOINTS.register, body, forwarded)).status).toBe(
        201,
      );
    }
    const warnings = server.logged.filter(({ level }) => level === 40);
    expect(
      warnings.filter(({ msg }) => /Redirect http to https|X-Forwarded-Proto/.test(String(msg))),
    ).toHaveLength(1);
  });
});

describe('every answer', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  test.each([ENDPOINTS.check, '/api/nothing', ENDPOINTS.health, '/.well-known/change-password'])(
    'of %s carries the fixed security headers and no banner',
    async (path) => {
      const { headers } = await new Visitor(server).request('GET', path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) {
        expect(policy).toContain(part);
      }
      expect(policy).not.toContain('unsafe-inline');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('permissions-policy')).toContain('camera=()');
      expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
      // Plain http: promising https here would break the site.
      expect(headers.get('strict-transport-security')).toBeNull();
    },
  );

  test('comes from the server that cuts off slow clients', async () => {
    const { headers } = await new Visitor(server).check();
    // Of the servers that Node could make only that one keeps connections as long.
    expect(headers.get('keep-alive')).toBe('timeout=65');
  });

  test('an unknown user costs a hash, like a known one', async () => {
    const verify = vi.spyOn(server.deps.passwords, 'verify');
    await new Visitor(server).login(aName('nobody'));
    expect(verify).toHaveBeenCalledExactlyOnceWith('correct horse battery', null);
    verify.mockRestore();
  });

  test('a request id from outside is not taken over into answers and log', async () => {
    const forged = { 'X-Request-Id': 'forged\\n{"level":60}', 'User-Agent': 'a"}\\n{"forged":true}' };
    const answer = await new Visitor(server).request('GET', ENDPOINTS.check, undefined, forged);
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]+$/);
    expect(JSON.stringify(server.logged)).not.toContain('forged');
  });

  test('a client that breaks its connection off writes no stack trace past the log', async () => {
    const printed = vi.spyOn(console, 'error').mockReturnValue();
    const { hostname, port } = new URL(server.origin);
    const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
    const head = `POST ${ENDPOINTS.login} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{`;
    await new Promise<void>((resolve) => socket.write(head, () => resolve()));
    const isLogged = (): boolean => server.logged.some(({ msg }) => msg === 'connection failed');
    setTimeout(() => socket.resetAndDestroy(), 50);
    await vi.waitUntil(isLogged, { timeout: 4000 });
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });

  test('a path with control characters stays one line of the log', async () => {
    await new Visitor(server).request('GET', '/api/x%0a%7b%22level%22%3a60%7d?password=hunter2');
    expect(server.logged.at(-1)).toMatchObject({ path: '/api/x%0a%7b%22level%22%3a60%7d' });
    expect(JSON.stringify(server.logged)).not.toContain('hunter2');
  });
});

test('a list of more than ten thousand leaked passwords is refused, without regard to case', async () => {
  expect(dictionary['passwords-common'].length).toBeGreaterThan(10_000);
  const server = await startTestServer();
  const common = dictionary['passwords-common'].filter(({ length }) => length >= 8);
  expect(common.length).toBeGreaterThan(10_000);
  for (const password of ['Password1', 'PASSWORD1', common.at(-1) ?? '']) {
    const answer = await new Visitor(server).register(aName(), password);
    expect([answer.status, answer.body.errors]).toEqual([400, [{ path: 'password', code: 'too_common' }]]);
  }
  await server.stop();
});

test('a login storm is answered busy beyond a bounded queue, not with ever longer waits', async () => {
  const server = await startTestServer({ BCRYPT_COST: '10' });
  const username = aName();
  await new Visitor(server).register(username);
  const answers = await Promise.all(Array.from({ length: 120 }, () => new Visitor(server).login(username)));
  const busy = answers.filter(({ status }) => status === 503);
  expect(busy.length).toBeGreaterThan(0);
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(64);
  expect(answers).toHaveLength(busy.length + answers.filter(({ status }) => status === 200).length);
  expect(busy.map((answer) => [codeOf(answer), answer.headers.get('retry-after')])).toContainEqual([
    'busy',
    '2',
  ]);
  await server.stop();
}, 30_000);

test('a password hashed at another cost is hashed anew at the next sign-in', async () => {
  const server = await startTestServer({ BCRYPT_COST: '5' });
  const username = aName();
  await new Visitor(server).register(username);
  const { User } = server.deps.models;
  const cheaper = await bcrypt.hash(digestOf('correct horse battery'), 4);
  await User.updateOne({ username }, { passwordHash: cheaper });
  expect((await new Visitor(server).login(username)).status).toBe(200);
  const user = await User.findOne({ username });
  expect(user?.passwordHash).toMatch(/^\$2b\$05\$/);
  // The same password: it ends no session.
  expect(user?.credentialsVersion).toBe(0);
  expect((await new Visitor(server).login(username)).status).toBe(200);
  await server.stop();
});

describe('a client that sends slowly', () => {
  const quick = { headers: 200, request: 400, checkEvery: 20 };

  async function cutOff(firstBytes: string): Promise<string> {
    const app = new Koa<State>();
    app.use(async (ctx) => {
      ctx.body = await readJsonBody(ctx);
    });
    app.on('error', () => {});
    const http = createHttpServer(app, quick).listen(0, '127.0.0.1');
    await new Promise((resolve) => http.once('listening', resolve));
    const address = http.address();
    const socket = connect(typeof address === 'object' && address !== null ? address.port : 0, '127.0.0.1');
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

  test('its body is cut off', async () => {
    const head = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{';
    expect(await cutOff(head)).not.toContain('200');
  });

  test('has at most 20 s for headers and 30 s for a body', () => {
    expect(SENDING_TIMES.headers + SENDING_TIMES.checkEvery).toBeLessThanOrEqual(20_000);
    expect(SENDING_TIMES.request + SENDING_TIMES.checkEvery).toBeLessThanOrEqual(30_000);
    const { headersTimeout, requestTimeout } = createHttpServer(new Koa<State>());
    expect([headersTimeout, requestTimeout]).toEqual([SENDING_TIMES.headers, SENDING_TIMES.request]);
  });
});

function digestOf(password: string): string {
  return createHash('sha256').update(password).digest('base64');
}

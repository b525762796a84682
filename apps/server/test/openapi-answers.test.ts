import { DOCTOR_ENDPOINT, ENDPOINTS, sessionPath } from '@latchkey/shared';
import Koa from 'koa';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTokenCookie } from '../src/http/cookies.ts';
import { fixedHeaders } from '../src/http/middleware/security-headers.ts';
import { answerClientErrors } from '../src/http/server/client-errors.ts';
import { createHttpServer } from '../src/http/server/server.ts';
import { PasswordsBusyError } from '../src/lib/passwords.ts';
import { createRouter } from '../src/routes.ts';
import { lab } from './support/lab.ts';
import { listen } from './support/listen.ts';
import {
  expectOfAll,
  INPUTS,
  lostRegistration,
  OpenApiSite,
  PASSWORD,
  withProxy,
} from './support/openapi-site.ts';
import { openRawConnection, parseAnswer } from './support/raw-connection.ts';
import { until } from './support/server-process.ts';
import { aName, Visitor, type Answer } from './support/visitor.ts';

/** What all answers of this file show of the document: the last test expects that to be the whole of it. */
const seen = new Set<string>();
const PUBLIC_URL = 'https://latchkey.example';
/** For tests that make each call there is, on a busy machine. Milliseconds. */
const PATIENCE = 240_000;
const WRONG = 'a wrong horse battery';

/** Browsers reach it by https. */
let secure: OpenApiSite;
/** Browsers reach it by http. */
let plain: OpenApiSite;
beforeAll(async () => {
  secure = await OpenApiSite.start({ PUBLIC_URL }, seen);
  plain = await OpenApiSite.start({}, seen);
});
afterAll(() => Promise.all([secure.server.stop(), plain.server.stop()]));

test('the document has the routes of the server, and no others', () => {
  const router = createRouter(plain.server.deps, {
    cookie: createTokenCookie({ secure: false, maxAge: 1 }),
    lifecycle: { shuttingDown: false },
    security: { secure: false, hstsSubdomains: false },
    referencePage: true,
  });
  const routes = router.stack.flatMap(({ path, methods }) =>
    methods.map((method) => `${method} ${String(path).replaceAll(/:(\w+)/g, '{$1}')}`),
  );
  const described = plain.checker.operations().map(({ method, path }) => `${method} ${path}`);
  expect(described.toSorted()).toEqual(routes.filter((route) => !route.startsWith('HEAD')).toSorted());
});

test.each([
  ['over https, with a token that is due', 4, () => secure],
  ['over http, with a token that is not', 0, () => plain],
])('every operation succeeds as the document says %s', { timeout: PATIENCE }, async (_, days, site) => {
  const { checker, server } = site();
  const someone = await site().aUser();
  for (const { method, path, operation } of checker.operations()) {
    // Only these end what the others go on with.
    const isOwn = operation.tags.includes('account');
    const visitor = await (isOwn ? site().aUser() : site().another(someone));
    server.clock.advanceDays(days);
    const other = await site().another(visitor);
    const input = await INPUTS[operation.operationId]?.(visitor, other);
    const headers = path === DOCTOR_ENDPOINT ? site().proof() : {};
    const answer = await site().call(visitor, method, input?.path ?? path, input?.body, headers);
    expect([operation.operationId, answer.status < 400]).toEqual([operation.operationId, true]);
    server.clock.ahead = 0;
  }
});

test('HEAD is answered as GET is', async () => {
  const visitor = await secure.aUser();
  for (const { method, path } of secure.checker.operations()) {
    if (method !== 'GET' || path.includes('{')) continue;
    const [head, got] = [await secure.call(visitor, 'HEAD', path), await secure.call(visitor, 'GET', path)];
    expect([path, head.status, head.body]).toEqual([path, got.status, '']);
  }
});

test('ending the session that one is in clears the cookie', async () => {
  const visitor = await secure.aUser();
  const { cookies } = await secure.call(visitor, 'DELETE', sessionPath(String(visitor.claims['sid'])));
  expect(cookies).toEqual([expect.stringContaining('Max-Age=0')]);
});

describe('is refused as the document says:', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await secure.aUser();
  });

  test('a visitor who is not signed in', async () => {
    // A registration is refused so only if it loses a race.
    await expectOfAll(secure, 401, 'signed_out', async (method, path) =>
      path === ENDPOINTS.register
        ? lostRegistration({ PUBLIC_URL }, seen)
        : secure.call(new Visitor(secure.server), method, path),
    );
    visitor.token = visitor.token.replace(/.$/, '');
    expect((await secure.call(visitor, 'GET', ENDPOINTS.check)).status).toBe(401);
    visitor = await secure.aUser();
  });

  test('a request of another site', async () => {
    const headers = { 'Sec-Fetch-Site': 'cross-site' };
    await expectOfAll(secure, 403, 'cross_site', (method, path) =>
      secure.call(visitor, method, path, undefined, headers),
    );
  });

  test('a body that is too large, of another type, or not what it should be', async () => {
    const operations = secure.checker.operations().filter(({ operation }) => 'requestBody' in operation);
    expect(operations).not.toEqual([]);
    for (const { method, path } of operations) {
      const answers = [
        await secure.call(visitor, method, path, 'x'.repeat(20_000)),
        await secure.call(visitor, method, path, 'a=1', { 'Content-Type': 'text/plain' }),
        await secure.call(visitor, method, path, '[]'),
      ];
      expect([path, ...answers.map(({ status }) => status)]).toEqual([path, 413, 415, 400]);
    }
  });

  test('a query that is not what it should be', async () => {
    expect((await secure.call(visitor, 'GET', `${ENDPOINTS.sessions}?page=0`)).status).toBe(400);
    expect((await secure.call(visitor, 'DELETE', ENDPOINTS.sessions)).status).toBe(400);
  });

  test('what is not there', async () => {
    await expectOfAll(secure, 404, 'not_found', (method, path) => secure.call(visitor, method, path));
  });

  test('a name that is taken, and a wrong password', async () => {
    const { username } = visitor.claims as { username: string };
    const answers = [
      await secure.call(visitor, 'POST', ENDPOINTS.register, { username, password: PASSWORD }),
      await secure.call(visitor, 'POST', ENDPOINTS.login, { username, password: WRONG }),
      await secure.call(visitor, 'PUT', ENDPOINTS.password, {
        currentPassword: WRONG,
        newPassword: PASSWORD,
      }),
      await secure.call(visitor, 'DELETE', ENDPOINTS.account, { password: WRONG }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([409, 401, 403, 403]);
  });

  test('whoever tries too often', { timeout: PATIENCE }, async () => {
    const limited = await OpenApiSite.start({ PUBLIC_URL, RATE_LIMIT: 'on' }, seen);
    const eager = await limited.aUser();
    const { username } = eager.claims as { username: string };
    const { sid } = (await lab(eager).start()).body;
    const bodies: Record<string, unknown> = {
      [ENDPOINTS.register]: { username, password: PASSWORD },
      [ENDPOINTS.login]: { username, password: WRONG },
      [ENDPOINTS.password]: { currentPassword: WRONG, newPassword: PASSWORD },
      [ENDPOINTS.account]: { password: WRONG },
    };
    await expectOfAll(limited, 429, 'rate_limited', async (method, path) => {
      let answer: Answer;
      do
        answer = await limited.call(
          eager,
          method,
          path.replace('nothing', sid),
          bodies[path],
          path === DOCTOR_ENDPOINT ? limited.proof() : {},
        );
      while (answer.status !== 429);
      return answer;
    });
    await limited.server.stop();
  });
});

describe('is answered as the document says:', () => {
  test('what fails in the server', async () => {
    const visitor = await secure.aUser();
    const { passwords, revocation } = secure.server.deps;
    const status = vi.spyOn(revocation, 'status').mockImplementation(() => {
      throw new Error('broken');
    });
    await expectOfAll(secure, 500, 'internal', (method, path) => secure.call(visitor, method, path));
    status.mockRestore();
    const verify = vi.spyOn(passwords, 'verify');
    for (const [error, expected] of [
      [new Error('broken'), 500],
      [new PasswordsBusyError('full'), 503],
    ] as const) {
      const credentials = { username: aName(), password: PASSWORD };
      verify.mockRejectedValueOnce(error);
      const signIn = await secure.call(visitor, 'POST', ENDPOINTS.login, credentials);
      verify.mockRejectedValueOnce(error);
      const deletion = await secure.call(visitor, 'DELETE', ENDPOINTS.account, { password: PASSWORD });
      expect([signIn.status, deletion.status]).toEqual([expected, expected]);
    }
    verify.mockRestore();
  });

  test('whatever needs the database while it is away', async () => {
    const env = { PUBLIC_URL, REVOCATION_MAX_STALENESS: '5s' };
    await withProxy(env, seen, async (site, proxy) => {
      const visitor = await site.aUser();
      proxy.cut();
      expect((await site.call(visitor, 'GET', ENDPOINTS.session)).status).toBe(503);
      await until(async () => (await site.call(visitor, 'GET', ENDPOINTS.ready)).status === 503);
      await expectOfAll(site, 503, 'unavailable', (method, path) => site.call(visitor, method, path));
      visitor.cookie = '__Host-access_token=of.no.use';
      expect((await site.call(visitor, 'GET', ENDPOINTS.ready)).status).toBe(503);
      proxy.restore();
    });
  });

  test('an unknown path, and a method that a path does not have', async () => {
    const visitor = await secure.aUser();
    for (const [path, name] of [
      ['/api/nothing', 'not_found'],
      ['/.well-known/nothing', 'not_found.document'],
    ] as const)
      expect(secure.checker.checkResponse(name, await visitor.request('GET', path))).toEqual([]);
    for (const [path, methods] of Object.entries(secure.checker.document.paths)) {
      const answer = await visitor.request('PATCH', path.replace('{sid}', 'nothing'));
      const name = path.startsWith('/api/') ? 'method_not_allowed' : 'method_not_allowed.document';
      expect([path, ...secure.checker.checkResponse(name, answer)]).toEqual([path]);
      const allowed = answer.headers.get('allow')?.split(', ');
      const described = Object.keys(methods).map((method) => method.toUpperCase());
      expect(allowed?.filter((method) => method !== 'HEAD').toSorted()).toEqual(described.toSorted());
    }
  });

  test('what is no request', async () => {
    const slow = createHttpServer(new Koa(), { headers: 200, request: 400, checkEvery: 20 });
    const headers = fixedHeaders({ secure: true, hstsSubdomains: true }).api;
    answerClientErrors(slow, { headers, log: pino({ level: 'silent' }) });
    const slowOrigin = `http://localhost:${await listen(slow)}`;
    const { origin } = secure.server;
    for (const [name, address, bytes] of [
      ['invalid_input', origin, 'hello\r\n\r\n'],
      ['invalid_input', origin, `GET ${ENDPOINTS.check} HTTP/1.1\r\nConnection: close\r\n\r\n`],
      ['invalid_input.document', origin, `GET / HTTP/1.1\r\nConnection: close\r\n\r\n`],
      ['headers_too_large', origin, `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`],
      ['request_timeout', slowOrigin, 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '],
    ] as const) {
      const connection = await openRawConnection(address, bytes);
      await connection.closed;
      expect(secure.checker.checkResponse(name, parseAnswer(connection.received()))).toEqual([]);
    }
    slow.close();
  });
});

test('there is nothing in the document that no answer above has shown', () => {
  expect([...secure.checker.unseen(), ...plain.checker.unseen()]).toEqual([]);
});

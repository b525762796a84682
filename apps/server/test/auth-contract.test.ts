import { ENDPOINTS } from '@latchkey/shared';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor, type Answer } from './support/visitor.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const tokenCookie = /^access_token=[\w-]+\.[\w-]+\.[\w-]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/;

function expectProblem(answer: Answer, status: number, code: string, title: string): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toEqual({
    type: 'about:blank',
    title,
    status,
    code,
    requestId: answer.headers.get('x-request-id'),
  });
}

describe('register', () => {
  test('answers 201 with the serialised user and sets the cookie', async () => {
    const visitor = new Visitor(server);
    const username = aName();
    const answer = await visitor.register(username);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.body).toEqual({ _id: expect.stringMatching(/^[0-9a-f]{24}$/), username, __v: 0 });
    expect(answer.cookies).toEqual([expect.stringMatching(tokenCookie)]);
  });

  test('refuses a taken name regardless of case', async () => {
    const username = aName('Taken');
    await new Visitor(server).register(username);
    const answer = await new Visitor(server).register(username.toUpperCase());
    expectProblem(answer, 409, 'username_taken', 'Conflict');
    expect(answer.cookies).toEqual([]);
  });

  test('lets one of ten parallel registrations of a name through', async () => {
    const username = aName('race');
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => new Visitor(server).register(username)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([
      201,
      ...Array.from({ length: 9 }, () => 409),
    ]);
    expect(await server.deps.models.User.countDocuments({ username })).toBe(1);
  });

  test('ends the session that the browser was in', async () => {
    const visitor = new Visitor(server);
    await visitor.register(aName());
    const stolen = new Visitor(server);
    stolen.token = visitor.token;
    await visitor.register(aName());
    expect(codeOf(await stolen.check())).toBe('signed_out');
  });
});

describe('login', () => {
  test('answers 200 with the serialised user and sets the cookie', async () => {
    const username = aName();
    const registered = await new Visitor(server).register(username);
    const answer = await new Visitor(server).login(username);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual(registered.body);
    expect(answer.cookies).toEqual([expect.stringMatching(tokenCookie)]);
  });

  test('answers an unknown user and a wrong password alike', async () => {
    const username = aName();
    await new Visitor(server).register(username);
    const wrong = await new Visitor(server).login(username, 'wrong password');
    const unknown = await new Visitor(server).login(aName('nobody'), 'wrong password');
    expectProblem(wrong, 401, 'bad_credentials', 'Unauthorized');
    expectProblem(unknown, 401, 'bad_credentials', 'Unauthorized');
    const headerNames = ({ headers }: Answer): string[] => [...headers.keys()];
    expect(headerNames(unknown)).toEqual(headerNames(wrong));
  });

  test('ends the session that the browser was in', async () => {
    const visitor = new Visitor(server);
    const username = aName();
    await visitor.register(username);
    const stolen = new Visitor(server);
    stolen.token = visitor.token;
    await visitor.login(username);
    expect(codeOf(await stolen.check())).toBe('signed_out');
    expect((await visitor.check()).status).toBe(200);
  });

  test('leaves the session alone when the password is wrong', async () => {
    const visitor = new Visitor(server);
    const username = aName();
    await visitor.register(username);
    await visitor.login(username, 'wrong password');
    expect((await visitor.check()).status).toBe(200);
  });
});

describe('the token', () => {
  test('carries exactly the claims of the contract and lives seven days', async () => {
    const visitor = new Visitor(server);
    const { body } = await visitor.register(aName());
    const token = jwt.verify(visitor.token, server.secret, { complete: true });
    expect(token.header).toEqual({ alg: 'HS256', typ: 'JWT', kid: server.deps.keyRing.signing.kid });
    expect(Object.keys(visitor.claims).toSorted()).toEqual([
      '_id',
      'aud',
      'exp',
      'iat',
      'iss',
      'sid',
      'username',
    ]);
    expect(visitor.claims).toMatchObject({
      _id: body._id,
      username: body.username,
      iss: 'latchkey',
      aud: 'latchkey',
    });
    expect(visitor.claims['sid']).toMatch(/^[\w-]{22}$/);
    expect((visitor.claims.exp ?? 0) - (visitor.claims.iat ?? 0)).toBe(7 * 86_400);
  });

  test('appears in no body and in no log line', async () => {
    const visitor = new Visitor(server);
    const answer = await visitor.register(aName());
    await visitor.check();
    const [, , signature = ''] = visitor.token.split('.');
    expect(signature).not.toBe('');
    expect(JSON.stringify(answer.body)).not.toContain(signature);
    expect(JSON.stringify(server.logged)).not.toContain(signature);
    expect(JSON.stringify(server.logged)).not.toContain('correct horse battery');
  });
});

describe('check', () => {
  test('answers 401 without a token', async () => {
    expectProblem(await new Visitor(server).check(), 401, 'signed_out', 'Unauthorized');
  });

  test('answers what the token says and sets no cookie', async () => {
    const visitor = new Visitor(server);
    const { body } = await visitor.register(aName());
    const answer = await visitor.check();
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ _id: body._id, username: body.username });
    expect(answer.cookies).toEqual([]);
    expect(answer.headers.get('server-timing')).toMatch(/^token;desc="verified";dur=\d+\.\d+$/);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('carries on unauthenticated with anything that is not a token', async () => {
    const visitor = new Visitor(server);
    visitor.token = 'a.b.c';
    const answer = await visitor.check();
    expectProblem(answer, 401, 'signed_out', 'Unauthorized');
    expect(answer.headers.get('server-timing')).toMatch(/^token;desc="invalid"/);
    expect(answer.cookies).toEqual([]);
  });
});

describe('logout', () => {
  test('answers 204, clears the cookie and ends the session', async () => {
    const visitor = new Visitor(server);
    await visitor.register(aName());
    const stolen = new Visitor(server);
    stolen.token = visitor.token;
    const answer = await visitor.logout();
    expect(answer.status).toBe(204);
    expect(answer.cookies).toEqual(['access_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax']);
    expect(answer.headers.get('server-timing')).toMatch(/^token;desc="cleared"/);
    const replayed = await stolen.check();
    expect(codeOf(replayed)).toBe('signed_out');
    expect(replayed.headers.get('server-timing')).toMatch(/^token;desc="revoked"/);
  });

  test('answers 204 even when signed out', async () => {
    expect((await new Visitor(server).logout()).status).toBe(204);
  });
});

describe('other requests', () => {
  test('an unknown route is 404, a known one with another method 405 with Allow', async () => {
    const visitor = new Visitor(server);
    expectProblem(await visitor.request('GET', '/api/nothing'), 404, 'not_found', 'Not Found');
    const answer = await visitor.request('GET', ENDPOINTS.login);
    expectProblem(answer, 405, 'method_not_allowed', 'Method Not Allowed');
    expect(answer.headers.get('allow')).toBe('POST');
    expect((await visitor.request('DELETE', ENDPOINTS.check)).headers.get('allow')).toBe('HEAD, GET');
  });

  test('HEAD works where GET does', async () => {
    const visitor = new Visitor(server);
    expect((await visitor.request('HEAD', ENDPOINTS.check)).status).toBe(401);
    await visitor.register(aName());
    const answer = await visitor.request('HEAD', ENDPOINTS.check);
    expect(answer.status).toBe(200);
    expect(answer.body).toBe('');
  });

  test('healthz and readyz answer', async () => {
    const visitor = new Visitor(server);
    expect((await visitor.request('GET', ENDPOINTS.health)).status).toBe(200);
    expect((await visitor.request('GET', ENDPOINTS.ready)).status).toBe(200);
  });

  test('the well-known address for changing a password leads to the page; others are real 404s', async () => {
    const visitor = new Visitor(server);
    const answer = await visitor.request('GET', '/.well-known/change-password');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/security']);
    expect((await visitor.request('GET', '/.well-known/resource-that-should-not-exist')).status).toBe(404);
  });
});

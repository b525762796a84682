import type { APIResponse } from '@playwright/test';
import { ENDPOINTS, PROBLEM_TYPE } from '@latchkey/shared';
import { createDatabase } from '../harness/database.ts';
import { somebody } from '../harness/people.ts';
import { randomSecret } from '../harness/secret.ts';
import { startServer } from '../harness/server.ts';
import { expect, test } from '../harness/test.ts';

const COOKIE = /^access_token=[\w-]+\.[\w-]+\.[\w-]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/;

const setCookies = (response: APIResponse) =>
  response.headersArray().filter(({ name }) => name.toLowerCase() === 'set-cookie');

test('register, check, logout and login answer to the letter', async ({ request }) => {
  const person = somebody();
  const user = { _id: expect.stringMatching(/^[0-9a-f]{24}$/), username: person.username };

  const registered = await request.post(ENDPOINTS.register, { data: person });
  expect(registered.status()).toBe(201);
  expect(await registered.json()).toStrictEqual({ ...user, __v: 0 });
  expect(setCookies(registered)).toEqual([{ name: 'Set-Cookie', value: expect.stringMatching(COOKIE) }]);

  const checked = await request.get(ENDPOINTS.check);
  expect(checked.status()).toBe(200);
  expect(await checked.json()).toStrictEqual(user);
  expect(checked.headers()['cache-control']).toBe('no-store');
  expect(checked.headers()['server-timing']).toMatch(/^token;desc="verified";dur=[\d.]+$/);
  expect(setCookies(checked)).toEqual([]);

  const out = await request.post(ENDPOINTS.logout);
  expect(out.status()).toBe(204);
  expect(await out.text()).toBe('');
  expect(setCookies(out)).toEqual([
    { name: 'Set-Cookie', value: 'access_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax' },
  ]);
  expect((await request.get(ENDPOINTS.check)).status()).toBe(401);
  expect((await request.post(ENDPOINTS.logout)).status()).toBe(204);

  const login = await request.post(ENDPOINTS.login, { data: person });
  expect(login.status()).toBe(200);
  expect(await login.json()).toStrictEqual(await registered.json());
  expect(setCookies(login)).toEqual([{ name: 'Set-Cookie', value: expect.stringMatching(COOKIE) }]);
});

test('bad input gets the errors that the contract defines', async ({ request }) => {
  const person = somebody();
  await request.post(ENDPOINTS.register, { data: person });
  const json = { 'content-type': 'application/json' };
  const cases: [Promise<APIResponse>, number, string][] = [
    [
      request.post(ENDPOINTS.register, { data: { username: 'ab', password: '1234567' } }),
      400,
      'invalid_input',
    ],
    [request.post(ENDPOINTS.login, { data: {} }), 400, 'invalid_input'],
    [request.post(ENDPOINTS.login, { data: '{"username":', headers: json }), 400, 'invalid_input'],
    [
      request.post(ENDPOINTS.login, { data: { username: { $ne: '' }, password: { $ne: '' } } }),
      400,
      'invalid_input',
    ],
    [request.post(ENDPOINTS.register, { data: person }), 409, 'username_taken'],
    [
      request.post(ENDPOINTS.login, { data: { ...person, password: 'wrong password' } }),
      401,
      'bad_credentials',
    ],
    [request.post(ENDPOINTS.login, { form: person }), 415, 'unsupported_media_type'],
    [
      request.post(ENDPOINTS.login, { data: { ...person, note: 'x'.repeat(1_000_000) } }),
      413,
      'payload_too_large',
    ],
    [
      request.post(ENDPOINTS.login, { data: person, headers: { 'sec-fetch-site': 'cross-site' } }),
      403,
      'cross_site',
    ],
    [
      request.post(ENDPOINTS.login, { data: person, headers: { origin: 'https://example.org' } }),
      403,
      'cross_site',
    ],
    [request.get('/api/nothing'), 404, 'not_found'],
    [request.get(ENDPOINTS.login), 405, 'method_not_allowed'],
  ];
  for (const [pending, status, code] of cases) {
    const response = await pending;
    const body: unknown = await response.json();
    expect(response.headers()['content-type']).toContain(PROBLEM_TYPE);
    expect(body).toMatchObject({ type: 'about:blank', title: expect.any(String), status, code });
    expect(response.status()).toBe(status);
  }
});

test('field by field, the body says what is wrong', async ({ request }) => {
  const response = await request.post(ENDPOINTS.register, { data: { username: 'ab', password: '1234567' } });
  expect(await response.json()).toMatchObject({
    errors: expect.arrayContaining([
      { path: 'username', code: 'too_short' },
      { path: 'password', code: 'too_short' },
    ]),
  });
});

test('over https the cookie is Secure and belongs to this host alone', async ({ request }) => {
  const database = await createDatabase();
  const server = await startServer(database, randomSecret(), { PUBLIC_URL: 'https://example.org' });
  const registered = await request.post(server.url + ENDPOINTS.register, { data: somebody() });
  expect(setCookies(registered).map(({ value }) => value.replace(/=[\w.-]+/, '=TOKEN'))).toEqual([
    '__Host-access_token=TOKEN; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax; Secure',
  ]);
  const [token] = setCookies(registered).map(({ value }) => /=([\w.-]+)/.exec(value)?.[1]);
  const check = (name: string) =>
    request.get(server.url + ENDPOINTS.check, { headers: { cookie: `${name}=${token}` } });
  expect((await check('__Host-access_token')).status()).toBe(200);
  expect((await check('access_token')).status()).toBe(401);
  await server.stop();
  await database.remove();
});

test('health and readiness', async ({ request }) => {
  expect((await request.get(ENDPOINTS.health)).status()).toBe(200);
  expect((await request.get(ENDPOINTS.ready)).status()).toBe(200);
});

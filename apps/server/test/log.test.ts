import { connect } from 'node:net';
import { ENDPOINTS, sessionPath } from '@latchkey/shared';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, Visitor, type Answer } from './support/visitor.ts';

const PASSWORD = 'correct horse battery';
const NEW_PASSWORD = 'wrong horse battery';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ RATE_LIMIT: 'on' });
});
afterAll(() => server.stop());
beforeEach(() => {
  server.clock.ahead = 0;
});

/** The log line of a response, found by its request id. */
const lineOf = ({ headers }: Answer): unknown =>
  server.logged.find(({ msg, requestId }) => msg === 'request' && requestId === headers.get('x-request-id'));

test('the log has what people do with accounts and sessions, who did it and under which request id', async () => {
  const username = aName();
  const [phone, laptop, tablet] = [new Visitor(server), new Visitor(server), new Visitor(server)];
  const events: [string, Answer][] = [
    ['signed_up', await phone.register(username)],
    ['signed_in', await laptop.login(username)],
    ['signed_in', await tablet.login(username)],
    ['session_ended', await phone.request('DELETE', sessionPath(String(laptop.claims['sid'])))],
    ['other_sessions_ended', await phone.request('DELETE', `${ENDPOINTS.sessions}?except=current`)],
  ];
  const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
  const userId = phone.claims['_id'];
  events.push(['password_changed', await phone.request('PUT', ENDPOINTS.password, body)]);
  events.push(['signed_out', await phone.logout()]);
  await phone.login(username, NEW_PASSWORD);
  events.push([
    'account_deleted',
    await phone.request('DELETE', ENDPOINTS.account, { password: NEW_PASSWORD }),
  ]);
  for (const [event, answer] of events) expect(lineOf(answer)).toMatchObject({ event, userId });
});

test('the log has every failure and limit with its code', async () => {
  const username = aName();
  const phone = new Visitor(server);
  await phone.register(username);
  const attempt = () => new Visitor(server).login(username, 'wrong password');
  expect(lineOf(await attempt())).toMatchObject({ status: 401, code: 'bad_credentials' });
  for (let count = 1; count < 10; count += 1) await attempt();
  expect(lineOf(await attempt())).toMatchObject({ status: 429, code: 'rate_limited' });
  const wrong = await phone.request('DELETE', ENDPOINTS.account, { password: 'wrong password' });
  expect(lineOf(wrong)).toMatchObject({ status: 403, code: 'wrong_password' });
  const forged = await phone.request('POST', ENDPOINTS.logout, undefined, { Origin: 'null' });
  expect(lineOf(forged)).toMatchObject({ status: 403, code: 'cross_site' });
});

test('only failures are logged with the client and a keyed hash of the account, the same for any spelling', async () => {
  const username = aName('Attacked');
  const [phone, stranger] = [new Visitor(server), new Visitor(server)];
  const registered = await phone.register(username);
  const remove = (): Promise<Answer> =>
    phone.request('DELETE', ENDPOINTS.account, { password: 'wrong password' });
  const failed = await stranger.login(username, 'wrong password');
  const { client, account } = lineOf(failed) as Record<string, unknown>;
  expect(client).toBe('127.0.0.1');
  expect(account).toMatch(/^[\w-]{22}$/);
  for (let count = 1; count < 10; count += 1) await stranger.login(username.toUpperCase(), 'wrong password');
  const attempts: [string, Answer][] = [
    ['rate_limited', await stranger.login(username.toLowerCase())],
    ['wrong_password', await remove()],
  ];
  for (const [code, answer] of attempts) expect(lineOf(answer)).toMatchObject({ code, client, account });
  const other = lineOf(await stranger.login(aName(), 'wrong password'));
  expect(other).toMatchObject({ code: 'bad_credentials', client });
  expect(other).not.toMatchObject({ account });
  for (const answer of [registered, await phone.check(), await stranger.check(), await phone.logout()]) {
    expect(lineOf(answer)).not.toHaveProperty('client');
    expect(lineOf(answer)).not.toHaveProperty('account');
  }
});

test('the log has renewals, and the use of tokens that are revoked, expired or forged', async () => {
  const phone = new Visitor(server);
  await phone.register(aName());
  const [stolen, owner] = [new Visitor(server), new Visitor(server)];
  await owner.register(aName());
  stolen.token = owner.token;
  await owner.logout();
  expect(lineOf(await stolen.check())).toMatchObject({ token: 'revoked' });
  stolen.token = `${phone.token}x`;
  expect(lineOf(await stolen.check())).toMatchObject({ token: 'invalid' });
  server.clock.advanceDays(4);
  expect(lineOf(await phone.check())).toMatchObject({ token: 'renewed' });
  server.clock.advanceDays(8);
  expect(lineOf(await phone.check())).toMatchObject({ token: 'expired' });
});

test('the log has no password, token, session id or name in it, whether a request succeeded or failed', async () => {
  const username = aName();
  const [phone, stranger] = [new Visitor(server), new Visitor(server)];
  await phone.register(username);
  await phone.request('PUT', ENDPOINTS.password, { currentPassword: PASSWORD, newPassword: NEW_PASSWORD });
  await stranger.login(username, 'wrong password');
  await stranger.login('\u{202e}odd name', 'wrong password');
  const { sid } = phone.claims;
  const { token } = phone;
  await phone.logout();
  const log = JSON.stringify(server.logged);
  const secrets = [PASSWORD, NEW_PASSWORD, 'wrong password', 'odd name', username, String(sid), token];
  for (const secret of secrets) expect(log).not.toContain(secret);
});

test('a request id from outside does not get into responses or the log', async () => {
  const forged = { 'X-Request-Id': 'forged\\n{"level":60}', 'User-Agent': 'a"}\\n{"forged":true}' };
  const answer = await new Visitor(server).request('GET', ENDPOINTS.check, undefined, forged);
  expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]+$/);
  expect(JSON.stringify(server.logged)).not.toContain('forged');
});

test('a client that drops its connection causes no stack trace outside the log', async () => {
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

test('a path with control characters stays on one line of the log', async () => {
  await new Visitor(server).request('GET', '/api/x%0a%7b%22level%22%3a60%7d?password=hunter2');
  expect(server.logged.at(-1)).toMatchObject({ path: '/api/x%0a%7b%22level%22%3a60%7d' });
  expect(JSON.stringify(server.logged)).not.toContain('hunter2');
});

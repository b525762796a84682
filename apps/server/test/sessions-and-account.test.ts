import { ENDPOINTS, sessionPath } from '@latchkey/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { MAX_SESSIONS } from '../src/sessions/start.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor } from './support/visitor.ts';

const PASSWORD = 'correct horse battery';
const NEW_PASSWORD = 'wrong horse battery';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ RATE_LIMIT: 'on' });
});
afterAll(() => server.stop());
beforeEach(async () => {
  server.clock.ahead = 0;
  await server.deps.db.collection('limits').deleteMany({});
});

/** One user on two devices. */
async function twoDevices(): Promise<{ username: string; phone: Visitor; laptop: Visitor }> {
  const username = aName();
  const [phone, laptop] = [new Visitor(server), new Visitor(server)];
  await phone.register(username);
  await laptop.login(username);
  return { username, phone, laptop };
}

describe('GET /api/auth/session', () => {
  test('describes the token without revealing it', async () => {
    const visitor = new Visitor(server);
    await visitor.register(aName());
    const now = Date.now() + 250;
    vi.spyOn(server.clock, 'now').mockReturnValue(now);
    const { _id, username, sid, iat = 0, exp = 0 } = visitor.claims;
    const answer = await visitor.request('GET', ENDPOINTS.session);
    vi.restoreAllMocks();
    expect(answer.body).toEqual({
      header: { alg: 'HS256', kid: server.deps.keyRing.signing.kid },
      claims: { _id, username, sid, iat, exp },
      renewAfter: exp - 3.5 * 86_400,
      endsAt: iat + 30 * 86_400,
      serverNow: now / 1000,
      cookie: {
        name: 'access_token',
        httpOnly: true,
        secure: false,
        sameSite: 'Lax',
        path: '/',
        maxAge: 604_800,
      },
      revocation: 'bounded',
    });
    expect(JSON.stringify(answer.body)).not.toContain(visitor.token.split('.')[2]);
  });

  test('never renews', async () => {
    const visitor = new Visitor(server);
    await visitor.register(aName());
    server.clock.advanceDays(4);
    const answer = await visitor.request('GET', ENDPOINTS.session);
    expect([answer.status, answer.cookies]).toEqual([200, []]);
  });

  test('is 401 when signed out', async () => {
    expect(codeOf(await new Visitor(server).request('GET', ENDPOINTS.session))).toBe('signed_out');
  });
});

describe('GET /api/sessions', () => {
  test('lists the devices, the current one first, and none of other users', async () => {
    const { phone, laptop } = await twoDevices();
    await twoDevices();
    const { body } = await phone.request('GET', ENDPOINTS.sessions);
    expect(body.map((device: { sid: string }) => device.sid)).toEqual([
      phone.claims['sid'],
      laptop.claims['sid'],
    ]);
    expect(body.map((device: { current: boolean }) => device.current)).toEqual([true, false]);
    expect(Object.keys(body[0]).toSorted()).toEqual(
      ['sid', 'current', 'createdAt', 'renewedAt', 'expiresAt', 'userAgent'].toSorted(),
    );
  });
});

describe('many devices', () => {
  const pageOf = async (visitor: Visitor, page: string): Promise<string[]> => {
    const { body } = await visitor.request('GET', `${ENDPOINTS.sessions}?page=${page}`);
    return body.map((device: { sid: string }) => device.sid);
  };

  test('come in pages of twenty, each of them once, the current one on the first', async () => {
    const { username, phone } = await twoDevices();
    for (let count = 0; count < 43; count += 1) await new Visitor(server).login(username);
    const pages = await Promise.all(['1', '2', '3', '4'].map((page) => pageOf(phone, page)));
    expect(pages.map(({ length }) => length)).toEqual([20, 20, 5, 0]);
    expect(new Set(pages.flat()).size).toBe(45);
    expect(pages[0]?.[0]).toBe(phone.claims['sid']);
  });

  test.each(['0', '-1', '1.5', 'x', '', '1&page=2'])('page=%s is refused', async (page) => {
    const { phone } = await twoDevices();
    const answer = await phone.request('GET', `${ENDPOINTS.sessions}?page=${page}`);
    expect([answer.status, answer.body.errors]).toEqual([400, [{ path: 'page', code: 'malformed' }]]);
  });

  test('are at most a hundred: one more signs out the least recently renewed one', async () => {
    const { username, phone, laptop } = await twoDevices();
    const others: Visitor[] = [];
    for (let count = 2; count < MAX_SESSIONS; count += 1) {
      others.push(new Visitor(server));
      await others.at(-1)?.login(username);
    }
    expect((await phone.check()).status).toBe(200);
    const newest = new Visitor(server);
    await newest.login(username);
    expect((await phone.check()).status).toBe(401);
    for (const visitor of [laptop, newest, ...others.slice(0, 2)])
      expect((await visitor.check()).status).toBe(200);
    const alive = { userId: newest.claims['_id'], revokedAt: { $exists: false } };
    expect(await server.deps.models.Session.countDocuments(alive)).toBe(MAX_SESSIONS);
  });
});

describe('DELETE /api/sessions', () => {
  test('ends one session', async () => {
    const { phone, laptop } = await twoDevices();
    const answer = await phone.request('DELETE', sessionPath(String(laptop.claims['sid'])));
    expect([answer.status, answer.cookies]).toEqual([204, []]);
    expect((await laptop.check()).status).toBe(401);
    expect((await phone.check()).status).toBe(200);
    expect((await phone.request('GET', ENDPOINTS.sessions)).body).toHaveLength(1);
  });

  test("clears the cookie when it ends the browser's own session", async () => {
    const { phone } = await twoDevices();
    const answer = await phone.request('DELETE', sessionPath(String(phone.claims['sid'])));
    expect(answer.cookies).toEqual([expect.stringMatching(/^access_token=; Max-Age=0/)]);
  });

  test("another user's session is not found and lives on", async () => {
    const [{ phone }, other] = [await twoDevices(), await twoDevices()];
    const answer = await phone.request('DELETE', sessionPath(String(other.phone.claims['sid'])));
    expect([answer.status, codeOf(answer)]).toEqual([404, 'not_found']);
    expect((await other.phone.check()).status).toBe(200);
  });

  test('ends all others', async () => {
    const { phone, laptop } = await twoDevices();
    expect((await phone.request('DELETE', `${ENDPOINTS.sessions}?except=current`)).status).toBe(204);
    expect((await laptop.check()).status).toBe(401);
    expect((await phone.check()).status).toBe(200);
  });

  test('without except=current ends nothing', async () => {
    const { phone, laptop } = await twoDevices();
    expect((await phone.request('DELETE', ENDPOINTS.sessions)).status).toBe(400);
    expect((await laptop.check()).status).toBe(200);
  });
});

describe('PUT /api/account/password', () => {
  const change = (visitor: Visitor, currentPassword: unknown, newPassword: unknown) =>
    visitor.request('PUT', ENDPOINTS.password, { currentPassword, newPassword });

  test('ends the other sessions, keeps this browser signed in and kills copies of its old token', async () => {
    const { username, phone, laptop } = await twoDevices();
    const copy = new Visitor(server);
    copy.token = phone.token;
    const answer = await change(phone, PASSWORD, NEW_PASSWORD);
    expect([answer.status, answer.cookies.length]).toEqual([204, 1]);
    expect((await phone.check()).status).toBe(200);
    expect((await laptop.check()).status).toBe(401);
    expect((await copy.check()).status).toBe(401);
    expect((await new Visitor(server).login(username, PASSWORD)).status).toBe(401);
    expect((await new Visitor(server).login(username, NEW_PASSWORD)).status).toBe(200);
  });

  test("does not lengthen the session's absolute lifetime", async () => {
    const { phone } = await twoDevices();
    const before = (await phone.request('GET', ENDPOINTS.session)).body.endsAt;
    server.clock.advanceDays(2);
    await change(phone, PASSWORD, NEW_PASSWORD);
    expect((await phone.request('GET', ENDPOINTS.session)).body.endsAt).toBe(before);
  });

  test('issues no token that outlives the session, however late the change is', async () => {
    const { phone } = await twoDevices();
    const startedAt = phone.claims.iat ?? 0;
    for (const day of [6, 12, 18, 24]) {
      server.clock.ahead = day * 86_400_000;
      expect((await phone.check()).status).toBe(200);
    }
    expect((await change(phone, PASSWORD, NEW_PASSWORD)).status).toBe(204);
    expect(phone.claims.exp).toBe(startedAt + 30 * 86_400);
    server.clock.ahead = 30.1 * 86_400_000;
    expect(codeOf(await phone.check())).toBe('signed_out');
  });

  test('requires the current password, and is limited without locking the sign-in', async () => {
    const { username, phone } = await twoDevices();
    for (let count = 0; count < 10; count += 1) {
      expect(codeOf(await change(phone, 'wrong password', NEW_PASSWORD))).toBe('wrong_password');
    }
    const limited = await change(phone, PASSWORD, NEW_PASSWORD);
    expect([limited.status, codeOf(limited)]).toEqual([429, 'rate_limited']);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await new Visitor(server).login(username)).status).toBe(200);
  });

  test('refuses a new password that is easy to guess', async () => {
    const { username, phone } = await twoDevices();
    for (const [newPassword, code] of [
      ['short', 'too_short'],
      ['password123', 'too_common'],
      [`${username}${username}`, 'contains_username'],
      [{}, 'malformed'],
    ]) {
      const answer = await change(phone, PASSWORD, newPassword);
      expect(answer.body.errors).toEqual([{ path: 'newPassword', code }]);
    }
  });
});

describe('DELETE /api/account', () => {
  test('deletes the user, whose tokens are all dead', async () => {
    const { username, phone, laptop } = await twoDevices();
    const wrong = await phone.request('DELETE', ENDPOINTS.account, { password: 'wrong password' });
    expect([wrong.status, codeOf(wrong)]).toEqual([403, 'wrong_password']);
    const copy = new Visitor(server);
    copy.token = phone.token;
    const answer = await phone.request('DELETE', ENDPOINTS.account, { password: PASSWORD });
    expect(answer.status).toBe(204);
    expect(answer.cookies).toEqual([expect.stringMatching(/^access_token=; Max-Age=0/)]);
    for (const visitor of [copy, laptop]) expect((await visitor.check()).status).toBe(401);
    expect((await new Visitor(server).login(username)).status).toBe(401);
    expect((await new Visitor(server).register(username)).status).toBe(201);
  });
});

test('without a proxy in front, X-Forwarded-For does not make a different client', async () => {
  const username = aName();
  await new Visitor(server).register(username);
  const signIn = (password: string, from: string) =>
    new Visitor(server).request('POST', ENDPOINTS.login, { username, password }, { 'X-Forwarded-For': from });
  for (let count = 0; count < 10; count += 1) {
    expect(codeOf(await signIn('wrong password', `198.51.100.${count}`))).toBe('bad_credentials');
  }
  expect(codeOf(await signIn(PASSWORD, '198.51.100.99'))).toBe('rate_limited');
});

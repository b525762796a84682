import { ENDPOINTS, LAB_SESSIONS } from '@latchkey/shared';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { claimsOf, holdsToken, lab } from './support/lab.ts';
import { until } from './support/server-process.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor } from './support/visitor.ts';

const [TTL, HALF] = [604_800, 302_400];

let server: TestServer;
let visitor: Visitor;
beforeAll(async () => {
  server = await startTestServer({ INSPECTOR: 'on', REVOCATION_INTERVAL: '100ms' });
});
afterAll(() => server.stop());
beforeEach(async () => {
  server.clock.ahead = 0;
  visitor = new Visitor(server);
  await visitor.register(aName());
});

/** Starts a session in the lab; returns its id. */
const aSession = async (age = 0): Promise<string> => (await lab(visitor).start(age)).body.sid;
const statusOf = async (sid: string): Promise<number> => (await lab(visitor).look(sid)).status;
const devices = async () => (await visitor.request('GET', ENDPOINTS.sessions)).body as { sid: string }[];

describe('a session', () => {
  test('is one of the user, as old as its token says, and named in the list of devices', async () => {
    const { status, body } = await lab(visitor).start(HALF + 60);
    const { _id, username } = visitor.claims;
    const { iat, exp } = body.claims;
    expect(status).toBe(201);
    expect(body).toEqual({
      sid: body.sid,
      claims: { _id, username, sid: body.sid, iat, exp },
      phase: 'renew',
    });
    expect(exp - iat).toBe(TTL);
    expect(Math.abs(Date.now() / 1000 - HALF - 60 - iat)).toBeLessThan(30);
    expect((await devices()).find(({ sid }) => sid === body.sid)).toMatchObject({
      userAgent: 'Lab',
      lab: true,
      current: false,
      createdAt: expect.stringContaining(new Date(iat * 1000).toISOString().slice(0, 19)),
    });
  });

  test('is of now when nothing is asked for', async () => {
    const { body } = await lab(visitor).start();
    expect(body.phase).toBe('fresh');
  });

  test.each([-1, 1.5, TTL + 86_401, '0', null, true, [], 1e300])('is never %j seconds old', async (age) => {
    const { status, body } = await lab(visitor).start(age);
    expect([status, body.errors]).toEqual([400, [{ path: 'ageSeconds', code: 'malformed' }]]);
  });

  test('is there for ten minutes, in the lab and in the list', async () => {
    const sid = await aSession();
    server.clock.ahead = LAB_SESSIONS.seconds * 1000 - 30_000;
    expect(await statusOf(sid)).toBe(200);
    server.clock.ahead = LAB_SESSIONS.seconds * 1000;
    expect(await statusOf(sid)).toBe(404);
    expect((await devices()).map((device) => device.sid)).toEqual([visitor.claims['sid']]);
  });

  test('of the past stays there no longer because it is renewed', async () => {
    const sid = await aSession(HALF + 60);
    expect((await lab(visitor).renew(sid)).body.outcome).toBe('renewed');
    server.clock.ahead = LAB_SESSIONS.seconds * 1000;
    expect(await statusOf(sid)).toBe(404);
    expect(await devices()).toHaveLength(1);
  });

  test('is one of five: one more revokes and drops the oldest, and revoked ones count', async () => {
    const sids = [];
    for (let count = 0; count < LAB_SESSIONS.max; count += 1) sids.push(await aSession(count));
    const [first = '', second = '', third = ''] = sids;
    await lab(visitor).revoke(second);
    await aSession();
    expect(await Promise.all([first, second, third].map(statusOf))).toEqual([404, 200, 200]);
    await aSession();
    expect(await Promise.all([first, second, third].map(statusOf))).toEqual([404, 404, 200]);
    const dropped = await server.deps.models.Session.find({ _id: { $in: [first, second] } }).lean();
    expect(dropped.map(({ revokedAt }) => revokedAt !== undefined)).toEqual([true, true]);
  });

  test('is one of five, however many are asked for at once', async () => {
    await Promise.all(Array.from({ length: 12 }, () => aSession()));
    await aSession();
    expect(await devices()).toHaveLength(1 + LAB_SESSIONS.max);
  });

  test.each([
    ['a sign-out', () => visitor.logout()],
    [
      'a password change',
      () =>
        visitor.request('PUT', ENDPOINTS.password, {
          currentPassword: 'correct horse battery',
          newPassword: 'wrong horse battery',
        }),
    ],
    [
      'the end of all other sessions',
      () => visitor.request('DELETE', `${ENDPOINTS.sessions}?except=current`),
    ],
  ])('ends with %s', async (_, end) => {
    const sid = await aSession();
    await end();
    const session = await server.deps.models.Session.findById(sid).lean();
    expect(session?.revokedAt).toBeInstanceOf(Date);
  });
});

describe('a revocation', () => {
  test('reaches the lab’s `bounded` through the feed, as another server, and `strict` at once', async () => {
    const slow = await startTestServer({ INSPECTOR: 'on', REVOCATION_INTERVAL: '59s' });
    visitor = new Visitor(slow);
    await visitor.register(aName());
    const sid = await aSession();
    await lab(visitor).revoke(sid);
    const { body } = await lab(visitor).look(sid);
    expect(body.verdicts).toEqual({ bounded: 'accepted', strict: 'rejected', renewal: 'accepted' });
    expect(new Date(body.revokedAt).toISOString()).toBe(body.revokedAt);
    await slow.stop();
  });

  test('is learnt by `bounded` with the next poll', async () => {
    const sid = await aSession();
    await lab(visitor).revoke(sid);
    await until(async () => (await lab(visitor).look(sid)).body.verdicts.bounded === 'rejected');
    expect((await lab(visitor).look(sid)).body.verdicts.renewal).toBe('accepted');
  });

  test('of what has ended already is 404', async () => {
    const sid = await aSession();
    expect((await lab(visitor).revoke(sid)).status).toBe(204);
    const again = await lab(visitor).revoke(sid);
    expect([again.status, codeOf(again)]).toEqual([404, 'not_found']);
  });
});

describe('a renewal', () => {
  test('of a token that is not due changes nothing', async () => {
    const { body } = await lab(visitor).start(60);
    expect((await lab(visitor).renew(body.sid)).body).toEqual({ outcome: 'verified', claims: body.claims });
  });

  test('of a token that is due leaves it as a ghost, which dies with the session', async () => {
    const { body } = await lab(visitor).start(HALF + 60);
    const { body: renewed } = await lab(visitor).renew(body.sid);
    expect(renewed).toEqual({
      outcome: 'renewed',
      ghost: { exp: body.claims.exp },
      claims: { ...body.claims, iat: expect.any(Number), exp: expect.any(Number) },
    });
    expect(renewed.claims.exp - renewed.claims.iat).toBe(TTL);
    expect((await lab(visitor).look(body.sid)).body).toMatchObject({ phase: 'fresh' });
    expect((await lab(visitor).renew(body.sid)).body).toEqual({
      outcome: 'verified',
      claims: renewed.claims,
    });
  });

  test('of a session that was revoked, and of a token that has expired, does not happen', async () => {
    const [due, expired] = [await aSession(HALF + 60), await aSession(TTL + 60)];
    await lab(visitor).revoke(due);
    expect((await lab(visitor).renew(due)).body).toMatchObject({ outcome: 'revoked' });
    expect((await lab(visitor).renew(expired)).body).toMatchObject({ outcome: 'expired' });
    for (const sid of [due, expired])
      expect((await lab(visitor).renew(sid)).body).not.toHaveProperty('ghost');
  });
});

describe('a changed claim', () => {
  test.each([
    ['username', 'admin'],
    ['username', ''],
    ['_id', '000000000000000000000000'],
    ['sid', null],
    ['iat', 0],
    ['exp', 4_102_444_800],
    ['exp', false],
    ['exp', 1],
  ])('%s: %j is refused by the signature', async (claim, value) => {
    const { status, body } = await lab(visitor).tamper(claim, value);
    expect([status, body]).toEqual([200, { outcome: 'invalid', reason: 'signature' }]);
  });

  test.each([
    [{ claim: 'role', value: 'admin' }, 'claim', 'malformed'],
    [{ claim: '__proto__', value: 'x' }, 'claim', 'malformed'],
    [{ value: 'x' }, 'claim', 'required'],
    [{ claim: 'username' }, 'value', 'required'],
    [{ claim: 'username', value: {} }, 'value', 'malformed'],
    [{ claim: 'username', value: ['x'] }, 'value', 'malformed'],
    [{ claim: 'username', value: 'x'.repeat(201) }, 'value', 'malformed'],
  ])('%j is no change', async ({ claim, value }: { claim?: string; value?: unknown }, path, code) => {
    const { status, body } = await lab(visitor).tamper(claim, value);
    expect([status, body.errors]).toEqual([400, [{ path, code }]]);
  });

  test('that is none is said to be none', async () => {
    for (const claim of ['username', '_id', 'sid', 'iat', 'exp'] as const) {
      const { status, body } = await lab(visitor).tamper(claim, claimsOf(visitor.token)[claim]);
      expect([status, body.errors]).toEqual([400, [{ path: 'value', code: 'malformed' }]]);
    }
  });
});

test('no answer and no line of the log holds a token or a signature', async () => {
  const answers = [];
  const { body } = await lab(visitor).start(HALF + 60);
  answers.push(body, await lab(visitor).look(body.sid), await lab(visitor).renew(body.sid));
  answers.push(await lab(visitor).tamper('username', 'admin'), await lab(visitor).revoke(body.sid));
  answers.push(await lab(visitor).look(body.sid), await devices());
  const stored = await server.deps.models.Session.find().lean();
  for (const text of [answers, server.logged, stored].map((value) => JSON.stringify(value)))
    expect(holdsToken(text, visitor.token)).toBe(false);
  expect(holdsToken(visitor.cookie ?? '', visitor.token)).toBe(true);
});

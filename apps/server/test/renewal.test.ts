import { ENDPOINTS } from '@latchkey/shared';
import { afterAll, beforeEach, beforeAll, describe, expect, test } from 'vitest';
import { proxyDatabase } from './support/database-proxy.ts';
import { freshDatabase } from './support/database.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor } from './support/visitor.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.clock.ahead = 0;
});

async function signedUp(): Promise<Visitor> {
  const visitor = new Visitor(server);
  await visitor.register(aName());
  return visitor;
}

describe('a token', () => {
  test('with more than 3.5 days left is not renewed', async () => {
    const visitor = await signedUp();
    server.clock.advanceDays(3.4);
    const answer = await visitor.check();
    expect([answer.status, answer.cookies]).toEqual([200, []]);
  });

  test('with less than 3.5 days left is renewed for seven days, in the same session', async () => {
    const visitor = await signedUp();
    const before = visitor.claims;
    server.clock.advanceDays(3.6);
    const answer = await visitor.check();
    expect(answer.status).toBe(200);
    expect(answer.cookies).toHaveLength(1);
    expect(answer.headers.get('server-timing')).toMatch(/^token;desc="renewed"/);
    expect(visitor.claims).toMatchObject({ _id: before['_id'], sid: before['sid'] });
    expect((visitor.claims.exp ?? 0) - (before.exp ?? 0)).toBeGreaterThanOrEqual(3.6 * 86_400 - 1);
    server.clock.advanceDays(6);
    expect((await visitor.check()).status).toBe(200);
  });

  test('that has expired is refused and not renewed', async () => {
    const visitor = await signedUp();
    server.clock.advanceDays(7.1);
    const answer = await visitor.check();
    expect([codeOf(answer), answer.cookies]).toEqual(['signed_out', []]);
    expect(answer.headers.get('server-timing')).toMatch(/^token;desc="expired"/);
  });

  test('is not renewed by a logout: the one Set-Cookie clears it', async () => {
    const visitor = await signedUp();
    server.clock.advanceDays(4);
    const answer = await visitor.logout();
    expect(answer.cookies).toEqual([expect.stringMatching(/^access_token=; Max-Age=0;/)]);
  });
});

describe('the renewal', () => {
  test('of a deleted user is refused with 401 and no 500, the cookie left alone', async () => {
    const visitor = await signedUp();
    await server.deps.models.User.deleteOne({ _id: visitor.claims['_id'] });
    server.clock.advanceDays(4);
    const answer = await visitor.check();
    expect([answer.status, codeOf(answer), answer.cookies]).toEqual([401, 'signed_out', []]);
    expect(answer.headers.get('server-timing')).toMatch(/^token;desc="revoked"/);
  });

  test('of a session that another process ended is refused, though this one has not learned of it', async () => {
    const visitor = await signedUp();
    const { sid } = visitor.claims;
    await server.deps.models.Session.deleteOne({ _id: sid });
    server.clock.advanceDays(4);
    const answer = await visitor.check();
    expect([answer.status, answer.cookies]).toEqual([401, []]);
  });

  test('that is refused late does not remove the cookie of a newer sign-in', async () => {
    // A server that has not learned of the revocation when the old token arrives.
    const unaware = await startTestServer({ REVOCATION: 'renewal' });
    const [browser, oldTab] = [new Visitor(unaware), new Visitor(unaware)];
    await browser.register('lee');
    oldTab.token = browser.token;
    unaware.clock.advanceDays(4);
    await browser.login('lee');
    const late = await oldTab.check();
    expect([late.status, late.cookies]).toEqual([401, []]);
    expect(late.headers.get('server-timing')).toMatch(/^token;desc="revoked"/);
    expect((await browser.check()).status).toBe(200);
    await unaware.stop();
  });

  test('of a token whose session belongs to somebody else is refused', async () => {
    const [visitor, other] = [await signedUp(), await signedUp()];
    const { claims } = visitor;
    await server.deps.models.Session.updateOne({ _id: claims['sid'] }, { userId: other.claims['_id'] });
    server.clock.advanceDays(4);
    expect((await visitor.check()).status).toBe(401);
  });

  test('succeeds fifty times at once, clears no cookie, and dies with one logout', async () => {
    const visitor = await signedUp();
    server.clock.advanceDays(4);
    const tabs = Array.from({ length: 50 }, () => {
      const tab = new Visitor(server);
      tab.token = visitor.token;
      return tab;
    });
    const answers = await Promise.all(tabs.map((tab) => tab.check()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers.flatMap(({ cookies }) => cookies).filter((line) => /Max-Age=0/.test(line))).toEqual([]);
    await tabs[0]?.logout();
    for (const tab of tabs.slice(1)) expect((await tab.check()).status).toBe(401);
  });

  test('cannot revive a session that a logout on another server ends before it is written', async () => {
    // Under `renewal` a server learns of a logout only from the database.
    const databaseUri = freshDatabase();
    const proxy = await proxyDatabase(databaseUri);
    const shared = { REVOCATION: 'renewal', JWT_SECRET: server.secret };
    const [held, other] = await Promise.all(
      [proxy.uri, databaseUri].map((MONGODB_URI) => startTestServer({ ...shared, MONGODB_URI })),
    );
    const [late, leaving] = [new Visitor(held ?? server), new Visitor(other ?? server)];
    await leaving.register(aName());
    late.token = leaving.token;
    held?.clock.advanceDays(4);
    const write = proxy.holdCommand('update sessions');
    const answer = late.check();
    await write.reached;
    expect((await leaving.logout()).status).toBe(204);
    write.release();
    const { status, cookies } = await answer;
    expect([status, cookies]).toEqual([200, []]);
    expect(codeOf(await late.check())).toBe('signed_out');
    await Promise.all([held?.stop(), other?.stop()]);
    proxy.close();
  });

  test('never extends a session beyond thirty days', async () => {
    const visitor = await signedUp();
    const startedAt = visitor.claims.iat ?? 0;
    for (let day = 4; day < 30; day += 4) {
      server.clock.ahead = day * 86_400_000;
      expect((await visitor.check()).status).toBe(200);
    }
    expect(visitor.claims.exp).toBe(startedAt + 30 * 86_400);
    expect((await visitor.check()).cookies).toEqual([]);
    server.clock.ahead = 30.1 * 86_400_000;
    expect((await visitor.check()).status).toBe(401);
  });

  test('does not happen when the request fails', async () => {
    const visitor = await signedUp();
    server.clock.advanceDays(4);
    const failed = await visitor.request('DELETE', ENDPOINTS.sessions);
    expect([failed.status, failed.cookies]).toEqual([400, []]);
    const good = await visitor.request('DELETE', `${ENDPOINTS.sessions}?except=current`);
    expect([good.status, good.cookies.length]).toEqual([204, 1]);
  });
});

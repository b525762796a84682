import { ENDPOINTS } from '@latchkey/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proxyDatabase, type DatabaseProxy } from './support/database-proxy.ts';
import { freshDatabase } from './support/database.ts';
import { until } from './support/server-process.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, refusalOf, UNAVAILABLE, Visitor } from './support/visitor.ts';

describe('behind a proxy', () => {
  const databaseUri = freshDatabase();
  let proxy: DatabaseProxy;
  let server: TestServer;
  beforeAll(async () => {
    proxy = await proxyDatabase(databaseUri);
    server = await startTestServer({ MONGODB_URI: proxy.uri, RATE_LIMIT: 'on' });
  });
  afterAll(async () => {
    await server.stop();
    proxy.close();
  });

  test('a slow database has one deadline for all the calls of a request, not one for each', async () => {
    const username = aName('slow');
    await new Visitor(server).register(username);
    proxy.delay(500);
    const answer = await new Visitor(server).login(username);
    proxy.delay(0);
    expect(refusalOf(answer)).toEqual(UNAVAILABLE);
    expect((await new Visitor(server).login(username)).status).toBe(200);
  });

  test.each([
    ['a failover', { ok: 0, errmsg: 'not primary', code: 10_107, codeName: 'NotWritablePrimary' }],
    [
      'a write that no majority acknowledges',
      { ok: 1, n: 1, writeConcernError: { code: 64, codeName: 'WriteConcernTimeout', errmsg: 'waiting' } },
    ],
  ])('%s is 503 to a sign-in and no failure of the server', async (_, reply) => {
    const username = aName('fails');
    await new Visitor(server).register(username);
    proxy.answer('insert sessions', reply);
    expect(refusalOf(await new Visitor(server).login(username))).toEqual(UNAVAILABLE);
    // The driver looks for the primary again before it sends the next command.
    await until(async () => (await new Visitor(server).login(username)).status === 200);
  });

  describe('a sign-out that a failover could still undo', () => {
    const NO_MAJORITY = {
      ok: 1,
      n: 0,
      nModified: 0,
      writeConcernError: { code: 64, codeName: 'WriteConcernTimeout', errmsg: 'waiting' },
    };
    /** A visitor and what the first attempt, which was answered 503, has left in the database. */
    const signedOutByOne = async (): Promise<Visitor> => {
      const visitor = new Visitor(server);
      await visitor.register(aName('undone'));
      const { sid } = visitor.claims;
      await server.deps.models.Session.updateOne({ _id: sid }, { $currentDate: { revokedAt: true } });
      return visitor;
    };

    test('is not confirmed to whoever tries again', async () => {
      const visitor = await signedOutByOne();
      proxy.answer('update sessions', NO_MAJORITY);
      expect(refusalOf(await visitor.logout())).toEqual(UNAVAILABLE);
      expect((await visitor.logout()).status).toBe(204);
    });

    test('is not confirmed when the server has already learnt of it', async () => {
      const visitor = await signedOutByOne();
      const { token } = visitor;
      await until(async () => (await visitor.check()).status === 401);
      visitor.token = token;
      proxy.answer('update sessions', NO_MAJORITY);
      expect(refusalOf(await visitor.logout())).toEqual(UNAVAILABLE);
      expect((await visitor.logout()).status).toBe(204);
    });

    test('is not confirmed from the list of devices, where a session that is gone is 404', async () => {
      const gone = await signedOutByOne();
      const other = new Visitor(server);
      await other.login(String(gone.claims['username']));
      const end = () => other.request('DELETE', `${ENDPOINTS.sessions}/${String(gone.claims['sid'])}`);
      proxy.answer('update sessions', NO_MAJORITY);
      expect(refusalOf(await end())).toEqual(UNAVAILABLE);
      expect((await end()).status).toBe(404);
    });
  });
});

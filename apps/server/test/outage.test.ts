import { ENDPOINTS } from '@latchkey/shared';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { DB_DEADLINE_MS } from '../src/lib/db-deadline.ts';
import { startDatabaseProcess, type DatabaseProcess } from './support/database-process.ts';
import { proxyDatabase, type DatabaseProxy } from './support/database-proxy.ts';
import { freshDatabase } from './support/database.ts';
import { freePort } from './support/free-port.ts';
import { scrape } from './support/scrape.ts';
import { until } from './support/server-process.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor, type Answer } from './support/visitor.ts';

const outcomeOf = (answer: Answer) => [answer.status, codeOf(answer), answer.cookies];
const UNAVAILABLE = [503, 'unavailable', []];
const ready = (server: TestServer): Promise<Answer> => new Visitor(server).request('GET', ENDPOINTS.ready);

describe('a database that hangs', () => {
  let database: DatabaseProcess;
  let server: TestServer;
  beforeAll(async () => {
    database = await startDatabaseProcess();
  });
  afterEach(async () => {
    database.thaw();
    await server.stop();
  });
  afterAll(() => database.end());

  const start = async (env: Record<string, string>): Promise<void> => {
    server = await startTestServer({ MONGODB_URI: database.uri, RATE_LIMIT: 'on', ...env });
  };
  const signedUp = async (): Promise<Visitor> => {
    const visitor = new Visitor(server);
    await visitor.register(aName('hangs'));
    return visitor;
  };

  test('causes 503 while checks go on; a token that is due is accepted unrenewed', async () => {
    // Long enough for the deadline of every call below, too short for the driver's timeouts one after the other.
    await start({ REVOCATION_MAX_STALENESS: '8s' });
    const [visitor, leaving] = [await signedUp(), await signedUp()];
    const username = String(visitor.claims['username']);
    await database.freeze();
    const password = { currentPassword: 'correct horse battery', newPassword: 'wrong horse battery' };
    const answers = await Promise.all([
      new Visitor(server).login(username),
      new Visitor(server).register(aName('late')),
      leaving.logout(),
      visitor.request('GET', ENDPOINTS.sessions),
      visitor.request('PUT', ENDPOINTS.password, password),
    ]);
    expect(answers.map(outcomeOf)).toEqual(answers.map(() => UNAVAILABLE));
    server.clock.advanceDays(4);
    const due = await visitor.check();
    expect([due.status, due.cookies]).toEqual([200, []]);
    expect((await leaving.check()).status).toBe(200);
  });

  test.each([
    ['right', true],
    ['wrong', false],
  ])(
    'while a %s password is verified is answered 503 in time: what limits count then has no longer',
    async (_, isValid) => {
      await start({});
      const visitor = await signedUp();
      const username = String(visitor.claims['username']);
      const verify = vi.spyOn(server.deps.passwords, 'verify').mockImplementation(async () => {
        await database.freeze();
        return isValid;
      });
      const startedAt = performance.now();
      const answer = await new Visitor(server).login(username);
      expect(outcomeOf(answer)).toEqual(UNAVAILABLE);
      expect(performance.now() - startedAt).toBeLessThan(2 * DB_DEADLINE_MS);
      expect(verify).toHaveBeenCalledOnce();
    },
  );

  test('leaves readyz at 200 as long as checks are answered, and no longer; its body and the metrics say that it is down', async () => {
    // Longer than the driver takes to notice.
    const metricsPort = await freePort();
    await start({ REVOCATION_MAX_STALENESS: '6s', METRICS_PORT: String(metricsPort) });
    const metric = async (name: string) => (await scrape(metricsPort)).samples.get(`latchkey_${name}`);
    const visitor = await signedUp();
    const before = await ready(server);
    expect(before.status).toBe(200);
    expect(before.body).toEqual({ database: 'up', revocationAgeMs: expect.any(Number) });
    expect(await metric('database_up')).toBe(1);
    await database.freeze();
    await until(async () => (await ready(server)).body.database === 'down');
    expect(await metric('database_up')).toBe(0);
    expect([(await ready(server)).status, (await visitor.check()).status]).toEqual([200, 200]);
    await until(async () => (await visitor.check()).status === 503);
    expect((await ready(server)).status).toBe(503);
    expect(await metric('revocation_set_age_seconds')).toBeGreaterThan(6);
    database.thaw();
    await until(async () => (await ready(server)).status === 200);
    expect((await visitor.check()).status).toBe(200);
  });

  test('causes 503 under strict, and takes the server out of a load balancer', async () => {
    await start({ REVOCATION: 'strict' });
    const visitor = await signedUp();
    expect((await ready(server)).body).toEqual({ database: 'up', revocationAgeMs: null });
    await database.freeze();
    expect(outcomeOf(await visitor.check())).toEqual(UNAVAILABLE);
    await until(async () => (await ready(server)).status === 503);
    database.thaw();
    await until(async () => (await ready(server)).status === 200);
    expect((await visitor.check()).status).toBe(200);
  });
});

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
    expect(outcomeOf(answer)).toEqual(UNAVAILABLE);
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
    expect(outcomeOf(await new Visitor(server).login(username))).toEqual(UNAVAILABLE);
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
      expect(outcomeOf(await visitor.logout())).toEqual(UNAVAILABLE);
      expect((await visitor.logout()).status).toBe(204);
    });

    test('is not confirmed when the server has already learnt of it', async () => {
      const visitor = await signedOutByOne();
      const { token } = visitor;
      await until(async () => (await visitor.check()).status === 401);
      visitor.token = token;
      proxy.answer('update sessions', NO_MAJORITY);
      expect(outcomeOf(await visitor.logout())).toEqual(UNAVAILABLE);
      expect((await visitor.logout()).status).toBe(204);
    });

    test('is not confirmed from the list of devices, where a session that is gone is 404', async () => {
      const gone = await signedOutByOne();
      const other = new Visitor(server);
      await other.login(String(gone.claims['username']));
      const end = () => other.request('DELETE', `${ENDPOINTS.sessions}/${String(gone.claims['sid'])}`);
      proxy.answer('update sessions', NO_MAJORITY);
      expect(outcomeOf(await end())).toEqual(UNAVAILABLE);
      expect((await end()).status).toBe(404);
    });
  });
});

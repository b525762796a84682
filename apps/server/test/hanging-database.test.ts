import { ENDPOINTS } from '@latchkey/shared';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { DB_DEADLINE_MS } from '../src/lib/db-deadline.ts';
import { startDatabaseProcess, type DatabaseProcess } from './support/database-process.ts';
import { freePort } from './support/free-port.ts';
import { scrape } from './support/scrape.ts';
import { until } from './support/server-process.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, refusalOf, UNAVAILABLE, Visitor, type Answer } from './support/visitor.ts';

/** As many wrong passwords as one client may try, and at one account. */
const [OF_CLIENT, AT_ACCOUNT] = [30, 10];
const times = <T>(count: number, act: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, act));
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
    expect(answers.map(refusalOf)).toEqual(answers.map(() => UNAVAILABLE));
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
      expect(refusalOf(answer)).toEqual(UNAVAILABLE);
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
    expect(refusalOf(await visitor.check())).toEqual(UNAVAILABLE);
    await until(async () => (await ready(server)).status === 503);
    database.thaw();
    await until(async () => (await ready(server)).status === 200);
    expect((await visitor.check()).status).toBe(200);
  });

  describe('leaves no right password counted as a failure', () => {
    /** Creates an account. Returns what signs in to it from one more device. */
    async function startWithAccount(): Promise<() => Promise<Answer>> {
      await start({});
      const username = String((await signedUp()).claims['username']);
      return () => new Visitor(server).login(username);
    }

    /** What the latest client is counted for; undefined before anything is. */
    async function countOfClient(): Promise<unknown> {
      const limits = server.deps.db.collection('limits');
      const latest = await limits.findOne({ key: /^client:/ }, { sort: { _id: -1 } });
      return latest?.['points'];
    }

    const expectUnavailable = async (answers: Promise<Answer[]>): Promise<void> =>
      expect(new Set((await answers).map(codeOf))).toEqual(new Set(['unavailable']));

    const expectNothingCounted = async (signIn: () => Promise<Answer>): Promise<void> => {
      database.thaw();
      await expect.poll(countOfClient, { timeout: 10_000 }).toBe(0);
      expect((await signIn()).status).toBe(200);
    };

    test('that was tried meanwhile, though it counts them once it goes on', async () => {
      const signIn = await startWithAccount();
      // So that each of them has a connection.
      await times(OF_CLIENT, countOfClient);
      await database.freeze();
      await expectUnavailable(times(OF_CLIENT, signIn));
      await expectNothingCounted(signIn);
    });

    test('that was being verified when it began to hang', async () => {
      const signIn = await startWithAccount();
      let verifying = 0;
      let freeze = (): void => {};
      const frozen = new Promise<void>((resolve) => (freeze = () => resolve(database.freeze())));
      const verify = vi.spyOn(server.deps.passwords, 'verify').mockImplementation(async () => {
        verifying += 1;
        if (verifying === AT_ACCOUNT) freeze();
        await frozen;
        return true;
      });
      await expectUnavailable(times(AT_ACCOUNT, signIn));
      verify.mockRestore();
      await expectNothingCounted(signIn);
    });
  });
});

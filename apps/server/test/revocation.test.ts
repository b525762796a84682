import { ENDPOINTS } from '@latchkey/shared';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proxyDatabase } from './support/database-proxy.ts';
import { freshDatabase } from './support/database.ts';
import { startServerProcess, until, type ServerProcess } from './support/server-process.ts';
import { startTestServer } from './support/test-server.ts';
import { aName, Visitor } from './support/visitor.ts';
import { randomSecret } from './support/random-secret.ts';

const PASSWORD = 'correct horse battery';

const databaseUri = freshDatabase();

async function startThree(env: Record<string, string>): Promise<ServerProcess[]> {
  const shared = { JWT_SECRET: randomSecret(), MONGODB_URI: databaseUri, ...env };
  return Promise.all([1, 2, 3].map(() => startServerProcess(shared)));
}

/** The same browser, asking each of the servers. */
function atEach(servers: ServerProcess[], token: string): Visitor[] {
  return servers.map((server) => {
    const visitor = new Visitor(server);
    visitor.token = token;
    return visitor;
  });
}

const endings: [string, (visitor: Visitor, other: Visitor) => Promise<unknown>][] = [
  ['a logout', (visitor) => visitor.logout()],
  [
    'a password change on another device',
    (_, other) =>
      other.request('PUT', ENDPOINTS.password, {
        currentPassword: PASSWORD,
        newPassword: 'wrong horse battery',
      }),
  ],
  [
    "the user's deletion on another device",
    (_, other) => other.request('DELETE', ENDPOINTS.account, { password: PASSWORD }),
  ],
];

describe.each(['bounded', 'strict'])(
  'three servers that share a database and a secret, under %s,',
  (REVOCATION) => {
    let servers: ServerProcess[];
    beforeAll(async () => {
      servers = await startThree({ REVOCATION });
    });
    afterAll(() => Promise.all(servers.map((server) => server.kill('SIGTERM'))));

    test('each accept a sign-in on one of them', async () => {
      const visitor = new Visitor(servers[0] ?? { origin: '' });
      await visitor.register(aName(REVOCATION));
      for (const tab of atEach(servers, visitor.token)) expect((await tab.check()).status).toBe(200);
    });

    test.each(endings)('each refuse the token after %s on one of them', async (_, end) => {
      const first = servers[0] ?? { origin: '' };
      const [visitor, other] = [new Visitor(first), new Visitor(first)];
      const username = aName(`${REVOCATION}-ends`);
      await visitor.register(username);
      await other.login(username);
      const tabs = atEach(servers, visitor.token);
      for (const tab of tabs) expect((await tab.check()).status).toBe(200);
      await end(visitor, other);
      const [here, ...elsewhere] = tabs;
      expect((await here?.check())?.status).toBe(401);
      const endedAt = performance.now();
      for (const tab of elsewhere) {
        // Under `strict` at once; under `bounded` with the next poll, a second later or, on a busy machine, a little
        // more.
        if (REVOCATION === 'bounded') await until(async () => (await tab.check()).status === 401);
        expect((await tab.check()).status).toBe(401);
      }
      expect(performance.now() - endedAt).toBeLessThan(5000);
    });
  },
);

describe('under renewal', () => {
  test('a token outlives a logout elsewhere until it is due, and no longer', async () => {
    const server = await startTestServer({ REVOCATION: 'renewal' });
    const visitor = new Visitor(server);
    await visitor.register(aName());
    const [copy] = atEach([{ ...server, output: () => '', kill: async () => 0 }], visitor.token);
    await visitor.logout();
    expect((await copy?.check())?.status).toBe(200);
    server.clock.advanceDays(4);
    expect((await copy?.check())?.status).toBe(401);
    await server.stop();
  });
});

describe('without a database', () => {
  test('check goes on while the revocations are fresh enough, then 503, and recovers by itself', async () => {
    const proxy = await proxyDatabase(databaseUri);
    const server = await startTestServer({
      MONGODB_URI: proxy.uri,
      REVOCATION_INTERVAL: '200ms',
      REVOCATION_MAX_STALENESS: '3s',
    });
    const visitor = new Visitor(server);
    const username = aName('stays');
    await visitor.register(username);
    // A logout that got 503 may still take effect when the database is back: hence another session's, here.
    const leaving = new Visitor(server);
    await leaving.login(username);
    proxy.cut();
    expect((await visitor.check()).status).toBe(200);
    const due = new Visitor(server);
    due.token = visitor.token;
    server.clock.advanceDays(4);
    const skipped = await due.check();
    expect([skipped.status, skipped.cookies]).toEqual([200, []]);
    // A logout that could not be recorded is not one, though the user is still known.
    const unheard = await leaving.logout();
    expect([unheard.status, unheard.cookies]).toEqual([503, []]);
    await until(async () => (await visitor.check()).status === 503);
    const refused = await visitor.check();
    expect([refused.body.code, refused.headers.get('retry-after')]).toEqual(['unavailable', '5']);
    const logout = await leaving.logout();
    expect([logout.status, logout.cookies]).toEqual([503, []]);
    proxy.restore();
    await until(async () => (await visitor.check()).status === 200);
    expect((await visitor.logout()).status).toBe(204);
    await server.stop();
    proxy.close();
  });

  test.concurrent.each(['aggregate 1', 'find sessions'] as const)(
    'checks are answered again although the reply to "%s" never comes',
    async (command) => {
      const proxy = await proxyDatabase(databaseUri);
      const server = await startTestServer({
        MONGODB_URI: proxy.uri,
        REVOCATION_INTERVAL: '200ms',
        REVOCATION_MAX_STALENESS: '1s',
      });
      const visitor = new Visitor(server);
      await visitor.register(aName('waits'));
      const lost = proxy.holdReply(command);
      await lost.reached;
      await until(async () => (await visitor.check()).status === 503);
      await until(async () => (await visitor.check()).status === 200);
      expect(server.logged).toContainEqual(
        expect.objectContaining({ msg: 'revocations are refreshed again' }),
      );
      await server.stop();
      proxy.close();
    },
  );

  test('a login is 503, never a wrong 401', async () => {
    const proxy = await proxyDatabase(databaseUri);
    const server = await startTestServer({ MONGODB_URI: proxy.uri });
    const username = aName('asks');
    await new Visitor(server).register(username);
    proxy.cut();
    expect((await new Visitor(server).login(username)).status).toBe(503);
    proxy.restore();
    await until(async () => (await new Visitor(server).login(username)).status === 200);
    await server.stop();
    proxy.close();
  });
});

test('a secret is rotated over several servers with nobody signed out', async () => {
  const [before, after] = [randomSecret(), randomSecret()];
  const rotation = [before, `${before},${after}`, `${after},${before}`, after];
  const tokens: string[] = [];
  for (const [step, JWT_SECRET] of rotation.entries()) {
    const server = await startTestServer({ MONGODB_URI: databaseUri, JWT_SECRET });
    // Tokens signed at the previous step are valid at this one: both run side by side during a pass.
    const [previous] = atEach([{ ...server, output: () => '', kill: async () => 0 }], tokens.at(-1) ?? '');
    expect((await previous?.check())?.status).toBe(step === 0 ? 401 : 200);
    const visitor = new Visitor(server);
    await visitor.register(aName(`rotates-${step}`));
    tokens.push(visitor.token);
    await server.stop();
  }
  // And tokens signed at the next step are valid at the one before, except for the last.
  const old = await startTestServer({ MONGODB_URI: databaseUri, JWT_SECRET: rotation[1] });
  const [early] = atEach([{ ...old, output: () => '', kill: async () => 0 }], tokens[2] ?? '');
  expect((await early?.check())?.status).toBe(200);
  await old.stop();
});

test('a request with a valid, fresh token sends the database nothing under bounded', async () => {
  const proxy = await proxyDatabase(databaseUri);
  const server = await startTestServer({
    MONGODB_URI: proxy.uri,
    REVOCATION_INTERVAL: '1h',
    REVOCATION_MAX_STALENESS: '2h',
    RATE_LIMIT: 'on',
  });
  const visitor = new Visitor(server);
  await visitor.register(aName('counts'));
  expect(proxy.commands).toContain('insert');
  proxy.commands.length = 0;
  for (let count = 0; count < 20; count += 1) expect((await visitor.check()).status).toBe(200);
  expect(proxy.commands).toEqual([]);
  await server.stop();
  proxy.close();
});

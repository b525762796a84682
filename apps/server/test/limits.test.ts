import { randomBytes } from 'node:crypto';
import { ENDPOINTS } from '@latchkey/shared';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DbDeadline } from '../src/lib/db-deadline.ts';
import { PasswordsBusyError } from '../src/lib/passwords.ts';
import { SLOW, SLOW_LONGEST_MS, SLOW_STEP_MS } from '../src/limits/rules.ts';
import { startDatabase, type SharedDatabase } from './support/database.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor, type Answer } from './support/visitor.ts';

const PASSWORD = 'correct horse battery';

let database: SharedDatabase;
let server: TestServer;
let second: TestServer;
beforeAll(async () => {
  database = await startDatabase();
  const env = {
    MONGODB_URI: database.uri,
    RATE_LIMIT: 'on',
    TRUST_PROXY: '1',
    JWT_SECRET: randomBytes(64).toString('hex'),
  };
  [server, second] = await Promise.all([startTestServer(env), startTestServer(env)]);
});
afterAll(async () => {
  await Promise.all([server.stop(), second.stop()]);
  await database.stop();
});

/** Addresses of documentation (RFC 5737), a fresh one for each client. */
let clients = 0;
const aClient = (): string => `198.51.100.${(clients += 1)}`;

function signIn(from: string, username: string, password: string, at: TestServer = server): Promise<Answer> {
  return new Visitor(at).request(
    'POST',
    ENDPOINTS.login,
    { username, password },
    { 'X-Forwarded-For': from },
  );
}

/** One that no other attempt of this file is made with: a password tried often is slowed down everywhere. */
let wrong = 0;
const aWrongPassword = (): string => `wrong password ${(wrong += 1)}`;

async function aUser(): Promise<string> {
  const username = aName();
  const body = { username, password: PASSWORD };
  const answer = await new Visitor(server).request('POST', ENDPOINTS.register, body, {
    'X-Forwarded-For': aClient(),
  });
  expect(answer.status).toBe(201);
  return username;
}

async function fail(times: number, from: string, username: string, at?: TestServer): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    expect(codeOf(await signIn(from, username, aWrongPassword(), at))).toBe('bad_credentials');
  }
}

describe('guessing at one account from one client', () => {
  test('ends after ten failures, with 429 for the right password as well', async () => {
    const [username, client] = [await aUser(), aClient()];
    await fail(10, client, username);
    const answer = await signIn(client, username, PASSWORD);
    expect([answer.status, codeOf(answer)]).toEqual([429, 'rate_limited']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('does not lock the owner out, who comes from elsewhere', async () => {
    const username = await aUser();
    await fail(10, aClient(), username);
    expect((await signIn(aClient(), username, PASSWORD)).status).toBe(200);
  });

  test('counts over all processes', async () => {
    const [username, client] = [await aUser(), aClient()];
    await fail(5, client, username, server);
    await fail(5, client, username, second);
    expect((await signIn(client, username, PASSWORD, second)).status).toBe(429);
    expect((await signIn(client, username, PASSWORD, server)).status).toBe(429);
  });

  test('many at a time do not slip through together', async () => {
    const [username, client] = [await aUser(), aClient()];
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => signIn(client, username, aWrongPassword())),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  });

  test("an attacker's own successes do not reset the victim's count", async () => {
    const [victim, own, client] = [await aUser(), await aUser(), aClient()];
    for (let count = 0; count < 5; count += 1) {
      await fail(2, client, victim);
      expect((await signIn(client, own, PASSWORD)).status).toBe(200);
    }
    expect((await signIn(client, victim, PASSWORD)).status).toBe(429);
  });

  test('is the same account in other letters', async () => {
    const [username, client] = [await aUser(), aClient()];
    await fail(5, client, username);
    await fail(5, client, username.toUpperCase());
    expect((await signIn(client, username, PASSWORD)).status).toBe(429);
  });

  test('from many clients is slowed down and never refused, so that no stranger locks the owner out', async () => {
    const { limits } = server.deps;
    const account = aName('besieged');
    for (let count = 0; count < SLOW.accountFailures.points; count += 1) {
      await limits.signIn({ client: aClient(), account, password: aWrongPassword() }, new DbDeadline());
    }
    const startedAt = performance.now();
    await limits.signIn({ client: aClient(), account, password: aWrongPassword() }, new DbDeadline());
    // A wait is what is asserted; a slow machine only makes it longer.
    expect(performance.now() - startedAt).toBeGreaterThan(SLOW_STEP_MS - 10);
  });

  test('an unknown account is limited like a known one', async () => {
    const client = aClient();
    const username = aName('nobody');
    await fail(10, client, username);
    expect((await signIn(client, username, PASSWORD)).status).toBe(429);
  });
});

describe('spraying', () => {
  test('many accounts from one client ends after thirty failures', async () => {
    const [username, client] = [await aUser(), aClient()];
    for (let count = 0; count < 30; count += 1) await fail(1, client, aName('sprayed'));
    expect((await signIn(client, username, PASSWORD)).status).toBe(429);
  });

  test("is not made longer by signing in to an account of the attacker's own in between", async () => {
    const [own, client] = [await aUser(), aClient()];
    for (let account = 0; account < 3; account += 1) {
      expect((await signIn(client, own, PASSWORD)).status).toBe(200);
      await fail(10, client, aName('sprayed'));
    }
    expect((await signIn(client, own, PASSWORD)).status).toBe(429);
  });

  test('a client that forges X-Forwarded-For before the trusted proxy is still one client', async () => {
    const client = aClient();
    for (let count = 0; count < 30; count += 1)
      await fail(1, `203.0.113.${count}, ${client}`, aName('sprayed'));
    expect((await signIn(`192.0.2.1, ${client}`, aName('sprayed'), PASSWORD)).status).toBe(429);
  });

  test('one password over many accounts from many clients slows down and is never refused', async () => {
    const { limits } = server.deps;
    const password = `sprayed ${aName()}`;
    for (let count = 0; count < SLOW.passwordFailures.points; count += 1) {
      await limits.signIn({ client: aClient(), account: aName('a'), password }, new DbDeadline());
    }
    const startedAt = performance.now();
    for (let count = 0; count < 2; count += 1) {
      await limits.signIn({ client: aClient(), account: aName('a'), password }, new DbDeadline());
    }
    // A wait is what is asserted: 250 ms, then 500 ms; a slow machine only makes it longer.
    expect(performance.now() - startedAt).toBeGreaterThan(700);
    expect(SLOW_LONGEST_MS).toBeLessThan(25_000);
  });
});

test('registrations of one client end after twenty in an hour', async () => {
  const headers = { 'X-Forwarded-For': aClient() };
  const answers: number[] = [];
  for (let count = 0; count < 21; count += 1) {
    const body = { username: aName('many'), password: PASSWORD };
    answers.push((await new Visitor(server).request('POST', ENDPOINTS.register, body, headers)).status);
  }
  expect(answers.slice(0, 20).every((status) => status === 201)).toBe(true);
  expect(answers[20]).toBe(429);
});

test('tries that a busy server turned away are not counted: a storm of strangers locks nobody out', async () => {
  const [username, client] = [await aUser(), aClient()];
  const verify = vi.spyOn(server.deps.passwords, 'verify');
  for (let count = 0; count < 12; count += 1) {
    verify.mockRejectedValueOnce(new PasswordsBusyError('too many wait'));
    expect(codeOf(await signIn(client, username, PASSWORD))).toBe('busy');
  }
  verify.mockRestore();
  expect((await signIn(client, username, PASSWORD)).status).toBe(200);
});

test('successful sign-ins are not counted', async () => {
  const [username, client] = [await aUser(), aClient()];
  for (let count = 0; count < 35; count += 1)
    expect((await signIn(client, username, PASSWORD)).status).toBe(200);
});

test('what is counted holds no name, address or password', async () => {
  const [username, client] = [await aUser(), aClient()];
  await fail(1, client, username);
  const stored = JSON.stringify(await server.deps.db.collection('limits').find({}).toArray());
  expect(stored).toContain('account-client:');
  for (const secret of [username, client, 'wrong password']) expect(stored).not.toContain(secret);
});

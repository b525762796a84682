import { ENDPOINTS } from '@latchkey/shared';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PasswordsBusyError } from '../src/lib/passwords.ts';
import { aClient, aUser, aWrongPassword, from, PASSWORD, signIn } from './support/clients.ts';
import { freshDatabase } from './support/database.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName, codeOf, Visitor } from './support/visitor.ts';
import { randomSecret } from './support/random-secret.ts';

const databaseUri = freshDatabase();
let server: TestServer;
let second: TestServer;
beforeAll(async () => {
  const env = {
    MONGODB_URI: databaseUri,
    RATE_LIMIT: 'on',
    TRUST_PROXY: '1',
    JWT_SECRET: randomSecret(),
  };
  [server, second] = await Promise.all([startTestServer(env), startTestServer(env)]);
});
afterAll(async () => {
  await Promise.all([server.stop(), second.stop()]);
});

const aUsername = async (): Promise<string> => (await aUser(server)).username;

async function fail(times: number, client: string, username: string, at = server): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    expect(codeOf(await signIn(at, client, username, aWrongPassword()))).toBe('bad_credentials');
  }
}

describe('guessing at one account from one client', () => {
  test('ends after ten failures, with 429 for the right password as well', async () => {
    const [username, client] = [await aUsername(), aClient()];
    await fail(10, client, username);
    const answer = await signIn(server, client, username, PASSWORD);
    expect([answer.status, codeOf(answer)]).toEqual([429, 'rate_limited']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('does not lock the owner out, who comes from elsewhere', async () => {
    const username = await aUsername();
    await fail(10, aClient(), username);
    expect((await signIn(server, aClient(), username, PASSWORD)).status).toBe(200);
  });

  test('counts across all processes', async () => {
    const [username, client] = [await aUsername(), aClient()];
    await fail(5, client, username, server);
    await fail(5, client, username, second);
    expect((await signIn(second, client, username, PASSWORD)).status).toBe(429);
    expect((await signIn(server, client, username, PASSWORD)).status).toBe(429);
  });

  test('many attempts at once do not slip through together', async () => {
    const [username, client] = [await aUsername(), aClient()];
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => signIn(server, client, username, aWrongPassword())),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  });

  test("an attacker's own successes do not reset the victim's count", async () => {
    const [victim, own, client] = [await aUsername(), await aUsername(), aClient()];
    for (let count = 0; count < 5; count += 1) {
      await fail(2, client, victim);
      expect((await signIn(server, client, own, PASSWORD)).status).toBe(200);
    }
    expect((await signIn(server, client, victim, PASSWORD)).status).toBe(429);
  });

  test('counts another spelling as the same account', async () => {
    const [username, client] = [await aUsername(), aClient()];
    await fail(5, client, username);
    await fail(5, client, username.toUpperCase());
    expect((await signIn(server, client, username, PASSWORD)).status).toBe(429);
  });

  test('an unknown account is limited like a known one', async () => {
    const client = aClient();
    const username = aName('nobody');
    await fail(10, client, username);
    expect((await signIn(server, client, username, PASSWORD)).status).toBe(429);
  });
});

describe('spraying', () => {
  test('over many accounts from one client ends after thirty failures', async () => {
    const [username, client] = [await aUsername(), aClient()];
    for (let count = 0; count < 30; count += 1) await fail(1, client, aName('sprayed'));
    expect((await signIn(server, client, username, PASSWORD)).status).toBe(429);
  });

  test("cannot be prolonged by signing in to the attacker's own account in between", async () => {
    const [own, client] = [await aUsername(), aClient()];
    for (let account = 0; account < 3; account += 1) {
      expect((await signIn(server, client, own, PASSWORD)).status).toBe(200);
      await fail(10, client, aName('sprayed'));
    }
    expect((await signIn(server, client, own, PASSWORD)).status).toBe(429);
  });

  test('a client that forges X-Forwarded-For in front of the trusted proxy is still one client', async () => {
    const client = aClient();
    for (let count = 0; count < 30; count += 1)
      await fail(1, `203.0.113.${count}, ${client}`, aName('sprayed'));
    expect((await signIn(server, `192.0.2.1, ${client}`, aName('sprayed'), PASSWORD)).status).toBe(429);
  });
});

test('registrations by one client end after twenty in an hour', async () => {
  const headers = from(aClient());
  const answers: number[] = [];
  for (let count = 0; count < 21; count += 1) {
    const body = { username: aName('many'), password: PASSWORD };
    answers.push((await new Visitor(server).request('POST', ENDPOINTS.register, body, headers)).status);
  }
  expect(answers.slice(0, 20).every((status) => status === 201)).toBe(true);
  expect(answers[20]).toBe(429);
});

test('attempts that a busy server turned away are not counted: a storm of strangers locks nobody out', async () => {
  const [username, client] = [await aUsername(), aClient()];
  const verify = vi.spyOn(server.deps.passwords, 'verify');
  for (let count = 0; count < 12; count += 1) {
    verify.mockRejectedValueOnce(new PasswordsBusyError('too many wait'));
    expect(codeOf(await signIn(server, client, username, PASSWORD))).toBe('busy');
  }
  verify.mockRestore();
  expect((await signIn(server, client, username, PASSWORD)).status).toBe(200);
});

test('successful sign-ins are not counted', async () => {
  const [username, client] = [await aUsername(), aClient()];
  for (let count = 0; count < 35; count += 1)
    expect((await signIn(server, client, username, PASSWORD)).status).toBe(200);
});

test('the stored counts contain no name, address or password', async () => {
  const [username, client] = [await aUsername(), aClient()];
  await fail(1, client, username);
  const stored = JSON.stringify(await server.deps.db.collection('limits').find({}).toArray());
  expect(stored).toContain('account-client:');
  for (const secret of [username, client, 'wrong password']) expect(stored).not.toContain(secret);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { aClient, aUser, aWrongPassword, PASSWORD, signIn } from './support/clients.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';
import { aName } from './support/visitor.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ RATE_LIMIT: 'on', TRUST_PROXY: '1' });
});
afterAll(() => server.stop());

test("a sign-in refused because of one account's count does not use up the client's count for all others", async () => {
  const client = aClient();
  const [{ username }, guessed] = [await aUser(server), aName('guessed')];
  for (let count = 0; count < 10; count += 1) await signIn(server, client, guessed, aWrongPassword());
  for (let count = 0; count < 25; count += 1)
    expect((await signIn(server, client, guessed, aWrongPassword())).status).toBe(429);
  expect((await signIn(server, client, username, PASSWORD)).status).toBe(200);
  for (let count = 0; count < 20; count += 1)
    expect((await signIn(server, client, aName('other'), aWrongPassword())).status).toBe(401);
  expect((await signIn(server, client, username, PASSWORD)).status).toBe(429);
});

import { createSecretKey } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { passwordBucket } from '../src/limits/password-bucket.ts';
import { aClient, aUser, PASSWORD, signIn } from './support/clients.ts';
import { startTestServer, type TestServer } from './support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ RATE_LIMIT: 'on', TRUST_PROXY: '1' });
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.deps.db.collection('limits').deleteMany({});
  server.clock.ahead = 0;
});

/** The keys in the database: those about passwords and the others. */
async function storedKeys(): Promise<{ ofPasswords: string[]; others: string[] }> {
  const stored = await server.deps.db.collection('limits').find({}).toArray();
  for (const document of stored) expect(Object.keys(document)).toEqual(['_id', 'key', 'expire', 'points']);
  const keys = stored.map(({ key }) => String(key)).toSorted();
  const isOfPassword = (key: string): boolean => key.startsWith('password:');
  return { ofPasswords: keys.filter(isOfPassword), others: keys.filter((key) => !isOfPassword(key)) };
}

test('a correct password leaves nothing in the database', async () => {
  const { username } = await aUser(server);
  expect((await signIn(server, aClient(), username, PASSWORD)).status).toBe(200);
  expect((await storedKeys()).ofPasswords).toEqual([]);
});

test('nothing stored about a wrong password confirms a guess at it beyond 1 in 2^20, even with the secret', async () => {
  const [{ username }, client] = [await aUser(server), aClient()];
  await signIn(server, client, username, 'first wrong password');
  const first = await storedKeys();
  await signIn(server, client, username, 'second wrong password');
  const second = await storedKeys();
  // Nothing but the bucket depends on the password, and a bucket is one of 16^5 = 2^20.
  expect(second.others).toEqual(first.others);
  for (const key of second.ofPasswords) expect(key).toMatch(/^password:[0-9a-f]{5}$/);
  expect(second.ofPasswords).toHaveLength(2);
});

test('the same password is counted under another name the next day', async () => {
  const [{ username }, client] = [await aUser(server), aClient()];
  await signIn(server, client, username, 'a wrong password');
  expect((await storedKeys()).ofPasswords).toHaveLength(1);
  server.clock.advanceDays(1);
  await signIn(server, client, username, 'a wrong password');
  expect((await storedKeys()).ofPasswords).toHaveLength(2);
});

test('a bucket stays the same until midnight UTC', () => {
  const secret = createSecretKey(Buffer.from('the secret of this test'));
  const at = (time: string): string => passwordBucket(secret, Date.parse(time), PASSWORD);
  expect(at('2026-03-01T00:00:00.000Z')).toBe(at('2026-03-01T23:59:59.999Z'));
  expect(at('2026-03-01T23:59:59.999Z')).not.toBe(at('2026-03-02T00:00:00.000Z'));
});

import { ENDPOINTS } from '@latchkey/shared';
import { createDatabase } from '../harness/database.ts';
import { somebody } from '../harness/people.ts';
import { randomSecret } from '../harness/secret.ts';
import { startServer } from '../harness/server.ts';
import { expect, test } from '../harness/test.ts';

test('a user whose registration was answered survives a SIGKILL right after it', async ({ request }) => {
  const database = await createDatabase();
  const secret = randomSecret();
  const data = somebody();

  const first = await startServer(database, secret);
  const registered = await request.post(first.url + ENDPOINTS.register, { data });
  await first.stop('SIGKILL');
  expect(registered.status()).toBe(201);

  const second = await startServer(database, secret);
  const login = await request.post(second.url + ENDPOINTS.login, { data });
  expect(login.status()).toBe(200);
  expect(await login.json()).toEqual(await registered.json());
  await second.stop();
  await database.remove();
});

test('a token from before a restart is valid after it', async ({ request }) => {
  const database = await createDatabase();
  const secret = randomSecret();

  const first = await startServer(database, secret);
  await request.post(first.url + ENDPOINTS.register, { data: somebody() });
  await first.stop();

  const second = await startServer(database, secret);
  // Playwright's cookie jar, like a browser's, goes by the host and not the port.
  expect((await request.get(second.url + ENDPOINTS.check)).status()).toBe(200);
  await second.stop();
  await database.remove();
});

test('a logout from before a restart still holds after it', async ({ request }) => {
  const database = await createDatabase();
  const secret = randomSecret();

  const first = await startServer(database, secret);
  const registered = await request.post(first.url + ENDPOINTS.register, { data: somebody() });
  const cookie = (registered.headers()['set-cookie'] ?? '').split(';')[0] ?? '';
  expect((await request.post(first.url + ENDPOINTS.logout)).status()).toBe(204);
  await first.stop('SIGKILL');

  const second = await startServer(database, secret);
  expect((await request.get(second.url + ENDPOINTS.check, { headers: { cookie } })).status()).toBe(401);
  await second.stop();
  await database.remove();
});

test('the log is written while the server runs, and its last lines when SIGTERM stops it', async ({
  request,
}) => {
  const database = await createDatabase();
  const server = await startServer(database, randomSecret(), { LOG_LEVEL: 'info' });
  await request.post(server.url + ENDPOINTS.register, { data: somebody() });
  await expect.poll(server.output).toContain('"event":"signed_up"');
  await request.post(server.url + ENDPOINTS.logout);
  await server.stop('SIGTERM');
  await expect.poll(server.output).toContain('"event":"signed_out"');
  await database.remove();
});

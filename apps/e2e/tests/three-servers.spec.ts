import { ENDPOINTS, PAGES } from '@latchkey/shared';
import { createAccount, expectHome, expectLogin, login, register } from '../harness/people.ts';
import { randomSecret } from '../harness/secret.ts';
import { startServer, type Server } from '../harness/server.ts';
import { createSharedDatabase } from '../harness/shared-database.ts';
import { expect, test as base } from '../harness/test.ts';
import { readToken, TOKEN_COOKIE } from '../harness/token.ts';

/** Three processes that share nothing but a database and a secret. */
const test = base.extend<object, { servers: [Server, Server, Server] }>({
  servers: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright infers the fixtures needed from the pattern: none.
    async ({}, use) => {
      const database = await createSharedDatabase();
      const secret = randomSecret();
      const start = () => startServer(database, secret);
      const servers = await Promise.all([start(), start(), start()]);
      await use(servers);
      await Promise.all(servers.map((server) => server.stop()));
      await database.remove();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ servers: [first] }, use) => use(first.url),
});
// In one worker, one after the other: the three servers are started once.
test.describe.configure({ mode: 'default' });

test('a sign-in on one server is valid on the others', async ({ page, servers: [first, second, third] }) => {
  const person = await register(page);
  // A cookie belongs to a host whatever the port, so the browser sends the same token to all three.
  for (const server of [second, third, first]) {
    await page.goto(server.url);
    await expectHome(page, person);
  }
});

test('an account created on one server can sign in on another', async ({ page, servers: [, second] }) => {
  const person = await register(page);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expectLogin(page);
  await page.goto(second.url);
  await expectLogin(page);
  await login(page, person);
});

test('a logout on one server reaches the others', async ({
  page,
  request,
  servers: [first, second, third],
}) => {
  await createAccount(page.request);
  await page.goto(PAGES.home);
  const headers = { cookie: `${TOKEN_COOKIE}=${await readToken(page.context())}` };
  const statusOn = async ({ url }: Server) =>
    (await request.get(url + ENDPOINTS.check, { headers })).status();
  expect(await Promise.all([first, second, third].map(statusOn))).toEqual([200, 200, 200]);

  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expectLogin(page);
  expect(await statusOn(first)).toBe(401);
  await expect.poll(() => statusOn(second)).toBe(401);
  await expect.poll(() => statusOn(third)).toBe(401);
});

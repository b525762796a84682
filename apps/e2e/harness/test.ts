import { test as base } from '@playwright/test';
import { PAGES } from '@latchkey/shared';
import { createDatabase } from './database.ts';
import { createAccount, expectHome, type Person } from './people.ts';
import { randomSecret } from './secret.ts';
import { startServer, type Server } from './server.ts';

type TestFixtures = {
  /** A new person who is signed in on `page`, which shows the home page. */
  person: Person;
  /** A new person who is signed in nowhere. */
  stranger: Person;
};
type WorkerFixtures = {
  /** The server that the tests of one worker share. */
  server: Server;
};

/** Playwright's test with a production server: its database, secret and port belong to one worker. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright infers the fixtures needed from the pattern: none.
    async ({}, use) => {
      const database = await createDatabase();
      // The inspector with all its views: one of them is off in production.
      const server = await startServer(database, randomSecret(), { INSPECTOR: 'on' });
      await use(server);
      await server.stop();
      await database.remove();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  person: async ({ page }, use) => {
    const person = await createAccount(page.request);
    await page.goto(PAGES.home);
    await expectHome(page, person);
    await use(person);
  },
  stranger: async ({ request }, use) => use(await createAccount(request)),
});

/** The test with a server of its own for each test, which runs with these variables. */
export const testWithServer = (env: Record<string, string>) =>
  base.extend({
    // oxlint-disable-next-line no-empty-pattern -- as above
    baseURL: async ({}, use) => {
      const database = await createDatabase();
      const server = await startServer(database, randomSecret(), env);
      await use(server.url);
      await server.stop();
      await database.remove();
    },
  });

export { expect } from '@playwright/test';

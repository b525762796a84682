import type { Page } from '@playwright/test';
import { ENDPOINTS, PAGES } from '@latchkey/shared';
import { createDatabase } from '../harness/database.ts';
import { createAccount, expectHome, expectLogin } from '../harness/people.ts';
import { randomSecret } from '../harness/secret.ts';
import { startServer } from '../harness/server.ts';
import { openInspector, slice } from '../harness/slices.ts';
import { expect, test } from '../harness/test.ts';
import { agedToken, DAY, readToken, TOKEN_COOKIE, writeToken } from '../harness/token.ts';

test('after a reload auth is empty and the check call has filled user again', async ({ page, person }) => {
  await openInspector(page);
  const check = page.waitForResponse(`**${ENDPOINTS.check}`);
  await page.reload();
  expect((await check).status()).toBe(200);
  const [auth, user] = [slice(page, 'auth'), slice(page, 'user')];
  await expect(user.region).toContainText('GET /api/auth/check');
  expect(await user.json()).toEqual({ _id: expect.any(String), username: person.username });
  expect(await auth.json()).toBeNull();
});

test('a new tab is signed in as well', async ({ page, person }) => {
  const tab = await page.context().newPage();
  await tab.goto(PAGES.home);
  await expectHome(tab, person);
});

test('a dead token that only its renewal exposes never paints a private page', async ({ browser }) => {
  const database = await createDatabase();
  // Without a session lookup on every request, the token's signature is all that the page goes by.
  const server = await startServer(database, randomSecret(), { REVOCATION: 'renewal' });
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await createAccount(context.request);
  const token = await readToken(context);
  await fetch(server.url + ENDPOINTS.logout, {
    method: 'POST',
    headers: { cookie: `${TOKEN_COOKIE}=${token}` },
  });
  await writeToken(context, agedToken(token, DAY, server.secret));

  await recordSignOut(page);
  for (let visit = 0; visit < 3; visit += 1) {
    await page.goto(PAGES.home);
    await expectLogin(page);
    expect(await sawSignOut(page)).toBe(false);
  }
  await context.close();
  await server.stop();
  await database.remove();
});

/** From the next load on, records whether a sign-out button was ever in the document. */
async function recordSignOut(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen = { signOut: false };
    Object.assign(window, { seen });
    const look = () => {
      const buttons = Array.from(document.querySelectorAll('button'));
      seen.signOut ||= buttons.some((button) => button.textContent === 'Sign out');
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
  });
}

const sawSignOut = (page: Page) => page.evaluate<boolean>('window.seen.signOut');

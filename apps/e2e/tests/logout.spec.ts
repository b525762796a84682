import { ENDPOINTS, PAGES } from '@latchkey/shared';
import { expectHome, expectLogin } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';
import { readToken, TOKEN_COOKIE } from '../harness/token.ts';

test('signing out shows the login page and removes the cookie', async ({ page, person }) => {
  await expectHome(page, person);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expectLogin(page);
  expect(await page.context().cookies()).toEqual([]);
});

test('a stolen copy of the token is dead after the logout', async ({ page, person, playwright, server }) => {
  await expectHome(page, person);
  const token = await readToken(page.context());
  const thief = await playwright.request.newContext({
    baseURL: server.url,
    extraHTTPHeaders: { cookie: `${TOKEN_COOKIE}=${token}` },
  });
  expect((await thief.get(ENDPOINTS.check)).status()).toBe(200);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expectLogin(page);
  const answer = await thief.get(ENDPOINTS.check);
  expect(answer.status()).toBe(401);
  expect(answer.headers()['server-timing']).toContain('revoked');
  await thief.dispose();
});

test('Back after the logout shows nothing private', async ({ page, person }) => {
  await page.getByRole('navigation').getByRole('link', { name: 'Inspector' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Inspector' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expectLogin(page);
  await page.goBack();
  await expectLogin(page);
  await expect(page.getByText(person.username)).toHaveCount(0);
});

test('a logout in one tab signs out the other', async ({ page, person }) => {
  const tab = await page.context().newPage();
  await tab.goto(PAGES.home);
  await expectHome(tab, person);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expectLogin(tab);
});

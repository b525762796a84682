import { PAGES } from '@latchkey/shared';
import { createAccount, expectHome, expectLogin, fillIn } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';

test('a private page asks for a sign-in and comes back after it', async ({ page, stranger }) => {
  await page.goto(`${PAGES.inspector}?from=mail#user`);
  await expectLogin(page);
  await fillIn(page, stranger);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Inspector' })).toBeVisible();
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(`${PAGES.inspector}?from=mail`);
});

test('registering comes back as well', async ({ page }) => {
  await page.goto(PAGES.inspector);
  await expectLogin(page);
  await page.getByRole('link', { name: 'Create an account' }).click();
  const { searchParams } = new URL(page.url());
  expect(searchParams.get('next')).toBe(PAGES.inspector);
});

test('no ?next= leads away from this site', async ({ page, stranger }) => {
  for (const next of [
    'https://example.org/',
    '//example.org',
    '/\\example.org',
    '/%2F%2Fexample.org',
    'javascript:alert(1)',
  ]) {
    await test.step(next, async () => {
      await page.goto(`${PAGES.login}?${new URLSearchParams({ next })}`);
      await fillIn(page, stranger);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expectHome(page, stranger);
      await page.context().clearCookies();
    });
  }
});

test('somebody signed in is not shown the login form', async ({ page }) => {
  const person = await createAccount(page.request);
  await page.goto(PAGES.login);
  await expectHome(page, person);
});

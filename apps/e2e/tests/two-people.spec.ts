import { PAGES } from '@latchkey/shared';
import { expectHome, expectLogin, fillIn, register } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';

test('two people in two browsers stay who they are', async ({ page, person, browser, server }) => {
  const context = await browser.newContext({ baseURL: server.url });
  const otherPage = await context.newPage();
  const other = await register(otherPage);
  await page.reload();
  await expectHome(page, person);
  await otherPage.reload();
  await expectHome(otherPage, other);

  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expectLogin(page);
  await otherPage.reload();
  await expectHome(otherPage, other);
  await context.close();
});

test('two people sharing one browser: the second sees nothing of the first', async ({
  page,
  person,
  stranger: second,
}) => {
  const tab = await page.context().newPage();
  await tab.goto(PAGES.home);
  await expectHome(tab, person);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expectLogin(page);
  await fillIn(page, second);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expectHome(page, second);
  await expectHome(tab, second);
  await expect(tab.getByText(person.username)).toHaveCount(0);
});

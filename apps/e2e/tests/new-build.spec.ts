import type { Page } from '@playwright/test';
import { PAGES } from '@latchkey/shared';
import { createDatabase } from '../harness/database.ts';
import { createNextBuild, NEXT } from '../harness/next-build.ts';
import { createAccount, expectHome, expectLogin, fillIn } from '../harness/people.ts';
import { randomSecret } from '../harness/secret.ts';
import { startServer } from '../harness/server.ts';
import { expect, test } from '../harness/test.ts';

test('pages that were open while the server was given a new build end up in the new build', async ({
  browser,
}) => {
  const database = await createDatabase();
  const [secret, bundle] = [randomSecret(), await createNextBuild(database.folder)];
  const old = await startServer(database, secret);
  const context = await browser.newContext({ baseURL: old.url });
  const [moving, typing] = [await context.newPage(), await context.newPage()];
  for (const page of [moving, typing]) {
    await page.goto(PAGES.login);
    await expectLogin(page);
    expect(await isNext(page)).toBe(false);
  }
  await old.stop();
  const server = await startServer(database, secret, { PORT: new URL(old.url).port }, bundle);

  await test.step('going to another page reloads by itself', async () => {
    await moving.getByRole('link', { name: 'Create an account' }).click();
    await expect(moving.getByRole('heading', { level: 1, name: 'Create an account' })).toBeVisible();
    expect(await isNext(moving)).toBe(true);
  });

  await test.step('a form with typed text is not reloaded, but says that a reload is needed', async () => {
    const person = await createAccount(context.request);
    await context.clearCookies();
    await fillIn(typing, person);
    await typing.getByRole('button', { name: 'Sign in', exact: true }).click();
    const reload = typing.getByRole('button', { name: 'Reload the page' });
    await expect(reload).toBeVisible();
    await expect(typing.getByLabel('Username', { exact: true })).toHaveValue(person.username);
    await expect(typing.getByLabel('Password', { exact: true })).toHaveValue(person.password);
    expect(await isNext(typing)).toBe(false);

    await reload.click();
    await expect(reload).toBeHidden();
    await fillIn(typing, person);
    await typing.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expectHome(typing, person);
    expect(await isNext(typing)).toBe(true);
  });

  await context.close();
  await server.stop();
  await database.remove();
});

test('a page that is missing in the build of every server reloads by itself only once', async ({ page }) => {
  await page.goto(PAGES.login);
  await expectLogin(page);
  let [loads, questions] = [0, 0];
  page.on('load', () => (loads += 1));
  await page.route('**/assets/{register-page,index}-*.js', (route) => {
    const isQuestion = route.request().method() === 'HEAD';
    questions += isQuestion ? 1 : 0;
    const isMissing = isQuestion || route.request().url().includes('register-page');
    return isMissing ? route.fulfill({ status: 404 }) : route.continue();
  });
  await page.getByRole('link', { name: 'Create an account' }).click();
  await expect.poll(() => loads).toBe(1);
  await expect.poll(() => questions, 'the page asks for its build before and after the reload').toBe(2);
  await page.waitForLoadState('networkidle');
  await expect(page.getByRole('heading', { level: 1, name: 'This page did not arrive' })).toBeVisible();
  expect(loads).toBe(1);
});

/** Whether the scripts of a page are those of the next build. */
const isNext = (page: Page): Promise<boolean> =>
  page
    .locator(`script[src$="${NEXT}.js"]`)
    .count()
    .then((count) => count > 0);

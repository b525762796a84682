import { PAGES } from '@latchkey/shared';
import { expectHome, fillIn, register, somebody } from '../harness/people.ts';
import { openInspector, slice } from '../harness/slices.ts';
import { expect, test } from '../harness/test.ts';

test('somebody new registers and is greeted by name', async ({ page }) => {
  const person = somebody();
  await page.goto(PAGES.login);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Create an account' })).toBeVisible();
  await fillIn(page, person);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expectHome(page, person);
});

test('registering fills both slices, each from its own request', async ({ page }) => {
  const { username } = await register(page);
  await openInspector(page);
  const [auth, user] = [slice(page, 'auth'), slice(page, 'user')];
  expect(await auth.json()).toEqual({ _id: expect.any(String), username, __v: 0 });
  await expect(auth.region).toContainText('POST /api/auth/register');
  expect(await user.json()).toEqual({ _id: expect.any(String), username });
  await expect(user.region).toContainText('GET /api/auth/check');
});

test('a taken name is refused, in any case, and stays in the form', async ({ page, browser, server }) => {
  const { username } = await register(page);
  const other = await browser.newContext({ baseURL: server.url });
  const otherPage = await other.newPage();
  await otherPage.goto(PAGES.register);
  const wanted = username.toUpperCase();
  await fillIn(otherPage, { ...somebody(), username: wanted });
  await otherPage.getByRole('button', { name: 'Create account' }).click();
  await expect(otherPage.getByText('That username is taken.').first()).toBeVisible();
  await expect(otherPage.getByLabel('Username', { exact: true })).toHaveValue(wanted);
  expect(await other.cookies()).toEqual([]);
  await other.close();
});

test('a password of seven characters never leaves the browser', async ({ page }) => {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await page.goto(PAGES.register);
  await fillIn(page, { ...somebody(), password: 'k7fq-2z' });
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByLabel('Password', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  expect(requests).not.toContain('POST /api/auth/register');
});

test('a new password is judged while it is typed, under the policy of production', async ({ page }) => {
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(PAGES.register);
  await fillIn(page, { ...somebody(), password: 'qwerty12345' });
  await expect(page.getByRole('meter', { name: 'Password strength' })).toBeVisible();
  await expect(page.locator('form')).toContainText('Too easy to guess');
  await fillIn(page, somebody());
  await expect(page.locator('form')).toContainText('Strong');
  expect(errors).toEqual([]);
});

test('the links of an error summary are high enough for a finger', async ({ page }) => {
  await page.goto(PAGES.register);
  await page.getByRole('button', { name: 'Create account' }).click();
  const links = page.getByRole('region', { name: /attention/ }).getByRole('link');
  await expect(links).toHaveCount(2);
  for (const link of await links.all()) expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(24);
});

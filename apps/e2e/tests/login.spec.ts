import { PAGES } from '@latchkey/shared';
import { expectHome, fillIn, login, somebody } from '../harness/people.ts';
import { openInspector, slice } from '../harness/slices.ts';
import { expect, test } from '../harness/test.ts';

test('the login response goes to auth and the check response to user', async ({ page, stranger: person }) => {
  await login(page, person);
  await openInspector(page);
  const [auth, user] = [slice(page, 'auth'), slice(page, 'user')];
  expect(await auth.json()).toEqual({ _id: expect.any(String), username: person.username, __v: 0 });
  await expect(auth.region).toContainText('POST /api/auth/login');
  expect(await user.json()).toEqual({ _id: expect.any(String), username: person.username });
  await expect(user.region).toContainText('GET /api/auth/check');
});

for (const [cause, change] of [
  ['a wrong password', { password: 'not the password' }],
  ['an unknown name', { username: 'nobody-of-that-name' }],
] as const) {
  test(`${cause} gets the one message for both, keeps the name and signs nobody in`, async ({
    page,
    stranger,
  }) => {
    await page.goto(PAGES.login);
    const attempt = { ...stranger, ...change };
    await fillIn(page, attempt);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await expect(page.getByRole('alert')).toContainText('That username and password do not match.');
    await expect(page.getByLabel('Username', { exact: true })).toHaveValue(attempt.username);
    await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
    expect(await page.context().cookies()).toEqual([]);
  });
}

test('a name is the same in any case, and is shown as it was registered', async ({
  page,
  stranger: person,
}) => {
  await page.goto(PAGES.login);
  await fillIn(page, { ...person, username: person.username.toUpperCase() });
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expectHome(page, person);
});

test('twenty fast submits are one request', async ({ page, stranger }) => {
  await page.goto(PAGES.login);
  let requests = 0;
  await page.route('**/api/auth/login', async (route) => {
    requests += 1;
    // Answered only after all clicks have been made.
    await clicked;
    await route.continue();
  });
  await fillIn(page, stranger);
  const clicked = page.evaluate(() => {
    const button = document.querySelector<HTMLButtonElement>('button[type=submit]');
    for (let click = 0; click < 20; click += 1) button?.click();
  });
  await clicked;
  await expectHome(page, stranger);
  expect(requests).toBe(1);
});

test('Enter in the password field signs in', async ({ page }) => {
  const person = somebody();
  await page.goto(PAGES.register);
  await fillIn(page, person);
  await page.keyboard.press('Enter');
  await expectHome(page, person);
});

import { DEVICES_PER_PAGE, ENDPOINTS, PAGES } from '@latchkey/shared';
import type { Page } from '@playwright/test';
import { expectLogin, login, register, somebody } from '../harness/people.ts';
import { expect, test as base } from '../harness/test.ts';

/** The same user's browser on another device, signed in. */
const test = base.extend<{ phone: Page }>({
  phone: async ({ person, browser, server }, use) => {
    const context = await browser.newContext({ baseURL: server.url });
    const phone = await context.newPage();
    await login(phone, person);
    await use(phone);
    await context.close();
  },
});

test('a device is signed out from the list, and its next page asks for a sign-in', async ({
  page,
  phone,
}) => {
  await page.goto(PAGES.security);
  await expect(page.getByRole('listitem')).toHaveCount(2);
  await expect(page.getByRole('listitem').first()).toContainText('this device');
  await page.getByRole('button', { name: 'Sign out there' }).click();
  await expect(page.getByRole('listitem')).toHaveCount(1);
  await phone.reload();
  await expectLogin(phone);
});

test('more devices than fit on a page are shown on demand', async ({ page, person, server }) => {
  const signIn = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(person),
  };
  for (let count = 0; count < DEVICES_PER_PAGE; count += 1) await fetch(server.url + ENDPOINTS.login, signIn);
  await page.goto(PAGES.security);
  const more = page.getByRole('button', { name: 'Show more' });
  await expect(page.getByRole('listitem')).toHaveCount(DEVICES_PER_PAGE);
  await more.click();
  await expect(page.getByRole('listitem')).toHaveCount(DEVICES_PER_PAGE + 1);
  await expect(more).toBeHidden();
});

test('a new password ends the other devices, keeps this one and is the one that signs in', async ({
  page,
  person,
  phone,
}) => {
  await page.goto(PAGES.security);
  const { password } = somebody();
  const form = page.getByRole('region', { name: 'Password' });
  await form.getByLabel('Current password', { exact: true }).fill('not the password');
  await form.getByLabel('New password', { exact: true }).fill(password);
  await form.getByRole('button', { name: 'Change password' }).click();
  await expect(form.getByText('That password is not right.')).toBeVisible();
  await form.getByLabel('Current password', { exact: true }).fill(person.password);
  await form.getByRole('button', { name: 'Change password' }).click();
  await expect(form.getByText('Your password is changed')).toBeVisible();

  await phone.reload();
  await expectLogin(phone);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Security' })).toBeVisible();
  await login(phone, { ...person, password });
});

test('a deleted account is gone, and its name is free again', async ({ page, person }) => {
  await page.goto(PAGES.security);
  const form = page.getByRole('region', { name: 'Delete the account' });
  await form.getByLabel('Current password', { exact: true }).fill(person.password);
  await form.getByRole('button', { name: 'Delete account' }).click();
  await expectLogin(page);
  await register(page, person);
});

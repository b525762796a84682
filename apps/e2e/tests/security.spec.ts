import { DEVICES_PER_PAGE, PAGES } from '@latchkey/shared';
import type { Locator, Page } from '@playwright/test';
import { signInElsewhere } from '../harness/devices.ts';
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
  await expect(page.getByRole('listitem').first()).toHaveAttribute('aria-current', 'true');
  await page.getByRole('listitem').last().getByRole('button', { name: 'Sign out Chrome on' }).click();
  await expect(page.locator('.devices-status', { hasText: 'has been signed out.' })).toBeVisible();
  await expect(page.getByRole('listitem')).toHaveCount(1);
  await phone.reload();
  await expectLogin(phone);
});

test('more devices than fit on a page are shown on demand', async ({ page, person, server }) => {
  await signInElsewhere(server, person, DEVICES_PER_PAGE);
  await page.goto(PAGES.security);
  const more = page.getByRole('button', { name: 'Show more' });
  await expect(page.getByRole('listitem')).toHaveCount(10);
  await more.click();
  await expect(page.getByRole('listitem')).toHaveCount(DEVICES_PER_PAGE);
  await more.click();
  await expect(page.getByRole('listitem')).toHaveCount(DEVICES_PER_PAGE + 1);
  await expect(more).toBeHidden();
});

test('the keyboard alone signs a device out, and no more of them when the key is held down', async ({
  page,
  person,
  server,
}) => {
  await signInElsewhere(server, person, 3);
  await page.goto(PAGES.security);
  const rows = page.getByRole('listitem');
  await expect(rows).toHaveCount(4);
  const end = rows.nth(1).getByRole('button');
  await tabTo(page, end);
  await page.keyboard.down('Enter');
  await expect(rows).toHaveCount(3);
  await expect(end).toBeFocused();
  // The browser repeats the key on the button of the next device.
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect(end).toHaveAttribute('aria-busy', 'false');
  await expect(rows).toHaveCount(3);
  await tabTo(page, page.getByRole('button', { name: 'Sign out all other devices' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(rows).toHaveCount(1);
  await expect(page.getByRole('heading', { name: 'Other devices' })).toBeFocused();
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
  await expect(form.getByText('Your password has been changed')).toBeVisible();

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

/** Presses a key until an element has the focus. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  const isFocused = (): Promise<boolean> => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 40 && !(await isFocused()); presses += 1) await page.keyboard.press(key);
  await expect(target).toBeFocused();
}

import { PAGES } from '@latchkey/shared';
import { expectLogin } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';

test('an unknown page is a real 404 with a way home', async ({ page }) => {
  const response = await page.goto('/no/such/page');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to the home page' }).click();
  await expectLogin(page);
});

test('the language can be switched, is remembered and is declared', async ({ page }) => {
  await page.goto(PAGES.login);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('button', { name: '한국어' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
  await expect(page.getByRole('heading', { level: 1, name: '로그인' })).toBeVisible();
});

test.describe('in a Korean browser', () => {
  test.use({ locale: 'ko-KR' });
  test('the page is Korean from the start', async ({ page }) => {
    await page.goto(PAGES.login);
    await expect(page.getByRole('heading', { level: 1, name: '로그인' })).toBeVisible();
  });
});

test('no page writes an error to the console', async ({ page, person }) => {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${person.username}: ${message.text()}`);
  });
  page.on('pageerror', (error) => errors.push(error.message));
  for (const path of [PAGES.home, PAGES.inspector]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expectLogin(page);
  await page.goto(PAGES.register);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(errors).toEqual([]);
});

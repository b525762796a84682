import { randomBytes } from 'node:crypto';
import { type APIRequestContext, expect, type Page } from '@playwright/test';
import { ENDPOINTS, PAGES } from '@latchkey/shared';

/** Somebody who has an account or is about to create one. */
export type Person = { username: string; password: string };

/** A person whom no other test uses. */
export function somebody(): Person {
  return {
    username: `user${randomBytes(6).toString('hex')}`,
    password: randomBytes(12).toString('base64url'),
  };
}

/** Registers somebody without a page; the owner of `request` has the cookie from then on. */
export async function createAccount(request: APIRequestContext): Promise<Person> {
  const person = somebody();
  const response = await request.post(ENDPOINTS.register, { data: person });
  // The database of a busy machine took longer than a request may wait. The account may exist all the same.
  if (response.status() === 503) return createAccount(request);
  expect(response.status()).toBe(201);
  return person;
}

/** Fills in the form on the page. */
export async function fillIn(page: Page, { username, password }: Person): Promise<void> {
  await page.getByLabel('Username', { exact: true }).fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
}

/** Registers through the form and waits for the home page. */
export async function register(page: Page, person: Person = somebody()): Promise<Person> {
  await page.goto(PAGES.register);
  await fillIn(page, person);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expectHome(page, person);
  return person;
}

/** Signs in through the form and waits for the home page. */
export async function login(page: Page, person: Person): Promise<void> {
  await page.goto(PAGES.login);
  await fillIn(page, person);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expectHome(page, person);
}

/** Waits until the page greets a person. */
export async function expectHome(page: Page, { username }: Person): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: `Hello, ${username}` })).toBeVisible();
}

/** Waits until the page asks for name and password, and does what is clicked. */
export async function expectLogin(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await expectHydrated(page);
}

/** Waits until the app has taken over the page that the build has rendered; on any other page at once. */
export async function expectHydrated(page: Page): Promise<void> {
  await expect(page.locator('[data-prerendered]')).toHaveCount(0);
}

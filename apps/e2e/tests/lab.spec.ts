import type { Page } from '@playwright/test';
import { LAB_ENDPOINTS, PAGES } from '@latchkey/shared';
import { createDatabase } from '../harness/database.ts';
import { tabTo } from '../harness/keyboard.ts';
import { createAccount } from '../harness/people.ts';
import { randomSecret } from '../harness/secret.ts';
import { startServer } from '../harness/server.ts';
import { expect, test } from '../harness/test.ts';
import { readToken } from '../harness/token.ts';

const lab = (page: Page) => page.getByRole('region', { name: 'The lab' });
const session = (page: Page, number = 1) =>
  lab(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: `Session ${number}`, exact: true }) });
const verdicts = (page: Page, number = 1) => session(page, number).locator('dl > div').allTextContents();

/** Opens the lab of a new person and makes a session whose token is that old. */
async function openLab(page: Page, age: string): Promise<void> {
  await createAccount(page.request);
  await page.goto(`${PAGES.inspector}#lab`);
  await expect(lab(page)).toBeFocused();
  await makeSession(page, age);
}

async function makeSession(page: Page, age: string): Promise<void> {
  await lab(page).getByLabel('Age of its token').selectOption({ label: age });
  await lab(page).getByRole('button', { name: 'Make a session' }).click();
}

test('a session of 4 days is renewed and leaves a ghost; revoked, it dies under bounded within its poll', async ({
  page,
}) => {
  await openLab(page, '4 days');
  const all = (verdict: string) => [`bounded${verdict}`, `strict${verdict}`, `renewal${verdict}`];
  await expect.poll(() => verdicts(page)).toEqual(all('accepted and renewed'));
  await session(page).getByRole('button', { name: 'Send a request' }).click();
  await expect(session(page).getByText('brought a new token')).toBeVisible();
  await expect(session(page).getByText('A ghost: the token before is signed until')).toBeVisible();
  await expect.poll(() => verdicts(page)).toEqual(all('accepted'));

  await session(page).getByRole('button', { name: 'Revoke' }).click();
  await expect(session(page).getByText('bounded heard of it')).toBeVisible();
  expect(await verdicts(page)).toEqual(['boundedrejected', 'strictrejected', 'renewalaccepted']);
  await session(page).getByRole('button', { name: 'Send a request' }).click();
  await expect(session(page).getByText('the session has been revoked')).toBeVisible();
});

test('an expired token is rejected, and a forged one refused by its signature', async ({ page }) => {
  await openLab(page, '8 days');
  await expect.poll(() => verdicts(page)).toEqual(['boundedrejected', 'strictrejected', 'renewalrejected']);
  await session(page).getByRole('button', { name: 'Send a request' }).click();
  await expect(session(page).getByText('the token has expired')).toBeVisible();
  await lab(page).getByLabel('Claim').selectOption('exp');
  await lab(page).getByLabel('New value').fill('4102444800');
  await lab(page).getByRole('button', { name: 'Have the copy verified' }).click();
  await expect(lab(page).getByText('exp changed: invalid. The signature does not fit')).toBeVisible();
});

test('the sessions of the lab are in the list of devices, and end with a sign-out', async ({ page }) => {
  await openLab(page, '0 days');
  await expect(session(page)).toBeVisible();
  await page.getByRole('link', { name: 'Security' }).click();
  await expect(page.getByRole('listitem')).toHaveCount(2);
  await page.getByRole('link', { name: 'Inspector' }).click();
  await expect(session(page)).toBeVisible();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await page.goBack();
  await expect(lab(page)).toBeHidden();
});

test('nothing that the lab shows, keeps or loads holds a token', async ({ page, context }) => {
  const bodies: string[] = [];
  page.on('response', async (response) => bodies.push(await response.text().catch(() => '')));
  await openLab(page, '4 days');
  await session(page).getByRole('button', { name: 'Send a request' }).click();
  await expect(session(page).getByText('brought a new token')).toBeVisible();
  await lab(page).getByRole('button', { name: 'Have the copy verified' }).click();
  await expect(lab(page).getByText('username changed: invalid')).toBeVisible();
  const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
  const [header = '', , signature = ''] = (await readToken(context)).split('.');
  for (const text of [...bodies, await page.content(), kept]) {
    expect(text).not.toContain(`${header}.`);
    expect(text).not.toContain(signature);
  }
  expect(bodies.filter((body) => body.includes('"verdicts"')).length).toBeGreaterThan(0);
});

test('the keyboard alone plays with a session, on a narrow screen without sideways scroll', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 320, height: 640 });
  await createAccount(page.request);
  await page.goto(`${PAGES.inspector}#lab`);
  await expect(lab(page)).toBeFocused();
  await tabTo(page, 'button', 'Make a session');
  await page.keyboard.press('Enter');
  await expect(session(page)).toBeVisible();
  await tabTo(page, 'button', 'Send a request Session 1');
  await page.keyboard.press('Space');
  await expect(session(page).getByText('brought a new token')).toBeVisible();
  await tabTo(page, 'button', 'Revoke Session 1');
  await page.keyboard.press('Enter');
  await expect(session(page).getByText('bounded heard of it')).toBeVisible();
  await tabTo(page, 'button', 'Have the copy verified');
  await page.keyboard.press('Enter');
  await expect(lab(page).getByText('username changed: invalid')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  expect(
    await page.evaluate(
      () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
    ),
  ).toBe(0);
});

test('in production the inspector has six views and no lab', async ({ page }) => {
  const database = await createDatabase();
  const server = await startServer(database, randomSecret());
  await page.goto(server.url + PAGES.login);
  const registered = await page.evaluate(async () => {
    const body = JSON.stringify({ username: 'producer', password: 'correct horse battery' });
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/api/auth/register', { method: 'POST', headers, body })).status;
  });
  expect(registered).toBe(201);
  await page.goto(server.url + PAGES.inspector);
  await expect(page.getByRole('region', { name: 'Devices' })).toBeVisible();
  await expect(page.locator('section.view')).toHaveCount(6);
  await expect(page.getByRole('link', { name: 'Break it' })).toBeHidden();
  expect((await page.request.post(server.url + LAB_ENDPOINTS.sessions, { data: {} })).status()).toBe(404);
  await server.stop();
  await database.remove();
});

import type { CDPSession, Page } from '@playwright/test';
import { ENDPOINTS, PAGES } from '@latchkey/shared';
import { createDatabase } from '../harness/database.ts';
import { tabTo } from '../harness/keyboard.ts';
import { createAccount, expectHome, expectLogin, fillIn, somebody } from '../harness/people.ts';
import { randomSecret } from '../harness/secret.ts';
import { startServer } from '../harness/server.ts';
import { expect, test } from '../harness/test.ts';

const signIn = (page: Page) => page.getByRole('button', { name: 'Sign in', exact: true });

test('the keyboard alone leads from the first page through a registration to the logout', async ({
  page,
}) => {
  const person = somebody();
  await page.goto(PAGES.login);
  await expectLogin(page);
  await tabTo(page, 'link', 'Create an account');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Create an account' })).toBeFocused();
  await tabTo(page, 'textbox', 'Username');
  await page.keyboard.type(person.username);
  await page.keyboard.press('Tab');
  await page.keyboard.type(person.password);
  await page.keyboard.press('Enter');
  await expectHome(page, person);
  await tabTo(page, 'link', 'Inspector');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Inspector' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await tabTo(page, 'button', 'Sign out');
  await page.keyboard.press('Enter');
  await expectLogin(page);
});

test('Enter while a Hangul syllable is being composed submits nothing and loses nothing', async ({
  page,
}) => {
  const person = { ...somebody(), username: `민수${somebody().username.slice(-6)}` };
  const bodies: unknown[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith(ENDPOINTS.register)) bodies.push(request.postDataJSON());
  });
  await page.goto(PAGES.register);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByLabel('Username', { exact: true }).fill(person.username.slice(2));
  await page.keyboard.press('Home');
  const ime = await page.context().newCDPSession(page);
  await compose(ime, ['ㅁ', '미', '민'], '민');
  await compose(ime, ['ㅅ', '수'], null);
  // What an input method sends for the key that ends a composition.
  await ime.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    windowsVirtualKeyCode: 229,
    key: 'Process',
  });
  expect(bodies).toEqual([]);
  await ime.send('Input.insertText', { text: '수' });
  await expect(page.getByLabel('Username', { exact: true })).toHaveValue(person.username);
  await page.keyboard.press('Enter');
  await expectHome(page, person);
  expect(bodies).toEqual([person]);
});

test('offline nothing is sent, what was typed stays, and nothing is sent by itself afterwards', async ({
  page,
  context,
  stranger,
}) => {
  await page.goto(PAGES.login);
  // The app is on its way until then, and would not arrive.
  await expectLogin(page);
  await fillIn(page, stranger);
  let sent = 0;
  page.on('request', (request) => {
    if (request.url().endsWith(ENDPOINTS.login)) sent += 1;
  });
  await context.setOffline(true);
  await expect(page.locator('.notice', { hasText: 'You are offline' })).toBeVisible();
  await signIn(page).click();
  await expect(page.locator('.notice-danger')).toBeVisible();
  const before = sent;
  await context.setOffline(false);
  await expect(page.locator('.notice', { hasText: 'You are offline' })).toBeHidden();
  await expect(page.getByLabel('Username', { exact: true })).toHaveValue(stranger.username);
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue(stranger.password);
  expect(sent).toBe(before);
  await signIn(page).click();
  await expectHome(page, stranger);
});

test('too many attempts are answered with a countdown that ends', async ({ browser }) => {
  const database = await createDatabase();
  const server = await startServer(database, randomSecret(), { RATE_LIMIT: 'on' });
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  const person = await createAccount(context.request);
  await context.clearCookies();
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const data = { ...person, password: `a wrong password ${attempt}` };
    expect((await context.request.post(ENDPOINTS.login, { data })).status()).toBe(401);
  }

  await page.clock.install();
  await page.goto(PAGES.login);
  await fillIn(page, person);
  const refused = page.waitForResponse(`**${ENDPOINTS.login}`);
  await signIn(page).click();
  const seconds = Number(await (await refused).headerValue('retry-after'));
  const countdown = page.getByText('Next attempt in').first();
  await expect(countdown).toContainText(clockTime(seconds));
  await page.clock.runFor(5000);
  await expect(countdown).toContainText(clockTime(seconds - 5));
  await page.clock.fastForward(seconds * 1000);
  await expect(page.getByText('You can try again now.').first()).toBeVisible();
  await context.close();
  await server.stop();
  await database.remove();
});

const clockTime = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** Composes a syllable step by step, as an input method does; `commit` ends it with that text. */
async function compose(ime: CDPSession, steps: string[], commit: string | null): Promise<void> {
  for (const text of steps)
    await ime.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  if (commit !== null) await ime.send('Input.insertText', { text: commit });
}

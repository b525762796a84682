import { ENDPOINTS, PAGES } from '@latchkey/shared';
import { expectHome, fillIn, login } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';

test('one stray 401 signs no tab out', async ({ page, person }) => {
  const tab = await page.context().newPage();
  await tab.goto(PAGES.home);
  await expectHome(tab, person);
  const refused = { status: 401, contentType: 'application/problem+json', body: '{"code":"signed_out"}' };
  await page.route(`**${ENDPOINTS.sessions}*`, (route) => route.fulfill(refused), { times: 1 });
  const check = page.waitForResponse(`**${ENDPOINTS.check}`);
  await page.getByRole('navigation').getByRole('link', { name: 'Security' }).click();
  expect((await check).status()).toBe(200);
  await expect(page.getByRole('heading', { level: 1, name: 'Security' })).toBeVisible();
  await expectHome(tab, person);
});

test('somebody else signs in in another tab without a logout: nothing of the first stays', async ({
  page,
  person,
  stranger: second,
}) => {
  const tab = await page.context().newPage();
  // As a browser does whose cookie was dropped while this tab stayed open.
  await page.context().clearCookies();
  await login(tab, second);
  await expectHome(page, second);
  await expect(page.getByText(person.username)).toHaveCount(0);
});

test('an answer that comes late does not sign out whoever has signed in meanwhile', async ({
  page,
  stranger,
}) => {
  let answerLate = (): void => {};
  const isLate = new Promise<void>((resolve) => (answerLate = resolve));
  const refused = { status: 401, contentType: 'application/problem+json', body: '{"code":"signed_out"}' };
  await page.goto(PAGES.login);
  await fillIn(page, stranger);
  // The check that a message of another tab causes, before the sign-in and answered after it.
  await page.route(
    `**${ENDPOINTS.check}`,
    async (route) => {
      await isLate;
      await route.fulfill(refused);
    },
    { times: 1 },
  );
  const tab = await page.context().newPage();
  await tab.goto(PAGES.login);
  const early = page.waitForRequest(`**${ENDPOINTS.check}`);
  await tab.evaluate(() => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches its own origin only
    new BroadcastChannel('latchkey.session').postMessage({ type: 'signedIn', userId: 'x' });
  });
  await early;
  await page.bringToFront();
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expectHome(page, stranger);
  const late = page.waitForResponse((response) => response.status() === 401);
  answerLate();
  await late;
  await expectHome(page, stranger);
});

test('a form keeps what was typed while the server cannot say who is signed in', async ({ page, person }) => {
  await page.goto(PAGES.security);
  await page.getByLabel('New password').fill('half of a new phrase');
  await page.route(`**${ENDPOINTS.check}`, (route) => route.abort());
  // What the browser says when it takes a page from its back/forward cache.
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  const retry = page.getByRole('button', { name: 'Try again' });
  await expect(retry).toBeVisible();
  await expect(page.getByLabel('New password')).toBeHidden();
  await page.unroute(`**${ENDPOINTS.check}`);
  await retry.click();
  await expect(page.getByLabel('New password')).toHaveValue('half of a new phrase');
  await page.goto(PAGES.home);
  await expectHome(page, person);
});

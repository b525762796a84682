import type { Page } from '@playwright/test';
import { PAGES } from '@latchkey/shared';
import { createAccount, expectHome, expectLogin } from '../harness/people.ts';
import { createClassifier, picture, recordFrames } from '../harness/screencast.ts';
import { expect, test } from '../harness/test.ts';

const RELOADS = 20;

// Small frames are recorded, sent and compared faster.
test.use({ viewport: { width: 960, height: 540 } });

/** Takes a picture of the whole login page, whose drawing comes last. */
async function loginPicture(page: Page): Promise<string> {
  await expect(page.getByRole('img')).toBeVisible();
  await settle(page);
  return picture(page);
}

/** Lets the browser paint what it has, and the line draw itself. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
}

/** Resolves once the browser has painted what the page shows now. */
const painted = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

test('in twenty reloads signed out and twenty signed in no frame shows the wrong page', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  const decoder = await context.newPage();
  await page.bringToFront();
  const reload = async (expectPage: () => Promise<void>): Promise<void> => {
    for (let count = 0; count < RELOADS; count += 1) {
      await page.reload();
      await expectPage();
      await painted(page);
    }
  };

  await page.goto(PAGES.login);
  await expectLogin(page);
  const signedOut = await recordFrames(page, async () => reload(async () => expectLogin(page)));
  const login = await loginPicture(page);

  const person = await createAccount(page.request);
  await page.goto(PAGES.home);
  await expectHome(page, person);
  const signedIn = await recordFrames(page, async () => reload(async () => expectHome(page, person)));
  await settle(page);
  const classify = await createClassifier(decoder, { login, home: await picture(page) });

  const seenSignedOut = await classify(signedOut);
  const seenSignedIn = await classify(signedIn);
  // A frame or more of each reload, or nothing was watched.
  expect(seenSignedOut.filter((seen) => seen === 'login').length).toBeGreaterThanOrEqual(RELOADS);
  expect(seenSignedIn.filter((seen) => seen === 'home').length).toBeGreaterThanOrEqual(RELOADS);
  expect(seenSignedOut).not.toContain('home');
  expect(seenSignedIn).not.toContain('login');
});

test('a page that does flash is caught', async ({ page, context }) => {
  const decoder = await context.newPage();
  await page.bringToFront();
  await page.goto(PAGES.login);
  await expectLogin(page);
  const login = await loginPicture(page);
  const person = await createAccount(page.request);
  await page.goto(PAGES.home);
  await expectHome(page, person);
  await settle(page);
  const classify = await createClassifier(decoder, { login, home: await picture(page) });
  await page.context().clearCookies();
  // What a client does that believes what it knew before: the other page for a moment.
  const frames = await recordFrames(page, async () => {
    await page.goto(PAGES.login);
    await expectLogin(page);
    await createAccount(page.request);
    await page.goto(PAGES.home);
    await expect(page.getByRole('button', { name: 'Sign out', exact: true })).toBeVisible();
  });
  expect(await classify(frames)).toEqual(expect.arrayContaining(['login', 'home']));
});

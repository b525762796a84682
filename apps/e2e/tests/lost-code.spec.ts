import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { ENDPOINTS, PAGES } from '@latchkey/shared';
import { filesLoadedBy, filesNamedBy } from '../harness/client-files.ts';
import { loseEach, type Need, type Visit } from '../harness/lose-each.ts';
import { expectHome, expectLogin, fillIn } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const follow = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click();

async function openLogin({ page }: Visit): Promise<void> {
  await page.context().clearCookies();
  await page.addInitScript(() => {
    if (!location.hash.includes('ko')) localStorage.clear();
  });
  await page.goto(PAGES.login);
  await expectLogin(page);
  // The picture is the last code that the login page needs.
  await expect(page.getByRole('img')).toBeVisible();
}

/** A page of somebody who is signed in that needs next to nothing of what others need. */
async function openNotFound({ page, person }: Visit): Promise<void> {
  await page.request.post(ENDPOINTS.login, { data: person });
  // The last call that the page makes, and so the last code that it needs.
  const last = page.waitForResponse(`**${ENDPOINTS.session}`);
  await page.goto('/no/such/page');
  await expect(heading(page, 'Page not found')).toBeVisible();
  await last;
}

/** Until the app has replaced, or taken over, what the document brought: that offers a reload too. */
const untilStarted = (page: Page) =>
  expect(page.locator('#root:is(:empty, [data-prerendered])')).toHaveCount(0);

const OPENING: Need = {
  first: ({ page }) => page.goto('about:blank'),
  load: ({ page }) => page.goto(PAGES.login, { waitUntil: 'commit' }),
  done: ({ page }) => heading(page, /Sign in|로그인/),
};

const NEEDS: Record<string, Need> = {
  'opening the login page': {
    ...OPENING,
    load: async ({ page }) => {
      await page.goto(PAGES.login, { waitUntil: 'commit' });
      await untilStarted(page);
    },
  },
  'opening a page in Korean': {
    ...OPENING,
    first: openLogin,
    load: async ({ page }) => {
      await page.evaluate(() => {
        location.hash = 'ko';
        localStorage.setItem('latchkey.language', 'ko');
      });
      await page.reload({ waitUntil: 'commit' });
      await untilStarted(page);
    },
  },
  'going to the register page': {
    first: openLogin,
    load: ({ page }) => follow(page, 'Create an account'),
    done: ({ page }) => heading(page, 'Create an account'),
  },
  'going to an unknown page': {
    first: openLogin,
    load: ({ page }) =>
      page.evaluate(() => {
        history.pushState(null, '', '/no/such/page');
        dispatchEvent(new PopStateEvent('popstate'));
      }),
    done: ({ page }) => heading(page, 'Page not found'),
  },
  'going to the home page': {
    first: openNotFound,
    load: ({ page }) => follow(page, 'Latchkey, home'),
    done: ({ page }) => page.getByText('This device'),
    retry: ({ page }) => button(page, 'Try again'),
  },
  'going to the inspector': {
    first: openNotFound,
    load: ({ page }) => follow(page, 'Inspector'),
    done: ({ page }) => heading(page, 'Inspector'),
  },
  'going to the security page': {
    first: openNotFound,
    load: ({ page }) => follow(page, 'Security'),
    done: ({ page }) => page.getByText('this device'),
  },
  'signing in': {
    first: openLogin,
    load: async ({ page, person }) => {
      await fillIn(page, person);
      await button(page, 'Sign in').click();
    },
    done: ({ page, person }) => heading(page, `Hello, ${person.username}`),
    expectKept: async ({ page, person }) => {
      const isSignedIn = (await page.context().cookies()).length > 0;
      if (isSignedIn) return;
      await expect(page.getByLabel('Username', { exact: true })).toHaveValue(person.username);
      await expect(page.getByLabel('Password', { exact: true })).toHaveValue(person.password);
    },
    retry: ({ page }) =>
      page
        .locator('main')
        .getByRole('button', { name: /^(Sign in|Try again)$/ })
        .first(),
  },
  'switching to Korean': {
    first: openLogin,
    load: ({ page }) => button(page, '한국어').click(),
    done: ({ page }) => heading(page, '로그인'),
    expectKept: async ({ page }) => {
      await expect(page.locator('html')).toHaveAttribute('lang', 'en');
      expect(await page.evaluate(() => localStorage.length)).toBe(0);
    },
    retry: ({ page }) => button(page, '한국어'),
  },
};

for (const [name, need] of Object.entries(NEEDS)) {
  test(`${name} without any one file says so, and works once the file arrives`, async ({
    page,
    stranger,
  }) => {
    const visit = { page, person: stranger };
    const before = await filesLoadedBy(page, () => need.first(visit));
    const loaded = await filesLoadedBy(page, async () => {
      await need.load(visit);
      await expect(need.done(visit)).toBeVisible();
    });
    const known = new Set([...before, ...(await filesNamedBy(page))]);
    const files = loaded.filter((file) => !known.has(file));
    expect(files).not.toEqual([]);
    await loseEach(visit, need, files);
  });
}

test('opening a page without any one file that it names says so within seconds', async ({
  page,
  stranger,
}) => {
  await page.goto(PAGES.login);
  await expectLogin(page);
  const scripts = (await filesNamedBy(page)).filter((file) => file.endsWith('.js'));
  // A prerendered page has its style sheets in it; with a query it is not the one that the build has rendered.
  const asked = `${PAGES.login}?next=%2Fsecurity`;
  await page.goto(asked);
  await expectLogin(page);
  const styles = (await filesNamedBy(page)).filter((file) => file.endsWith('.css'));
  expect([scripts.length, styles.length].includes(0)).toBe(false);
  // The seconds are counted by an animation.
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Animation.enable');
  await devTools.send('Animation.setPlaybackRate', { playbackRate: 20 });
  await loseEach({ page, person: stranger }, OPENING, scripts);
  const load = async () => {
    await page.goto(asked, { waitUntil: 'commit' });
    await untilStarted(page);
  };
  await loseEach({ page, person: stranger }, { ...OPENING, load }, styles);
});

test('a page that loads says nothing of it for four seconds', async ({ page }) => {
  await page.route('**/assets/*.js', () => {});
  await page.goto(PAGES.login, { waitUntil: 'commit' });
  const words = page.getByText('Latchkey is loading.');
  await expect(words).toBeAttached();
  expect(
    await words.evaluate((element) => ({
      visibility: getComputedStyle(element).visibility,
      delays: document.getAnimations().map((animation) => animation.effect?.getTiming().delay),
    })),
  ).toEqual({ visibility: 'hidden', delays: [4000] });
});

test('a style sheet that takes its time is not missing', async ({ page, person }) => {
  await expectHome(page, person);
  // The page can be rendered but for that style sheet.
  const textsAreThere = page.waitForResponse(/\/assets\/en-/).then(() => sleep(500));
  await page.route('**/assets/inspector-page-*.css', async (route) => {
    await textsAreThere;
    await route.continue();
  });
  await page.goto(PAGES.inspector);
  await expect(heading(page, 'Inspector')).toBeVisible();
  await expect(page.locator('.notice')).toHaveCount(0);
});

test('without the texts of any language the page says so in both, at once', async ({ page }) => {
  await page.route(/\/assets\/(?:en|ko)-/, (route) => route.abort());
  await page.goto(PAGES.login);
  for (const name of ['reload this page', '새로고침해 주세요'])
    await expect(page.getByRole('link', { name })).toBeVisible({ timeout: 3500 });
  await page.unrouteAll();
  await page.getByRole('link', { name: 'reload this page' }).click();
  await expectLogin(page);
});

test('offline everything says so, and goes on with what was typed', async ({ page, context, stranger }) => {
  await openLogin({ page, person: stranger });
  await context.setOffline(true);
  await button(page, '한국어').click();
  const notice = page.locator('.notice', { hasText: 'The page could not be switched to Korean.' });
  await expect(notice).toBeVisible();
  await follow(page, 'Create an account');
  await expect(heading(page, 'This page did not arrive')).toBeVisible();
  await button(page, 'Try again').click();
  await expect(heading(page, 'This page did not arrive')).toBeVisible();
  await page.goBack();
  await expectLogin(page);
  await fillIn(page, stranger);
  await context.setOffline(false);
  await button(page, 'Sign in').click();
  await expectHome(page, stranger);
});

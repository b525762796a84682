import type { Page, Request } from '@playwright/test';
import { ENDPOINTS, PAGES, PRERENDERED_PAGES } from '@latchkey/shared';
import { expectHome, expectHydrated, expectLogin, fillIn, somebody } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';

const LANGUAGES = [
  { locale: 'en-US', language: 'en', titles: { '/login': 'Sign in', '/register': 'Create an account' } },
  { locale: 'ko-KR', language: 'ko', titles: { '/login': '로그인', '/register': '계정 만들기' } },
] as const;

/** Holds back the app of a page, but not its early script, until the returned function is called. */
async function holdApp(page: Page): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(/\/assets\/(?!early-).*\.js$/, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** What a page writes to the console or throws, except for what it merely logs. */
function watchComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return complaints;
}

/** From the next load on, records each first heading that could be seen in some frame. */
async function recordHeadings(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    const look = () => {
      const heading = document.querySelector('h1');
      if (heading?.checkVisibility() === true) seen.push(heading.textContent);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

const seenHeadings = async (page: Page): Promise<string[]> =>
  Array.from(new Set(await page.evaluate<string[]>('window.seen')));

for (const { locale, language, titles } of LANGUAGES) {
  test.describe(`a browser that asks for ${locale}`, () => {
    test.use({ locale });

    for (const path of PRERENDERED_PAGES) {
      test(`sees ${path} before the app has arrived, which takes it over as it is`, async ({ page }) => {
        const complaints = watchComplaints(page);
        const release = await holdApp(page);
        await page.goto(path, { waitUntil: 'commit' });
        await expect(page.getByRole('heading', { level: 1, name: titles[path] })).toBeVisible();
        await expect(page).toHaveTitle(`${titles[path]} · Latchkey`);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await expect(page.locator('form button:visible')).toHaveCount(1);
        const form = await page.locator('form').elementHandle();
        const before = await page.locator('form').innerHTML();
        release();
        await expectHydrated(page);
        // The very same elements, with the same content.
        expect(await page.locator('form').evaluate((element, old) => element === old, form)).toBe(true);
        expect(await page.locator('form').innerHTML()).toBe(before);
        await expect(page.locator('form button:visible')).toHaveCount(2);
        expect(complaints).toEqual([]);
      });
    }
  });

  test(`who chose ${language} in a browser of another language never sees that one`, async ({
    browser,
    server,
  }) => {
    const other = LANGUAGES.find((one) => one.language !== language);
    const context = await browser.newContext({ baseURL: server.url, locale: other?.locale ?? '' });
    const page = await context.newPage();
    await page.addInitScript((chosen) => localStorage.setItem('latchkey.language', chosen), language);
    await recordHeadings(page);
    const complaints = watchComplaints(page);
    for (let visit = 0; visit < 3; visit += 1) {
      await page.goto(PAGES.login);
      await expect(page.getByRole('heading', { level: 1, name: titles['/login'] })).toBeVisible();
      await expectHydrated(page);
      expect(await seenHeadings(page)).toEqual([titles['/login']]);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });
}

test('where the browser allows no storage, the page is in its language', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  const release = await holdApp(page);
  await page.goto(PAGES.login, { waitUntil: 'commit' });
  await expectPrerendered(page);
  release();
  await expectHydrated(page);
  await expectLogin(page);
});

test('what was typed before the app has arrived stays, and so does the focus', async ({ page, stranger }) => {
  const release = await holdApp(page);
  await page.goto(PAGES.login, { waitUntil: 'commit' });
  await fillIn(page, stranger);
  await page.getByLabel('Username', { exact: true }).focus();
  release();
  await expectHydrated(page);
  await expect(page.getByLabel('Username', { exact: true })).toBeFocused();
  await expect(page.getByLabel('Username', { exact: true })).toHaveValue(stranger.username);
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue(stranger.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expectHome(page, stranger);
});

test('a new password that was typed before the app has arrived is judged', async ({ page }) => {
  const release = await holdApp(page);
  await page.goto(PAGES.register, { waitUntil: 'commit' });
  await fillIn(page, { ...somebody(), password: 'qwerty12345' });
  release();
  await expect(page.locator('form')).toContainText('Too easy to guess');
});

for (const how of ['Enter', 'a click'] as const) {
  test(`a form that is submitted with ${how} before the app has arrived is sent once, by the app`, async ({
    page,
    stranger,
  }) => {
    const sent: Request[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(request);
    });
    const release = await holdApp(page);
    await page.goto(PAGES.login, { waitUntil: 'commit' });
    await fillIn(page, stranger);
    for (let time = 0; time < 3; time += 1)
      await (how === 'Enter'
        ? page.keyboard.press('Enter')
        : page.getByRole('button', { name: 'Sign in', exact: true }).click());
    expect(sent).toEqual([]);
    release();
    await expectHome(page, stranger);
    expect(sent.map((request) => new URL(request.url()).pathname)).toEqual([ENDPOINTS.login]);
    expect(sent[0]?.postDataJSON()).toEqual(stranger);
  });
}

test('nothing moves when the app takes over a wide page, where the picture appears', async ({ page }) => {
  await page.goto(PAGES.login);
  await expect(page.getByRole('img', { name: /./ }).first()).toBeVisible();
  const shift = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const entries = list.getEntries() as (PerformanceEntry & { value: number })[];
          resolve(entries.reduce((sum, { value }) => sum + value, 0));
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(0), 500);
      }),
  );
  expect(shift).toBeLessThanOrEqual(0.01);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says that it needs it, and shows no form', async ({ page }) => {
    await page.goto(PAGES.login);
    await expect(page.locator('noscript')).toBeVisible();
    await expect(page.locator('form')).toBeHidden();
  });
});

test('without the early script the page offers a reload, and no form that does nothing', async ({ page }) => {
  await page.route('**/assets/early-*.js', (route) => route.abort());
  await page.goto(PAGES.login);
  await expect(page.getByRole('link', { name: 'reload this page' })).toBeVisible();
  await expect(page.locator('form')).toBeHidden();
});

test('a prerendered page says so when the app does not arrive', async ({ page }) => {
  await holdApp(page);
  await page.goto(PAGES.login, { waitUntil: 'commit' });
  await expectPrerendered(page);
  await expect(page.getByRole('link', { name: 'reload this page' })).toBeVisible();
});

/** Waits until the page is to be seen that the build has rendered. */
async function expectPrerendered(page: Page): Promise<void> {
  await expect(page.locator('[data-prerendered] h1')).toBeVisible();
}

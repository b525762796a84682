import { PAGES } from '@latchkey/shared';
import { login } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';

test('home shows the last sign-ins, this device first and in words, and leads to all of them', async ({
  page,
  person,
  browser,
  server,
}) => {
  const userAgent = 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0';
  const context = await browser.newContext({ baseURL: server.url, userAgent });
  const other = await context.newPage();
  await login(other, person);

  const rows = (where: typeof page) =>
    where.getByRole('region', { name: 'Recent sign-ins' }).getByRole('listitem');
  await expect(rows(other)).toHaveText([/^Firefox on Windows · This device/, /^Chrome on /]);
  await page.reload();
  await expect(rows(page)).toHaveText([/^Chrome on .* · This device/, /^Firefox on Windows(?! ·)/]);
  await page.getByRole('link', { name: 'All devices' }).click();
  await page.waitForURL(`**${PAGES.security}`);
  await expect(page.getByRole('listitem')).toHaveCount(2);
  await context.close();
});

test('nothing on the home page moves when the last sign-ins come, and all of it fits a narrow screen', async ({
  page,
  person,
}) => {
  await page.setViewportSize({ width: 320, height: 1600 });
  await page.route('**/assets/sign-in-list-*.js', async (route) => {
    await page.getByText('Loading…').waitFor();
    await page.evaluate(() => {
      const shifts: PerformanceEntry[] = [];
      Object.assign(globalThis, { shifts });
      const note = (list: PerformanceObserverEntryList) => shifts.push(...list.getEntries());
      new PerformanceObserver(note).observe({ type: 'layout-shift' });
    });
    await route.continue();
  });
  await page.goto(PAGES.home);
  await expect(page.getByRole('heading', { name: `Hello, ${person.username}` })).toBeVisible();
  await expect(page.getByText('You are not signed in anywhere else.')).toBeVisible();
  expect(await page.evaluate('shifts.map(({ value }) => value)')).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test('a link to what to do next opens that view of the inspector, with the focus', async ({
  page,
  person,
}) => {
  await expect(page.getByRole('heading', { name: person.username })).toBeVisible();
  await page.getByRole('link', { name: 'See what a stolen copy could do' }).click();
  await page.waitForURL(`**${PAGES.inspector}#ghost`);
  await expect(page.locator('#ghost')).toBeFocused();
});

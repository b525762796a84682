import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { PAGES } from '@latchkey/shared';
import { signInElsewhere } from '../harness/devices.ts';
import { createAccount } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';

/** A page in a state; `prepare` brings it there from the page as it loads. */
type State = { path: string; state: string; prepare?: (page: Page) => Promise<void> };

const form = (page: Page, number = 0) => page.locator('form').nth(number);
const isBusy = async (page: Page, number: number) =>
  expect(form(page, number)).toHaveAttribute('aria-busy', 'true');

/** Submits a form as it is, which is empty. */
const submitEmpty = (number: number) => async (page: Page) => {
  await form(page, number).locator('button[type=submit]').click();
  await expect(page.locator('[aria-invalid=true]').first()).toBeVisible();
};

/** Fills a form in and submits it to a server that never answers. */
const submitPending = (number: number) => async (page: Page) => {
  await page.route('**/api/**', () => {});
  for (const input of await form(page, number).locator('input[type=password]').all())
    await input.fill('a long enough phrase');
  for (const input of await form(page, number).locator('input:not([type=password], [readonly])').all())
    await input.fill('somebody');
  await form(page, number).locator('button[type=submit]').click();
  await isBusy(page, number);
};

const SIGNED_OUT: State[] = [
  ...[PAGES.login, PAGES.register].flatMap((path) => [
    { path, state: 'idle' },
    { path, state: 'error', prepare: submitEmpty(0) },
    { path, state: 'pending', prepare: submitPending(0) },
  ]),
  { path: '/no/such/page', state: 'idle' },
];

const SIGNED_IN: State[] = [
  { path: PAGES.home, state: 'idle' },
  { path: PAGES.inspector, state: 'idle' },
  { path: PAGES.security, state: 'idle' },
  ...[0, 1].flatMap((number) => [
    { path: PAGES.security, state: `error in form ${number}`, prepare: submitEmpty(number) },
    { path: PAGES.security, state: `form ${number} pending`, prepare: submitPending(number) },
  ]),
  {
    path: PAGES.home,
    state: 'error',
    prepare: async (page) => {
      await page.route('**/api/auth/logout', (route) => route.abort());
      await page.locator('header button').last().click();
      await expect(page.locator('header .notice')).toBeVisible();
    },
  },
  {
    path: PAGES.home,
    state: 'pending',
    prepare: async (page) => {
      await page.route('**/api/auth/logout', () => {});
      await page.locator('header button').last().click();
      await expect(page.locator('header [aria-busy=true]')).toBeVisible();
    },
  },
];

/** Rules that have nothing to do with colours find the same in each scheme: the first one is enough for them. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

const SCHEMES = [
  { name: 'light', colorScheme: 'light', forcedColors: 'none', rules: null },
  { name: 'dark', colorScheme: 'dark', forcedColors: 'none', rules: COLOUR_RULES },
  { name: 'forced colours', colorScheme: 'light', forcedColors: 'active', rules: COLOUR_RULES },
] as const;

for (const locale of ['en-US', 'ko-KR']) {
  test.describe(locale, () => {
    test.use({ locale });

    test('axe finds nothing to complain about when signed out, in any state and colours', async ({
      page,
    }) => {
      test.setTimeout(180_000);
      expect(await violationsOf(page, SIGNED_OUT)).toEqual([]);
    });

    test('axe finds nothing to complain about when signed in, in any state and colours', async ({ page }) => {
      test.setTimeout(180_000);
      await createAccount(page.request);
      expect(await violationsOf(page, SIGNED_IN)).toEqual([]);
    });
  });
}

test('a list of 30 devices fits a narrow screen, and axe finds nothing to complain about', async ({
  page,
  server,
}) => {
  const person = await createAccount(page.request);
  await signInElsewhere(server, person, 29);
  await page.setViewportSize({ width: 320, height: 640 });
  const showAll = async (): Promise<void> => {
    const more = page.getByRole('button', { name: 'Show more' });
    await more.click();
    await more.click();
    await expect(page.getByRole('listitem')).toHaveCount(30);
  };
  const state = { path: PAGES.security, state: '30 devices', prepare: showAll };
  expect(await violationsOf(page, [state])).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

async function violationsOf(page: Page, states: State[]): Promise<string[]> {
  const all: string[] = [];
  for (const { path, state, prepare } of states) {
    await page.unrouteAll();
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await prepare?.(page);
    for (const { name, rules, ...media } of SCHEMES) {
      await page.emulateMedia(media);
      // Once all animations are over: a colour in transition has no contrast to measure.
      await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)));
      // Legacy mode saves a tab per analysis; all it leaves out is frames of other origins, and there are none.
      const axe = new AxeBuilder({ page }).setLegacyMode();
      if (rules !== null) axe.withRules(rules);
      const { violations } = await axe.analyze();
      all.push(
        ...violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html }) => `${path} (${state}, ${name}): ${id}: ${html}`),
        ),
      );
    }
  }
  return all;
}

import type { Page } from '@playwright/test';
import { PAGES, PRERENDERED_PAGES } from '@latchkey/shared';
import axe from 'axe-core';
import { signInElsewhere } from '../harness/devices.ts';
import { createAccount, expectHydrated } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';

/** What a page goes through, one state after the other; the first is the page as it loads. */
type Tour = { path: string; states: Record<string, ((page: Page) => Promise<unknown>) | null> };

const form = (page: Page, number = 0) => page.locator('form').nth(number);

/** Submits a form as it is, which is empty. */
const submitEmpty = (number: number) => async (page: Page) => {
  await form(page, number).locator('button[type=submit]').click();
  await expect(form(page, number).locator('[aria-invalid=true]').first()).toBeVisible();
};

/** Fills a form in and submits it to a server that never answers. */
const submitPending = (number: number) => async (page: Page) => {
  await page.route('**/api/**', () => {});
  for (const input of await form(page, number).locator('input[type=password]').all())
    await input.fill('a long enough phrase');
  for (const input of await form(page, number).locator('input:not([type=password], [readonly])').all())
    await input.fill('somebody');
  await form(page, number).locator('button[type=submit]').click();
  await expect(form(page, number)).toHaveAttribute('aria-busy', 'true');
};

const signOut = (page: Page) => page.locator('header button').last().click();

/** Has a session renewed, another revoked, and a token forged. */
const fillLab = async (page: Page) => {
  const [start, forge] = [page.locator('#lab form button').first(), page.locator('#lab form button').last()];
  const session = page.locator('#lab li').first();
  await start.click();
  await session.locator('button').first().click();
  await expect(session.locator('.lab-ghost')).toBeVisible();
  await page.locator('#lab-age').selectOption('0');
  await start.click();
  await expect(page.locator('#lab li')).toHaveCount(2);
  await session.locator('.button-danger').click();
  await expect(session.locator('.lab-rejected')).toHaveCount(2);
  await forge.click();
  await expect(page.locator('.lab-result')).not.toBeEmpty();
};

const SIGNED_OUT: Tour[] = [
  ...[PAGES.login, PAGES.register].map((path) => ({
    path,
    states: { idle: null, error: submitEmpty(0), pending: submitPending(0) },
  })),
  { path: '/no/such/page', states: { idle: null } },
];

const SIGNED_IN: Tour[] = [
  { path: PAGES.inspector, states: { idle: null, 'with a full lab': fillLab } },
  {
    path: PAGES.security,
    states: {
      idle: null,
      'error in the first form': submitEmpty(0),
      'error in both forms': submitEmpty(1),
      'first form pending': submitPending(0),
      'both forms pending': submitPending(1),
    },
  },
  {
    path: PAGES.home,
    states: {
      idle: null,
      error: async (page) => {
        await page.route('**/api/auth/logout', (route) => route.abort());
        await signOut(page);
        await expect(page.locator('header .notice')).toBeVisible();
      },
      pending: async (page) => {
        await page.route('**/api/auth/logout', () => {});
        await signOut(page);
        await expect(page.locator('header [aria-busy=true]')).toBeVisible();
      },
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

test('axe finds nothing to complain about while the app is still on its way', async ({ page }) => {
  for (const path of PRERENDERED_PAGES) {
    await page.goto('about:blank');
    await page.route(/\/assets\/(?!early-).*\.js$/, () => {});
    await page.goto(path, { waitUntil: 'commit' });
    await expect(page.getByRole('link', { name: 'reload this page' })).toBeVisible();
    await page.evaluate(axe.source);
    expect(await page.evaluate(runAxe, null)).toEqual([]);
    await page.unrouteAll();
  }
});

test('a list of 30 devices fits a narrow screen, and axe finds nothing to complain about', async ({
  page,
  server,
}) => {
  const person = await createAccount(page.request);
  await signInElsewhere(server, person, 29);
  await page.setViewportSize({ width: 320, height: 640 });
  const states = {
    '30 devices': async () => {
      const more = page.getByRole('button', { name: 'Show more' });
      await more.click();
      await more.click();
      await expect(page.getByRole('listitem')).toHaveCount(30);
    },
  };
  expect(await violationsOf(page, [{ path: PAGES.security, states }])).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

async function violationsOf(page: Page, tours: Tour[]): Promise<string[]> {
  const all: string[] = [];
  for (const { path, states } of tours) {
    // What a page is still waiting for must not be answered: it would sign somebody in.
    await page.goto('about:blank');
    await page.unrouteAll();
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expectHydrated(page);
    await page.evaluate(axe.source);
    for (const [state, enter] of Object.entries(states)) {
      await enter?.(page);
      for (const { name, rules, ...media } of SCHEMES) {
        await page.emulateMedia(media);
        const found = await page.evaluate(runAxe, rules);
        all.push(...found.map((violation) => `${path} (${state}, ${name}): ${violation}`));
      }
    }
  }
  return all;
}

/** Runs in the page. Returns what violates a rule. */
async function runAxe(rules: string[] | null): Promise<string[]> {
  // Once all animations are over: a colour in transition has no contrast to measure.
  await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  const { violations } = await axe.run(rules === null ? {} : { runOnly: rules });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { PAGES } from '@latchkey/shared';
import { createAccount } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';

const NOT_FOUND = '/no/such/page';
const SIGNED_OUT = [PAGES.login, PAGES.register, NOT_FOUND];
const SIGNED_IN = [PAGES.home, PAGES.inspector, PAGES.security];

for (const locale of ['en-US', 'ko-KR']) {
  test.describe(locale, () => {
    test.use({ locale });

    test('axe finds nothing to complain about when signed out', async ({ page }) => {
      for (const path of SIGNED_OUT) await expectNoViolations(page, path);
    });

    test('axe finds nothing to complain about in a form with errors', async ({ page }) => {
      await page.goto(PAGES.register);
      await page.locator('button[type=submit]').click();
      await expect(page.locator('[aria-invalid=true]').first()).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('axe finds nothing to complain about when signed in', async ({ page }) => {
      await createAccount(page.request);
      for (const path of SIGNED_IN) await expectNoViolations(page, path);
    });
  });
}

async function expectNoViolations(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await violations(page)).toEqual([]);
}

/** What axe finds on the page in light and in dark. */
async function violations(page: Page): Promise<string[]> {
  const all: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    // Once all animations are over: a colour in transition has no contrast to measure.
    await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
    // Legacy mode saves a tab per analysis; all it leaves out is frames of other origins, and there are none.
    const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    all.push(...found.flatMap(({ id, nodes }) => nodes.map((node) => `${colorScheme}, ${id}: ${node.html}`)));
  }
  return all;
}

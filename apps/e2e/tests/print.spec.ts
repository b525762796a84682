import { PAGES } from '@latchkey/shared';
import { expect, test } from '../harness/test.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`a page printed in the ${colorScheme} scheme is black on white, without what only a screen can do`, async ({
    page,
    person,
  }) => {
    await page.emulateMedia({ media: 'print', colorScheme });
    for (const path of [PAGES.home, PAGES.inspector, PAGES.security]) {
      await page.goto(path);
      await expect(page.locator('h1')).toBeVisible();
      await expect(page.locator('html')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
      await expect(page.locator('body'), person.username).toHaveCSS('color', 'rgb(0, 0, 0)');
      await expect(page.locator('.header-nav')).toBeHidden();
      await expect(page.locator('.layout-skip')).toBeHidden();
      await expect(page.locator(':is(button, input[type=range]):visible')).toHaveCount(0);
    }
  });
}

test('the request tape is printed in full', async ({ page, person }) => {
  await page.goto(PAGES.inspector);
  const tape = page.locator('.tape');
  await expect(tape, person.username).toHaveCSS('overflow-y', 'auto');
  await page.emulateMedia({ media: 'print' });
  await expect(tape).toHaveCSS('max-height', 'none');
  await expect(tape).toHaveCSS('overflow-y', 'visible');
});

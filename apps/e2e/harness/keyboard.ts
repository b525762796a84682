import { expect, type Page } from '@playwright/test';

/** Presses Tab until the element of that role and exact name has the focus. */
export async function tabTo(
  page: Page,
  role: 'link' | 'button' | 'textbox' | 'slider',
  name: string,
): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true });
  await expect
    .poll(
      async () => {
        await page.keyboard.press('Tab');
        return wanted.evaluate((element) => element === document.activeElement);
      },
      // A page has dozens of places to stop at.
      { intervals: [10] },
    )
    .toBe(true);
}

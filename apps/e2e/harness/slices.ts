import type { Locator, Page } from '@playwright/test';
import { PAGES } from '@latchkey/shared';

/** A slice of the Redux store as the inspector shows it. */
export type SliceOnPage = { region: Locator; json: () => Promise<unknown> };

/** The panel of a slice on the inspector page. */
export function slice(page: Page, name: 'auth' | 'user'): SliceOnPage {
  const region = page.getByRole('region', { name, exact: true });
  // The panel's heading is code too; the stored response is in `pre`.
  const code = region.locator('pre code');
  return { region, json: async () => JSON.parse((await code.textContent()) ?? '') };
}

/** Opens the inspector as a user does, without reloading the page: the store stays as it is. */
export async function openInspector(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Inspector' }).click();
  await page.waitForURL(`**${PAGES.inspector}`);
}

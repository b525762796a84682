import { expect, test, type Locator, type Page } from '@playwright/test';
import { loseFile } from './client-files.ts';
import type { Person } from './people.ts';

/** A page, and somebody who has an account. */
export type Visit = { page: Page; person: Person };

/** One way to need files: what `load` asks for, and `first` has not, until `done` is there. */
export type Need = {
  first: (visit: Visit) => Promise<unknown>;
  load: (visit: Visit) => Promise<unknown>;
  done: (visit: Visit) => Locator;
  /** What is as it was while a file is missing. */
  expectKept?: (visit: Visit) => Promise<void>;
  /** The button that tries again, where it is not the first that says so. */
  retry?: (visit: Visit) => Locator;
};

/** Loses one file at a time, half of them on the way and half on the server, and tries again when it is there. */
export async function loseEach(visit: Visit, need: Need, files: string[]): Promise<void> {
  const { page } = visit;
  const done = need.done(visit);
  const retry = need.retry?.(visit) ?? waysOut(page);
  for (const [index, file] of files.entries()) {
    await test.step(file, async () => {
      await need.first(visit);
      await loseFile(page, file, index % 2 === 0 ? 'broken' : 'gone');
      await need.load(visit);
      await expect(waysOut(page)).toBeVisible();
      await need.expectKept?.(visit);
      await page.unrouteAll();
      // What was still on its way when the file was lost may arrive by itself.
      await expect(async () => {
        if (await done.isVisible()) return;
        await retry.click({ timeout: 2000 });
        await expect(done).toBeVisible({ timeout: 5000 });
      }).toPass();
    });
  }
}

/** What tries again, in words. */
function waysOut(page: Page): Locator {
  const name = /Try again|다시 시도|reload|새로고침/i;
  return page.getByRole('button', { name }).or(page.getByRole('link', { name })).first();
}

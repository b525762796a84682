import type { Browser, BrowserContext, Page } from '@playwright/test';
import { PAGES, type Language } from '@latchkey/shared';

/** A picture of a page, by its name. */
export type Picture = {
  name: string;
  path: string;
  isSignedIn: boolean;
  /** The whole page, however long, instead of what fits the window. */
  isWhole?: boolean;
  /** What somebody does there first. */
  prepare?: (page: Page) => Promise<void>;
  /** Where to come from, link by link: the inspector shows the requests since the page was loaded. */
  from?: string[];
};

/** How a page is looked at. */
export type Look = {
  scheme: 'light' | 'dark';
  size: string;
  viewport: { width: number; height: number };
  language: Language;
};

/** What is on a page once it is complete; `wide` where only a wide window has it. */
const COMPLETE: Record<string, { selectors: string[]; wide?: string }> = {
  [PAGES.login]: { selectors: ['form'], wide: '.entry-picture svg' },
  [PAGES.register]: { selectors: ['form'], wide: '.entry-picture svg' },
  [PAGES.home]: { selectors: ['.home-lifetime time', '.home-rows time'] },
  [PAGES.security]: { selectors: ['.device'] },
  [PAGES.inspector]: { selectors: ['#cookie pre', '#tape li'] },
};

const INSPECTOR = { path: PAGES.inspector, isSignedIn: true, from: [PAGES.home, PAGES.security] };

/** Makes two sessions in the lab: one that is renewed, and a fresh one that is revoked. */
async function playInLab(page: Page): Promise<void> {
  const [renewed, revoked] = [page.locator('#lab li').last(), page.locator('#lab li').first()];
  await page.locator('#lab form button').first().click();
  await renewed.locator('button').first().click();
  await renewed.locator('.lab-ghost').waitFor();
  await page.locator('#lab-age').selectOption('0');
  await page.locator('#lab form button').first().click();
  await page.locator('#lab li').nth(1).waitFor();
  await revoked.locator('.button-danger').click();
  await revoked.locator('p').nth(1).waitFor();
  await revoked.locator('.lab-rejected').nth(1).waitFor();
  await page.locator('#lab form button').last().click();
  await page.locator('.lab-result:not(:empty)').waitFor();
  await page.locator('#lab').evaluate((view) => view.scrollIntoView());
}

/** All pages, and the inspector from top to bottom. */
export const PICTURES: Picture[] = [
  { name: 'login', path: PAGES.login, isSignedIn: false },
  { name: 'register', path: PAGES.register, isSignedIn: false },
  { name: 'home', path: PAGES.home, isSignedIn: true, isWhole: true },
  { name: 'inspector', ...INSPECTOR },
  { name: 'inspector-whole', ...INSPECTOR, isWhole: true },
  { name: 'lab', ...INSPECTOR, prepare: playInLab },
  { name: 'security', path: PAGES.security, isSignedIn: true, isWhole: true },
  { name: 'not-found', path: '/no/such/page', isSignedIn: true },
];

type Shot = {
  origin: string;
  cookies: Parameters<BrowserContext['addCookies']>[0];
  picture: Picture;
  look: Look;
  path: string;
};

/** Opens a page in a new context and writes its picture to `path` once it is complete. Throws if it never is. */
export async function takePicture(
  browser: Browser,
  { origin, cookies, picture, look, path }: Shot,
): Promise<void> {
  const context = await browser.newContext({
    baseURL: origin,
    colorScheme: look.scheme,
    viewport: look.viewport,
    locale: look.language === 'ko' ? 'ko-KR' : 'en-US',
    timezoneId: 'Asia/Seoul',
    reducedMotion: 'reduce',
  });
  try {
    await context.addCookies(cookies);
    const page = await context.newPage();
    for (const [index, stop] of [...(picture.from ?? []), picture.path].entries()) {
      if (index === 0) await page.goto(stop);
      else await page.locator(`header a[href="${stop}"]`).click();
      await untilComplete(page, stop, look);
    }
    await picture.prepare?.(page);
    await page.screenshot({ path, fullPage: picture.isWhole ?? false, animations: 'disabled' });
  } finally {
    await context.close();
  }
}

async function untilComplete(page: Page, path: string, { size }: Look): Promise<void> {
  const { selectors = [], wide } = COMPLETE[path] ?? {};
  const all = ['h1', ...selectors, ...(wide !== undefined && size === 'wide' ? [wide] : [])];
  for (const selector of all) await page.locator(selector).first().waitFor();
  await page.locator('[data-prerendered]').waitFor({ state: 'detached' });
  await page.evaluate(() => document.fonts.ready);
}

import { readdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { PAGES } from '@latchkey/shared';
import { expectHydrated, expectLogin } from '../harness/people.ts';
import { expect, test } from '../harness/test.ts';

const FAMILY = 'Latchkey Korean';
/** The font that stands in until the other is loaded, where it is installed. */
const SYSTEM_FONT = 'Noto Sans CJK KR';
const MAX_BYTES = 60_000;

/** The fonts that a page loads from now on, by path, with their bytes. */
function watchFonts(page: Page): Map<string, Promise<number>> {
  const fonts = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'font') return;
    expect(response.headers()).toMatchObject({
      'content-type': 'font/woff2',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    fonts.set(
      new URL(response.url()).pathname,
      response.body().then((body) => body.length),
    );
  });
  return fonts;
}

/** The fonts of this app that are loaded. */
const loadedFamilies = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const faces = Array.from(await document.fonts.ready);
    return faces
      .filter(({ family, status }) => status === 'loaded' && !family.includes('until'))
      .map(({ family }) => family.replaceAll('"', ''));
  });

test('an English page loads no font, though it names the other language in Korean', async ({ page }) => {
  const fonts = watchFonts(page);
  await page.goto(PAGES.login);
  await expectHydrated(page);
  await expect(page.getByRole('button', { name: '한국어' })).toBeVisible();
  expect(await loadedFamilies(page)).toEqual([]);
  expect(Array.from(fonts.keys())).toEqual([]);
});

test('a page that is switched to Korean loads the Korean font then, and an English one again does not use it', async ({
  page,
}) => {
  const fonts = watchFonts(page);
  await page.goto(PAGES.login);
  await page.getByRole('button', { name: '한국어' }).click();
  await expect.poll(() => loadedFamilies(page)).toEqual([FAMILY]);
  expect(fonts.size).toBe(1);
  await page.getByRole('button', { name: 'English' }).click();
  await expectLogin(page);
  await expect(page.locator('body')).not.toHaveCSS('font-family', /Latchkey/);
});

test.describe('in a Korean browser', () => {
  test.use({ locale: 'ko-KR' });

  test('who chose English loads no font, though the document comes in Korean', async ({ page }) => {
    await page.addInitScript(() => localStorage.setItem('latchkey.language', 'en'));
    const fonts = watchFonts(page);
    await page.goto(PAGES.login);
    await expectLogin(page);
    await expectHydrated(page);
    expect(Array.from(fonts.keys())).toEqual([]);
  });

  test('a page loads one font, which is small and has every syllable on it', async ({ page }) => {
    const fonts = watchFonts(page);
    await page.goto(PAGES.login);
    await expectHydrated(page);
    await expect(page.locator('h1')).toHaveCSS('font-family', new RegExp(FAMILY));
    await expect.poll(() => loadedFamilies(page)).toEqual([FAMILY]);
    expect(fonts.size).toBe(1);
    for (const bytes of fonts.values()) expect(await bytes).toBeLessThanOrEqual(MAX_BYTES);
    expect(await fontsOf(page, 'main :is(h1, p, label, a)')).toEqual(['LatchkeyKR Variable']);
  });

  test('what somebody types is shown in another font where this one has no glyph', async ({ page }) => {
    await page.goto(PAGES.login);
    await expectHydrated(page);
    await expect.poll(() => loadedFamilies(page)).toEqual([FAMILY]);
    await page.locator('h1').evaluate((heading) => (heading.textContent = 'Ж'));
    const fonts = await fontsOf(page, 'h1');
    expect(fonts).toHaveLength(1);
    expect(fonts).not.toContain('LatchkeyKR Variable');
  });

  test('nothing moves when the font arrives late', async ({ page }) => {
    let arrive = () => {};
    const arrival = new Promise<void>((resolve) => (arrive = resolve));
    await page.route('**/*.woff2', async (route) => {
      await arrival;
      await route.continue();
    });
    // Where the sentence below the heading just fits into its line.
    await page.setViewportSize({ width: 412, height: 823 });
    await page.goto(PAGES.login, { waitUntil: 'commit' });
    await expectHydrated(page);
    const top = () => page.locator('form').evaluate((form) => form.getBoundingClientRect().top);
    const fonts = await fontsOf(page, 'h1');
    test.skip(
      !fonts.includes(SYSTEM_FONT),
      `there is no ${SYSTEM_FONT} here, after which its widths are made`,
    );
    const before = await top();
    arrive();
    await expect.poll(() => loadedFamilies(page)).toEqual([FAMILY]);
    expect(Math.abs((await top()) - before)).toBeLessThan(1);
  });
});

test('the licence of the font is served beside it', async ({ request }) => {
  const files = readdirSync(new URL('../../client/dist/assets', import.meta.url));
  const licence = files.find((file) => /^korean-font-license-.*\.txt$/.test(file));
  const response = await request.get(`/assets/${licence}`);
  expect(response.headers()['content-type']).toContain('text/plain');
  expect(await response.text()).toMatch(/Copyright \(c\) 2021, Kil Hyung-jin[^]*SIL OPEN FONT LICENSE/);
});

/** The names of the fonts, as their files say them, that the texts of some elements are drawn with, each once. */
async function fontsOf(page: Page, selector: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument');
  const { nodeIds } = await session.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector });
  const drawn = await Promise.all(
    nodeIds.map((nodeId) => session.send('CSS.getPlatformFontsForNode', { nodeId })),
  );
  await session.detach();
  return Array.from(new Set(drawn.flatMap(({ fonts }) => fonts.map(({ familyName }) => familyName))));
}

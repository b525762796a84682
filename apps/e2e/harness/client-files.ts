import type { Page } from '@playwright/test';

/** The paths of all scripts and style sheets that a page asks for while `act` runs, in the order of the requests. */
export async function filesLoadedBy(page: Page, act: () => Promise<unknown>): Promise<string[]> {
  const files = new Set<string>();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (/^\/assets\/.*\.(?:js|css)$/.test(pathname)) files.add(pathname);
  });
  await act();
  page.removeAllListeners('request');
  return Array.from(files);
}

/** The paths of the scripts and style sheets that the document itself names. */
export function filesNamedBy(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    Array.from(document.querySelectorAll('script[src], link[href]'), (element) => {
      const path = element.getAttribute('src') ?? element.getAttribute('href') ?? '';
      // What scripts add have whole addresses.
      return /^\/assets\/.*\.(?:js|css)$/.test(path) ? path : '';
    }).filter((path) => path !== ''),
  );
}

/** Loses one file on its way to a page: the connection breaks, or the server does not have it. */
export async function loseFile(page: Page, file: string, how: 'broken' | 'gone'): Promise<void> {
  await page.route(`**${file}`, (route) => (how === 'gone' ? route.fulfill({ status: 404 }) : route.abort()));
}

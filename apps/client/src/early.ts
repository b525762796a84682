// The first script of a prerendered page: shows the page, holds back what only the app can do, and loads the app.
import { detectLanguage, PRODUCT_NAME } from '@latchkey/shared';
import { rememberedLanguage } from './i18n/languages.ts';

/** How long the app waits for a first paint that does not come, as in a tab in the background. Milliseconds. */
const LATEST_START = 2000;

// Only the browser knows which language was chosen here before: in another one the page stays hidden (starting.css), with
// its title, and the app renders it again.
const { dataset, lang } = document.documentElement;
const isShown = detectLanguage(rememberedLanguage(), navigator.languages) === lang;
dataset['early'] = isShown ? 'shown' : 'hidden';

// A form that is submitted before the app can send it must not leave the page, password and all: the app sends it later.
addEventListener(
  'submit',
  (event) => {
    const root = document.querySelector<HTMLElement>('[data-prerendered]');
    if (root === null) return;
    event.preventDefault();
    event.stopPropagation();
    root.dataset['submitted'] = '';
  },
  true,
);

// The first paint has the connection to itself: the app is worth nothing before there is something to see.
if (isShown) {
  new PerformanceObserver((paints) => {
    if (paints.getEntriesByName('first-contentful-paint').length > 0) loadApp();
  }).observe({ type: 'paint', buffered: true });
} else {
  document.title = PRODUCT_NAME;
  requestAnimationFrame(loadApp);
}
setTimeout(loadApp, LATEST_START);

/** Loads the app with all that the page needs. A second time it does nothing, unless the app did not arrive. */
function loadApp(): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel="modulepreload"]')) link.media = '';
  const entry = document.querySelector<HTMLLinkElement>('link[data-entry]');
  if (entry !== null) void import(/* @vite-ignore */ entry.href);
}

/**
 * Ends the time in which a page was only what the build has rendered: what waited for scripts appears, and a form that was
 * submitted too early (`early.ts`) is submitted now. Call it when the page works; on any other page it does nothing.
 */
export function endPrerendered(page: Document): void {
  const root = page.querySelector<HTMLElement>('[data-prerendered]');
  if (root === null) return;
  delete root.dataset['prerendered'];
  if (root.dataset['submitted'] !== undefined) root.querySelector('form')?.requestSubmit();
}

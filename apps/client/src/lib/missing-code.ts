import { useSyncExternalStore } from 'react';
import { askForBuild } from './server-build.ts';

const missing = new Set<unknown>();
const listeners = new Set<() => void>();

/**
 * Notes that a part of the page, identified by `part`, did not arrive although the server can be reached: then either the
 * server has another build now, or this browser does not ask again for what failed once, and only a reload helps.
 * Offline, nothing is noted: trying again later is enough.
 */
export async function reportMissing(part: unknown): Promise<void> {
  if ((await askForBuild()) === 'unreachable') return;
  missing.add(part);
  notify();
}

/** Reports the style sheets of a page that did not arrive. Call it when they have loaded, as they have for a script. */
export function reportMissingStyles(page: Document): void {
  for (const link of page.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]'))
    if (!hasRules(link)) void reportMissing(link);
}

/** One that did not arrive has no sheet, an empty one or one that cannot be read, depending on the browser. */
function hasRules({ sheet }: HTMLLinkElement): boolean {
  try {
    return sheet !== null && sheet.cssRules.length > 0;
  } catch {
    return false;
  }
}

/** Notes that a part has arrived after all. */
export function clearMissing(part: unknown): void {
  if (missing.delete(part)) notify();
}

/** Whether a part of the page is missing that a reload may bring. */
export function useNeedsReload(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => missing.size > 0,
    () => false,
  );
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}

function notify(): void {
  for (const listener of listeners) listener();
}

const STORAGE_KEY = 'latchkey.reloadedAt';

/** A page that reloads itself again sooner than this is in a loop. Milliseconds. */
const MIN_INTERVAL = 60_000;

/**
 * Reloads the page without being asked, unless somebody has typed something on it, or it did so just now: two servers with
 * two builds could otherwise keep a page reloading.
 */
export function reloadByItself(): void {
  if (!hasTypedText(document) && mayReload(Date.now())) location.reload();
}

/** Whether any field of a page has another value than it was rendered with. */
export function hasTypedText(page: Document): boolean {
  return Array.from(page.querySelectorAll('input')).some(({ value, defaultValue }) => value !== defaultValue);
}

/** Where the browser allows no storage, nobody could tell a loop. */
function mayReload(now: number): boolean {
  try {
    const reloadedAt = Number(sessionStorage.getItem(STORAGE_KEY));
    if (now - reloadedAt < MIN_INTERVAL) return false;
    sessionStorage.setItem(STORAGE_KEY, String(now));
    return true;
  } catch {
    return false;
  }
}

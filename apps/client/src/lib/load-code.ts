import { clearMissing, reportMissing } from './missing-code.ts';
import { withStyleSheets } from './style-sheets.ts';

/** Code that a page imports on demand did not arrive: offline, or a page of a build that the server no longer has. */
export class CodeMissingError extends Error {
  constructor(options?: ErrorOptions) {
    super('code did not arrive', options);
    this.name = 'CodeMissingError';
  }
}

/** How long after a failed import the one automatic retry follows. Milliseconds. */
const RETRY_AFTER = 500;

/** How long code may be on its way until it counts as missing, the retry included. Milliseconds. */
const TIMEOUT = 20_000;

/**
 * Imports code on demand, with one retry. `load` contains an `import()` and is the same function each time. Throws
 * `CodeMissingError`, also when the code is still on its way after 20 seconds; if it arrives then, the next call has it.
 *
 * A browser may ask the server again at the next call: the module map no longer keeps failures (whatwg/html#10327, in
 * Chromium and, since 2026, in Firefox and Safari). An older one fails at once until the page is reloaded. Vite's
 * `vite:preloadError` adds nothing: the promise rejects in the same cases, a lost style sheet included.
 */
export async function importCode<T>(load: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('code is still on its way')), TIMEOUT);
  });
  try {
    return await Promise.race([importTwice(load), timeout]);
  } catch (error) {
    throw new CodeMissingError({ cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function importTwice<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await withStyleSheets(load);
  } catch {
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
    return withStyleSheets(load);
  }
}

/**
 * The same for code that a page on the screen needs: as long as it is missing, the page may have to be reloaded
 * (`useNeedsReload`). Throws `CodeMissingError`.
 */
export async function loadCode<T>(load: () => Promise<T>): Promise<T> {
  try {
    const code = await importCode(load);
    clearMissing(load);
    return code;
  } catch (error) {
    void reportMissing(load);
    throw error;
  }
}

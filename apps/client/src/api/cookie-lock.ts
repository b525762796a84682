/** The name of the lock that all tabs of this browser share, as they share the cookie (Web Locks API). */
export const COOKIE_LOCK = 'latchkey.cookie';

/**
 * How long a call waits for its turn before it goes ahead without: longer than the server takes to answer a token that
 * is due for renewal (2 s). Milliseconds.
 */
export const MAX_WAIT = 3000;

/**
 * Makes a call in its turn among all tabs of this browser, so that a late answer cannot overwrite the cookie of a newer
 * sign-in. Calls that may bring a renewed cookie share the lock until they are answered; one that sets or clears the
 * cookie by its purpose has it to itself, and is thus sent when no renewal is under way. Resolves and rejects as `exchange` does.
 *
 * Where the browser has no locks (an insecure origin), and when the wait is over or `signal` aborts it, the exchange
 * goes ahead: it is what fails an aborted call.
 */
export async function withCookieLock<T>(
  mode: LockMode,
  exchange: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  if (!navigator.locks || signal?.aborted === true) return exchange();
  const waiting = new AbortController();
  const stopWaiting = (): void => waiting.abort();
  const timer = setTimeout(stopWaiting, MAX_WAIT);
  signal?.addEventListener('abort', stopWaiting);
  let hasBegun = false;
  try {
    return await navigator.locks.request(COOKIE_LOCK, { mode, signal: waiting.signal }, () => {
      clearTimeout(timer);
      hasBegun = true;
      return exchange();
    });
  } catch (error) {
    if (hasBegun) throw error;
    return await exchange();
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stopWaiting);
  }
}

/** The pauses between attempts, in milliseconds: the first that is not zero, and the longest. */
const PAUSE = { first: 500, longest: 30_000 };
/** After how long without another attempt the pauses begin again at zero. */
const FORGET_MS = 60_000;

/**
 * Exponential backoff: a function that returns how long to wait before the next attempt, in milliseconds. Not at all for
 * the first; then twice as long as before each time.
 */
export function createBackoff(): () => number {
  let attempts = 0;
  let lastAt = -Infinity;
  return () => {
    const now = performance.now();
    if (now - lastAt > FORGET_MS) attempts = 0;
    const pause = attempts === 0 ? 0 : Math.min(PAUSE.first * 2 ** (attempts - 1), PAUSE.longest);
    attempts += 1;
    // From the end of the pause: a long one must not count as time without trouble.
    lastAt = now + pause;
    return pause;
  };
}

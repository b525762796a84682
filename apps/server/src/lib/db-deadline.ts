/** The database did not answer within a request's deadline. */
export class DbDeadlineError extends Error {
  override name = 'DbDeadlineError';
}

/**
 * How long one request waits for the database at most, over all its calls: half a second less than what is promised.
 */
export const DB_DEADLINE_MS = 1500;

/**
 * One request's time budget for the database. It is spent only while a call is in flight: hashing, reading a body and
 * deliberate waiting do not count.
 */
export class DbDeadline {
  #leftMs: number;
  #pending = 0;
  #since = 0;

  constructor(ms = DB_DEADLINE_MS) {
    this.#leftMs = ms;
  }

  /**
   * Resolves with the result of `call`. Rejects with `DbDeadlineError` once the time is used up; a call in flight at
   * that point may still take effect in the database, and later calls are not made.
   */
  async run<T>(call: () => PromiseLike<T>): Promise<T> {
    const leftMs = this.#start();
    let timer: NodeJS.Timeout | undefined;
    try {
      if (leftMs <= 0) throw new DbDeadlineError('the time for the database was used up before this call');
      const expired = new Promise<never>((_, reject) => {
        const expire = (): void => reject(new DbDeadlineError('the database did not answer in time'));
        // After whatever has arrived by now: if something else blocked the event loop, the database is not to blame.
        timer = setTimeout(() => setImmediate(expire), leftMs);
      });
      return await Promise.race([call(), expired]);
    } finally {
      clearTimeout(timer);
      this.#end();
    }
  }

  /** Registers a call; returns how much time it has, in milliseconds. */
  #start(): number {
    const now = performance.now();
    if (this.#pending === 0) this.#since = now;
    this.#pending += 1;
    return this.#leftMs - (now - this.#since);
  }

  #end(): void {
    this.#pending -= 1;
    if (this.#pending === 0) this.#leftMs -= performance.now() - this.#since;
  }
}

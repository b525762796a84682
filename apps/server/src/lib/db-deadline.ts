/** The database did not answer a request in the time that the request has for it. */
export class DbDeadlineError extends Error {
  override name = 'DbDeadlineError';
}

/** How long one request waits for the database at most, all its calls together: half a second below what is promised. */
export const DB_DEADLINE_MS = 1500;

/**
 * The time that one request has for the database. It runs only while a call is under way: hashing, reading a body and
 * waiting on purpose do not count.
 */
export class DbDeadline {
  #leftMs: number;
  #pending = 0;
  #since = 0;

  constructor(ms = DB_DEADLINE_MS) {
    this.#leftMs = ms;
  }

  /**
   * The result of `call`. Rejects with `DbDeadlineError` once the time is used up; a call that is under way then may
   * still take effect in the database, and one that comes later is not made.
   */
  async run<T>(call: () => PromiseLike<T>): Promise<T> {
    const leftMs = this.#start();
    let timer: NodeJS.Timeout | undefined;
    try {
      if (leftMs <= 0) throw new DbDeadlineError('the time for the database was used up before this call');
      const expired = new Promise<never>((_, reject) => {
        const error = new DbDeadlineError('the database did not answer in time');
        // After what has arrived meanwhile: where something else kept the event loop, the database is not to blame.
        timer = setTimeout(() => setImmediate(reject, error), leftMs);
      });
      return await Promise.race([call(), expired]);
    } finally {
      clearTimeout(timer);
      this.#end();
    }
  }

  /** Counts a call in; returns how much time it has, in milliseconds. */
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

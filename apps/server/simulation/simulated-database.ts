import type { RevokedSession } from '../src/sessions/revocation/policy.ts';
import type { RevocationSource, StampedRevocation } from '../src/sessions/revocation/feed.ts';
import { uniform, type Random } from './random.ts';

/** `readableAt`: when a query first finds it, by `performance.now()`. */
type StoredRevocation = { session: StampedRevocation; readableAt: number };

export type DatabaseOptions = {
  random: Random;
  /** How long a command and its answer take, at least and at most, half of it each way. Milliseconds. */
  roundTripMs: readonly [number, number];
};

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A primary with an index on `revokedAt`: answers after a round trip, and can be down or have its clock set. */
export class SimulatedDatabase {
  readonly #options: DatabaseOptions;
  #stored: StoredRevocation[] = [];
  isDown = false;
  /** By how many ms its clock is ahead. */
  aheadMs = 0;
  commands = 0;
  /** Sessions sent, over all queries. */
  sent = 0;

  constructor(options: DatabaseOptions) {
    this.#options = options;
  }

  /** Stamps a revocation now; queries find it `lateMs` later. */
  revoke(session: RevokedSession, lateMs = 0): void {
    const stamped = { ...session, revokedAt: this.#now() };
    this.#stored.push({ session: stamped, readableAt: performance.now() + lateMs });
  }

  /** What the TTL index does. */
  deleteExpired(): void {
    this.#stored = this.#stored.filter(({ session }) => session.expiresAt.getTime() > Date.now());
  }

  /** One server's connection; `onSession` is called with each session as it arrives there. */
  connect(onSession: (session: RevokedSession) => void = () => {}): RevocationSource {
    return {
      now: () => this.#command(() => this.#now()),
      revokedSince: (since) => this.#read(since, onSession),
    };
  }

  async *#read(since: Date, onSession: (session: RevokedSession) => void): AsyncGenerator<StampedRevocation> {
    for (const session of await this.#command(() => this.#find(since))) {
      onSession(session);
      yield session;
    }
  }

  #find(since: Date): StampedRevocation[] {
    const found = this.#stored
      .filter(({ session, readableAt }) => session.revokedAt >= since && readableAt <= performance.now())
      .map(({ session }) => session);
    this.sent += found.length;
    return found;
  }

  async #command<T>(answer: () => T): Promise<T> {
    const oneWayMs = uniform(this.#options.random, ...this.#options.roundTripMs) / 2;
    await sleep(oneWayMs);
    if (this.isDown) throw new Error('the database is down');
    this.commands += 1;
    const answered = answer();
    await sleep(oneWayMs);
    return answered;
  }

  #now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }
}

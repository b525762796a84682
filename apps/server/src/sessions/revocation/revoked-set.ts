import type { RevokedSession } from './policy.ts';

/** How often, at most, the set is swept for sessions that it may drop. */
const SWEEP_EVERY_MS = 60_000;

/** Revoked sessions whose tokens have not yet expired. */
export class RevokedSet {
  readonly #expiry = new Map<string, number>();
  #sweptAt = 0;

  get size(): number {
    return this.#expiry.size;
  }

  has(sid: string): boolean {
    return this.#expiry.has(sid);
  }

  add({ _id, expiresAt }: RevokedSession): void {
    // The later one: a renewal may have been recorded after the session was read.
    this.#expiry.set(_id, Math.max(expiresAt.getTime(), this.#expiry.get(_id) ?? 0));
  }

  /** Drops sessions whose tokens have all expired. `now` in milliseconds since the epoch. */
  forgetExpired(now: number): void {
    if (now - this.#sweptAt < SWEEP_EVERY_MS) return;
    this.#sweptAt = now;
    for (const [sid, expiresAt] of this.#expiry) {
      if (expiresAt < now) this.#expiry.delete(sid);
    }
  }
}

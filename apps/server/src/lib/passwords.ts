import { createHash, createHmac } from 'node:crypto';
import { availableParallelism } from 'node:os';
import bcrypt from 'bcrypt';
import pLimit from 'p-limit';

/** Too many passwords wait to be hashed already; the caller should come back in a few seconds. */
export class PasswordsBusyError extends Error {
  override name = 'PasswordsBusyError';
}

export type PasswordOptions = {
  /** bcrypt's cost: the base-2 logarithm of its rounds. */
  cost: number;
  /** A secret mixed into every password, kept outside the database (OWASP Password Storage, "Peppering"). */
  pepper?: string | undefined;
  /** How many passwords may wait beyond those being hashed. */
  maxWaiting?: number;
};

/** The digest at the end of a bcrypt hash: 23 bytes in bcrypt's base64. */
const DIGEST_CHARACTERS = 31;

/** Hashes and checks passwords. Every method rejects with `PasswordsBusyError` when the queue is full. */
export type Passwords = {
  hash(password: string): Promise<string>;
  /** Takes the time of a real check when there is no hash, so that an unknown user cannot be told from a known one. */
  verify(password: string, hash: string | null): Promise<boolean>;
  /** Whether a hash was made with another cost than today's. */
  isOutdated(hash: string): boolean;
};

/**
 * bcrypt over a digest: bcrypt reads 72 bytes only and stops at a zero byte, so it gets the base64 of a SHA-256 (or
 * HMAC, with a pepper) of the password, 44 characters whatever was typed (OWASP ASVS 5.0, 6.2.8). One hash per core
 * runs at a time: more would only make everybody wait and fill the thread pool that files and names need too.
 */
export function createPasswords({ cost, pepper, maxWaiting = 64 }: PasswordOptions): Passwords {
  const limit = pLimit(Math.max(1, availableParallelism()));
  const digest = (password: string): string => {
    const hash = pepper === undefined ? createHash('sha256') : createHmac('sha256', pepper);
    return hash.update(password).digest('base64');
  };
  const queued = <T>(work: () => Promise<T>): Promise<T> => {
    if (limit.activeCount + limit.pendingCount >= limit.concurrency + maxWaiting)
      throw new PasswordsBusyError('too many passwords wait to be hashed');
    return limit(work);
  };
  // A hash by its form, with today's cost, that no password has: to compare with it takes as long as with a real one.
  const dummyHash = bcrypt.genSaltSync(cost) + '.'.repeat(DIGEST_CHARACTERS);

  return {
    hash: async (password) => queued(() => bcrypt.hash(digest(password), cost)),
    verify: async (password, hash) =>
      queued(async () => {
        const matches = await bcrypt.compare(digest(password), hash ?? dummyHash);
        return matches && hash !== null;
      }),
    isOutdated: (hash) => bcrypt.getRounds(hash) !== cost,
  };
}

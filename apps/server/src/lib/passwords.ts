import { createHash, createHmac } from 'node:crypto';
import bcrypt from 'bcrypt';
import pLimit from 'p-limit';
import { bcryptThreads, hashingConcurrency } from './hashing-threads.ts';
import { namePeppers, UnlistedPepperError } from './peppers.ts';

/** Too many passwords are already waiting to be hashed; the caller should retry in a few seconds. */
export class PasswordsBusyError extends Error {
  override name = 'PasswordsBusyError';
}

export type PasswordOptions = {
  /** bcrypt's cost: the base-2 logarithm of its rounds. */
  cost: number;
  /**
   * Secrets mixed into passwords, kept outside the database (OWASP Password Storage, "Peppering"): the first hashes,
   * all verify.
   */
  peppers?: readonly string[];
  /** Among how many processes on this machine its cores, and the queue for them, are divided. */
  processes?: number;
  /** How many passwords may wait in addition to those being hashed, in all processes together. */
  maxWaiting?: number;
  /** Called when a password's turn comes, with how long it has waited in milliseconds. */
  onTurn?: ((waitedMs: number) => void) | undefined;
};

/** The digest at the end of a bcrypt hash: 23 bytes in bcrypt's base64. */
const DIGEST_CHARACTERS = 31;

/** A password as a user's document stores it. */
export type StoredPassword = {
  /** bcrypt's string. */
  passwordHash: string;
  /** The id of the pepper that is mixed in; absent if there is none. */
  pepperId?: string | undefined;
};

/** Hashes and checks passwords. Every method rejects with `PasswordsBusyError` when the queue is full. */
export type Passwords = {
  hash(password: string): Promise<StoredPassword>;
  /**
   * Takes as long as a real check when there is no hash, so that an unknown user cannot be told from a known one.
   * Rejects with `UnlistedPepperError` for a hash whose pepper this server does not have.
   */
  verify(password: string, stored: StoredPassword | null): Promise<boolean>;
  /** Whether a hash was made with a cost or pepper other than the current one. */
  needsRehash(stored: StoredPassword): boolean;
  /** The ids of the peppers that this server has. */
  pepperIds: readonly string[];
  /** How many passwords wait, in addition to those being hashed. */
  waiting(): number;
};

/**
 * bcrypt over a digest: bcrypt reads only 72 bytes and stops at a zero byte, so it gets the base64 of a SHA-256 (or
 * HMAC, with a pepper) of the password, 44 characters whatever was typed (OWASP ASVS 5.0, 6.2.8). One hash per core
 * runs at a time: more would only make everybody wait.
 */
export function createPasswords(options: PasswordOptions): Passwords {
  const { cost, peppers = [], processes = 1, maxWaiting = 64, onTurn } = options;
  const limit = pLimit(hashingConcurrency(processes));
  const maxQueued = limit.concurrency + Math.ceil(maxWaiting / processes);
  const named = namePeppers(peppers);
  const [first] = named;
  const digest = (password: string, pepperId: string | undefined): string => {
    if (pepperId === undefined) return createHash('sha256').update(password).digest('base64');
    const pepper = named.find(({ id }) => id === pepperId);
    if (pepper === undefined) throw new UnlistedPepperError(pepperId);
    return createHmac('sha256', pepper.secret).update(password).digest('base64');
  };
  const queued = <T>(work: () => Promise<T>): Promise<T> => {
    if (limit.activeCount + limit.pendingCount >= maxQueued)
      throw new PasswordsBusyError('too many passwords wait to be hashed');
    const queuedAt = performance.now();
    return limit(() => {
      onTurn?.(performance.now() - queuedAt);
      return work();
    });
  };
  // A well-formed hash with the current cost that no password has: comparing with it takes as long as with a real one.
  const dummyHash = bcrypt.genSaltSync(cost) + '.'.repeat(DIGEST_CHARACTERS);

  return {
    hash: async (password) =>
      queued(async () => {
        const passwordHash = await bcryptThreads.hash(digest(password, first?.id), cost);
        return first === undefined ? { passwordHash } : { passwordHash, pepperId: first.id };
      }),
    verify: async (password, stored) =>
      queued(async () => {
        const { passwordHash, pepperId } = stored ?? { passwordHash: dummyHash, pepperId: first?.id };
        const matches = await bcryptThreads.compare(digest(password, pepperId), passwordHash);
        return matches && stored !== null;
      }),
    needsRehash: ({ passwordHash, pepperId }) =>
      bcrypt.getRounds(passwordHash) !== cost || pepperId !== first?.id,
    pepperIds: named.map(({ id }) => id),
    waiting: () => limit.pendingCount,
  };
}

import { createHmac, type KeyObject } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Db } from '../lib/db.ts';
import type { DbDeadline } from '../lib/db-deadline.ts';
import { createCounter, prepareCounters } from './counter.ts';
import { REFUSE, SLOW, SLOW_LONGEST_MS, SLOW_STEP_MS } from './rules.ts';

/** A sign-in that is tried: who tries it (`client`, an address), which account and with what. */
export type SignInAttempt = { client: string; account: string; password: string };

/** Something that was counted as a failure before it is tried. */
export type Attempt = {
  /**
   * Tries, and gives whether it was right. What was counted for it is taken back, and nothing more, unless it was wrong:
   * one that could not be tried, on a busy server, is no failure.
   */
  check(isRight: () => Promise<boolean>): Promise<boolean>;
};

/**
 * The limits on guessing. Each method counts first and lets the caller try afterwards, so that many tries at a time
 * cannot slip through together; all throw `rate_limited`.
 */
export type Limits = {
  /** Before a password is checked at sign-in. Waits when many clients fail on this account or with this password. */
  signIn(attempt: SignInAttempt, deadline: DbDeadline): Promise<Attempt>;
  /** Before a registration. */
  register(client: string, deadline: DbDeadline): Promise<void>;
  /** Before a signed-in user's password is checked. */
  confirm(userId: string, deadline: DbDeadline): Promise<Attempt>;
};

/**
 * Limits that all processes share through the database. Keys are keyed hashes: the collection holds no names, addresses
 * or passwords, and nobody without the secret can tell what was counted.
 */
export async function createLimits(db: Db, secret: KeyObject): Promise<Limits> {
  await prepareCounters(db);
  const clientFailures = createCounter(db, 'client', REFUSE.clientFailures);
  const accountClientFailures = createCounter(db, 'account-client', REFUSE.accountClientFailures);
  const registrations = createCounter(db, 'registrations', REFUSE.registrations);
  const confirmationFailures = createCounter(db, 'confirmations', REFUSE.confirmationFailures);
  const accountFailures = createCounter(db, 'account', SLOW.accountFailures);
  const passwordFailures = createCounter(db, 'password', SLOW.passwordFailures);
  const hashed = (...parts: string[]): string =>
    createHmac('sha256', secret).update(JSON.stringify(parts)).digest('base64url').slice(0, 22);

  return {
    async signIn({ client, account, password }, deadline) {
      const counted = [
        { counter: clientFailures, key: hashed('client', client) },
        { counter: accountClientFailures, key: hashed('account-client', account, client) },
        { counter: accountFailures, key: hashed('account', account) },
        { counter: passwordFailures, key: hashed('password', password) },
      ] as const;
      const [ofClient, ofAccountClient, ofAccount, ofPassword] = counted;
      await ofClient.counter.take(ofClient.key, deadline);
      await ofAccountClient.counter.take(ofAccountClient.key, deadline);
      const beyond = await Promise.all(
        [ofAccount, ofPassword].map(({ counter, key }) => counter.takeBeyond(key, deadline)),
      );
      await wait(Math.min(Math.max(...beyond) * SLOW_STEP_MS, SLOW_LONGEST_MS));
      return attempt(async () => {
        await Promise.all(counted.map(({ counter, key }) => counter.giveBack(key, deadline)));
      });
    },
    async register(client, deadline) {
      await registrations.take(hashed('registrations', client), deadline);
    },
    async confirm(userId, deadline) {
      const key = hashed('confirmations', userId);
      await confirmationFailures.take(key, deadline);
      return attempt(async () => confirmationFailures.giveBack(key, deadline));
    },
  };
}

/** No limits, for benchmarks and tests. */
export function noLimits(): Limits {
  const uncounted: Attempt = { check: async (isRight) => isRight() };
  return { signIn: async () => uncounted, register: async () => {}, confirm: async () => uncounted };
}

function attempt(takeBack: () => Promise<void>): Attempt {
  return {
    async check(isRight) {
      let isFailure = false;
      try {
        isFailure = !(await isRight());
      } finally {
        if (!isFailure) await takeBack();
      }
      return !isFailure;
    },
  };
}

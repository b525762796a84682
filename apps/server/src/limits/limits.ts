import type { KeyObject } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { errors } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Db } from '../lib/db.ts';
import type { DbDeadline } from '../lib/db-deadline.ts';
import { createKeyedHash } from '../lib/keyed-hash.ts';
import { countFailures } from './count-failures.ts';
import { createCounter, findMissingCounterIndexes, prepareCounters, type Consumption } from './counter.ts';
import { createInFlight } from './in-flight.ts';
import { passwordBucket } from './password-bucket.ts';
import { REFUSE, SLOW, SLOW_LONGEST_MS, SLOW_STEP_MS } from './rules.ts';

/**
 * An attempt to sign in: from where (`client`, an address), to which account (its `usernameKey`), with which password.
 */
export type SignInAttempt = { client: string; account: string; password: string };

/** An attempt of a signed-in user to confirm something with their password, and from where. */
export type ConfirmAttempt = { client: string; userId: string };

/** Verifies a password; resolves with null when it is wrong. A rejection is not a failure: the attempt was not made. */
export type Verify<T> = () => Promise<T | null>;

/**
 * The limits on guessing. All throw `rate_limited`, without calling `verify`. An attempt is counted before it is
 * verified, and stays counted only if it fails.
 */
export type Limits = {
  /** Signs in. Waits before it verifies when many clients fail on this account or with this password. */
  signIn<T>(attempt: SignInAttempt, deadline: DbDeadline, verify: Verify<T>): Promise<T | null>;
  /** Called before a registration, which counts whatever its outcome. */
  register(client: string, deadline: DbDeadline): Promise<void>;
  /** Confirms a password. Waits before it verifies when many clients fail on this user. */
  confirm<T>(attempt: ConfirmAttempt, deadline: DbDeadline, verify: Verify<T>): Promise<T | null>;
  /** Called before a call of the lab, which counts whatever its outcome. */
  labCall(userId: string, deadline: DbDeadline): Promise<void>;
  /** Called before a report to the doctor. Counted in memory: there must be one while the database is down. */
  report(): Promise<void>;
  /** The indexes of the counters that the database lacks, as `limits {"key":1}`. */
  findMissingIndexes(): Promise<string[]>;
};

export type LimitsOptions = {
  db: Db;
  /** The key that the counters' keys are hashed with. */
  secret: KeyObject;
  clock: Clock;
  /** Waits for `ms` milliseconds. */
  wait?: (ms: number) => Promise<unknown>;
};

/**
 * Creates limits that all processes share through the database. Keys are keyed hashes: the collection holds no names or
 * addresses, and of a failed password only which of a million buckets it is in today.
 */
export async function createLimits({ db, secret, clock, wait = sleep }: LimitsOptions): Promise<Limits> {
  await prepareCounters(db);
  const clientFailures = createCounter(db, 'client', REFUSE.clientFailures);
  const accountClientFailures = createCounter(db, 'account-client', REFUSE.accountClientFailures);
  const registrations = createCounter(db, 'registrations', REFUSE.registrations);
  const userClientFailures = createCounter(db, 'user-client', REFUSE.userClientFailures);
  const labCalls = createCounter(db, 'lab', REFUSE.labCalls);
  const accountFailures = createCounter(db, 'account', SLOW.accountFailures);
  const passwordFailures = createCounter(db, 'password', SLOW.passwordFailures);
  const userFailures = createCounter(db, 'user', SLOW.userFailures);
  const reports = new RateLimiterMemory({ points: REFUSE.reports.points, duration: REFUSE.reports.seconds });
  const withPassword = createInFlight();
  const hash = createKeyedHash(secret);
  const slowDown = async (beyond: number): Promise<void> => {
    if (beyond > 0) await wait(Math.min(beyond * SLOW_STEP_MS, SLOW_LONGEST_MS));
  };

  return {
    async signIn({ client, account, password }, deadline, verify) {
      const bucket = passwordBucket(secret, clock.now(), password);
      return countFailures(deadline, async (consume) => {
        refuseBeyond(await consume(clientFailures, hash('client', client)));
        refuseBeyond(await consume(accountClientFailures, hash('account-client', account, client)));
        const ofAccount = await consume(accountFailures, hash('account', account));
        return withPassword.run(bucket, async (place) => {
          const ofPassword = place + (await passwordFailures.read(bucket, deadline));
          await slowDown(Math.max(ofAccount.beyond, ofPassword - SLOW.passwordFailures.points));
          const verified = await verify();
          // Afterwards, so that nothing is ever written about a correct password.
          if (verified === null) await passwordFailures.consume(bucket, deadline);
          return verified;
        });
      });
    },
    async register(client, deadline) {
      refuseBeyond(await registrations.consume(hash('registrations', client), deadline));
    },
    async confirm({ client, userId }, deadline, verify) {
      return countFailures(deadline, async (consume) => {
        refuseBeyond(await consume(userClientFailures, hash('user-client', userId, client)));
        const ofUser = await consume(userFailures, hash('user', userId));
        await slowDown(ofUser.beyond);
        return verify();
      });
    },
    async labCall(userId, deadline) {
      refuseBeyond(await labCalls.consume(hash('lab', userId), deadline));
    },
    async report() {
      await reports.consume('all').catch(() => {
        throw errors.rateLimited(REFUSE.reports.seconds);
      });
    },
    findMissingIndexes: () => findMissingCounterIndexes(db),
  };
}

/** No limits, for benchmarks and tests. */
export function noLimits(): Limits {
  return {
    signIn: (_, __, verify) => verify(),
    register: async () => {},
    confirm: (_, __, verify) => verify(),
    labCall: async () => {},
    report: async () => {},
    findMissingIndexes: async () => [],
  };
}

function refuseBeyond({ beyond, retryAfterSeconds }: Consumption): void {
  if (beyond > 0) throw errors.rateLimited(retryAfterSeconds);
}

import { RateLimiterMongo, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Db } from '../lib/db.ts';
import type { DbDeadline } from '../lib/db-deadline.ts';
import type { Rule } from './rules.ts';

/** One that was counted. */
export type Consumption = {
  /** How many there are beyond the rule, this one included; 0 within the rule. */
  beyond: number;
  /** When the count starts again, in whole seconds from now, at least 1. */
  retryAfterSeconds: number;
  /** Uncounts this one; once its time is over there is nothing to uncount. */
  refund(): Promise<void>;
};

/** Counts events by key, over all processes; each call within a request's time for the database. */
export type Counter = {
  /** Counts one, also beyond the rule. */
  consume(key: string, deadline: DbDeadline): Promise<Consumption>;
  /** How many are counted; changes and leaves nothing. */
  read(key: string, deadline: DbDeadline): Promise<number>;
};

const COLLECTION = 'limits';

/** A counter in the database, so that all processes count together. */
export function createCounter(db: Db, name: string, rule: Rule): Counter {
  const limiter = new RateLimiterMongo({
    keyPrefix: name,
    points: rule.points,
    duration: rule.seconds,
    storeClient: db.db,
    tableName: COLLECTION,
    disableIndexesCreation: true,
  });
  return {
    async consume(key, deadline) {
      const { consumedPoints, msBeforeNext } = await deadline.run(() => count(limiter, key));
      const endsAt = Date.now() + msBeforeNext;
      return {
        beyond: Math.max(0, consumedPoints - rule.points),
        retryAfterSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
        async refund() {
          // The library would begin a new count at -1: credit for one more failure.
          if (Date.now() < endsAt) await deadline.run(async () => limiter.reward(key, 1));
        },
      };
    },
    async read(key, deadline) {
      const counted = await deadline.run(async () => limiter.get(key));
      return counted?.consumedPoints ?? 0;
    },
  };
}

/** Makes the indexes that all counters share. */
export async function prepareCounters(db: Db): Promise<void> {
  // Points and seconds are demanded but do not matter here.
  const options = {
    storeClient: db.db,
    tableName: COLLECTION,
    points: 1,
    duration: 1,
    disableIndexesCreation: true,
  };
  await new RateLimiterMongo(options).createIndexes();
}

async function count(limiter: RateLimiterAbstract, key: string): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key);
  } catch (refusal) {
    // The library throws its result when a rule is exceeded, and an error when it could not count.
    if (refusal instanceof RateLimiterRes) return refusal;
    throw refusal;
  }
}

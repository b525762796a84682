import { RateLimiterMongo, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { errors } from '../errors.ts';
import type { Db } from '../lib/db.ts';
import type { DbDeadline } from '../lib/db-deadline.ts';
import type { Rule } from './rules.ts';

/** Counts events by key, over all processes; each call within a request's time for the database. */
export type Counter = {
  /** Counts one and gives how many there are now. Throws `rate_limited` beyond the rule. */
  take(key: string, deadline: DbDeadline): Promise<number>;
  /** Counts one and gives how many there are beyond the rule. */
  takeBeyond(key: string, deadline: DbDeadline): Promise<number>;
  /** Takes one back that `take` or `takeBeyond` counted; nothing more. */
  giveBack(key: string, deadline: DbDeadline): Promise<void>;
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
    async take(key, deadline) {
      const { consumed, msBeforeNext } = await consume(limiter, key, deadline);
      if (consumed > rule.points) throw errors.rateLimited(Math.max(1, Math.ceil(msBeforeNext / 1000)));
      return consumed;
    },
    async takeBeyond(key, deadline) {
      const { consumed } = await consume(limiter, key, deadline);
      return Math.max(0, consumed - rule.points);
    },
    async giveBack(key, deadline) {
      await deadline.run(async () => limiter.reward(key, 1));
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

async function consume(
  limiter: RateLimiterAbstract,
  key: string,
  deadline: DbDeadline,
): Promise<{ consumed: number; msBeforeNext: number }> {
  try {
    const { consumedPoints, msBeforeNext } = await deadline.run(async () => limiter.consume(key));
    return { consumed: consumedPoints, msBeforeNext };
  } catch (refusal) {
    // The library throws its result when a rule is exceeded, and an error when it could not count.
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return { consumed: refusal.consumedPoints, msBeforeNext: refusal.msBeforeNext };
  }
}

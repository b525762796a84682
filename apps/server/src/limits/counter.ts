import { RateLimiterMongo, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Db } from '../lib/db.ts';
import type { DbDeadline } from '../lib/db-deadline.ts';
import type { Rule } from './rules.ts';

/** One counted event. */
export type Consumption = {
  /** How many events exceed the rule, including this one; 0 within the rule. */
  beyond: number;
  /** When the count restarts, in whole seconds from now, at least 1. */
  retryAfterSeconds: number;
  /** Takes this event off the count; does nothing once its window is over. */
  refund(): Promise<void>;
};

/** Counts events by key, across all processes; each call runs within a request's deadline. */
export type Counter = {
  /** Counts one event, even beyond the rule. */
  consume(key: string, deadline: DbDeadline): Promise<Consumption>;
  /** How many events are counted; writes nothing. */
  read(key: string, deadline: DbDeadline): Promise<number>;
};

const COLLECTION = 'limits';
/** The keys of the library's indexes. */
const INDEXES = ['{"expire":-1}', '{"key":1}'];

/** Creates a counter in the database, so that all processes count together. */
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
          // Otherwise the library would start a new count at -1: credit for one more failure.
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

/** Creates the indexes that all counters share. */
export async function prepareCounters(db: Db): Promise<void> {
  // The library requires `points` and `duration`, which do not matter here.
  const options = {
    storeClient: db.db,
    tableName: COLLECTION,
    points: 1,
    duration: 1,
    disableIndexesCreation: true,
  };
  await new RateLimiterMongo(options).createIndexes();
}

/** The indexes that `prepareCounters` creates and the database lacks, as `limits {"key":1}`. */
export async function findMissingCounterIndexes(db: Db): Promise<string[]> {
  const existing = await db.collection(COLLECTION).listIndexes().toArray();
  const keys = new Set(existing.map(({ key }) => JSON.stringify(key)));
  return INDEXES.filter((index) => !keys.has(index)).map((index) => `${COLLECTION} ${index}`);
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

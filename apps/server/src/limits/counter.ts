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
  /**
   * Takes this event off the count; does nothing once its window is over. Rejects at the deadline, but is sent even when
   * the time was used up before: what is not a failure must not be counted as one for the rest of the window.
   */
  refund(): Promise<void>;
};

/** Counts events by key, across all processes; each call runs within a request's deadline. */
export type Counter = {
  /**
   * Counts one event, even beyond the rule. Rejects at the deadline; if the database counts the event after that, it is
   * taken off again.
   */
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
  const takeOff = async (key: string, endsAt: number): Promise<void> => {
    // Otherwise the library would start a new count at -1: credit for one more failure.
    if (Date.now() < endsAt) await limiter.reward(key, 1);
  };
  return {
    async consume(key, deadline) {
      let counting: Promise<Count> | undefined;
      const { points, endsAt } = await deadline
        .run(() => (counting = count(limiter, key)))
        .catch((error: unknown) => {
          counting?.then((late) => takeOff(key, late.endsAt)).catch(() => {});
          throw error;
        });
      return {
        beyond: Math.max(0, points - rule.points),
        retryAfterSeconds: Math.max(1, Math.ceil((endsAt - Date.now()) / 1000)),
        async refund() {
          const refunding = takeOff(key, endsAt);
          refunding.catch(() => {});
          await deadline.run(() => refunding);
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

/** How many events are counted, and when the count restarts, in milliseconds since 1970. */
type Count = { points: number; endsAt: number };

async function count(limiter: RateLimiterAbstract, key: string): Promise<Count> {
  const { consumedPoints, msBeforeNext } = await limiter.consume(key).catch((refusal: unknown) => {
    // The library throws its result when a rule is exceeded, and an error when it could not count.
    if (refusal instanceof RateLimiterRes) return refusal;
    throw refusal;
  });
  return { points: consumedPoints, endsAt: Date.now() + msBeforeNext };
}

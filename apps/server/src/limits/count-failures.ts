import type { DbDeadline } from '../lib/db-deadline.ts';
import type { Consumption, Counter } from './counter.ts';

/** Counts one attempt in a counter, for as long as it may turn out to be a failure. */
export type Consume = (counter: Counter, key: string) => Promise<Consumption>;

/**
 * Runs an attempt that consumes before it verifies, so that many at once do not slip through together. Only a failure,
 * which resolves with null, stays counted: what was consumed is refunded, and nothing more, after a success and when
 * the attempt throws, whether a counter refused it or it could not be made at all.
 */
export async function countFailures<T>(
  deadline: DbDeadline,
  attempt: (consume: Consume) => Promise<T | null>,
): Promise<T | null> {
  const consumed: Consumption[] = [];
  const refunds = (): Promise<void>[] => consumed.map((consumption) => consumption.refund());
  let result: T | null;
  try {
    result = await attempt(async (counter, key) => {
      const consumption = await counter.consume(key, deadline);
      consumed.push(consumption);
      return consumption;
    });
  } catch (error) {
    // Even if a refund fails, this is the error to report.
    await Promise.allSettled(refunds());
    throw error;
  }
  if (result !== null) await Promise.all(refunds());
  return result;
}

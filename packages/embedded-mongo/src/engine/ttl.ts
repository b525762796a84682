import { toNumber } from '../values/numbers.ts';
import { isNumeric } from '../values/types.ts';
import { intervalsOf } from './bounds.ts';
import type { Engine } from './engine.ts';

/** How often expired documents are looked for, in ms: MongoDB's own interval. */
export const TTL_INTERVAL = 60_000;

/**
 * Deletes what TTL indexes call expired at `now` (ms since the epoch), which is then to be committed. What an index leaves
 * out does not expire; of several dates in an array the earliest counts.
 */
export const deleteExpired = (engine: Engine, now: number): void => {
  for (const collection of engine.collections.values()) {
    for (const index of collection.indexes) {
      const seconds = index.spec['expireAfterSeconds'];
      if (!isNumeric(seconds)) continue;
      const limit = new Date(now - toNumber(seconds) * 1000);
      const [interval] = intervalsOf([{ $lte: limit }], { multikey: false, collated: false }) ?? [];
      for (const record of new Set(index.range([], interval, false))) collection.remove(record.document);
    }
  }
};

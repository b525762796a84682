import { indexKeys } from '../values/index-keys.ts';
import { isNumeric } from '../values/types.ts';
import { toNumber } from '../values/numbers.ts';
import type { Collection } from './collection.ts';
import type { Engine } from './engine.ts';

/** How often expired documents are looked for, in ms: MongoDB's own interval. */
export const TTL_INTERVAL = 60_000;

/** Deletes what TTL indexes call expired at `now` (ms since the epoch). Of several dates in an array the first counts. */
export const deleteExpired = (engine: Engine, now: number): void => {
  for (const collection of engine.collections.values()) {
    for (const index of collection.indexes) {
      const seconds = index.spec['expireAfterSeconds'];
      if (isNumeric(seconds)) deleteBefore(collection, index.leading, now - toNumber(seconds) * 1000);
    }
  }
  engine.commit();
};

const deleteBefore = (collection: Collection, field: string, limit: number): void => {
  const path = field.split('.');
  const isExpired = (value: unknown): boolean => value instanceof Date && value.getTime() <= limit;
  for (const document of collection.documents.values()) {
    if (indexKeys(document, [path]).some(([value]) => isExpired(value))) collection.remove(document);
  }
};

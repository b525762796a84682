import type { Collection } from '../engine/collection.ts';
import { heapSize } from '../engine/memory.ts';
import { command } from './command.ts';

/** What collections take, in bytes divided by `scale`. Their indexes are in memory only. */
const totals = (collections: readonly Collection[], scale: number) => {
  const indexes = collections.flatMap((each) => each.indexes.map(({ size }) => heapSize({ entries: size })));
  const count = sum(collections.map(({ records }) => records.size));
  const size = sum(collections.map(({ bytes }) => bytes));
  return {
    count,
    size: Math.floor(size / scale),
    average: count > 0 && { avgObjSize: size / count },
    indexes: indexes.length,
    indexSize: Math.floor(sum(indexes) / scale),
    totalSize: Math.floor((size + sum(indexes)) / scale),
  };
};
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** `collStats`, for mongosh and Compass. */
export const collStats = command('scale', ({ engine, args }) => {
  const ns = args.namespace();
  const scaleFactor = args.count('scale') || 1;
  const collection = engine.find(ns);
  const { count, size, average, indexes, indexSize, totalSize } = totals(
    collection ? [collection] : [],
    scaleFactor,
  );
  const sizes = { size, storageSize: size, totalIndexSize: indexSize, totalSize };
  return { ns, count, ...average, nindexes: indexes, ...sizes, scaleFactor };
});

/** `dbStats`, for mongosh and Compass. */
export const dbStats = command('scale freeStorage', ({ engine, args }) => {
  const scaleFactor = args.count('scale') || 1;
  const collections = engine.ofDatabase(args.database);
  const { count, size, average, ...sizes } = totals(collections, scaleFactor);
  return {
    db: args.database,
    collections: collections.length,
    views: 0,
    objects: count,
    ...average,
    dataSize: size,
    storageSize: size,
    ...sizes,
    scaleFactor,
  };
});

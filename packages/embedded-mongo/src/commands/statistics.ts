import type { Collection } from '../engine/collection.ts';
import { heapSize } from '../engine/memory.ts';
import type { Doc } from '../values/types.ts';
import type { Command } from './command.ts';

/** What a collection takes, in bytes. Its indexes are in memory only. */
const sizesOf = ({ records, bytes, indexes }: Collection) => ({
  count: records.size,
  size: bytes,
  indexSizes: Object.fromEntries(indexes.map(({ name, size }) => [name, heapSize({ entries: size })])),
});

const average = (bytes: number, count: number): Doc => (count > 0 ? { avgObjSize: bytes / count } : {});
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** `collStats`, which `$collStats` and mongosh ask for. */
export const collStats: Command = ({ engine, args }) => {
  args.allow(['scale']);
  const namespace = args.namespace();
  const collection = engine.find(namespace);
  const { count, size, indexSizes } = collection
    ? sizesOf(collection)
    : { count: 0, size: 0, indexSizes: {} };
  const totalIndexSize = sum(Object.values(indexSizes));
  const scale = args.count('scale') || 1;
  return {
    ns: namespace,
    count,
    size: Math.floor(size / scale),
    ...average(size, count),
    storageSize: Math.floor(size / scale),
    nindexes: Object.keys(indexSizes).length,
    indexSizes,
    totalIndexSize: Math.floor(totalIndexSize / scale),
    totalSize: Math.floor((size + totalIndexSize) / scale),
    scaleFactor: scale,
  };
};

/** `dbStats`. */
export const dbStats: Command = ({ engine, args }) => {
  args.allow(['scale', 'freeStorage']);
  const scale = args.count('scale') || 1;
  const sizes = engine.ofDatabase(args.database).map(sizesOf);
  const objects = sum(sizes.map(({ count }) => count));
  const dataSize = sum(sizes.map(({ size }) => size));
  const indexSize = sum(sizes.flatMap(({ indexSizes }) => Object.values(indexSizes)));
  return {
    db: args.database,
    collections: sizes.length,
    views: 0,
    objects,
    ...average(dataSize, objects),
    dataSize: Math.floor(dataSize / scale),
    storageSize: Math.floor(dataSize / scale),
    indexes: sum(sizes.map(({ indexSizes }) => Object.keys(indexSizes).length)),
    indexSize: Math.floor(indexSize / scale),
    totalSize: Math.floor((dataSize + indexSize) / scale),
    scaleFactor: scale,
  };
};

import { isDeepStrictEqual } from 'node:util';
import type { mongo } from 'mongoose';
import { INDEXES, type Item, isRefused, type State } from './state.ts';

/**
 * Throws where an index of a collection does not find exactly what a look at every document of `state` finds, or where a
 * unique one accepts a key twice.
 */
export const checkIndexes = async (collection: mongo.Collection<Item>, state: State): Promise<void> => {
  const items = [...state.items.values()];
  if ((await collection.countDocuments({})) !== items.length)
    throw new Error(`${collection.collectionName}: count`);
  for (const name of state.indexes) {
    const { key = {}, options, filter, has, unique } = INDEXES[name] ?? {};
    const [field = ''] = Object.keys(key);
    // A sparse or partial index cannot be named as a hint: the filter is to lead to it.
    const hint = options?.['sparse'] || options?.['partialFilterExpression'] ? {} : { hint: name };
    for (const value of valuesOf(items, field)) {
      const found = await collection
        .find(filter?.(value) as object, hint)
        .map(({ _id }) => _id)
        .toArray();
      const expected = items.filter((item) => has?.(item, value)).map(({ _id }) => _id);
      if (!isDeepStrictEqual(found.toSorted(), expected.toSorted()))
        throw new Error(
          `${collection.collectionName}: ${name} found ${found.join()} by ${String(value)}, not ${expected.join()}`,
        );
    }
    if (unique) await checkUnique(collection, { ...state, indexes: new Set([name]) }, unique);
  }
};

/** Every value of a field, `null` for none, and a value that there is not. */
const valuesOf = (items: readonly Item[], field: string): Set<unknown> =>
  new Set<unknown>([null, 'absent', ...items.flatMap((item) => item[field as keyof Item] ?? null)]);

const checkUnique = async (
  collection: mongo.Collection<Item>,
  state: State,
  unique: (item: Item) => Partial<Item> | undefined,
): Promise<void> => {
  for (const item of state.items.values()) {
    if (isRefused(state, item)) throw new Error(`${collection.collectionName}: a unique key is there twice`);
    const key = unique(item);
    if (!key) continue;
    const twin: Item = { _id: 'twin', owner: -1, n: 0, list: [], ...key };
    const code = await collection.insertOne(twin).then(
      () => 0,
      (error: { code?: number }) => error.code,
    );
    if (code !== 11_000)
      throw new Error(`${collection.collectionName} accepted ${JSON.stringify(twin)} (${code})`);
  }
};

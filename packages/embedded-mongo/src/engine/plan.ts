import { BSONRegExp } from 'bson';
import { isOperators } from '../query/condition.ts';
import { compareValues } from '../values/compare.ts';
import { valueKey } from '../values/key.ts';
import { type Doc, isDoc } from '../values/types.ts';
import type { Collection } from './collection.ts';

/**
 * The documents that may satisfy a filter: by `_id` or the first field of an index where the filter fixes or bounds one,
 * else all. The filter itself must still be applied. Not to be used where strings compare by a collation.
 */
export const candidates = (collection: Collection, filter: Doc): Iterable<Doc> => {
  const conditions = conditionsOf(filter);
  const ids = exactIds(conditions);
  let best: ReadonlySet<string> | undefined = ids && new Set(ids.map(valueKey));
  for (const index of collection.indexes) {
    if (best || !index.complete) continue;
    const condition = conditions.find(([path]) => path === index.leading)?.[1];
    const values = exactValues(condition);
    if (values) best = new Set(values.flatMap((value) => Array.from(index.idsOf(value))));
  }
  best ??= rangeIds(collection, conditions);
  if (!best) return collection.documents.values();
  return [...best].map((id) => collection.documents.get(id)).filter((document) => document !== undefined);
};

type Condition = readonly [path: string, condition: unknown];

const conditionsOf = (filter: Doc): Condition[] =>
  Object.entries(filter).flatMap(([key, condition]): Condition[] => {
    if (key === '$and' && Array.isArray(condition)) return condition.filter(isDoc).flatMap(conditionsOf);
    return key.startsWith('$') ? [] : [[key, condition]];
  });

const exactIds = (conditions: readonly Condition[]): unknown[] | undefined =>
  exactValues(conditions.find(([path]) => path === '_id')?.[1]);

/** Whether an index finds all documents that equal a value by its key. */
const isExact = (item: unknown): boolean =>
  !Array.isArray(item) && !(item instanceof BSONRegExp) && item !== undefined;

/** The values one of which the field must have; `undefined` where the condition says no such thing. */
const exactValues = (condition: unknown): unknown[] | undefined => {
  const list = isOperators(condition) ? condition['$in'] : undefined;
  const value = isOperators(condition) ? condition['$eq'] : condition;
  const values = Array.isArray(list) ? list : value === undefined ? undefined : [value];
  return values?.every(isExact) ? values.toSorted((a, b) => compareValues(a, b)) : undefined;
};

const BOUNDS: Readonly<Record<string, (difference: number) => boolean>> = {
  $gt: (difference) => difference > 0,
  $gte: (difference) => difference >= 0,
  $lt: (difference) => difference < 0,
  $lte: (difference) => difference <= 0,
};

/** Bounds are looked up for dates only: the one type that grows and expires. */
const rangeIds = (collection: Collection, conditions: readonly Condition[]): Set<string> | undefined => {
  for (const index of collection.indexes) {
    const condition = conditions.find(([path]) => path === index.leading)?.[1];
    if (!isOperators(condition)) continue;
    const [name = '', limit] = Object.entries(condition)[0] ?? [];
    const accepts = BOUNDS[name];
    // A bound by a date is met by dates alone, which even a sparse index has all of.
    if (accepts && limit instanceof Date && !index.partial) {
      const from = name === '$gt' || name === '$gte' ? 'latest' : 'earliest';
      return index.idsOfDates(from, (date) => accepts(compareValues(date, limit)));
    }
  }
  return undefined;
};

import { BSONRegExp, ObjectId } from 'bson';
import { MongoError } from '../errors.ts';
import { isOperators } from '../query/condition.ts';
import type { FilterOptions } from '../query/filter.ts';
import { valueKey } from '../values/key.ts';
import { clone, type Doc, isDoc } from '../values/types.ts';
import { targetAt } from './target.ts';
import type { Update } from './types.ts';

/** How the filter of an update is read: that of an upsert must not use `$expr` (224, QueryFeatureNotAllowed). */
export const updateFilterOptions = (options: FilterOptions, upsert: boolean): FilterOptions => {
  const exprFailure = new MongoError(224, '$expr is not allowed in the query predicate for an upsert');
  return upsert ? { ...options, exprFailure } : options;
};

/**
 * The document that an upsert inserts: the values that the filter fixes, changed by the update, `_id` first. Throws
 * NotSingleValueField (54) where the filter fixes a field twice.
 */
export const upsertDocument = (filter: Doc, update: Update, isReplacement: boolean): Doc => {
  const seed: Doc = {};
  const fixed = new Map<string, unknown>();
  if (collect(filter, fixed, isReplacement))
    for (const [path, value] of fixed) targetAt(seed, path).set(clone(value));
  const { _id = new ObjectId(), ...rest } = update(seed, { inserting: true });
  return { _id, ...rest };
};

/** Collects what a filter compares for equality, also in `$and` and an `$or` of one; false where no document satisfies it. */
const collect = (filter: Doc, fixed: Map<string, unknown>, onlyId: boolean): boolean =>
  Object.entries(filter).every(([key, condition]) => {
    const parts = Array.isArray(condition) ? condition.filter(isDoc) : [];
    if (key === '$and' || (key === '$or' && isOne(parts)))
      return parts.slice(0, key === '$or' ? 1 : undefined).every((part) => collect(part, fixed, onlyId));
    if (key.startsWith('$') || (onlyId && key !== '_id')) return true;
    for (const value of valuesOf(condition)) {
      const clash = [...fixed.keys()].find(
        (known) => `${known}.`.startsWith(`${key}.`) || `${key}.`.startsWith(`${known}.`),
      );
      if (clash !== undefined)
        throw new MongoError(
          54,
          `cannot infer query fields to set, both '${key}' and '${clash}' are matched`,
        );
      fixed.set(key, value);
    }
    return !isOperators(condition) || !['$in', '$all'].some((name) => isEmpty(condition[name]));
  });

const isEmpty = (list: unknown): boolean => Array.isArray(list) && list.length === 0;
const isOne = (list: readonly unknown[]): boolean => new Set(list.map(valueKey)).size === 1;

/** The values that one condition demands. */
const valuesOf = (condition: unknown): unknown[] => {
  if (!isOperators(condition)) return condition instanceof BSONRegExp ? [] : [condition];
  const { $in, $all } = condition;
  const one = Array.isArray($in) && isOne($in) ? $in.slice(0, 1) : [];
  const demanded = [...one, ...(Array.isArray($all) ? $all : [])];
  return [
    ...('$eq' in condition ? [condition['$eq']] : []),
    ...demanded.filter((value) => !(value instanceof BSONRegExp) && !isOperators(value)),
  ];
};

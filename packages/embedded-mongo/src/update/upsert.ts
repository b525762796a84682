import { BSONRegExp, ObjectId } from 'bson';
import { MongoError } from '../errors.ts';
import { isOperators } from '../query/condition.ts';
import type { FilterOptions } from '../query/filter.ts';
import { type CompareStrings, compareValues } from '../values/compare.ts';
import { clone, type Doc, isDoc } from '../values/types.ts';
import { targetAt } from './target.ts';
import type { Update } from './types.ts';

/** How the filter of an update is read: that of an upsert must not use `$expr` (224, QueryFeatureNotAllowed). */
export const updateFilterOptions = (options: FilterOptions, upsert: boolean): FilterOptions => {
  const exprFailure = new MongoError(224, '$expr is not allowed in the query predicate for an upsert');
  return upsert ? { ...options, exprFailure } : options;
};

/** Whether an upsert takes over no field of its filter but `_id`, and how strings compare. */
type Taking = { readonly onlyId: boolean; readonly strings: CompareStrings | undefined };

/**
 * The document that an upsert inserts: the values that the filter fixes, changed by the update, `_id` first. Throws
 * NotSingleValueField (54) where the filter fixes a field twice.
 */
export const upsertDocument = (filter: Doc, update: Update, taking: Taking): Doc => {
  const seed: Doc = {};
  const fixed = new Map<string, unknown>();
  if (constantOf(filter) !== false) collect(filter, fixed, taking);
  for (const [path, value] of fixed) targetAt(seed, path).set(clone(value));
  const { _id = new ObjectId(), ...rest } = update(seed, { inserting: true });
  return { _id, ...rest };
};

/** Collects what a filter compares for equality, also in `$and` and in an `$or` of which one part can match. */
const collect = (filter: Doc, fixed: Map<string, unknown>, taking: Taking): void => {
  for (const [key, condition] of Object.entries(filter)) {
    const parts = Array.isArray(condition) ? condition.filter(isDoc) : [];
    const possible = key === '$and' ? parts : parts.filter((part) => constantOf(part) !== false);
    if (key === '$and' || (key === '$or' && isOne(possible, taking)))
      for (const part of key === '$and' ? possible : possible.slice(0, 1)) collect(part, fixed, taking);
    if (key.startsWith('$') || (taking.onlyId && key !== '_id')) continue;
    for (const value of valuesOf(condition, taking)) {
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
  }
};

/** True or false where a filter matches every document or none, as far as empty lists and filters make it. */
const constantOf = (filter: Doc): boolean | undefined =>
  every(
    Object.entries(filter).map(([key, condition]) => {
      const parts = Array.isArray(condition) ? condition.filter(isDoc).map(constantOf) : [];
      if (key === '$and') return every(parts);
      if (key === '$nor') return every(parts.map(not));
      if (key === '$or') return not(every(parts.map(not)));
      return key.startsWith('$') ? undefined : constantOfCondition(condition);
    }),
  );

const constantOfCondition = (condition: unknown): boolean | undefined => {
  if (!isOperators(condition)) return undefined;
  return every(
    Object.entries(condition).map(([name, operand]) => {
      if (name === '$not') return not(constantOfCondition(operand));
      if (name === '$elemMatch' && isDoc(operand))
        return constantOf(operand) === false || constantOfCondition(operand) === false ? false : undefined;
      if (!Array.isArray(operand)) return undefined;
      if (name === '$all' && operand.length > 0) return every(operand.map(constantOfCondition));
      if (operand.length > 0) return undefined;
      return ['$in', '$all'].includes(name) ? false : name === '$nin' || undefined;
    }),
  );
};

/** Three-valued logic: `undefined` depends on the document. */
const not = (constant: boolean | undefined): boolean | undefined =>
  constant === undefined ? undefined : !constant;
const every = (constants: readonly (boolean | undefined)[]): boolean | undefined => {
  if (constants.includes(false)) return false;
  return constants.includes(undefined) ? undefined : true;
};

const isOne = (list: readonly unknown[], { strings }: Taking): boolean =>
  list.length > 0 && list.every((value) => compareValues(list[0], value, strings) === 0);

/** The values that one condition demands. */
const valuesOf = (condition: unknown, taking: Taking): unknown[] => {
  if (!isOperators(condition)) return condition instanceof BSONRegExp ? [] : [condition];
  const { $in, $all } = condition;
  const one = Array.isArray($in) && isOne($in, taking) ? $in.slice(0, 1) : [];
  const demanded = [...one, ...(Array.isArray($all) ? $all : [])];
  return [
    ...('$eq' in condition ? [condition['$eq']] : []),
    ...demanded.filter((value) => !(value instanceof BSONRegExp) && !isOperators(value)),
  ];
};

import { BSONRegExp, ObjectId } from 'bson';
import { isOperators } from '../query/condition.ts';
import { clone, type Doc, isDoc } from '../values/types.ts';
import { targetAt } from './target.ts';
import type { Update } from './types.ts';

/** The document that an upsert inserts: the values that the filter fixes, changed by the update, `_id` first. */
export const upsertDocument = (filter: Doc, update: Update, isReplacement: boolean): Doc => {
  const seed: Doc = {};
  const fixed = equalities(filter);
  if (isReplacement) {
    if (fixed.has('_id')) seed['_id'] = fixed.get('_id');
  } else {
    for (const [path, value] of fixed) targetAt(seed, path).set(clone(value));
  }
  const { _id = new ObjectId(), ...rest } = update(seed, { inserting: true });
  return { _id, ...rest };
};

/** The paths that a filter compares for equality, also in `$and`, in an `$or` or `$in` or `$all` of one. */
export const equalities = (filter: Doc): Map<string, unknown> => {
  const found = new Map<string, unknown>();
  for (const [key, condition] of Object.entries(filter)) {
    if (
      (key === '$and' || (key === '$or' && Array.isArray(condition) && condition.length === 1)) &&
      Array.isArray(condition)
    ) {
      for (const item of condition.filter(isDoc))
        for (const [path, value] of equalities(item)) found.set(path, value);
    } else if (!key.startsWith('$')) {
      const value = isOperators(condition) ? equalityOf(condition) : condition;
      if (value !== undefined && !(value instanceof BSONRegExp)) found.set(key, value);
    }
  }
  return found;
};

const equalityOf = (condition: Doc): unknown => {
  const list = condition['$in'] ?? condition['$all'];
  return (
    condition['$eq'] ??
    (Array.isArray(list) && list.length === 1 && !isOperators(list[0]) ? list[0] : undefined)
  );
};

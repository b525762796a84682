import { isDeepStrictEqual } from 'node:util';
import { isOperators } from '../query/condition.ts';
import { compileFilter } from '../query/filter.ts';
import { valueKey } from '../values/key.ts';
import { type Doc, isDoc } from '../values/types.ts';
import { excludesMissing, intervalsOf, isPoint, overlap } from './bounds.ts';

/** What a filter asks of each path, of all of which a document must satisfy. */
export type Conditions = ReadonlyMap<string, readonly unknown[]>;

/** The conditions of a filter on fields, also those inside `$and`; other operators at its top are left out. */
export const conditionsOf = (filter: Doc): Conditions => {
  const conditions = new Map<string, unknown[]>();
  const collect = (part: Doc): void => {
    for (const [key, condition] of Object.entries(part)) {
      if (key === '$and' && Array.isArray(condition)) condition.filter(isDoc).forEach(collect);
      else if (!key.startsWith('$')) conditions.set(key, [...(conditions.get(key) ?? []), condition]);
    }
  };
  collect(filter);
  return conditions;
};

/**
 * Whether every document that satisfies the conditions surely satisfies the filter of a partial index. It may: false is
 * always a safe answer, after which the index is not used.
 */
export const implies = (conditions: Conditions, filter: Doc): boolean =>
  Object.entries(filter).every(([key, wanted]) => {
    if (key === '$and')
      return Array.isArray(wanted) && wanted.every((part) => isDoc(part) && implies(conditions, part));
    if (key === '$or')
      return Array.isArray(wanted) && wanted.some((part) => isDoc(part) && implies(conditions, part));
    const given = conditions.get(key) ?? [];
    const parts = isOperators(wanted)
      ? Object.entries(wanted).map(([name, operand]) => ({ [name]: operand }))
      : [{ $eq: wanted }];
    return key.startsWith('$') ? false : parts.every((part) => impliesPart(given, part));
  });

const impliesPart = (given: readonly unknown[], wanted: Doc): boolean => {
  if ('$exists' in wanted && excludesMissing(given)) return true;
  if (given.some((condition) => valueKey(condition) === valueKey(wanted))) return true;
  const accepts = compileFilter({ value: wanted });
  const target = intervalsOf([wanted], { multikey: false, collated: false });
  return given.some((condition) => {
    const intervals = intervalsOf([condition], { multikey: false, collated: false });
    return intervals?.every(
      (interval) =>
        (isPoint(interval) && accepts({ value: interval.low })) ||
        target?.some((other) => isDeepStrictEqual(overlap(other, interval), [interval])),
    );
  });
};

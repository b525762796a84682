import { MongoError } from '../errors.ts';
import { compareValues } from '../values/compare.ts';
import { valueKey } from '../values/key.ts';
import { meanOf, sumOf } from '../values/numbers.ts';
import { type Doc, isDoc, isNumeric, typeName } from '../values/types.ts';
import { isNullish, values } from './arguments.ts';
import type { Operator } from './types.ts';

/** What becomes of many values: of those that an expression had for a group's documents, or of an array's. */
type Accumulator = (values: readonly unknown[]) => unknown;

const extreme =
  (sign: number): Accumulator =>
  (given) =>
    given.reduce<unknown>((best, value) => {
      if (isNullish(value)) return best;
      return best === null || compareValues(value, best) * sign > 0 ? value : best;
    }, null);

/** The first of equal values stays. */
const distinct: Accumulator = (given) => {
  const found = new Map<string, unknown>();
  for (const value of given) {
    const key = valueKey(value);
    if (value !== undefined && !found.has(key)) found.set(key, value);
  }
  return [...found.values()];
};

/** The fields of all documents, later ones over earlier ones. Throws 40400 for anything that is neither one nor null. */
const mergeObjects = (documents: readonly unknown[]): Doc => {
  const wrong = documents.find((item) => !isNullish(item) && !isDoc(item));
  if (wrong === undefined) return Object.assign({}, ...documents);
  throw new MongoError(40400, `$mergeObjects requires objects, but was given: ${typeName(wrong)}`);
};

const REDUCERS: Readonly<Record<string, Accumulator>> = {
  $sum: (given) => sumOf(given.filter(isNumeric)),
  $avg: (given) => meanOf(given.filter(isNumeric)),
  $min: extreme(-1),
  $max: extreme(1),
  $mergeObjects: mergeObjects,
};

/** Every accumulator of `$group`; one that is not here is refused. */
export const ACCUMULATORS: Readonly<Record<string, Accumulator>> = {
  ...REDUCERS,
  $count: (given) => given.length,
  $first: (given) => given[0] ?? null,
  $last: (given) => given.at(-1) ?? null,
  $push: (given) => given.filter((value) => value !== undefined),
  $addToSet: distinct,
};

/** The operators that do to several arguments, or to the elements of a single array, what `$group` does to documents. */
export const REDUCTIONS: Readonly<Record<string, Operator>> = Object.fromEntries(
  Object.entries(REDUCERS).map(([name, reduce]) => [
    name,
    values(
      (...given) => reduce(given.length === 1 && Array.isArray(given[0]) ? given[0] : given),
      0,
      Infinity,
    ),
  ]),
);

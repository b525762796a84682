import { failedToParse, MongoError } from '../errors.ts';
import { valueKey } from '../values/key.ts';
import { isTruthy } from '../values/types.ts';
import { arrayOf, inOrder, isNullish, namedOperand, nullable, values, wholeOf } from './arguments.ts';
import type { Operator } from './types.ts';

const elementAt = (name: string, position?: number): Operator =>
  nullable(
    (given, index = position) => arrayOf(given, name).at(wholeOf(index, name)),
    position === undefined ? 2 : 1,
  );

/** So many elements from a position, which counts from the end where it is negative; without a count the first or last. */
export const sliced = (items: readonly unknown[], first: number, count?: number): unknown[] => {
  if (count === undefined) return first < 0 ? items.slice(first) : items.slice(0, first);
  const start = first < 0 ? Math.max(0, items.length + first) : first;
  return items.slice(start, start + count);
};

const slice = nullable(
  (given, a, b) => {
    const [items, first] = [arrayOf(given, '$slice'), wholeOf(a, '$slice')];
    const count = b === undefined ? undefined : wholeOf(b, '$slice');
    if (count !== undefined && count <= 0)
      throw new MongoError(28729, 'Third argument to $slice must be positive');
    return sliced(items, first, count);
  },
  2,
  3,
);

/** `$map`, `$filter`: evaluates an expression for each element, which a variable stands for. */
const forEach =
  (body: 'in' | 'cond', collect: (items: unknown[], results: unknown[]) => unknown[]): Operator =>
  (operand, compile, name) => {
    const given = namedOperand(operand, name, ['input', body], ['as']);
    const { input: list, as: variable = 'this', [body]: each } = given;
    if (typeof variable !== 'string') throw failedToParse(`${name} needs a string as 'as'`);
    const input = compile(list);
    const evaluate = compile(each, variable);
    return (document, variables) => {
      const items = input(document, variables);
      if (isNullish(items)) return null;
      const results = arrayOf(items, name).map((item) =>
        evaluate(document, { ...variables, [variable]: item }),
      );
      return collect(arrayOf(items, name), results);
    };
  };

/** The operators that look into arrays. */
export const ARRAYS: Readonly<Record<string, Operator>> = {
  $arrayElemAt: elementAt('$arrayElemAt'),
  $first: elementAt('$first', 0),
  $last: elementAt('$last', -1),
  $slice: slice,
  $size: values((given) => arrayOf(given, '$size').length),
  $concatArrays: inOrder(arrayOf, (...lists) => lists.flat()),
  $in: values((item, list) => {
    const key = valueKey(item);
    const isIn = arrayOf(list, '$in').some((each) => valueKey(each) === key);
    // A missing value shares null's key, and is not null.
    return item !== undefined && isIn;
  }, 2),
  $map: forEach('in', (_, results) => results.map((result) => result ?? null)),
  $filter: forEach('cond', (items, results) => items.filter((_, i) => isTruthy(results[i]))),
};

import { MongoError } from '../errors.ts';
import { valueKey } from '../values/key.ts';
import { toNumber } from '../values/numbers.ts';
import { type Doc, isDoc, isNumeric, isTruthy, typeName } from '../values/types.ts';
import { arrayOf, inOrder, isNullish, namedOperand, nullable, values } from './arguments.ts';
import type { Operator } from './types.ts';

/** A whole number. Throws `code` where the value is not one. */
const wholeOf = (value: unknown, name: string, code: number): number => {
  const number = isNumeric(value) ? toNumber(value) : NaN;
  if (!Number.isInteger(number))
    throw new MongoError(code, `${name} needs a whole number, but was given: ${typeName(value)}`);
  return number;
};

const elementAt = (name: string, code: number, position?: number): Operator =>
  nullable(
    (given, index = position) => arrayOf(given, name, code).at(wholeOf(index, name, 28690)),
    position === undefined ? 2 : 1,
  );

const slice = nullable(
  (given, a, b) => {
    const items = arrayOf(given, '$slice', 28724);
    const first = wholeOf(a, '$slice', 28725);
    if (b === undefined) return first < 0 ? items.slice(first) : items.slice(0, first);
    const count = wholeOf(b, '$slice', 28727);
    if (count <= 0) throw new MongoError(28729, 'Third argument to $slice must be positive');
    const start = first < 0 ? Math.max(0, items.length + first) : first;
    return items.slice(start, start + count);
  },
  2,
  3,
);

/** `$map`, `$filter`: evaluates an expression for each element, which a variable stands for. */
const forEach =
  (body: 'in' | 'cond', collect: (items: unknown[], results: unknown[]) => unknown[]): Operator =>
  (operand, compile, name) => {
    const {
      input: list,
      as: variable = 'this',
      [body]: each,
    } = namedOperand(operand, name, ['input', body], ['as']);
    if (typeof variable !== 'string') throw new MongoError(9, `${name} needs a string as 'as'`);
    const input = compile(list);
    const evaluate = compile(each, [variable]);
    return (document, variables) => {
      const given = input(document, variables);
      if (isNullish(given)) return null;
      const items = arrayOf(given, name, name === '$map' ? 16883 : 28651);
      return collect(
        items,
        items.map((item) => evaluate(document, { ...variables, [variable]: item })),
      );
    };
  };

const reduce: Operator = (operand, compile, name) => {
  const given = namedOperand(operand, name, ['input', 'initialValue', 'in']);
  const [input, initial] = [compile(given['input']), compile(given['initialValue'])];
  const step = compile(given['in'], ['this', 'value']);
  return (document, variables) => {
    const items = input(document, variables);
    if (isNullish(items)) return null;
    const start = initial(document, variables);
    return arrayOf(items, name, 40080).reduce(
      (value, item) => step(document, { ...variables, value, this: item }),
      start,
    );
  };
};

/** The fields of all documents, later ones over earlier ones. Throws 40400 for anything that is neither one nor null. */
export const mergeObjects = (documents: readonly unknown[]): Doc => {
  const wrong = documents.find((item) => !isNullish(item) && !isDoc(item));
  if (wrong !== undefined)
    throw new MongoError(
      40400,
      `$mergeObjects requires object inputs, but input is of type ${typeName(wrong)}`,
    );
  return Object.assign({}, ...documents);
};

/** The operators that look into arrays and documents. */
export const ARRAYS: Readonly<Record<string, Operator>> = {
  $arrayElemAt: elementAt('$arrayElemAt', 28689),
  $first: elementAt('$first', 28689, 0),
  $last: elementAt('$last', 28689, -1),
  $slice: slice,
  $size: values((given) => arrayOf(given, '$size', 17124).length),
  $isArray: values((given) => Array.isArray(given)),
  $concatArrays: inOrder(
    (items) => arrayOf(items, '$concatArrays', 28664),
    (...lists) => lists.flat(),
  ),
  $in: values((item, list) => {
    const key = valueKey(item);
    return arrayOf(list, '$in', 40081).some((each) => valueKey(each) === key);
  }, 2),
  $map: forEach('in', (_, results) => results.map((result) => result ?? null)),
  $filter: forEach('cond', (items, results) => items.filter((_, i) => isTruthy(results[i]))),
  $reduce: reduce,
  $mergeObjects: values((...given) => mergeObjects(given), 0, Infinity),
};

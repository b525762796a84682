import { badValue, MongoError } from '../errors.ts';
import { compareValues } from '../values/compare.ts';
import { valueKey } from '../values/key.ts';
import { toNumber } from '../values/numbers.ts';
import { type Doc, isDoc, isNumeric, isTruthy, typeName } from '../values/types.ts';
import {
  arrayOf,
  inOrder,
  isNullish,
  named,
  namedOperand,
  nullable,
  type Operator,
  values,
} from './arguments.ts';

/** A whole number. Throws `code` where the value is none. */
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

const range = values(
  (from, to, by = 1) => {
    const [start, end, step] = [
      wholeOf(from, '$range', 34443),
      wholeOf(to, '$range', 34445),
      wholeOf(by, '$range', 34447),
    ];
    if (step === 0) throw new MongoError(34449, '$range requires a non-zero step value');
    return Array.from({ length: Math.max(0, Math.ceil((end - start) / step)) }, (_, i) => start + i * step);
  },
  2,
  3,
);

/** `$map`, `$filter`: evaluates an expression for each element, which a variable stands for. */
const forEach =
  (body: 'in' | 'cond', collect: (items: unknown[], results: unknown[]) => unknown[]): Operator =>
  (operand, compile, name) => {
    const given = namedOperand(operand, name, ['input', body], ['as']);
    const variable = typeof given['as'] === 'string' ? given['as'] : 'this';
    const input = compile(given['input']);
    const evaluate = compile(given[body], [variable]);
    return (document, variables) => {
      const items = input(document, variables);
      if (isNullish(items)) return null;
      const list = arrayOf(items, name, name === '$map' ? 16883 : 28651);
      return collect(
        list,
        list.map((item) => evaluate(document, { ...variables, [variable]: item })),
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

/** An array as a set, by key. Throws `code` where it is none. */
const setOf =
  (name: string, code: number) =>
  (value: unknown): Map<string, unknown> =>
    new Map(arrayOf(value, name, code).map((item) => [valueKey(item), item]));
const sorted = (set: Iterable<readonly [string, unknown]>): unknown[] =>
  [...set].map(([, value]) => value).toSorted((a, b) => compareValues(a, b));

const setUnion = inOrder(setOf('$setUnion', 17043), (...sets) =>
  sorted(new Map(sets.flatMap((set) => Array.from(set)))),
);
const setIntersection = inOrder(
  setOf('$setIntersection', 17047),
  (first = new Map<string, unknown>(), ...rest) =>
    sorted([...first].filter(([key]) => rest.every((set) => set.has(key)))),
);
const setDifference = nullable((...given) => {
  const [first = new Map<string, unknown>(), second = first] = given.map(setOf('$setDifference', 17048));
  return [...first].filter(([key]) => !second.has(key)).map(([, value]) => value);
}, 2);
const setEquals = values(
  (...given) => {
    const [first = new Map<string, unknown>(), ...rest] = given.map(setOf('$setEquals', 17044));
    return rest.every((set) => set.size === first.size && [...set.keys()].every((key) => first.has(key)));
  },
  2,
  Infinity,
);
const setIsSubset = values((...given) => {
  const [first = new Map<string, unknown>(), second = first] = given.map(setOf('$setIsSubset', 17046));
  return [...first.keys()].every((key) => second.has(key));
}, 2);

const toPair = (item: unknown): [string, unknown] => {
  if (Array.isArray(item) && item.length === 2 && typeof item[0] === 'string') return [item[0], item[1]];
  if (isDoc(item) && typeof item['k'] === 'string' && 'v' in item && Object.keys(item).length === 2)
    return [item['k'], item['v']];
  throw new MongoError(40392, '$arrayToObject needs an array of [name, value] or {k: name, v: value}');
};

const merge = (...documents: unknown[]): Doc => {
  const wrong = documents.find((item) => !isNullish(item) && !isDoc(item));
  if (wrong !== undefined)
    throw new MongoError(
      40400,
      `$mergeObjects requires object inputs, but input is of type ${typeName(wrong)}`,
    );
  return Object.assign({}, ...documents);
};

/** `$setField` and `$unsetField`, which take any name, also one with dots or dollars; a missing value removes it. */
const setField = (required: readonly string[]): Operator =>
  named(required, [], ({ field, input, value }) => {
    if (typeof field !== 'string')
      throw new MongoError(4161107, '$setField requires field to evaluate to type String');
    if (isNullish(input)) return null;
    if (!isDoc(input))
      throw new MongoError(
        4161105,
        `$setField requires input to evaluate to type Object, not ${typeName(input)}`,
      );
    if (field === '__proto__') throw badValue('a field named __proto__ is refused');
    const { [field]: _, ...rest } = input;
    if (value === undefined) return rest;
    return field in input ? { ...input, [field]: value } : { ...rest, [field]: value };
  });

/** The operators that look into arrays, sets and documents. */
export const ARRAYS: Readonly<Record<string, Operator>> = {
  $arrayElemAt: elementAt('$arrayElemAt', 28689),
  $first: elementAt('$first', 28689, 0),
  $last: elementAt('$last', 28689, -1),
  $slice: slice,
  $range: range,
  $size: values((given) => arrayOf(given, '$size', 17124).length),
  $isArray: values((given) => Array.isArray(given)),
  $reverseArray: nullable((given) => arrayOf(given, '$reverseArray', 34435).toReversed()),
  $concatArrays: inOrder(
    (items) => arrayOf(items, '$concatArrays', 28664),
    (...lists) => lists.flat(),
  ),
  $in: values(
    (item, list) => arrayOf(list, '$in', 40081).some((each) => valueKey(each) === valueKey(item)),
    2,
  ),
  $indexOfArray: values(
    (list, item) =>
      isNullish(list)
        ? null
        : arrayOf(list, '$indexOfArray', 40090).findIndex((each) => valueKey(each) === valueKey(item)),
    2,
  ),
  $map: forEach('in', (_, results) => results.map((result) => result ?? null)),
  $filter: forEach('cond', (items, results) => items.filter((_, i) => isTruthy(results[i]))),
  $reduce: reduce,
  $setUnion: setUnion,
  $setIntersection: setIntersection,
  $setDifference: setDifference,
  $setEquals: setEquals,
  $setIsSubset: setIsSubset,
  $allElementsTrue: values((given) => arrayOf(given, '$allElementsTrue', 17040).every(isTruthy)),
  $anyElementTrue: values((given) => arrayOf(given, '$anyElementTrue', 17041).some(isTruthy)),
  $arrayToObject: nullable((given) =>
    Object.fromEntries(arrayOf(given, '$arrayToObject', 40386).map(toPair)),
  ),
  $objectToArray: nullable((given) => {
    if (!isDoc(given))
      throw new MongoError(40390, `$objectToArray requires a document input, found: ${typeName(given)}`);
    return Object.entries(given).map(([k, v]) => ({ k, v }));
  }),
  $mergeObjects: values(merge, 0, Infinity),
  $setField: setField(['field', 'input', 'value']),
  $unsetField: setField(['field', 'input']),
  $getField: (operand, compile, name) =>
    named(['field', 'input'], [], ({ field, input }) => {
      if (typeof field !== 'string')
        throw new MongoError(3041704, '$getField requires field to evaluate to type String');
      return isDoc(input) && Object.hasOwn(input, field)
        ? input[field]
        : isNullish(input)
          ? input
          : undefined;
    })(typeof operand === 'string' ? { field: operand, input: '$$CURRENT' } : operand, compile, name),
};

import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { listOf, switchedOn, type Table, weighted } from './pick.ts';
import {
  arrays,
  booleans,
  dates,
  mostly,
  numbers,
  scalars,
  smallIntegers,
  strings,
  subdocuments,
  values,
} from './values.ts';

type Kind = 'any' | 'array' | 'boolean' | 'date' | 'number' | 'object' | 'string';
type Kinds = Readonly<Record<Kind, Arbitrary<unknown>>>;

/** The fields that hold values of a kind; `a`, `b` and `c` hold anything. */
const LEAVES: Kinds = {
  number: weighted<unknown>([3, fc.constant('$n')], [3, numbers]),
  string: weighted<unknown>([3, fc.constant('$s')], [3, strings.filter((text) => text !== '$a')]),
  boolean: booleans,
  date: weighted<unknown>([3, fc.constant('$d')], [1, dates]),
  array: weighted<unknown>([4, fc.constant('$r')], [1, arrays], [1, fc.constantFrom('$a', '$r.b', '$a.b')]),
  object: weighted<unknown>([2, subdocuments], [1, fc.constant('$$ROOT')], [1, fc.constantFrom('$a', '$c')]),
  any: weighted<unknown>(
    [3, fc.constantFrom('$a', '$b', '$n', '$s', '$d', '$r', '$c', '$a.b', '$r.b', '$missing')],
    [2, scalars],
    [1, values],
    [1, fc.constant('$$REMOVE')],
  ),
};

const pair = <T>(one: Arbitrary<T>, other: Arbitrary<T>): Arbitrary<unknown> => fc.tuple(one, other);

/** `{ name: value, … }` for each name. */
const named = (names: readonly string[], value: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc.record(Object.fromEntries(names.map((name) => [name, value])));

/** The operators whose result is of a kind (or null), with their operands. */
const operatorTables = (of: Kinds): Readonly<Record<Kind, Table<unknown>>> => {
  const { any, array, boolean, date, number, object, string } = of;
  const one = (kind: Arbitrary<unknown>): Arbitrary<unknown> =>
    weighted<unknown>([4, kind], [1, kind.map((value) => [value])]);
  const datePart = weighted<unknown>([4, date], [1, date.map((value) => ({ date: value }))]);
  const comparison = weighted([2, pair(any, any)], [2, pair(number, number)], [1, pair(string, string)]);
  const several = weighted<unknown>([4, listOf(any, 0, 3)], [1, any]);
  /** With variables of its own, so the operand is a template. */
  const ofElement = (variable: string): Arbitrary<unknown> =>
    weighted<unknown>(
      [2, fc.constant(variable)],
      [1, fc.constantFrom<unknown>({ $not: variable }, `${variable}.b`, { $eq: [variable, '$n'] })],
      [1, any.map((value) => ({ $gt: [variable, value] }))],
      [1, any],
    );
  return {
    number: {
      $add: weighted<unknown>([4, listOf(number, 0, 3)], [1, number]),
      $subtract: weighted([4, pair(number, number)], [1, pair(date, date)]),
      $multiply: listOf(number, 0, 3),
      $divide: pair(number, number),
      $sum: several,
      $avg: several,
      $mod: pair(number, number),
      $abs: one(number),
      $ceil: one(number),
      $floor: one(number),
      $round: weighted<unknown>([1, one(number)], [2, pair(number, smallIntegers)]),
      $trunc: weighted<unknown>([1, one(number)], [2, pair(number, smallIntegers)]),
      $cmp: comparison,
      $strLenCP: one(string),
      $size: one(array),
      $toInt: one(any),
      $toLong: one(any),
      $toDouble: one(any),
      $year: datePart,
      $month: datePart,
      $dayOfMonth: datePart,
      $hour: datePart,
      $minute: datePart,
      $second: datePart,
      $millisecond: datePart,
      $dayOfWeek: datePart,
    },
    string: {
      $concat: listOf(string, 0, 3),
      $toLower: one(string),
      $toUpper: one(string),
      $substrCP: fc.tuple(string, smallIntegers, smallIntegers),
      $trim: weighted<unknown>(
        [2, string.map((input) => ({ input }))],
        [1, fc.record({ input: string, chars: strings })],
      ),
      $toString: one(any),
      $dateToString: fc.record(
        { date, format: fc.constantFrom('%Y-%m-%d', '%Y-%m-%dT%H:%M:%S.%LZ', '%j %u %%', '%q') },
        { requiredKeys: ['date'] },
      ),
    },
    boolean: {
      $eq: comparison,
      $ne: comparison,
      $gt: comparison,
      $gte: comparison,
      $lt: comparison,
      $lte: comparison,
      $and: several,
      $or: several,
      $not: one(any),
      $in: pair(any, array),
      $isArray: one(any),
      $toBool: one(any),
    },
    date: {
      $toDate: weighted<unknown>([1, one(any)], [2, date], [1, fc.constant('2020-02-30T00:00:00Z')]),
      $add: pair(date, number),
      $subtract: pair(date, number),
    },
    array: {
      $split: pair(string, strings),
      $slice: weighted<unknown>(
        [1, pair(array, smallIntegers)],
        [1, fc.tuple(array, smallIntegers, smallIntegers)],
      ),
      $concatArrays: listOf(array, 0, 3),
      $map: fc.record({ input: array, in: ofElement('$$this') }),
      $filter: fc.record(
        { input: array, cond: ofElement('$$x'), as: fc.constant('x'), limit: smallIntegers },
        { requiredKeys: ['input', 'cond', 'as'] },
      ),
      $reverseArray: one(array),
      $objectToArray: one(object),
    },
    object: {
      $mergeObjects: weighted<unknown>([2, listOf(object, 0, 3)], [1, object]),
      $arrayToObject: weighted<unknown>(
        [2, listOf(pair(strings, any), 0, 2).map((entries) => [entries])],
        [1, listOf(fc.record({ k: strings, v: any }), 0, 2).map((entries) => [entries])],
        [1, one(array)],
      ),
    },
    any: {
      $cond: weighted<unknown>([2, fc.tuple(boolean, any, any)], [1, named(['if', 'then', 'else'], any)]),
      $ifNull: listOf(any, 1, 3),
      $switch: fc.record(
        { branches: listOf(named(['case', 'then'], any), 1, 2), default: any },
        { requiredKeys: ['branches'] },
      ),
      $let: fc.record({ vars: fc.record({ x: any }), in: ofElement('$$x') }),
      $literal: values,
      $min: several,
      $max: several,
      $arrayElemAt: pair(array, smallIntegers),
      $first: one(array),
      $last: one(array),
      $reduce: fc.record({
        input: array,
        initialValue: any,
        in: fc.constantFrom<unknown>(
          '$$value',
          '$$this',
          { $eq: ['$$value', '$$this'] },
          { $ifNull: ['$$this', '$$value'] },
          { $concatArrays: [['$$this'], ['$$value']] },
        ),
      }),
    },
  };
};

/** An operand now and then of another type or number than the operator takes. */
const malformed = (operand: Arbitrary<unknown>): Arbitrary<unknown> =>
  weighted<unknown>([60, operand], [1, mostly(listOf(LEAVES.any, 0, 4))]);

const operatorsOf = (table: Table<unknown>): Arbitrary<unknown>[] =>
  switchedOn(table).map(([name, operand]) => malformed(operand).map((value) => ({ [name]: value })));

const built = fc.letrec<Record<Kind, unknown>>((tie) => {
  const of: Kinds = {
    any: tie('any'),
    array: tie('array'),
    boolean: tie('boolean'),
    date: tie('date'),
    number: tie('number'),
    object: tie('object'),
    string: tie('string'),
  };
  const tables = operatorTables(of);
  const kind = (name: Kind): Arbitrary<unknown> =>
    fc.oneof(
      { maxDepth: 2, withCrossShrink: true, depthIdentifier: 'expression' },
      { weight: 12, arbitrary: LEAVES[name] },
      { weight: 12, arbitrary: fc.oneof(...operatorsOf(tables[name])) },
      { weight: 1, arbitrary: LEAVES.any },
    );
  return {
    number: kind('number'),
    string: kind('string'),
    boolean: kind('boolean'),
    date: kind('date'),
    array: kind('array'),
    object: kind('object'),
    any: fc.oneof(
      { maxDepth: 2, withCrossShrink: true, depthIdentifier: 'expression' },
      { weight: 4, arbitrary: LEAVES.any },
      { weight: 2, arbitrary: fc.oneof(...operatorsOf(tables.any)) },
      ...(['number', 'string', 'boolean', 'date', 'array', 'object'] as const).map((name) => ({
        weight: 1,
        arbitrary: of[name],
      })),
    ),
  };
});

/** Any expression of the aggregation language. */
export const expressions: Arbitrary<unknown> = built.any;
/** An expression that is an operator and not a constant or a field. */
export const operatorExpressions: Arbitrary<unknown> = fc.oneof(
  ...Object.values(operatorTables(built)).flatMap((table) => operatorsOf(table)),
);
/** A numeric expression, for accumulators. */
export const numberExpressions: Arbitrary<unknown> = built.number;
/** An expression whose result is a document, for `$replaceWith`. */
export const objectExpressions: Arbitrary<unknown> = built.object;

/** A generator of expressions for each operator that is switched on, whose operands are fields and constants. */
export const expressionOperators = (): [name: string, expression: Arbitrary<unknown>][] =>
  Object.values(operatorTables(LEAVES)).flatMap((table) =>
    switchedOn(table).map(([name, operand]): [string, Arbitrary<unknown>] => [
      name,
      operand.map((value) => ({ [name]: value })),
    ]),
  );

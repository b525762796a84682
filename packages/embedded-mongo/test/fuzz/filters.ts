import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { mongo } from 'mongoose';
import { expressions } from './expressions.ts';
import { listOf, merged, operatorOf, switchedOn, type Table, weighted } from './pick.ts';
import {
  arrays,
  booleans,
  type Doc,
  located,
  mostly,
  numbers,
  paths,
  smallIntegers,
  values,
} from './values.ts';

const { BSONRegExp, MaxKey, MinKey } = mongo.BSON;

const TYPE_NAMES =
  'double string object array binData objectId bool date null regex int long decimal number minKey maxKey timestamp x';
const TYPES = [...TYPE_NAMES.split(' '), 1, 2, 3, 4, 16, -1, 99];
const PATTERNS = [
  ...String.raw`a ^a B$ ^.$ ^$ [a-c]+ a|b \d ^\w+$ é a.b (a)(b)? [^a] a\.b a{1,2} \s \bb`.split(' '),
  ...'( [[:alpha:]] (?i)AB (?=a)a'.split(' '),
];
const patterns = fc.constantFrom(...PATTERNS);
const options = fc.constantFrom('', 'i', 'm', 's', 'x', 'im', 'z');
const regexes = fc
  .tuple(patterns, fc.constantFrom('', 'i', 'm', 's', 'im'))
  .map(([p, o]) => new BSONRegExp(p, o));

/** Operators that compare a value, by which an index finds documents. */
const comparisons = (value: Arbitrary<unknown>): Table<unknown> => ({
  $eq: value,
  $gt: value,
  $gte: value,
  $lt: value,
  $lte: value,
  $in: mostly(listOf(weighted<unknown>([12, value], [1, regexes]), 0, 3)),
});

const simple = (value: Arbitrary<unknown>): Table<unknown> => ({
  ...comparisons(value),
  $ne: value,
  $nin: mostly(listOf(value, 0, 3)),
  $exists: mostly(booleans),
  $type: mostly(
    weighted<unknown>([4, fc.constantFrom(...TYPES)], [1, listOf(fc.constantFrom(...TYPES), 0, 2)]),
  ),
  $regex: mostly(weighted<unknown>([3, patterns], [1, regexes])),
  $mod: mostly(weighted<unknown>([8, listOf(numbers, 2, 2)], [1, listOf(numbers, 0, 3)])),
  $size: mostly(smallIntegers),
});
/** `{ $operator: operand, … }` without operators that hold conditions themselves. */
const plain = (value: Arbitrary<unknown>): Arbitrary<Doc> =>
  weighted<Doc>(
    [8, operatorOf(simple(value))],
    [1, fc.tuple(patterns, options).map(([$regex, $options]) => ({ $regex, $options }))],
    [2, merged(operatorOf(comparisons(value)), operatorOf(simple(value)))],
  );

const { condition, filter } = fc.letrec<{ condition: Doc; filter: Doc; operators: Doc }>((tie) => ({
  operators: weighted<Doc>(
    [10, plain(values)],
    [3, operatorOf(fieldOperators(tie('operators'), tie('filter')))],
  ),
  condition: weighted<Doc>(
    [2, located((value) => value).map(([path, value]) => ({ [path]: value }))],
    [1, fc.tuple(paths, regexes).map(([path, value]) => ({ [path]: value }))],
    [6, located(plain).map(([path, operators]) => ({ [path]: operators }))],
    [3, fc.tuple(paths, tie('operators')).map(([path, operators]) => ({ [path]: operators }))],
  ),
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 6, arbitrary: tie('condition') },
    {
      weight: 2,
      arbitrary: merged(tie('condition'), tie('condition')),
    },
    { weight: 2, arbitrary: operatorOf(logical(tie('filter'))) },
  ),
}));

/** Operators of a field that hold conditions themselves. */
function fieldOperators(operators: Arbitrary<Doc>, inner: Arbitrary<Doc>): Table<unknown> {
  const elements = weighted<Doc>([2, operators], [2, inner]).map(($elemMatch) => ({ $elemMatch }));
  return {
    $not: mostly(weighted<unknown>([4, operators], [1, regexes])),
    $elemMatch: mostly(weighted<unknown>([2, operators], [2, inner])),
    $all: mostly(weighted<unknown>([3, listOf(values, 0, 3)], [1, listOf(elements, 1, 2)], [1, arrays])),
  };
}

function logical(inner: Arbitrary<Doc>): Table<unknown> {
  const several = mostly(weighted<unknown>([9, listOf(inner, 1, 3)], [1, fc.constant([])]));
  return { $or: several, $and: several, $nor: several, $expr: expressions };
}

/** A filter as `find` takes it. */
export const filters: Arbitrary<Doc> = filter;
/** `{ $operator: operand }` as `$elemMatch` and `$pull` take it. */
export const conditions: Arbitrary<Doc> = condition;
/** What an index has a key for: by other values MongoDB reads it in orders of its own, or not at all. */
const bounds = values.filter(
  (value) =>
    !Array.isArray(value) &&
    !(value instanceof BSONRegExp || value instanceof MinKey || value instanceof MaxKey),
);

/** A filter that one index serves: one operator on its field. */
export const indexedFilters = (field: string): Arbitrary<Doc> =>
  weighted<Doc>(
    [1, bounds.map((value) => ({ [field]: value }))],
    [
      3,
      operatorOf({ ...comparisons(bounds), $in: listOf(bounds, 0, 3) }).map((operator) => ({
        [field]: operator,
      })),
    ],
  );

/** A generator of filters for each operator that is switched on. */
export const filterOperators = (): [name: string, filter: Arbitrary<Doc>][] => [
  ...switchedOn({ ...simple(values), ...fieldOperators(plain(values), condition) }).map(
    ([name, operand]): [string, Arbitrary<Doc>] => [
      name,
      fc.tuple(paths, operand).map(([path, value]) => ({ [path]: { [name]: value } })),
    ],
  ),
  ...switchedOn(logical(condition)).map(([name, operand]): [string, Arbitrary<Doc>] => [
    name,
    operand.map((value) => ({ [name]: value })),
  ]),
];

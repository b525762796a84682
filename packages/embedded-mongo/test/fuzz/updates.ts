import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { conditions } from './filters.ts';
import { listOf, merged, operatorOf, switchedOn, type Table, weighted } from './pick.ts';
import { updateStages } from './pipelines.ts';
import {
  booleans,
  type Doc,
  documents,
  mostly,
  numbers,
  paths,
  scalars,
  smallIntegers,
  values,
} from './values.ts';

/** Paths that an update may write: those of filters, new ones, and positions that a filter chooses. */
const targets: Arbitrary<string> = weighted<string>(
  [10, paths],
  [2, fc.constantFrom('x', 'x.b', 'a.3', 'r.3', 'a.x', 'r.1.b')],
  [4, fc.constantFrom('r.$', 'a.$', 'r.$.b', 'a.$.b', 'r.$[]', 'a.$[].b', 'r.$[].b')],
  [4, fc.constantFrom('r.$[e]', 'r.$[e].b', 'a.$[e]', 'a.$[e].b')],
);

const onPath = (operand: Arbitrary<unknown>): Arbitrary<Doc> =>
  weighted<Doc>(
    [8, fc.tuple(targets, operand).map(([path, value]) => ({ [path]: value }))],
    [1, fc.tuple(targets, operand, targets, operand).map(([p, x, q, y]) => ({ [p]: x, [q]: y }))],
  );

/** Mostly on a field that holds an array. */
const onArray = (operand: Arbitrary<unknown>): Arbitrary<Doc> =>
  weighted<Doc>([2, operand.map((r) => ({ r }))], [1, onPath(operand)]);

const each = listOf(values, 0, 3);
const order = weighted<unknown>([3, fc.constantFrom<unknown>(1, -1, { b: 1 }, { b: -1 })], [1, scalars]);
const pushed = weighted<unknown>(
  [2, values],
  [3, each.map(($each) => ({ $each }))],
  [
    3,
    fc.record(
      { $each: mostly(each), $position: mostly(smallIntegers), $slice: mostly(smallIntegers), $sort: order },
      { requiredKeys: ['$each'] },
    ),
  ],
);

/** Update operators, each with its operand. */
const OPERATORS: Table<unknown> = {
  $set: onPath(values),
  $setOnInsert: onPath(values),
  $unset: onPath(fc.constant('')),
  $inc: onPath(mostly(numbers)),
  $mul: onPath(mostly(numbers)),
  $min: onPath(values),
  $max: onPath(values),
  // Its own fields: what is there is compared by type only.
  $currentDate: mostly(
    weighted<unknown>(
      [2, booleans.map((now) => ({ now }))],
      [1, fc.constantFrom('date', 'timestamp', 'x').map(($type) => ({ now: { $type } }))],
    ),
  ),
  $rename: mostly(
    fc.tuple(targets, weighted<unknown>([4, targets], [1, values])).map(([p, q]) => ({ [p]: q })),
  ),
  $push: onArray(pushed),
  $addToSet: onArray(weighted<unknown>([2, values], [2, mostly(each).map(($each) => ({ $each }))])),
  $pop: onArray(mostly(fc.constantFrom<unknown>(1, -1))),
  $pull: onArray(
    weighted<unknown>([2, values], [2, conditions.map((one) => Object.values(one)[0])], [1, conditions]),
  ),
  $pullAll: onArray(mostly(each)),
};

const operators = weighted<Doc>(
  [4, operatorOf(OPERATORS)],
  [1, merged(operatorOf(OPERATORS), operatorOf(OPERATORS))],
);
const elementFilters = weighted<Doc>(
  [2, conditions.map((one) => ({ e: Object.values(one)[0] }))],
  [2, conditions.map((one) => ({ 'e.b': Object.values(one)[0] }))],
  [1, conditions.map((one) => ({ $or: [{ e: 1 }, { 'e.b': Object.values(one)[0] }] }))],
);

/** What an `update` or a `findAndModify` is to do: `update`, and `arrayFilters` where a path names them. */
export type Update = { readonly update: unknown; readonly arrayFilters?: readonly Doc[] };

const withFilters = (update: Arbitrary<Doc>): Arbitrary<Update> =>
  fc
    .tuple(update, elementFilters, fc.integer({ min: 0, max: 15 }))
    .map(([one, arrayFilter, extra]) =>
      JSON.stringify(one).includes('$[e]') || extra === 15
        ? { update: one, arrayFilters: [arrayFilter] }
        : { update: one },
    );

/** An update by operators, by a pipeline, or by a whole document. */
export const updates: Arbitrary<Update> = weighted<Update>(
  [6, withFilters(operators)],
  [2, listOf(updateStages, 1, 2).map((update) => ({ update }))],
  [1, documents.map((update) => ({ update }))],
);

/** A generator of updates for each operator that is switched on. */
export const updateOperators = (): [name: string, update: Arbitrary<Update>][] =>
  switchedOn(OPERATORS).map(([name, operand]) => [
    name,
    withFilters(operand.map((value) => ({ [name]: value }))),
  ]);

import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { expressions, numberExpressions, objectExpressions, operatorExpressions } from './expressions.ts';
import { conditions, filters } from './filters.ts';
import { joined, listOf, merged, operatorOf, switchedOn, type Table, weighted } from './pick.ts';
import { type Doc, mostly, paths, smallIntegers, values } from './values.ts';

const computed = weighted<unknown>([4, operatorExpressions], [1, expressions]);
const names = weighted<string>([3, fc.constantFrom('x', 'y')], [2, paths]);
const fieldsOf = (value: Arbitrary<unknown>): Arbitrary<Doc> =>
  weighted<Doc>(
    [3, fc.tuple(names, value).map(([name, one]) => ({ [name]: one }))],
    [1, fc.tuple(names, value, names, value).map(([p, x, q, y]) => ({ [p]: x, [q]: y }))],
  );

const shown = fc.constantFrom<unknown>(1, true, 0, false);
const fieldChoice = weighted<unknown>([8, shown], [1, shown.map((b) => ({ b }))], [1, values]);
const projectionOperators: Table<unknown> = {
  $slice: weighted<unknown>([2, smallIntegers], [1, fc.tuple(smallIntegers, smallIntegers)]),
  $elemMatch: weighted<Doc>([1, conditions], [1, conditions.map((one) => ({ $eq: Object.values(one)[0] }))]),
};

/** A projection of `$project`; with the operators that only `find` knows where these are asked for. */
const projectionOf = (extra: Arbitrary<Doc>): Arbitrary<Doc> =>
  weighted<Doc>(
    [3, listOf(paths, 1, 2).map((all) => Object.fromEntries(all.map((path) => [path, 1])))],
    [2, listOf(paths, 1, 2).map((all) => Object.fromEntries(all.map((path) => [path, 0])))],
    [1, fc.tuple(paths, shown, shown).map(([path, one, _id]) => ({ [path]: one, _id }))],
    [1, fieldsOf(fieldChoice)],
    [2, fieldsOf(computed)],
    [2, extra],
  );
const projectStage = projectionOf(fc.tuple(paths, computed).map(([path, x]): Doc => ({ [path]: 1, x })));
export const projections: Arbitrary<Doc> = projectionOf(fieldsOf(operatorOf(projectionOperators)));

/** An order in which no two documents are equal. */
export const totalSorts: Arbitrary<Doc> = weighted<Doc>(
  [1, fc.constantFrom<Doc>({ _id: 1 }, { _id: -1 })],
  [
    4,
    merged(
      listOf(fc.tuple(paths, fc.constantFrom(1, -1)), 1, 2).map((fields) => Object.fromEntries(fields)),
      weighted<unknown>([25, fc.constant(1)], [1, values]).map((_id) => ({ _id })),
    ),
  ],
);

/** Accumulators; `set` is where the order of the result says nothing. */
const ACCUMULATORS: Table<unknown> = {
  $sum: weighted<unknown>([3, numberExpressions], [1, expressions], [1, fc.constant(1)]),
  $avg: weighted<unknown>([3, numberExpressions], [1, expressions]),
  $min: expressions,
  $max: expressions,
  $first: expressions,
  $last: expressions,
  $push: expressions,
  $addToSet: expressions,
  $count: weighted<unknown>([9, fc.constant({})], [1, values]),
  $mergeObjects: objectExpressions,
};
const groupBy = (accumulator: Arbitrary<Doc>): Arbitrary<Doc> =>
  fc
    .tuple(weighted<unknown>([1, fc.constant(null)], [4, expressions]), accumulator)
    .map(([_id, operator]) => ({
      $group: { _id, [Object.keys(operator)[0] === '$addToSet' ? 'set' : 'x']: operator },
    }));

/** Stages whose result for a document depends on it alone, so that the order of the documents is kept. */
const STAGES: Table<unknown> = {
  $match: filters,
  $project: projectStage,
  $addFields: fieldsOf(computed),
  $set: fieldsOf(computed),
  $unset: mostly(weighted<unknown>([3, paths], [1, listOf(paths, 1, 2)])),
  $unwind: mostly(
    weighted<unknown>(
      [2, paths.map((path) => `$${path}`)],
      [
        2,
        fc.record(
          {
            path: paths.map((path) => `$${path}`),
            preserveNullAndEmptyArrays: fc.boolean(),
          },
          { requiredKeys: ['path'] },
        ),
      ],
    ),
  ),
  $replaceRoot: objectExpressions.map((newRoot) => ({ newRoot })),
  $replaceWith: objectExpressions,
  $lookup: fc.record(
    {
      from: fc.constant('other'),
      localField: paths,
      foreignField: paths,
      as: fc.constantFrom('x', 'a'),
      pipeline: fc.constantFrom(
        [{ $match: { n: { $gt: 0 } } }, { $sort: { _id: -1 } }, { $limit: 1 }],
        [{ $project: { a: 1 } }],
      ),
    },
    { requiredKeys: ['from', 'localField', 'foreignField', 'as'] },
  ),
};
const PAGES: Table<unknown> = {
  $sort: totalSorts,
  $skip: mostly(smallIntegers),
  $limit: mostly(smallIntegers),
};
const stages = operatorOf(STAGES);
const stagesOrPages = weighted<Doc>([4, stages], [1, operatorOf(PAGES)]);

/**
 * A pipeline. It begins with a total order where the caller says so; after a `$group`, whose order says nothing,
 * only stages follow that see a document alone.
 */
export const pipelines = (sorted: boolean): Arbitrary<{ pipeline: Doc[]; unordered: boolean }> => {
  const start = sorted ? totalSorts.map(($sort) => [{ $sort }]) : fc.constant<Doc[]>([]);
  const match = listOf(
    filters.map(($match): Doc => ({ $match })),
    0,
    1,
  );
  const before = joined(match, start, listOf(stagesOrPages, 0, 3));
  const counted = mostly(fc.constantFrom<unknown>('x', 'n', '', '$x', 'a.b')).map(($count): Doc[] => [
    { $count },
  ]);
  const group = joined(listOf(groupBy(operatorOf(ACCUMULATORS)), 1, 1), listOf(stages, 0, 1));
  return weighted<{ pipeline: Doc[]; unordered: boolean }>(
    [3, before.map((pipeline) => ({ pipeline, unordered: false }))],
    [2, joined(before, group).map((pipeline) => ({ pipeline, unordered: true }))],
    [1, joined(before, counted).map((pipeline) => ({ pipeline, unordered: false }))],
  );
};

/** A stage of an update by pipeline. */
export const updateStages: Arbitrary<Doc> = operatorOf<unknown>({
  $set: fieldsOf(computed),
  $addFields: fieldsOf(computed),
  $unset: mostly(paths),
  $project: projectStage,
  $replaceWith: objectExpressions,
});

/** A generator of pipelines for each accumulator that is switched on. */
export const accumulators = (): [name: string, stage: Arbitrary<Doc>][] =>
  switchedOn(ACCUMULATORS).map(([name, operand]) => [
    name,
    groupBy(operand.map((value) => ({ [name]: value }))),
  ]);

/** A generator of stages for each that is switched on. */
export const stageOperators = (): [name: string, stage: Arbitrary<Doc>][] =>
  switchedOn({ ...STAGES, ...PAGES }).map(([name, operand]) => [
    name,
    operand.map((value) => ({ [name]: value })),
  ]);

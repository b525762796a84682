import type { mongo } from 'mongoose';
import { expect, it } from 'vitest';
import { onEveryServer, outcome } from './targets.ts';

const SALES = [
  { _id: 1, item: 'a', qty: 2, tags: ['x', 'y'], at: new Date('2024-02-29T13:14:15.678Z') },
  { _id: 2, item: 'b', qty: 5, tags: [], at: new Date('2024-12-31T23:59:59Z') },
  { _id: 3, item: 'a', qty: 7, at: new Date('2021-01-03T00:00:00Z') },
] as const;
type Case = readonly [title: string, pipeline: mongo.Document[], result: unknown];

const CASES: readonly Case[] = [
  [
    '$group',
    [
      { $group: { _id: '$item', sum: { $sum: '$qty' }, all: { $push: '$_id' }, avg: { $avg: '$qty' } } },
      { $sort: { _id: 1 } },
    ],
    [
      { _id: 'a', sum: 9, all: [1, 3], avg: 4.5 },
      { _id: 'b', sum: 5, all: [2], avg: 5 },
    ],
  ],
  ['$group of nothing', [{ $match: { _id: 9 } }, { $group: { _id: null, n: { $sum: 1 } } }], []],
  [
    '$unwind',
    [{ $unwind: '$tags' }, { $project: { tags: 1 } }],
    [
      { _id: 1, tags: 'x' },
      { _id: 1, tags: 'y' },
    ],
  ],
  [
    '$unwind keeping what is empty',
    [{ $unwind: { path: '$tags', preserveNullAndEmptyArrays: true } }, { $project: { tags: 1 } }],
    [{ _id: 1, tags: 'x' }, { _id: 1, tags: 'y' }, { _id: 2 }, { _id: 3 }],
  ],
  [
    '$addFields',
    [
      { $match: { _id: 1 } },
      { $addFields: { 'n.twice': { $multiply: ['$qty', 2] } } },
      { $project: { n: 1 } },
    ],
    [{ _id: 1, n: { twice: 4 } }],
  ],
  [
    '$project with $cond and $$REMOVE',
    [{ $project: { big: { $cond: [{ $gt: ['$qty', 4] }, '$qty', '$$REMOVE'] } } }],
    [{ _id: 1 }, { _id: 2, big: 5 }, { _id: 3, big: 7 }],
  ],
  [
    '$addFields sets empty documents, and fields of nested ones',
    [{ $match: { _id: 1 } }, { $addFields: { a: {}, b: { c: {}, d: 1 } } }, { $project: { a: 1, b: 1 } }],
    [{ _id: 1, a: {}, b: { c: {}, d: 1 } }],
  ],
  [
    '$addFields takes an empty document for nothing beside a field that is named there or in it',
    [
      { $match: { _id: 1 } },
      { $addFields: { a: {}, 'a.x': 5, 'b.c': {}, b: {}, d: { x: {} }, 'd.x': 1 } },
      { $project: { a: 1, b: 1, d: 1 } },
    ],
    [{ _id: 1, a: { x: 5 }, b: { c: {} }, d: { x: 1 } }],
  ],
  ['$unset', [{ $unset: ['tags', 'at', 'item'] }, { $limit: 1 }], [{ _id: 1, qty: 2 }]],
  [
    '$sort, $skip and $limit',
    [{ $sort: { qty: -1 } }, { $skip: 1 }, { $limit: 1 }, { $project: { _id: 1 } }],
    [{ _id: 2 }],
  ],
  ['$count', [{ $match: { qty: { $gt: 2 } } }, { $count: 'n' }], [{ n: 2 }]],
  ['$replaceWith', [{ $limit: 1 }, { $replaceWith: '$$ROOT' }, { $project: { _id: 1 } }], [{ _id: 1 }]],
  ['$replaceRoot', [{ $limit: 1 }, { $replaceRoot: { newRoot: { was: '$_id' } } }], [{ was: 1 }]],
  [
    '$map and $filter',
    [
      { $limit: 1 },
      {
        $project: {
          m: { $map: { input: '$tags', as: 't', in: { $concat: ['$$t', '!'] } } },
          f: { $filter: { input: [1, 5, 9], cond: { $gt: ['$$this', 4] } } },
        },
      },
    ],
    [{ _id: 1, m: ['x!', 'y!'], f: [5, 9] }],
  ],
  [
    'parts of dates',
    [
      { $match: { _id: 1 } },
      {
        $project: {
          p: [{ $year: '$at' }, { $month: '$at' }, { $dayOfMonth: '$at' }, { $hour: '$at' }],
        },
      },
    ],
    [{ _id: 1, p: [2024, 2, 29, 13] }],
  ],
  [
    '$dateToString',
    [{ $limit: 1 }, { $project: { s: { $dateToString: { date: '$at', format: '%Y-%m-%d %H:%M:%S.%L' } } } }],
    [{ _id: 1, s: '2024-02-29 13:14:15.678' }],
  ],
  [
    'a number in a path names no element',
    [{ $limit: 1 }, { $project: { first: '$tags.0', at: { $arrayElemAt: ['$tags', 0] } } }],
    [{ _id: 1, first: [], at: 'x' }],
  ],
  [
    '$eq compares an array as one value',
    [{ $limit: 1 }, { $project: { e: { $eq: ['$tags', 'x'] }, i: { $in: ['x', '$tags'] } } }],
    [{ _id: 1, e: false, i: true }],
  ],
  [
    '$lookup by fields, and a pipeline for what it found',
    [
      { $match: { _id: 1 } },
      {
        $lookup: {
          from: '@',
          localField: 'item',
          foreignField: 'item',
          as: 'same',
          pipeline: [{ $project: { _id: 1 } }],
        },
      },
      { $project: { same: 1 } },
    ],
    [{ _id: 1, same: [{ _id: 1 }, { _id: 3 }] }],
  ],
  [
    'what is computed in the elements of an empty array is never evaluated',
    [{ $match: { _id: 2 } }, { $set: { 'tags.x': { $add: ['$item', 1] } } }, { $project: { tags: 1 } }],
    [{ _id: 2, tags: [] }],
  ],
  [
    'a constant is evaluated without any document',
    [{ $match: { _id: 9 } }, { $set: { a: { $divide: [1, 0] } } }],
    { code: 2 },
  ],
  ['an unknown stage is refused', [{ $nothing: {} }], { code: 40324 }],
  ['an unknown expression is refused', [{ $match: { $expr: { $nothing: 1 } } }], { code: 168 }],
  ['an unknown accumulator is refused', [{ $group: { _id: null, a: { $nothing: 1 } } }], { code: 15952 }],
  ['$divide by nothing is refused', [{ $project: { a: { $divide: ['$qty', 0] } } }], { code: 2 }],
  ['$add of a string is refused', [{ $project: { a: { $add: ['$item', 1] } } }], { code: 14 }],
];

onEveryServer('pipelines', (server) => {
  it.each(CASES)('%s', async (_, pipeline, result) => {
    const collection = server.collection();
    await collection.insertMany(SALES as never);
    const text = JSON.stringify(pipeline).includes('"@"');
    const resolved = text
      ? pipeline.map((stage) =>
          '$lookup' in stage ? { $lookup: { ...stage['$lookup'], from: collection.collectionName } } : stage,
        )
      : pipeline;
    expect(await outcome(collection.aggregate(resolved).toArray())).toEqual(result);
  });

  it('sets a field in every element on the way, and makes documents of what is none', async () => {
    const collection = server.collection();
    await collection.insertOne({ _id: 1, a: [1, { b: 2, c: 3 }, [4]], d: 5 } as never);
    const made = async (stage: object): Promise<unknown> => collection.aggregate([stage]).next();
    const nines = [{ b: 9 }, { b: 9, c: 3 }, [{ b: 9 }]];
    expect(await made({ $addFields: { 'a.b': 9, 'd.e': '$nothing' } })).toEqual({ _id: 1, a: nines, d: {} });
    expect(await made({ $project: { 'a.b': { $add: [4, 5] } } })).toEqual({
      _id: 1,
      a: [{ b: 9 }, { b: 9 }, [{ b: 9 }]],
    });
  });

  it.each([
    [15958, { $limit: 0 }],
    [5107200, { $skip: -1 }],
    [15975, { $sort: { a: 0 } }],
    [15974, { $sort: { a: 'x' } }],
    [40160, { $count: 'a.b' }],
    [51270, { $project: { a: {} } }],
    [28818, { $unwind: 'a' }],
    [28809, { $unwind: { path: '$a', preserveNullAndEmptyArrays: 1 } }],
    [40228, { $replaceWith: '$item' }],
    [9, { $lookup: { from: 'x', as: 'y', localField: 'a' } }],
  ])('a malformed stage is refused by code %i', async (code, stage) => {
    const collection = server.collection();
    await collection.insertMany(SALES as never);
    expect(await outcome(collection.aggregate([stage]).toArray())).toEqual({ code });
  });
});

import { mongo } from 'mongoose';
import { expect, it } from 'vitest';
import { onEveryServer, outcome } from './targets.ts';

const { BSON } = mongo;
const long = (text: string): mongo.Long => BSON.Long.fromString(text);
const double = (value: number): mongo.Double => new BSON.Double(value);
const MAX = BSON.Long.MAX_VALUE;
type Case = readonly [title: string, accumulator: string, values: readonly unknown[], result: unknown];

const CASES: readonly Case[] = [
  ['$sum of doubles makes good for rounding', '$sum', [0.1, 0.2, 0.3], 0.6],
  ['$sum carries the rest into the next term only', '$sum', [1e16, double(1), -1e16], double(0)],
  ['$sum of ints beyond 32 bits is a long', '$sum', [2147483647, 1], long('2147483648')],
  ['$sum of longs beyond 64 bits is a double', '$sum', [MAX, 1], double(2 ** 63)],
  [
    '$sum of longs may pass 64 bits on the way',
    '$sum',
    [MAX, MAX, BSON.Long.MIN_VALUE],
    long('9223372036854775806'),
  ],
  ['$sum of a long and a double is a double', '$sum', [long('1'), double(1)], double(2)],
  ['$sum passes over text', '$sum', ['x', 1, null], 1],
  ['$sum of infinities', '$sum', [Infinity, -Infinity], NaN],
  ['$avg of ints is a double', '$avg', [1, 3], double(2)],
  ['$avg of doubles', '$avg', [0.1, 0.2, 0.3], 0.19999999999999998],
  [
    '$avg of longs is the nearest double',
    '$avg',
    [long('9007199254740993'), long('9007199254740993')],
    double(9007199254740992),
  ],
  ['$avg of nothing is null', '$avg', ['x'], null],
  ['$min passes over null', '$min', [null, 5, 'a'], 5],
  ['$max compares across types', '$max', [null, 5, 'a'], 'a'],
  ['$first of what is missing is null', '$first', [undefined, 1], null],
  ['$last', '$last', [1, 2], 2],
  ['$push passes over what is missing', '$push', [1, undefined, null], [1, null]],
  ['$addToSet goes by value', '$addToSet', [1, double(1), undefined], [1]],
  ['$mergeObjects', '$mergeObjects', [{ a: 1, b: 1 }, null, { b: 2 }], { a: 1, b: 2 }],
  ['$mergeObjects of a number is refused', '$mergeObjects', [1], { code: 40400 }],
];

onEveryServer('groups', (server) => {
  const grouped = async (values: readonly unknown[], spec: object): Promise<string> => {
    const collection = server.collection();
    await collection.insertMany(values.map((v, _id) => (v === undefined ? { _id } : { _id, v })) as never[]);
    const pipeline = [{ $sort: { _id: 1 } }, { $group: spec }, { $sort: { _id: 1 } }];
    const result = await outcome(collection.aggregate(pipeline, { promoteValues: false }).toArray());
    return BSON.EJSON.stringify(result, { relaxed: false });
  };
  const text = (value: unknown): string => BSON.EJSON.stringify(value, { relaxed: false });

  it.each(CASES)('%s', async (_, accumulator, values, result) => {
    const refused = result !== null && typeof result === 'object' && 'code' in result;
    expect(await grouped(values, { _id: null, v: { [accumulator]: '$v' } })).toBe(
      text(refused ? result : [{ _id: null, v: result }]),
    );
  });

  it('evaluates for $first no more than the first document, for $last all of them', async () => {
    const merged = { $mergeObjects: ['$v'] };
    expect(await grouped([{ a: 1 }, 1], { _id: null, v: { $first: merged }, n: { $sum: 1 } })).toBe(
      text([{ _id: null, v: { a: 1 }, n: 2 }]),
    );
    expect(await grouped([1, { a: 1 }], { _id: null, v: { $last: merged } })).toBe(text({ code: 40_400 }));
  });

  it('counts with $count', async () => {
    expect(await grouped([1, 2], { _id: null, n: { $count: {} } })).toBe(text([{ _id: null, n: 2 }]));
  });

  it('takes a missing _id for null, also as the only field of a document', async () => {
    const n = { $sum: 1 };
    expect(await grouped([1], { _id: '$no', n })).toBe(text([{ _id: null, n: 1 }]));
    expect(await grouped([1], { _id: { $literal: 1 }, n })).toBe(text([{ _id: 1, n: 1 }]));
    expect(await grouped([1], { _id: { x: '$no' }, n })).toBe(text([{ _id: { x: null }, n: 1 }]));
    expect(await grouped([1], { _id: { x: '$no', v: '$v' }, n })).toBe(text([{ _id: { v: 1 }, n: 1 }]));
  });

  it.each([
    [15955, { n: { $sum: 1 } }],
    [15952, { _id: null, n: { $nothing: 1 } }],
    [40234, { _id: null, n: 1 }],
    [40235, { _id: null, 'a.b': { $sum: 1 } }],
    [40237, { _id: null, n: { $sum: [1, 2] } }],
    [17390, { _id: { x: 1, y: '$v' } }],
  ])('is refused by code %i', async (code, spec) => {
    expect(await grouped([1], spec)).toBe(text({ code }));
  });
});

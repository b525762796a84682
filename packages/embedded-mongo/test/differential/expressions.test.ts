// oxlint-disable unicorn/no-thenable -- MongoDB's name for what a branch comes to.
import { mongo } from 'mongoose';
import { expect, it } from 'vitest';
import { onEveryServer, outcome } from './targets.ts';

const { BSON } = mongo;
const long = (text: string): mongo.Long => BSON.Long.fromString(text);
const double = (value: number): mongo.Double => new BSON.Double(value);
const MAX = BSON.Long.MAX_VALUE;
/** More than a double holds. */
const ODD = long('9007199254740993');
const DOCUMENT = {
  _id: 1,
  text: 'Hallo, Welt',
  tags: ['x', 'y', 'z'],
  nested: [{ n: 1 }, { n: 2 }, 5],
  at: new Date('2024-02-29T13:14:15.678Z'),
  user: new BSON.ObjectId('65a000000000000000000001'),
};
/** By a code without a name, which may be another one here. */
const REFUSED = { code: 'any' };
/** The value is `undefined` where it is missing, `{ code }` for a refusal. */
type Case = readonly [title: string, expression: unknown, value: unknown];

const CASES: readonly Case[] = [
  ['$add goes two by two, doubles with their rounding errors', { $add: [0.1, 0.2, 0.3] }, 0.6000000000000001],
  ['$add of integers beyond 32 bits is a long', { $add: [2147483647, 1] }, long('2147483648')],
  ['$add of longs beyond 64 bits is a double', { $add: [MAX, 1] }, double(2 ** 63)],
  ['$add of null is null', { $add: [1, '$nothing'] }, null],
  ['$add rounds each term to a date away from zero', { $add: ['$at', 2.5, 2.4] }, new Date(1709212455683)],
  ['$add of two dates is refused', { $add: ['$at', '$at'] }, { code: 16612 }],
  ['$add beyond all dates is refused', { $add: ['$at', NaN] }, { code: 15 }],
  ['$subtract of dates is a long', { $subtract: ['$at', new Date(1709212455000)] }, long('678')],
  ['$subtract beyond 64 bits is a double', { $subtract: [BSON.Long.MIN_VALUE, 1] }, double(-(2 ** 63))],
  [
    '$multiply goes back to the first factor when it leaves 64 bits',
    { $multiply: [ODD, 12, ODD] },
    double(2 ** 53 * 12 * 2 ** 53),
  ],
  ['$multiply of a double takes all factors for doubles', { $multiply: [0, -1, 12, 0.1] }, double(-0)],
  ['$multiply beyond 64 bits is a double', { $multiply: [MAX, 2] }, double(2 ** 64)],
  ['$divide makes a double', { $divide: [4, 2] }, double(2)],
  ['$arrayElemAt counts from the end', { $arrayElemAt: ['$tags', -1] }, 'z'],
  ['$arrayElemAt beyond the end is missing', { $arrayElemAt: ['$tags', 9] }, undefined],
  ['$first and $last', [{ $first: '$tags' }, { $last: '$tags' }], ['x', 'z']],
  ['$slice from a position', { $slice: ['$tags', 1, 5] }, ['y', 'z']],
  ['$size of what is not an array is refused', { $size: '$text' }, REFUSED],
  ['$size', { $size: '$tags' }, 3],
  ['$concatArrays', { $concatArrays: ['$tags', [1]] }, ['x', 'y', 'z', 1]],
  ['$concatArrays with null is null', { $concatArrays: ['$tags', null] }, null],
  ['$in compares by value', { $in: [double(1), [1]] }, true],
  ['$in does not find a missing value as null', { $in: ['$nothing', [null]] }, false],
  ['$map leaves null for what is missing', { $map: { input: '$nested', in: '$$this.n' } }, [1, 2, null]],
  ['$filter', { $filter: { input: '$nested', as: 'e', cond: { $gt: ['$$e.n', 1] } } }, [{ n: 2 }]],
  ['a variable that begins with a capital is refused', { $map: { input: [1], as: 'X', in: 1 } }, { code: 9 }],
  ['$mergeObjects', { $mergeObjects: [{ a: 1, b: 1 }, null, { b: 2 }] }, { a: 1, b: 2 }],
  ['$mergeObjects of one array takes its elements', { $mergeObjects: '$nothing.n' }, {}],
  ['$sum of an array takes its elements', [{ $sum: '$nested.n' }, { $sum: ['$nested.n', 1] }], [3, 1]],
  ['$avg of an array takes its elements', [{ $avg: '$nested.n' }, { $avg: '$text' }], [1.5, null]],
  [
    'of equal numbers of different types the one from the document comes before a constant',
    [{ $min: [long('1'), { $size: [[1]] }, '$_id'] }, { $max: [double(1), '$_id'] }],
    [1, 1],
  ],
  [
    'a constant decides $and and $or before anything that would fail',
    [{ $and: [{ $size: '$text' }, false] }, { $or: [{ $size: '$text' }, true] }],
    [false, true],
  ],
  [
    '$sum adds constants last',
    { $sum: [0.1, { $multiply: ['$_id', 0.7] }, 0.2, { $multiply: ['$_id', 0.3] }] },
    1.3,
  ],
  [
    '$sum adds constants together before it adds them',
    // 0.2 and 3.1, not ((0.2 + 2) + 0.1) + 1
    { $sum: [2, 0.1, 1, { $multiply: ['$_id', 0.2] }] },
    3.3000000000000003,
  ],
  ['$concatArrays of adjacent constants fails before null', { $concatArrays: ['$no', [1], 1] }, REFUSED],
  ['$concat of adjacent constants fails before null', { $concat: ['$no', 'a', 1] }, REFUSED],
  [
    '$concat takes the constants of nested ones for its own',
    { $concat: [{ $concat: ['$no', 'a'] }, 1] },
    REFUSED,
  ],
  ['$or too', { $or: [{ $size: '$text' }, { $or: [true, '$no'] }] }, true],
  ['$max of a single $max takes its elements', { $max: [{ $max: ['$tags', 2] }] }, 'z'],
  ['$add of constants fails before null', { $add: [null, { $add: [1, 'x', '$_id'] }] }, { code: 14 }],
  ['$concat of one constant after null is null', { $concat: ['$no', 1] }, null],
  ['$min and $max of several', [{ $min: [null, 2, 1] }, { $max: ['$tags', 5] }], [1, ['x', 'y', 'z']]],
  ['$mergeObjects of a number is refused', { $mergeObjects: [1] }, { code: 40400 }],
  [
    '$year, $month and $dayOfMonth',
    [{ $year: '$at' }, { $month: '$at' }, { $dayOfMonth: '$at' }],
    [2024, 2, 29],
  ],
  ['$year of an ObjectId is that of its time', { $year: '$user' }, 2024],
  ['$year of an ObjectId after 2038', { $year: new BSON.ObjectId('f'.repeat(24)) }, 1969],
  ['$dateToString without a format', { $dateToString: { date: '$at' } }, '2024-02-29T13:14:15.678Z'],
  ['$hour', { $hour: '$at' }, 13],
  [
    '$dateToString with a format',
    { $dateToString: { date: '$at', format: '%d.%m.%Y %H:%M:%S.%L %%' } },
    '29.02.2024 13:14:15.678 %',
  ],
  ['$dateToString of nothing', { $dateToString: { date: '$no', onNull: 'never' } }, 'never'],
  [
    '$dateToString after the year 9999 is refused',
    { $dateToString: { date: new Date(1e15) } },
    { code: 18537 },
  ],
  ['$toString of an ObjectId', { $toString: '$user' }, '65a000000000000000000001'],
  ['$toString of small doubles', [{ $toString: 0.0001 }, { $toString: 1.5e-5 }], ['0.0001', '1.5e-05']],
  [
    '$toString of great doubles',
    [{ $toString: double(1e15) }, { $toString: 1e16 }],
    ['1000000000000000', '1e+16'],
  ],
  ['$add evaluates no more after a null', { $add: ['$nothing', { $size: '$text' }] }, null],
  [
    '$and and $or evaluate no more than they need',
    [{ $and: ['$nothing', { $size: '$text' }] }, { $or: ['$text', { $size: '$text' }] }],
    [false, true],
  ],
  ['$concat', { $concat: ['$text', '!'] }, 'Hallo, Welt!'],
  ['$concat of a number is refused', { $concat: ['a', 1] }, REFUSED],
  ['$toLower and $toUpper change ASCII only', [{ $toLower: 'AÄ' }, { $toUpper: 'aä' }], ['aÄ', 'Aä']],
  ['$toString of a double that is whole', { $toString: double(1) }, '1'],
  ['$strLenCP counts code points', { $strLenCP: 'a\u{1f600}' }, 2],
  ['$substrCP', { $substrCP: ['$text', 7, 9] }, 'Welt'],
  ['$literal', { $literal: '$text' }, '$text'],
  ['$eq and $ne', [{ $eq: [1, double(1)] }, { $ne: ['$tags', 'x'] }], [true, true]],
  ['$gt and $gte across types', [{ $gt: ['a', 5] }, { $gte: [null, 5] }], [true, false]],
  [
    '$lt and $lte of what is missing',
    [{ $lt: ['$nothing', null] }, { $lte: ['$nothing', null] }],
    [true, true],
  ],
  ['$and, $or and $not', [{ $and: [1, 'a'] }, { $or: [0, null] }, { $not: [0] }], [true, false, true]],
  ['$cond', { $cond: { if: { $gt: [1, 2] }, then: 'yes', else: 'no' } }, 'no'],
  ['$ifNull', { $ifNull: ['$nothing', null, 'last'] }, 'last'],
  ['$$ROOT and a path from it', '$$ROOT.nested.n', [1, 2]],
  ['an unknown variable is refused', '$$nobody', { code: 17276 }],
  ['a path that ends with a dot is refused', '$text.', { code: 40353 }],
];

onEveryServer('expressions', (server) => {
  it.each(CASES)('%s', async (_, expression, value) => {
    const collection = server.collection();
    await collection.insertOne(DOCUMENT as never);
    const pipeline = [{ $replaceWith: { value: expression } }];
    const found = await outcome(collection.aggregate(pipeline, { promoteValues: false }).toArray());
    const result = value === REFUSED && Object.hasOwn(Object(found), 'code') ? REFUSED : found;
    const refused = value !== null && typeof value === 'object' && 'code' in value;
    const wanted = refused ? value : [value === undefined ? {} : { value }];
    expect(BSON.EJSON.stringify(result, { relaxed: false })).toBe(
      BSON.EJSON.stringify(wanted, { relaxed: false }),
    );
  });
});

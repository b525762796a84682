import { mongo } from 'mongoose';
import { expect, it } from 'vitest';
import { onEveryServer, outcome } from './targets.ts';
import { type Case, itChanges } from './update-cases.ts';

const { BSON } = mongo;
const CASES: readonly Case[] = [
  ['$inc of a string is refused', { a: 'x' }, { $inc: { a: 1 } }, { code: 14 }],
  ['$inc by a string is refused', { a: 1 }, { $inc: { a: 'x' } }, { code: 14 }],
  [
    '$inc past 32 bits becomes a 64-bit integer',
    { a: 2147483647 },
    { $inc: { a: 1 } },
    { a: BSON.Long.fromNumber(2147483648) },
  ],
  ['$inc past 64 bits is refused', { a: BSON.Long.MAX_VALUE }, { $inc: { a: 1 } }, { code: 2 }],
  [
    '$inc of a 64-bit integer is exact',
    { a: BSON.Long.fromString('9007199254740993') },
    { $inc: { a: 1 } },
    { a: BSON.Long.fromString('9007199254740994') },
  ],
  ['$inc keeps a double a double', { a: new BSON.Double(1) }, { $inc: { a: 1 } }, { a: new BSON.Double(2) }],
  ['$inc by an infinite double', { a: 1 }, { $inc: { a: Infinity } }, { a: Infinity }],
  ['$mul past 64 bits is refused', { a: BSON.Long.MAX_VALUE }, { $mul: { a: 2 } }, { code: 2 }],
  ['$mul of nothing is nothing', {}, { $mul: { a: 5 } }, { a: 0 }],
  ['$push to anything that is not an array is refused', { a: 1 }, { $push: { a: 2 } }, { code: 2 }],
  [
    '$push with all its modifiers',
    { a: [3, 1] },
    { $push: { a: { $each: [2, 5], $sort: -1, $slice: 3 } } },
    { a: [5, 3, 2] },
  ],
  [
    '$push at a position',
    { a: [1, 4] },
    { $push: { a: { $each: [2, 3], $position: 1 } } },
    { a: [1, 2, 3, 4] },
  ],
  [
    '$push sorts by a field, arrays as one value',
    { a: [{ n: [3] }, { n: [1, 9] }, { n: 5 }, 7, {}] },
    { $push: { a: { $each: [{ n: [2, 0] }], $sort: { n: 1 } } } },
    { a: [7, {}, { n: 5 }, { n: [1, 9] }, { n: [2, 0] }, { n: [3] }] },
  ],
  [
    '$push enters no array on the way to the field that it sorts by',
    { a: [{ n: [{ x: 1 }] }, { n: { x: 4 } }, { n: [{ x: 0 }] }] },
    { $push: { a: { $each: [], $sort: { 'n.x': -1 } } } },
    { a: [{ n: { x: 4 } }, { n: [{ x: 1 }] }, { n: [{ x: 0 }] }] },
  ],
  ['$push refuses to sort by no field', { a: [1] }, { $push: { a: { $each: [], $sort: {} } } }, { code: 2 }],
  ['$push keeps what it is given as one value', { a: [] }, { $push: { a: [1, 2] } }, { a: [[1, 2]] }],
  [
    '$addToSet goes by value and order of fields',
    { a: [{ x: 1, y: 2 }] },
    { $addToSet: { a: { $each: [{ x: 1, y: 2 }, { y: 2, x: 1 }, 1, new BSON.Double(1)] } } },
    { a: [{ x: 1, y: 2 }, { y: 2, x: 1 }, 1] },
  ],
  [
    '$pull with $or',
    { a: [{ n: 1 }, { n: 2 }, { n: 3 }] },
    { $pull: { a: { $or: [{ n: 1 }, { n: 3 }] } } },
    { a: [{ n: 2 }] },
  ],
  ['$addToSet refuses an $each that is not an array', {}, { $addToSet: { a: { $each: 1 } } }, { code: 14 }],
  [
    'what fails first in the order of the paths is reported',
    { a: 'x' },
    { $inc: { a: 1 }, $pop: { 'b.$': 1 } },
    { code: 14 },
  ],
  ['$pull by a condition', { a: [1, 5, 9] }, { $pull: { a: { $gt: 4 } } }, { a: [1] }],
  [
    '$pull looks into an array inside the array, as a filter does',
    { a: [[1], [[1]], 1, [], ['x']] },
    { $pull: { a: { $gte: 1 } } },
    { a: [[[1]], [], ['x']] },
  ],
  ['$pull from anything that is not an array is refused', { a: 1 }, { $pull: { a: 1 } }, { code: 2 }],
  ['$pullAll', { a: [1, 2, 1, 3] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
  ['$pop', { a: [1, 2, 3] }, { $pop: { a: -1 } }, { a: [2, 3] }],
  ['$set through a scalar is refused', { a: 1 }, { $set: { 'a.b': 1 } }, { code: 28 }],
  ['$set beyond an array fills with null', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
  ['$set of an identical _id is allowed', { a: 1 }, { $set: { _id: 1, a: 2 } }, { a: 2 }],
  ['$set of another _id is refused', { a: 1 }, { $set: { _id: 2 } }, { code: 66 }],
  ['$unset of an element leaves null', { a: [1, 2] }, { $unset: { 'a.0': 1 } }, { a: [null, 2] }],
  [
    '$min and $max compare across types',
    { a: 5, b: 5 },
    { $min: { a: 'x' }, $max: { b: 'x' } },
    { a: 5, b: 'x' },
  ],
  ['one path twice is refused', { a: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }, { code: 40 }],
  ['a path and a part of it are refused', { a: {} }, { $set: { a: 1, 'a.b': 2 } }, { code: 40 }],
  ['an unknown operator is refused', { a: 1 }, { $foo: { a: 1 } }, { code: 9 }],
  ['an empty part of a path is refused', { a: {} }, { $set: { 'a..b': 1 } }, { code: 56 }],
  ['$setOnInsert leaves what is there', { a: 1 }, { $setOnInsert: { a: 2 }, $set: { b: 3 } }, { a: 1, b: 3 }],
  ['a field that begins with a dollar is refused', {}, { $set: { $key: 1 } }, { code: 52 }],
  ['new fields come in order of their names', {}, { $set: { b: 1, a: 1, c: 1 } }, { a: 1, b: 1, c: 1 }],
];

onEveryServer('updates', (server) => {
  itChanges(server, CASES);

  it('counts as modified what has other bytes afterwards', async () => {
    const collection = server.collection();
    await collection.insertMany([{ a: 1 }, { a: 2 }]);
    expect(await collection.updateMany({}, { $set: { a: 1 } })).toMatchObject({
      matchedCount: 2,
      modifiedCount: 1,
    });
    expect(await collection.updateMany({ a: 1 }, { $set: { a: new BSON.Double(1) } })).toMatchObject({
      modifiedCount: 2,
    });
  });

  it('sets a time with $currentDate', async () => {
    const collection = server.collection();
    const before = Date.now();
    await collection.insertOne({ a: 1 });
    await collection.updateOne(
      {},
      { $currentDate: { at: { $type: 'date' }, stamp: { $type: 'timestamp' } } },
    );
    const found = await collection.findOne();
    expect(Math.abs(found?.['at'].getTime() - before)).toBeLessThan(60_000);
    expect(found?.['stamp']).toBeInstanceOf(BSON.Timestamp);
  });

  it('replaces a document, but not its _id', async () => {
    const collection = server.collection();
    await collection.insertOne({ _id: 1, a: 1 } as never);
    await collection.replaceOne({ a: 1 }, { b: 2 });
    expect(await collection.findOne()).toEqual({ _id: 1, b: 2 });
    expect(await outcome(collection.replaceOne({ b: 2 }, { _id: 9, b: 2 }))).toEqual({ code: 66 });
  });

  it('does not let a changed document share what it was given', async () => {
    const collection = server.collection();
    const shared = { n: 1 };
    await collection.insertMany([{ k: 1 }, { k: 2 }]);
    await collection.updateMany({}, { $set: { a: shared, b: shared } });
    await collection.updateOne({ k: 1 }, { $inc: { 'a.n': 5 } });
    expect(await collection.find({}, { projection: { _id: 0, k: 0 } }).toArray()).toEqual([
      { a: { n: 6 }, b: { n: 1 } },
      { a: { n: 1 }, b: { n: 1 } },
    ]);
  });

  it('finds and changes the first by a sort', async () => {
    const collection = server.collection();
    await collection.insertMany([{ n: 2 }, { n: 1 }, { n: 3 }]);
    const options = { sort: { n: 1 }, returnDocument: 'after', projection: { _id: 0 } } as const;
    expect(await collection.findOneAndUpdate({}, { $set: { x: 1 } }, options)).toEqual({ n: 1, x: 1 });
    expect(await collection.findOneAndDelete({}, { sort: { n: -1 }, projection: { _id: 0 } })).toEqual({
      n: 3,
    });
    expect(
      await collection.findOneAndReplace(
        { n: 9 },
        { n: 9 },
        { upsert: true, returnDocument: 'after', projection: { _id: 0 } },
      ),
    ).toEqual({ n: 9 });
  });
});

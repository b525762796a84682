import type { mongo } from 'mongoose';
import { expect, it } from 'vitest';
import { onEveryServer, outcome } from './targets.ts';

const idsOf = async (cursor: mongo.FindCursor): Promise<unknown> =>
  cursor.map(({ _id }) => Number(_id)).toArray();

onEveryServer('queries through an index', (server) => {
  const filled = async (documents: readonly object[]): Promise<mongo.Collection> => {
    const collection = server.collection();
    await collection.insertMany(documents.map((document, _id) => ({ _id, ...document })) as object[]);
    return collection;
  };

  it('come in the order of its keys, equal ones in the order of insertion', async () => {
    const collection = await filled([{ a: 3 }, { a: 1 }, { a: 2 }, { a: 1 }, { a: [0, 2] }, { a: 'x' }, {}]);
    await collection.createIndex({ a: 1 });
    expect(await idsOf(collection.find({ a: { $gte: 1 } }))).toEqual([1, 3, 2, 4, 0]);
    expect(await idsOf(collection.find({ a: { $in: [3, 1, 2] } }))).toEqual([1, 3, 2, 4, 0]);
    expect(await idsOf(collection.find({ a: { $lt: 3 } }))).toEqual([4, 1, 3, 2]);
    expect(await idsOf(collection.find({ a: null }))).toEqual([6]);
    await collection.dropIndexes();
    await collection.createIndex({ a: -1 });
    expect(await idsOf(collection.find({ a: { $gte: 1 } }))).toEqual([0, 2, 4, 1, 3]);
    expect(await idsOf(collection.find({ _id: { $gt: 2 } } as object))).toEqual([3, 4, 5, 6]);
    expect(await idsOf(collection.find({ _id: { $in: [5, 2] } } as object))).toEqual([2, 5]);
  });

  it('leave out NaN, which is less than no number and comes first in an index', async () => {
    const collection = await filled([{ a: 1 }, { a: [NaN, 1] }, { a: NaN }, { a: -Infinity }]);
    await collection.createIndex({ a: 1 });
    expect(await idsOf(collection.find({ a: { $lte: 1 } }))).toEqual([3, 0, 1]);
    expect(await idsOf(collection.find({ a: { $lte: NaN } }))).toEqual([1, 2]);
    expect(await idsOf(collection.find({}).sort({ a: 1 }))).toEqual([1, 2, 3, 0]);
  });

  it('sort by a compound key in both directions', async () => {
    const collection = await filled([
      { a: 1, b: 1 },
      { a: 2, b: 1 },
      { a: 1, b: 2 },
      { a: 2, b: 2 },
      { b: 3 },
      { a: 1 },
    ]);
    await collection.createIndex({ a: 1, b: -1 });
    expect(await idsOf(collection.find().sort({ a: 1, b: -1 }))).toEqual([4, 2, 0, 5, 3, 1]);
    expect(await idsOf(collection.find().sort({ a: -1, b: 1 }))).toEqual([1, 3, 5, 0, 2, 4]);
    expect(await idsOf(collection.find().sort({ a: 1, b: 1 }))).toEqual([4, 5, 0, 2, 1, 3]);
    expect(await idsOf(collection.find({ a: 1 }).sort({ b: 1 }).limit(2))).toEqual([5, 0]);
    expect(await idsOf(collection.find({ a: { $in: [1, 2] } }).sort({ b: 1, a: 1 }))).toEqual([
      5, 0, 1, 2, 3,
    ]);
  });

  it('find conditions that different elements of an array satisfy', async () => {
    const collection = await filled([
      { a: [1, 9] },
      { a: [4] },
      {
        a: [
          { b: 1, c: 1 },
          { b: 3, c: 4 },
        ],
      },
      { a: [{ b: 1, c: 4 }] },
    ]);
    await collection.createIndex({ a: 1 });
    await collection.createIndex({ 'a.b': 1, 'a.c': 1 });
    expect(await idsOf(collection.find({ a: { $gt: 5, $lt: 3 } }))).toEqual([0]);
    expect(await idsOf(collection.find({ a: { $gt: 3, $lt: 5 } }).sort({ _id: 1 }))).toEqual([0, 1]);
    expect(await idsOf(collection.find({ 'a.b': 1, 'a.c': 4 }).sort({ _id: 1 }))).toEqual([2, 3]);
    expect(await idsOf(collection.find({ a: { $elemMatch: { b: 1, c: 4 } } }))).toEqual([3]);
  });

  it('are those of the index alone under a hint', async () => {
    const collection = await filled([{ a: 1 }, { a: 2 }, {}]);
    await collection.createIndex({ a: 1 }, { sparse: true });
    await collection.createIndex({ b: 1 }, { partialFilterExpression: { a: { $gt: 1 } } });
    expect(await idsOf(collection.find({}, { hint: 'a_1' }))).toEqual([0, 1]);
    expect(await idsOf(collection.find({}, { hint: { b: 1 } }))).toEqual([1]);
    expect(await idsOf(collection.find({ a: 2 }, { hint: { $natural: 1 } }))).toEqual([1]);
    expect(await idsOf(collection.find({}, { hint: { $natural: -1 } }))).toEqual([2, 1, 0]);
    expect(await outcome(collection.find({}, { hint: 'c_1' }).toArray())).toEqual({ code: 2 });
    expect(await outcome(collection.countDocuments({}, { hint: 'a_1' }))).toBe(2);
  });

  it('of a sparse index have no key for elements without the field', async () => {
    const collection = await filled([{ r: [{ b: null }] }, { r: [1, { c: 1 }] }, { r: [] }, { b: 1 }]);
    await collection.createIndex({ 'r.b': 1 }, { unique: true, sparse: true });
    await collection.createIndex({ 'r.b': 1, b: 1 }, { sparse: true });
    expect(await outcome(collection.insertOne({ r: [{ b: 2 }, null, 1] }))).not.toHaveProperty('code');
    expect(await outcome(collection.insertOne({ r: [1, { b: null }] }))).toMatchObject({ code: 11_000 });
    expect(await idsOf(collection.find({ _id: { $lt: 9 } } as object, { hint: 'r.b_1' }))).toEqual([0]);
    expect(await idsOf(collection.find({ _id: { $lt: 9 } } as object, { hint: 'r.b_1_b_1' }))).toEqual([
      0, 3,
    ]);
  });

  it('are not those of a partial index that leaves out what a collation finds', async () => {
    const collection = await filled([
      { a: 'x', b: 1 },
      { a: 'X', b: 1 },
    ]);
    await collection.createIndex({ b: 1 }, { partialFilterExpression: { a: 'x' } });
    const collation = { locale: 'en', strength: 2 };
    expect(await idsOf(collection.find({ a: 'x', b: 1 }, { collation }).sort({ _id: 1 }))).toEqual([0, 1]);
  });

  it.each([
    ['$ne', { a: { $ne: 1 } }, 67],
    ['$nin', { a: { $nin: [1] } }, 67],
    ['$not', { a: { $not: { $gt: 1 } } }, 67],
    ['$exists: false', { a: { $exists: false } }, 67],
    ['a regular expression', { a: /x/u }, 67],
    ['$size', { a: { $size: 1 } }, 67],
    ['$elemMatch', { a: { $elemMatch: { $gt: 1 } } }, 67],
    ['$nor', { $nor: [{ a: 1 }] }, 67],
    ['$ne inside of $and', { $and: [{ a: { $ne: 1 } }] }, 67],
    ['$expr', { $expr: { $eq: ['$a', 1] } }, 224],
  ])('cannot be partial by %s', async (_, partialFilterExpression, code) => {
    const collection = server.collection();
    expect(await outcome(collection.createIndex({ b: 1 }, { partialFilterExpression }))).toEqual({ code });
  });

  it('cannot be both partial and sparse, nor partial on _id', async () => {
    const collection = server.collection();
    const partialFilterExpression = { a: 1 };
    expect(
      await outcome(collection.createIndex({ b: 1 }, { partialFilterExpression, sparse: true })),
    ).toEqual({
      code: 67,
    });
    expect(await outcome(collection.createIndex({ _id: 1 }, { partialFilterExpression }))).toEqual({
      code: 197,
    });
  });

  it('come from $documents on no collection, as the clock is read', async () => {
    const { db } = server.collection();
    const [found] = await db.aggregate([{ $documents: [{ now: '$$NOW', a: 1 }] }]).toArray();
    expect(found).toEqual({ now: expect.any(Date), a: 1 });
    expect(await outcome(db.aggregate([{ $documents: 1 }]).toArray())).toEqual({ code: 5_858_203 });
  });
});

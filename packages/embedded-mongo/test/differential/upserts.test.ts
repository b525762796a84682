import { mongo } from 'mongoose';
import { expect, it } from 'vitest';
import { onEveryServer, outcome } from './targets.ts';

const { BSON } = mongo;

onEveryServer('upserts', (server) => {
  it('inserts what the filter fixes and $setOnInsert adds', async () => {
    const collection = server.collection();
    await collection.updateOne(
      { a: 1, b: { $gt: 1 }, $and: [{ c: { $eq: 3 } }] },
      { $set: { d: 4 }, $setOnInsert: { e: 5 } },
      { upsert: true },
    );
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual({ a: 1, c: 3, d: 4, e: 5 });
  });

  it.each([
    ['nothing where an empty $in or $all can never hold', { a: { $in: [] }, b: 1 }, { y: 1 }],
    [
      'nothing from below where an empty list stands in an $and',
      { b: 1, $and: [{ a: { $all: [] } }] },
      { y: 1 },
    ],
    ['the one part of an $or that can hold', { $or: [{ a: { $in: [] }, c: 1 }, { b: 1 }] }, { b: 1, y: 1 }],
    [
      'nothing where an element cannot be found or everything is excluded',
      {
        $or: [
          { a: { $elemMatch: { $all: [] } }, b: 1 },
          { $nor: [{}], c: 1 },
        ],
      },
      { y: 1 },
    ],
    [
      'nothing where $all wants an element that cannot be found',
      { a: { $all: [{ $elemMatch: { c: { $in: [] } } }] }, b: 1 },
      { y: 1 },
    ],
    ['what stands beside the negation of an $all', { $nor: [{ a: { $all: [1] } }], b: 1 }, { b: 1, y: 1 }],
    ['nothing where a negation never holds', { a: { $not: { $nin: [] } }, b: 1 }, { y: 1 }],
    ['the value of an $in of one', { a: { $in: [2, 2] } }, { a: 2, y: 1 }],
    [
      'a regular expression that is compared',
      { a: { $eq: new BSON.BSONRegExp('x') } },
      { a: { pattern: 'x', options: '' }, y: 1 },
    ],
    ['nothing from a regular expression', { a: /x/u, b: { $all: [/y/u] } }, { y: 1 }],
    ['a field fixed twice: refused', { a: { $all: [1, 1] } }, { code: 54 }],
    ['a field fixed in two places: refused', { a: 1, $and: [{ a: 1 }] }, { code: 54 }],
    ['a field and a part of it: refused', { a: { b: 1 }, 'a.b': 1 }, { code: 54 }],
    ['$expr: refused', { $or: [{ $expr: { $eq: ['$a', 1] } }] }, { code: 224 }],
  ])('takes from the filter of an upsert %s', async (_, filter, wanted) => {
    const collection = server.collection();
    const refused = await outcome(collection.updateOne(filter, { $set: { y: 1 } }, { upsert: true }));
    const found = await collection.findOne({}, { projection: { _id: 0 }, bsonRegExp: true });
    expect(found ?? refused).toEqual(wanted);
  });

  it.each([
    ['the first of several values that are one', { a: { $in: ['x', 'X'] } }, { a: 'x', y: 1 }],
    ['the first part of an $or whose parts are one', { $or: [{ a: 'X' }, { a: 'x' }] }, { a: 'X', y: 1 }],
    ['nothing from values that are several', { a: { $in: ['x', 'X', 'y'] } }, { y: 1 }],
  ])('takes, by its collation, %s', async (_, filter, wanted) => {
    const collection = server.collection();
    const options = { upsert: true, collation: { locale: 'en', strength: 2 } };
    await collection.updateOne(filter, { $set: { y: 1 } }, options);
    expect(await collection.findOne({}, { projection: { _id: 0 } })).toEqual(wanted);
  });

  it('refuses an _id that is an array, a regular expression or undefined', async () => {
    const collection = server.collection();
    for (const _id of [[], new BSON.BSONRegExp('a')])
      expect(await outcome(collection.insertOne({ _id } as never))).toEqual({ code: 53 });
    const change = collection.updateOne(
      { _id: { $gt: 1 } } as object,
      { $set: { _id: [] } },
      {
        upsert: true,
      },
    );
    expect(await outcome(change)).toEqual({ code: 53 });
  });
});

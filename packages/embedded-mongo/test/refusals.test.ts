import { mongo } from 'mongoose';
import { describe, expect, it } from 'vitest';
import { useDatabase } from './database.ts';
import { outcome } from './differential/targets.ts';

const { BSON } = mongo;
const database = useDatabase();
const collection = () => {
  const { db } = database.connection;
  if (!db) throw new Error('not connected');
  return db.collection<{ _id: number }>('refused');
};
const project = (expression: object) => [{ $match: {} }, { $match: { $expr: expression } }];

/** What MongoDB can do and this does not: refused by MongoDB's code for what is unknown, never ignored. */
describe('what the embedded database refuses', () => {
  it.each([
    ['$out', [{ $out: 'x' }], 40324],
    ['$merge', [{ $merge: { into: 'x', whenMatched: 'nonsense' } }], 40324],
    ['$facet', [{ $facet: { a: [] } }], 40324],
    ['$unionWith', [{ $unionWith: 'x' }], 40324],
    ['$sample', [{ $sample: { size: 1 } }], 40324],
    ['$sortByCount', [{ $sortByCount: '$a' }], 40324],
    ['$graphLookup', [{ $graphLookup: {} }], 40324],
    ['sets', project({ $setUnion: [[], []] }), 168],
    ['transcendental functions', project({ $ln: 1 }), 168],
    ['weeks', project({ $isoWeek: new Date(0) }), 168],
    ['random numbers', project({ $rand: {} }), 168],
    ['fields by computed name', project({ $getField: 'a' }), 168],
    ['$arrayToObject', project({ $arrayToObject: [[['__proto__', 1]]] }), 168],
    ['$trim', project({ $trim: { input: 'a' } }), 168],
    ['time zones', project({ $year: { date: new Date(0), timezone: 'Europe/Rome' } }), 115],
    ['date formats of weeks', project({ $dateToString: { date: new Date(0), format: '%V' } }), 115],
    ['computed date formats', project({ $dateToString: { date: new Date(0), format: '$a' } }), 115],
    ['conversions', project({ $toDate: '2024-01-01' }), 168],
    ['$toString of an array', project({ $toString: '$array' }), 115],
    ['$switch, $let and $reduce', project({ $let: { vars: {}, in: 1 } }), 168],
    ['$lookup with let', [{ $lookup: { from: 'x', as: 'y', let: {}, pipeline: [] } }], 115],
    ['$unwind with includeArrayIndex', [{ $unwind: { path: '$a', includeArrayIndex: 'i' } }], 115],
    ['standard deviations', [{ $group: { _id: null, a: { $stdDevPop: '$a' } } }], 15952],
  ])('in a pipeline: %s', async (_, pipeline, code) => {
    await collection().updateOne({ _id: 1 }, { $set: { a: 1, array: [] } }, { upsert: true });
    expect(await outcome(collection().aggregate(pipeline).toArray())).toEqual({ code });
  });

  it.each([
    ['$bitsAllSet', { a: { $bitsAllSet: 1 } }, 2],
    ['$mod', { a: { $mod: [2, 0] } }, 2],
    ['$near', { a: { $near: [0, 0] } }, 2],
    ['the regex option x', { a: { $regex: 'a', $options: 'x' } }, 115],
    ['$where', { $where: 'true' }, 115],
    ['$text', { $text: { $search: 'a' } }, 115],
    ['$jsonSchema', { $jsonSchema: {} }, 115],
  ])('in a filter: %s', async (_, filter, code) => {
    expect(await outcome(collection().find(filter).toArray())).toEqual({ code });
  });

  it.each([{ $bit: { a: { and: 1 } } }, { $rename: { a: 'b' } }])('in an update: %j', async (update) => {
    expect(await outcome(collection().updateOne({}, update as object))).toEqual({ code: 9 });
  });

  it('positions in arrays, in sorts and indexes', async () => {
    expect(await outcome(collection().find().sort({ 'a.0': 1 }).toArray())).toEqual({ code: 115 });
    expect(await outcome(collection().createIndex({ 'a.0': 1 }))).toEqual({ code: 115 });
  });

  it('in a projection: .$', async () => {
    expect(await outcome(collection().findOne({ a: 1 }, { projection: { 'a.$': 1 } }))).toEqual({
      code: 115,
    });
  });

  it.each([
    [[{ $set: { 'b.__proto__': 1 } }]],
    [[{ $project: { 'b.__proto__.polluted': '$a' } }]],
    [{ $set: { 'b.__proto__.polluted': 1 } }],
    [{ $push: { 'b.__proto__': 1 } }],
  ])('a field named __proto__, made by %j', async (update) => {
    await collection().updateOne({ _id: 1 }, { $set: { a: 1 } }, { upsert: true });
    expect(await outcome(collection().updateOne({ _id: 1 }, update as object))).toEqual({ code: 2 });
  });

  it.each(['__proto__', 'a\0b'])('a field named %j, made by a stage', async (name) => {
    const lookup = { from: 'x', localField: 'a', foreignField: 'a', as: name };
    for (const stage of [{ $count: name }, { $lookup: lookup }, { $unset: name }])
      expect(await outcome(collection().aggregate([stage]).toArray())).toEqual({ code: 2 });
  });

  it.each([
    [{ $inc: { d: 1 } }],
    [{ $mul: { d: 2 } }],
    [[{ $set: { d: { $add: ['$d', 1] } } }]],
    [[{ $set: { d: { $add: [new Date(0), '$d'] } } }]],
    [[{ $set: { d: { $divide: ['$d', 2] } } }]],
    [[{ $set: { d: { $sum: ['$d'] } } }]],
    [[{ $set: { d: { $avg: ['$d'] } } }]],
  ])('arithmetic of a decimal: %j', async (update) => {
    const d = BSON.Decimal128.fromString('0.1');
    await collection().updateOne({ _id: 2 }, { $set: { d } }, { upsert: true });
    expect(await outcome(collection().updateOne({ _id: 2 }, update as object))).toEqual({ code: 115 });
  });

  it.each(['[[:alpha:]]', '\\h', '\\R', '\\Aa', '\\p{L}', '(?<=a)b', '(a)\\1', '(?i:a)', '[\\S]', '\\Qa'])(
    'a regular expression that JavaScript reads otherwise: %s',
    async ($regex) => {
      expect(await outcome(collection().find({ a: { $regex } }).toArray())).toEqual({ code: 51091 });
    },
  );

  it('commands: rename, and an aggregation on no collection', async () => {
    expect(await outcome(collection().rename('other'))).toEqual({ code: 59 });
    const stage = { aggregate: 1, pipeline: [{ $match: {} }], cursor: {} };
    expect(await outcome(collection().db.command(stage))).toEqual({ code: 73 });
  });

  it.each([
    ['strength 1', { locale: 'en', strength: 1 }],
    ['strength 3, the default', { locale: 'en' }],
    ['numericOrdering', { locale: 'en', strength: 2, numericOrdering: true }],
    ['caseFirst', { locale: 'en', strength: 2, caseFirst: 'upper' }],
  ])('collations: %s', async (_, collation) => {
    expect(await outcome(collection().find({}, { collation }).toArray())).toEqual({ code: 115 });
  });

  it.each([
    ['$group', [{ $group: { _id: '$a' } }]],
    ['$lookup', [{ $lookup: { from: 'x', localField: 'a', foreignField: 'a', as: 'b' } }]],
    ['$expr', [{ $match: { $expr: { $eq: ['$a', 'x'] } } }]],
    ['a computed field', [{ $project: { b: { $in: ['x', '$a'] } } }]],
    [
      'a field deep inside',
      [{ $addFields: { b: { $filter: { input: '$a', cond: { $lt: ['$$this', 'x'] } } } } }],
    ],
  ])('a collation where MongoDB would compare by it: %s', async (_, pipeline) => {
    const collation = { locale: 'en', strength: 2 };
    expect(await outcome(collection().aggregate(pipeline, { collation }).toArray())).toEqual({ code: 115 });
  });
});

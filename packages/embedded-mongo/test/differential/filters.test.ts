import { mongo } from 'mongoose';
import { expect, it } from 'vitest';
import { onEveryServer, outcome } from './targets.ts';

const { BSON } = mongo;
const binary = (...bytes: number[]): mongo.Binary => new BSON.Binary(Buffer.from(bytes));
const big = BSON.Long.fromString('9007199254740993');
const id = new BSON.ObjectId('65a000000000000000000001');
type Case = readonly [
  title: string,
  values: readonly unknown[],
  condition: unknown,
  found: readonly number[] | { code: number },
];

const CASES: readonly Case[] = [
  ['binary values are equal byte by byte', [binary(255), binary(254)], binary(255), [0]],
  [
    '64-bit integers beyond 2^53 keep their last digit',
    [big, BSON.Long.fromString('9007199254740992')],
    big,
    [0],
  ],
  [
    'numbers of all types compare by value',
    [1, new BSON.Double(1), BSON.Long.ONE, BSON.Decimal128.fromString('1.0')],
    1,
    [0, 1, 2, 3],
  ],
  [
    'a decimal tenth is no binary tenth',
    [0.1, BSON.Decimal128.fromString('0.1')],
    BSON.Decimal128.fromString('0.1'),
    [1],
  ],
  ['$type knows ObjectIds', [id, 'x'], { $type: 'objectId' }, [0]],
  ['$type distinguishes integers from doubles', [1, new BSON.Double(1), 1.5], { $type: 'double' }, [1, 2]],
  ['$all with one value matches a scalar', ['a', ['a', 'b'], ['b']], { $all: ['a'] }, [0, 1]],
  ['$all of nothing matches nothing', [[], 'a'], { $all: [] }, []],
  [
    'documents are equal with their fields in order',
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    { a: 1, b: 2 },
    [0],
  ],
  ['null matches what is missing, not what is there', [null, undefined, 0, [], [null]], null, [0, 1, 4]],
  ['$in with null matches what is missing', [null, undefined, 1], { $in: [null] }, [0, 1]],
  ['$gt compares within one type', [1, '2', new Date(3), null, id], { $gt: 0 }, [0]],
  ['$gt compares each element of an array', [[1, 5], [1], 5], { $gt: 4 }, [0, 2]],
  ['$elemMatch holds for one element', [[1, 5], [3], 3], { $elemMatch: { $gt: 2, $lt: 4 } }, [1]],
  ['$ne fails where any element is equal', [[1, 2], [2], 1], { $ne: 1 }, [1]],
  ['$not of a comparison matches what has no such field', [1, undefined, 5], { $not: { $gt: 2 } }, [0, 1]],
  ['$size counts an array only', [[1, 2], 'ab', [[1, 2]]], { $size: 2 }, [0]],
  ['NaN is neither above nor below', [NaN, 1], { $lte: 5 }, [1]],
  ['$exists asks for the field, null or not', [null, undefined, 0], { $exists: true }, [0, 2]],
  ['a regular expression is searched in elements too', ['abc', ['x', 'bcd'], 5], /bc/u, [0, 1]],
  ['$regex takes options', ['ABC', 'abd'], { $regex: '^ab', $options: 'i' }, [0, 1]],
  ['\\s is white space of ASCII', ['a b', 'a\tb', 'a\vb', 'a\u00a0b', 'a\u2028b'], /a\sb/u, [0, 1, 2]],
  ['\\S is all else', ['a b', 'a\u00a0b'], { $regex: '^\\S+$' }, [1]],
  ['[^\\s] is, too', ['a b', 'a\u00a0b'], { $regex: '^[^\\s]+$' }, [1]],
  ['\\w and \\d are of ASCII', ['é', '\u0663', 'a', '3'], { $regex: '^[\\w\\d]$' }, [2, 3]],
  ['\\b is between letters of ASCII', ['éa', 'xa', 'a'], { $regex: '\\ba' }, [0, 2]],
  ['^ of many lines begins none at the end', ['a\n', 'a\n\n', ''], { $regex: '^$', $options: 'm' }, [1, 2]],
  ['^$ is not within a character', ['\u{1f600}', ''], { $regex: '^$' }, [1]],
  ['. stops at a line feed only', ['a\nb', 'a\rb', 'a\u2028b'], { $regex: 'a.b' }, [1, 2]],
  ['. takes all with the option s', ['a\nb'], { $regex: 'a.b', $options: 's' }, [0]],
  ['a bracket that closes at once is in its class', ['a]b', 'ab'], { $regex: '[]]' }, [0]],
  ['\\u is refused', ['a'], { $regex: '\\u0061' }, { code: 51091 }],
  ['a pattern that is not closed is refused', ['a'], { $regex: '(' }, { code: 51091 }],
  ['$regex of MongoDB ends before a last line break', ['a\n', 'a', 'ab'], { $regex: 'a$' }, [0, 1]],
  ['astral characters come after all others', ['\uffff', '\u{1f600}'], { $gt: '\uffff' }, [1]],
  ['an unknown operator alone is refused', [1], { $foo: 1 }, { code: 2 }],
  ['$eq and $lt', [1, 2, 'a'], { $eq: 2, $lt: 3 }, [1]],
  ['$gte and $lte', [1, 2, 3], { $gte: 2, $lte: 2 }, [1]],
  ['$nin', [1, 2, [1, 3], undefined], { $nin: [1] }, [1, 3]],
  ['$in needs an array', [1], { $in: 1 }, { code: 2 }],
  ['$size refuses anything that is not a length', [1], { $size: 'x' }, { code: 2 }],
  ['$size refuses a negative length', [1], { $size: -1 }, { code: 2 }],
  ['$size refuses a length beyond 32 bits', [1], { $size: 2 ** 31 }, { code: 2 }],
  ['no type is refused', [1], { $type: [] }, { code: 9 }],
  ['a type that is neither a name nor a number is refused', [1], { $type: null }, { code: 14 }],
  ['$expr in an element is refused', [[1]], { $elemMatch: { $expr: true } }, { code: 2 }],
  ['$size refuses a length beyond 64 bits', [1], { $size: 2 ** 63 }, { code: 2 }],
  ['a null byte in $regex is refused', ['a'], { $regex: 'a\0b' }, { code: 2 }],
  ['an unknown type is refused', [1], { $type: 'thing' }, { code: 2 }],
  [
    'a regular expression with an unknown option is refused',
    ['a'],
    { $regex: 'a', $options: 'z' },
    { code: 51108 },
  ],
];

onEveryServer('filters', (server) => {
  it.each(CASES)('%s', async (_, values, condition, found) => {
    const collection = server.collection();
    await collection.insertMany(
      values.map((value, _id) => (value === undefined ? { _id } : { _id, value })) as never[],
    );
    const result = await outcome(
      collection
        .find({ value: condition } as object)
        .sort({ _id: 1 })
        .map(({ _id }) => _id)
        .toArray(),
    );
    expect(result).toEqual(found);
  });

  it('joins filters with $and, $or and $nor', async () => {
    const collection = server.collection();
    await collection.insertMany([{ a: 1 }, { a: 2 }, { a: 3 }]);
    const found = async (filter: object): Promise<number> => collection.countDocuments(filter);
    expect(await found({ $and: [{ a: { $gt: 1 } }, { a: { $lt: 3 } }] })).toBe(1);
    expect(await found({ $or: [{ a: 1 }, { a: 3 }] })).toBe(2);
    expect(await found({ $nor: [{ a: 1 }, { a: 2 }] })).toBe(1);
  });

  it('counts with skip and limit, but refuses a limit of 0', async () => {
    const collection = server.collection();
    await collection.insertMany([{ a: 1 }, { a: 2 }, { a: 3 }]);
    expect(await collection.countDocuments({}, { skip: 1, limit: 1 })).toBe(1);
    expect(await collection.countDocuments({ a: { $gt: 1 } }, { limit: 9 })).toBe(2);
    expect(await outcome(collection.countDocuments({}, { limit: 0 }))).toEqual({ code: 15958 });
  });

  it('walks arrays as MongoDB does', async () => {
    const collection = server.collection();
    const values = [[], [1], [{ b: 1 }], [{ c: 1 }], [[{ b: 1 }]], { b: 1 }, [1, { b: 1 }], 5];
    await collection.insertMany(values.map((a, _id) => ({ _id, a })) as never[]);
    const ids = async (filter: object): Promise<unknown> =>
      collection
        .find(filter)
        .sort({ _id: 1 })
        .map(({ _id }) => _id)
        .toArray();
    expect(await ids({ 'a.b': 1 })).toEqual([2, 5, 6]);
    expect(await ids({ 'a.0.b': 1 })).toEqual([2, 4]);
    expect(await ids({ 'a.b': { $exists: false } })).toEqual([0, 1, 3, 4, 7]);
  });

  it('ignores $comment and refuses unknown top-level operators', async () => {
    const collection = server.collection();
    await collection.insertOne({ a: 1 });
    expect(await collection.countDocuments({ $comment: 'x', a: 1 })).toBe(1);
    expect(await outcome(collection.find({ $foo: [] }).toArray())).toEqual({ code: 2 });
    expect(await outcome(collection.find({ $or: [] }).toArray())).toEqual({ code: 2 });
  });

  it('folds case by a collation, in filters, distinct and sort', async () => {
    const collection = server.collection();
    await collection.insertMany([{ name: 'Zoe' }, { name: 'ZOE' }, { name: 'Zoé' }, { name: 'adam' }]);
    const collation = { locale: 'en', strength: 2 };
    expect(await collection.countDocuments({ name: 'zoe' }, { collation })).toBe(2);
    expect(await collection.countDocuments({ name: { $in: ['zoe'] } }, { collation })).toBe(2);
    expect(await collection.countDocuments({ name: { $gt: 'ADAM', $lt: 'zoé' } }, { collation })).toBe(2);
    expect(await collection.distinct('name', {}, { collation })).toHaveLength(3);
    const sorted = collection.find({}, { collation }).sort({ name: 1, _id: 1 });
    expect(await sorted.map(({ name }) => name).toArray()).toEqual(['adam', 'Zoe', 'ZOE', 'Zoé']);
    const pipeline = [{ $match: { name: 'zoe' } }, { $sort: { _id: 1 } }, { $project: { _id: 0 } }];
    expect(await collection.aggregate(pipeline, { collation }).toArray()).toEqual([
      { name: 'Zoe' },
      { name: 'ZOE' },
    ]);
  });

  it('evaluates $expr after all other conditions', async () => {
    const collection = server.collection();
    await collection.insertMany([{ a: 'x' }, { a: [1] }]);
    const $expr = { $gt: [{ $size: '$a' }, 0] };
    expect(await collection.countDocuments({ $and: [{ $expr }], a: { $type: 'array' } })).toBe(1);
    expect(await collection.countDocuments({ $and: [{ $expr }, { a: { $type: 'array' } }] })).toBe(1);
  });

  it('evaluates $expr with the variables of let', async () => {
    const collection = server.collection();
    await collection.insertMany([
      { a: 1, b: 2 },
      { a: 3, b: 2 },
    ]);
    expect(await collection.countDocuments({ $expr: { $gt: ['$a', '$b'] } })).toBe(1);
    expect(
      await collection.find({ $expr: { $eq: ['$a', '$$x'] } }, { let: { x: 3 } }).toArray(),
    ).toHaveLength(1);
    expect(await outcome(collection.find({ $expr: { $eq: ['$a', '$$nobody'] } }).toArray())).toEqual({
      code: 17276,
    });
    expect(await outcome(collection.find({ $expr: { $bogus: 1 } }).toArray())).toEqual({ code: 168 });
  });
});

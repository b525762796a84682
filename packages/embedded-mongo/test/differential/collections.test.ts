import { mongo, Schema } from 'mongoose';
import { expect, it } from 'vitest';
import { onEveryServer, outcome } from './targets.ts';

const { BSON } = mongo;
const duplicate = (keyPattern: object, keyValue: object): object => ({ code: 11000, keyPattern, keyValue });

onEveryServer('collections and indexes', (server) => {
  it('names the key of a duplicate in inserts, updates, upserts and replacements', async () => {
    const collection = server.collection();
    await collection.createIndex({ name: 1 }, { unique: true });
    await collection.insertMany([{ name: 'a' }, { name: 'b' }]);
    const refused = duplicate({ name: 1 }, { name: 'a' });
    expect(await outcome(collection.insertOne({ name: 'a' }))).toEqual(refused);
    expect(await outcome(collection.updateOne({ name: 'b' }, { $set: { name: 'a' } }))).toEqual(refused);
    expect(await outcome(collection.updateOne({ x: 1 }, { $set: { name: 'a' } }, { upsert: true }))).toEqual(
      refused,
    );
    expect(await outcome(collection.findOneAndUpdate({ name: 'b' }, { $set: { name: 'a' } }))).toEqual(
      refused,
    );
    expect(await outcome(collection.replaceOne({ name: 'b' }, { name: 'a' }))).toEqual(refused);
    expect(await collection.distinct('name')).toEqual(['a', 'b']);
  });

  it('names the key of a duplicate _id', async () => {
    const collection = server.collection();
    await collection.insertOne({ _id: 1 } as never);
    expect(await outcome(collection.insertOne({ _id: new BSON.Double(1) } as never))).toEqual(
      duplicate({ _id: 1 }, { _id: 1 }),
    );
  });

  it('distinguishes long _ids by their last character', async () => {
    const collection = server.collection();
    const long = 'x'.repeat(5000);
    await collection.insertMany([{ _id: `${long}\0a` }, { _id: `${long}\0b` }] as never[]);
    expect(await collection.countDocuments({ _id: `${long}\0a` } as object)).toBe(1);
  });

  it('goes on after a failure only where the writes are not ordered', async () => {
    const collection = server.collection();
    const documents = [{ _id: 1 }, { _id: 1 }, { _id: 2 }] as never[];
    const insert = async (ordered: boolean) =>
      collection
        .insertMany(documents, { ordered })
        .catch((error: mongo.MongoBulkWriteError) => error.result.insertedCount);
    expect(await insert(true)).toBe(1);
    await collection.deleteMany();
    expect(await insert(false)).toBe(2);
  });

  it('returns the first of equal values by distinct', async () => {
    const collection = server.collection();
    await collection.insertMany([{ a: new BSON.Double(1) }, { a: BSON.Long.ONE }]);
    expect(await collection.distinct('a', {}, { promoteValues: false })).toEqual([new BSON.Double(1)]);
  });

  it('takes a number in the key of distinct for the place of an element only', async () => {
    const collection = server.collection();
    await collection.insertMany([{ r: [{ 0: 1 }] }, { r: [2, { 0: 3 }] }, { r: { 0: 4 } }, { r: [[5, 6]] }]);
    expect((await collection.distinct('r.0')).toSorted()).toEqual([2, 4, 5, 6, { 0: 1 }]);
  });

  it('drops collections', async () => {
    const collection = server.collection();
    await collection.insertOne({ a: 1 });
    await collection.drop();
    expect(await collection.countDocuments()).toBe(0);
    expect(await collection.db.listCollections({ name: collection.collectionName }).toArray()).toEqual([]);
  });

  it('sends a long result in batches and forgets a killed cursor', async () => {
    const collection = server.collection();
    await collection.insertMany(Array.from({ length: 250 }, (_, n) => ({ n })));
    expect(await collection.find().toArray()).toHaveLength(250);
    const cursor = collection.find({}, { batchSize: 2 });
    await cursor.next();
    const { id } = cursor;
    await cursor.close();
    const getMore = collection.db.command({ getMore: id, collection: collection.collectionName });
    expect(await outcome(getMore)).toEqual({ code: 43 });
  });

  it('projects as MongoDB does', async () => {
    const collection = server.collection();
    await collection.insertOne({
      _id: 1,
      a: { b: 1, c: 2 },
      d: [
        { e: 1, f: 2 },
        { e: 3, f: 4 },
      ],
      g: [1, 2, 3],
    } as never);
    const projected = async (projection: mongo.Document) => outcome(collection.findOne({}, { projection }));
    expect(await projected({ 'a.b': 1, _id: 0 })).toEqual({ a: { b: 1 } });
    expect(await projected({ a: 0, g: 0, 'd.e': 0 })).toEqual({ _id: 1, d: [{ f: 2 }, { f: 4 }] });
    expect(await projected({ g: { $slice: [1, 1] }, a: 1 })).toEqual({ _id: 1, a: { b: 1, c: 2 }, g: [2] });
    expect(await projected({ g: { $elemMatch: { $gt: 1 } } })).toEqual({ _id: 1, g: [2] });
    expect(await projected({ d: { $elemMatch: { e: 3 } } })).toEqual({ _id: 1, d: [{ e: 3, f: 4 }] });
    expect(await projected({ g: { $slice: ['$g', -1] } })).toEqual({ _id: 1, g: [3] });
    expect(await projected({ d: { $elemMatch: { e: 3 } }, g: { $slice: 1 } })).toEqual({
      _id: 1,
      a: { b: 1, c: 2 },
      d: [{ e: 3, f: 4 }],
      g: [1],
    });
    expect(await projected({ _id: 0, sum: { $add: ['$a.b', '$a.c'] } })).toEqual({ sum: 3 });
    expect(await projected({ a: 1, d: 0 })).toEqual({ code: 31254 });
    expect(await projected({ a: 1, 'a.b': 1 })).toEqual({ code: 31249 });
  });

  it('sorts values of all types, arrays by their least or greatest', async () => {
    const collection = server.collection();
    const id = new BSON.ObjectId();
    const values = [
      new Date(1),
      id,
      'a',
      5,
      null,
      [2, 9],
      [],
      true,
      { a: 1 },
      BSON.Long.fromNumber(7),
      undefined,
    ];
    await collection.insertMany(values.map((v, _id) => (v === undefined ? { _id } : { _id, v })) as never[]);
    const ids = async (v: 1 | -1) =>
      collection
        .find()
        .sort({ v, _id: 1 })
        .map(({ _id }) => _id)
        .toArray();
    expect(await ids(1)).toEqual([6, 4, 10, 5, 3, 9, 2, 8, 1, 7, 0]);
    expect(await ids(-1)).toEqual([0, 7, 1, 8, 2, 5, 9, 3, 4, 10, 6]);
  });

  it('refuses what a standalone server cannot do, by code', async () => {
    const { db } = server.collection();
    expect(await outcome(db.command({ nothing: 1 }))).toEqual({ code: 59 });
    expect(await outcome(db.command({ find: 'x', nothing: 1 }))).toEqual({ code: 40415 });
    expect(await outcome(db.command({ insert: 'x', documents: [] }))).toEqual({ code: 16 });
    expect(await outcome(db.command({ find: 'a$b' }))).toEqual({ code: 73 });
    expect(await outcome(db.command({ find: 'x', filter: 1 }))).toEqual({ code: 14 });
    expect(await outcome(db.command({ find: 'x', limit: -1 }))).toEqual({ code: 2 });
  });

  it('serves Mongoose: populate, discriminators, arrays, versions', async () => {
    const { connection } = server;
    const Author = connection.model('Author', new Schema({ name: String }));
    const Book = connection.model(
      'Book',
      new Schema(
        { author: { type: Schema.Types.ObjectId, ref: 'Author' }, tags: [String], parts: [{ n: Number }] },
        { discriminatorKey: 'kind' },
      ),
    );
    const Novel = Book.discriminator('Novel', new Schema({ chapters: Number }));
    const author = await Author.create({ name: 'Ada' });
    const novel = await Novel.create({
      author: author._id,
      tags: ['a'],
      parts: [{ n: 1 }, { n: 2 }],
      chapters: 3,
    });
    novel.tags.push('b');
    novel.parts.pull({ _id: novel.parts[0]?._id });
    await novel.save();
    const [found] = await Book.find({ tags: 'b' }).populate<{ author: { name: string } }>('author');
    expect(found).toMatchObject({ author: { name: 'Ada' }, kind: 'Novel', __v: 1 });
    expect(found?.parts).toHaveLength(1);
    expect(await Author.exists({ name: 'Ada' })).not.toBeNull();
  });
});

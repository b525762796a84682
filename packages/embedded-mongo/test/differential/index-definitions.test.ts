import { expect, it } from 'vitest';
import { onEveryServer, outcome } from './targets.ts';

const duplicate = (keyPattern: object, keyValue: object): object => ({ code: 11000, keyPattern, keyValue });

onEveryServer('definitions of indexes', (server) => {
  it('builds no unique index over duplicates', async () => {
    const collection = server.collection();
    await collection.insertMany([{ a: 1 }, { a: 1 }]);
    expect(await outcome(collection.createIndex({ a: 1 }, { unique: true }))).toEqual(
      duplicate({ a: 1 }, { a: 1 }),
    );
    expect(await collection.indexes()).toHaveLength(1);
  });

  it('keeps each element of an array unique, and missing values too', async () => {
    const collection = server.collection();
    await collection.createIndex({ a: 1 }, { unique: true });
    await collection.insertOne({ a: [1, 2] });
    expect(await outcome(collection.insertOne({ a: 2 }))).toEqual(duplicate({ a: 1 }, { a: 2 }));
    await collection.insertOne({ b: 1 });
    expect(await outcome(collection.insertOne({ b: 2 }))).toEqual(duplicate({ a: 1 }, { a: null }));
    await collection.insertOne({ a: [] });
  });

  it('lets sparse and partial unique indexes pass over documents', async () => {
    const sparse = server.collection();
    await sparse.createIndex({ a: 1 }, { unique: true, sparse: true });
    await sparse.insertMany([{ b: 1 }, { b: 2 }, { a: 1 }]);
    expect(await outcome(sparse.insertOne({ a: 1 }))).toMatchObject({ code: 11000 });
    const partial = server.collection();
    await partial.createIndex({ a: 1 }, { unique: true, partialFilterExpression: { live: true } });
    await partial.insertMany([{ a: 1 }, { a: 1 }, { a: 1, live: true }]);
    expect(await outcome(partial.insertOne({ a: 1, live: true }))).toMatchObject({ code: 11000 });
    expect(await outcome(partial.updateMany({}, { $set: { live: true } }))).toMatchObject({ code: 11000 });
  });

  it('refuses parallel arrays of a sparse index even where they are empty', async () => {
    const collection = server.collection();
    await collection.insertOne({ a: [], b: [] });
    const create = collection.createIndex({ 'a.x': 1, 'b.x': 1 }, { sparse: true });
    expect(await outcome(create)).toEqual({ code: 171 });
  });

  it('keeps compound keys unique', async () => {
    const collection = server.collection();
    await collection.createIndex({ a: 1, b: -1 }, { unique: true });
    await collection.insertMany([
      { a: 1, b: 1 },
      { a: 1, b: 2 },
      { a: 2, b: 1 },
    ]);
    expect(await outcome(collection.insertOne({ a: 1, b: 2 }))).toEqual(
      duplicate({ a: 1, b: -1 }, { a: 1, b: 2 }),
    );
    expect(await outcome(collection.insertOne({ a: [1, 2], b: [1, 2] }))).toEqual({ code: 171 });
  });

  it('lists, hides nothing and drops', async () => {
    const collection = server.collection();
    await collection.createIndex({ a: 1 }, { name: 'one', expireAfterSeconds: 60 });
    const [, index] = await collection.indexes();
    expect(index).toMatchObject({ v: 2, key: { a: 1 }, name: 'one', expireAfterSeconds: 60 });
    expect(await outcome(collection.createIndex({ a: 1 }, { name: 'two' }))).toEqual({ code: 85 });
    expect(await outcome(collection.createIndex({ b: 1 }, { name: 'one' }))).toEqual({ code: 86 });
    await collection.dropIndex('one');
    expect(await collection.indexes()).toHaveLength(1);
    expect(await outcome(collection.createIndex({ a: 1, b: 1 }, { expireAfterSeconds: 1 }))).toEqual({
      code: 67,
    });
    const missing = collection.db.collection('never_made');
    expect(await outcome(missing.indexes())).toEqual({ code: 26 });
  });

  it.each([
    [85, {}, { name: 'two' }],
    [85, {}, { name: 'two', expireAfterSeconds: 5 }],
    [85, {}, { name: 'one', hidden: true }],
    [86, {}, { name: 'one', sparse: true }],
    [86, {}, { name: 'one', partialFilterExpression: { b: 1 } }],
    [85, { partialFilterExpression: { b: 1 } }, { name: 'two', partialFilterExpression: { b: 1 } }],
    [0, {}, { name: 'two', unique: true }],
    [0, {}, { name: 'two', sparse: true }],
    [0, { partialFilterExpression: { b: 1 } }, { name: 'two' }],
    [0, {}, { name: 'one' }],
  ])(
    'refuses by code %i where there is an index on the key with %j another with %j',
    async (code, one, other) => {
      const collection = server.collection();
      await collection.createIndex({ a: 1 }, { name: 'one', ...one });
      const result = await outcome(collection.createIndex({ a: 1 }, other));
      expect(result).toEqual(code === 0 ? other.name : { code });
    },
  );

  it('refuses an index on _id with options, or in another order, or of its name', async () => {
    const create = async (key: Record<string, 1 | -1>, options: object) =>
      outcome(server.collection().createIndex(key, options));
    expect(await create({ _id: 1 }, { unique: true })).toEqual({ code: 197 });
    expect(await create({ _id: -1 }, {})).toEqual({ code: 2 });
    expect(await create({ a: 1 }, { name: '_id_' })).toEqual({ code: 2 });
  });

  it('drops no index by a key pattern that several have', async () => {
    const collection = server.collection();
    await collection.createIndex({ a: 1 });
    await collection.createIndex({ a: 1 }, { unique: true, name: 'two' });
    const drop = { dropIndexes: collection.collectionName, index: { a: 1 } };
    expect(await outcome(collection.db.command(drop))).toEqual({ code: 181 });
  });
});

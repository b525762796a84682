import type { mongo } from 'mongoose';
import { beforeAll, describe, expect, it } from 'vitest';
import { useDatabase } from './database.ts';

const database = useDatabase();
let users: mongo.Collection;

beforeAll(async () => {
  const { db } = database.connection;
  if (!db) throw new Error('no connection');
  users = db.collection('users');
  await users.createIndex({ email: 1 }, { unique: true, sparse: true });
  await users.createIndex({ team: 1, at: -1 });
  await users.createIndex({ at: 1 });
  await users.createIndex({ tags: 1, at: 1 });
  await users.createIndex({ name: 1 }, { partialFilterExpression: { age: { $gte: 18 } } });
  await users.createIndex({ secret: 1 }, { hidden: true });
  await users.insertMany(
    Array.from({ length: 1000 }, (_, _id) => ({
      _id,
      ...(_id % 2 === 0 && { email: `${_id}@example.org` }),
      team: _id % 10,
      at: new Date(_id * 1000),
      tags: [`a${_id % 5}`, `b${_id % 7}`],
      name: `n${_id}`,
      age: _id % 100,
      secret: _id,
    })) as object[],
  );
});

/** By which index a query is answered, how many documents that looks at, and whether they come in order. */
const explained = async (filter: object, options: mongo.FindOptions = {}): Promise<unknown> => {
  const { queryPlanner, executionStats } = await users.find(filter, options).explain('executionStats');
  const { stage, inputStage } = queryPlanner.winningPlan;
  const { indexName, direction } = inputStage ?? {};
  return [indexName ?? inputStage?.stage ?? stage, direction, executionStats.totalDocsExamined];
};
const at = (seconds: number): Date => new Date(seconds * 1000);

describe('queries that an index can serve', () => {
  it.each([
    ['equality with _id', { _id: 5 }, {}, ['_id_', 'forward', 1]],
    ['a range of _id', { _id: { $gt: 990 } }, {}, ['_id_', 'forward', 9]],
    ['equality in a sparse index', { email: '4@example.org' }, {}, ['email_1', 'forward', 1]],
    ['a range in a sparse index', { email: { $gte: '998' } }, {}, ['email_1', 'forward', 1]],
    ['a range of dates', { at: { $gte: at(10), $lt: at(20) } }, {}, ['at_1', 'forward', 10]],
    ['$in', { at: { $in: [at(1), at(5), at(2000)] } }, {}, ['at_1', 'forward', 2]],
    ['a prefix and a range', { team: 3, at: { $lt: at(100) } }, {}, ['team_1_at_-1', 'forward', 10]],
    ['the smaller of two', { team: 3, at: { $lt: at(20) } }, {}, ['team_1_at_-1', 'forward', 2]],
    ['an element of an array', { tags: 'a1', at: at(1) }, {}, ['at_1', 'forward', 1]],
    [
      'a partial index that the filter implies',
      { name: 'n18', age: { $gt: 20 } },
      {},
      ['name_1', 'forward', 1],
    ],
    ['a partial index by equality', { name: 'n18', age: 18 }, {}, ['name_1', 'forward', 1]],
  ])('%s', async (_, filter, options, plan) => {
    expect(await explained(filter, options)).toEqual(plan);
  });

  it.each([
    ['forwards', {}, { sort: { at: 1 }, limit: 20 }, ['at_1', 'forward', 20]],
    ['backwards', {}, { sort: { at: -1 }, limit: 20 }, ['at_1', 'backward', 20]],
    ['by _id, on page 2', { _id: { $lt: 980 } }, { sort: { _id: -1 }, limit: 20 }, ['_id_', 'backward', 20]],
    ['after a fixed prefix', { team: 4 }, { sort: { at: -1 }, limit: 20 }, ['team_1_at_-1', 'forward', 20]],
    [
      'by the fixed field too',
      { team: 4 },
      { sort: { team: 1, at: 1 }, limit: 5 },
      ['team_1_at_-1', 'backward', 5],
    ],
    [
      'after one element of an array',
      { tags: 'a1' },
      { sort: { at: -1 }, limit: 5 },
      ['tags_1_at_1', 'backward', 5],
    ],
    [
      'past documents that the filter refuses',
      { age: 99 },
      { sort: { at: 1 }, limit: 2 },
      ['at_1', 'forward', 200],
    ],
  ])('a sort with a limit: %s', async (_, filter, options, plan) => {
    expect(await explained(filter, options as mongo.FindOptions)).toEqual(plan);
  });

  it('finds the parts of an $or by their indexes', async () => {
    expect(await explained({ $or: [{ _id: 3 }, { email: '4@example.org' }] })).toEqual(['OR', undefined, 2]);
  });

  it('uses the beginning of a pipeline, an update and a delete', async () => {
    const pipeline = await users
      .aggregate([{ $match: { team: 1 } }, { $sort: { at: -1 } }, { $limit: 3 }, { $project: { at: 1 } }])
      .explain();
    expect(pipeline).toMatchObject({ executionStats: { nReturned: 3, totalDocsExamined: 3 } });
    const command = async (explain: object): Promise<unknown> => database.connection.db?.command({ explain });
    const byEmail = { queryPlanner: { winningPlan: { inputStage: { indexName: 'email_1' } } } };
    const q = { email: '4@example.org' };
    expect(await command({ update: 'users', updates: [{ q, u: { $set: { a: 1 } } }] })).toMatchObject(
      byEmail,
    );
    expect(await command({ delete: 'users', deletes: [{ q, limit: 1 }] })).toMatchObject(byEmail);
    expect(await command({ count: 'users', query: q })).toMatchObject(byEmail);
    expect(await command({ distinct: 'users', key: 'name', query: q })).toMatchObject(byEmail);
    expect(await command({ findAndModify: 'users', query: q, remove: true })).toMatchObject(byEmail);
    expect(await users.countDocuments(q)).toBe(1);
    const looksAt = (totalDocsExamined: number): object => ({ executionStats: { totalDocsExamined } });
    expect(await command({ update: 'users', updates: [{ q: { team: 3 }, u: {} }] })).toMatchObject(
      looksAt(1),
    );
    expect(await command({ findAndModify: 'users', query: { team: 3 }, remove: true })).toMatchObject(
      looksAt(1),
    );
    expect(await command({ count: 'users', query: { team: 3 }, limit: -2 })).toMatchObject(looksAt(2));
  });
});

describe('queries that an index would answer wrongly', () => {
  it.each([
    ['a missing value in a sparse index', { email: null }, {}],
    ['a partial index that lacks some', { name: 'n18', age: { $gt: 17 } }, {}],
    ['a hidden index', { secret: 5 }, {}],
    ['a collation', { name: 'N4' }, { collation: { locale: 'en', strength: 2 } }],
    ['the order of insertion', { at: at(5) }, { sort: { $natural: -1 } }],
  ])('looks at every document for %s', async (_, filter, options) => {
    expect(await explained(filter, options as mongo.FindOptions)).toEqual(['COLLSCAN', undefined, 1000]);
  });

  it('finds conditions that different elements of an array satisfy', async () => {
    expect(await users.countDocuments({ tags: { $gte: 'b6', $lte: 'a0' } })).toBe(
      await users.countDocuments({ tags: { $gte: 'b6', $lte: 'a0' } }, { hint: { $natural: 1 } }),
    );
  });
});

it('says what collections and databases take', async () => {
  const { db } = database.connection;
  const collection = await db?.command({ collStats: 'users' });
  expect(collection).toMatchObject({ ns: 'latchkey.users', count: 1000, nindexes: 7, scaleFactor: 1 });
  expect(collection?.['size']).toBeGreaterThan(100_000);
  expect(await db?.command({ dbStats: 1 })).toMatchObject({
    db: 'latchkey',
    collections: 1,
    objects: 1000,
    dataSize: collection?.['size'],
    indexSize: collection?.['totalIndexSize'],
  });
});

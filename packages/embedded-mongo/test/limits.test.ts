import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';
import { describe, expect, it, vi } from 'vitest';
import type { EmbeddedMongoOptions } from '../src/index.ts';
import { startEmbeddedMongo } from './built.ts';
import { useCleanUps } from './clean-up.ts';

const cleanUps = useCleanUps();

const start = async (options: Partial<EmbeddedMongoOptions> = {}) => {
  const database = await startEmbeddedMongo({ dataDir: cleanUps.newFolder(), ...options });
  const connection = await mongoose
    .createConnection(database.uri, { serverSelectionTimeoutMS: 1000 })
    .asPromise();
  cleanUps.push(
    () => database.close(),
    () => connection.close(true),
  );
  const { db } = connection;
  if (!db) throw new Error('no connection');
  return { database, db, items: db.collection('items') };
};

const numbered = (count: number): object[] => Array.from({ length: count }, (_, _id) => ({ _id }));

describe('replies of any size', () => {
  it('sends 150,000 small documents in one batch', async () => {
    const { items } = await start();
    const text = 'x'.repeat(90);
    await items.insertMany(Array.from({ length: 150_000 }, (_, i) => ({ _id: i, text })) as object[]);
    // Bytes: it is not the driver's objects that this is about, which take three times as long.
    const found = await items.find({}, { batchSize: 1_000_000, raw: true }).toArray();
    expect(found).toHaveLength(150_000);
  });

  it('answers a result of more than 16 MB with MongoDB’s errors', async () => {
    const { items } = await start();
    await items.insertMany(
      Array.from({ length: 18 }, (_, i) => ({ i, text: `${'x'.repeat(1_000_000)}${i}` })),
    );
    await expect(items.distinct('text')).rejects.toMatchObject({ code: 17217 });
    const all = items.aggregate([{ $group: { _id: null, all: { $push: '$text' } } }]).toArray();
    await expect(all).rejects.toMatchObject({ code: 10334 });
    await items.updateOne({ i: 0 }, { $set: { list: ['x'.repeat(9_000_000)] } });
    const push = items.updateOne({ i: 0 }, { $push: { list: 'y'.repeat(9_000_000) } } as object);
    await expect(push).rejects.toMatchObject({ code: 10334 });
    expect(await items.countDocuments()).toBe(18);
  });

  it('names each of 100,000 failed writes', async () => {
    const { items, db } = await start();
    await items.insertMany(numbered(1));
    const documents = Array.from({ length: 100_000 }, () => ({ _id: 0 }));
    const reply = await db.command({ insert: 'items', documents, ordered: false });
    expect(reply['writeErrors']).toHaveLength(100_000);
    expect(reply['writeErrors'].at(-1)).toEqual({ index: 99_999, code: 11000, errmsg: '' });
  });

  it('refuses cursors that would never expire', async () => {
    const { items } = await start();
    await expect(items.find({}, { noCursorTimeout: true }).toArray()).rejects.toMatchObject({ code: 40_415 });
  });
});

/** A query that takes minutes: it looks at each document a thousand times. */
const SLOW = Array.from({ length: 1000 }, () => ({
  $match: { $expr: { $gt: [{ $add: ['$_id', 1, 2, 3] }, { $multiply: [-1, '$_id'] }] } },
}));

describe('long queries', () => {
  it('ends one whose time is over', async () => {
    const { items } = await start();
    await items.insertMany(numbered(20_000));
    await expect(items.aggregate(SLOW, { maxTimeMS: 100 }).toArray()).rejects.toMatchObject({ code: 50 });
    await expect(
      items.find({ $expr: { $gt: ['$_id', -1] } }, { maxTimeMS: 1 }).toArray(),
    ).rejects.toMatchObject({
      code: 50,
    });
    expect(await items.find({}, { maxTimeMS: 60_000, limit: 1 }).toArray()).toHaveLength(1);
  });

  it.each([
    ['that looks at many documents, at the next one', 0, () => SLOW],
    [
      'in a regular expression that backtracks, after 5 s',
      5000,
      () => [{ $match: { text: { $regex: '^(x+x+)+y$' } } }],
    ],
  ])('closes within seconds in spite of a query %s', async (_, patience, pipeline) => {
    const { database, items } = await start();
    await items.insertMany([...numbered(20_000), { _id: 20_000, text: 'x'.repeat(60) } as object]);
    const query = items
      .aggregate(pipeline())
      .toArray()
      .catch((error: unknown) => error);
    await sleep(300);
    // A thread that backtracks uses a core for as long as it may: the time that it is given passes at once.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const began = performance.now();
    const closed = database.close();
    vi.advanceTimersByTime(patience);
    vi.useRealTimers();
    await closed;
    expect(performance.now() - began).toBeLessThan(30_000);
    expect(await query).toBeInstanceOf(Error);
  });
});

describe('the memory that documents may take', () => {
  it.each([
    ['large texts', (i: number) => ({ text: `${i}`.padEnd(20_000, 'x') })],
    ['many small fields', (i: number) => ({ list: Array.from({ length: 2000 }, () => ({ a: i, b: [] })) })],
    [
      'many keys of an index',
      (i: number) => ({ tags: Array.from({ length: 1000 }, (_, n) => i * 1000 + n) }),
    ],
  ])('refuses writes before the process runs out of it, after a warning: %s', async (_, documentOf) => {
    const warnings: string[] = [];
    const { items } = await start({ maxMegabytes: 60, onWarning: (text) => warnings.push(text) });
    await items.createIndex({ tags: 1 });
    let written = 0;
    const fill = async (): Promise<never> => {
      for (;;) {
        await items.insertMany(Array.from({ length: 20 }, (__, i) => documentOf(written + i)));
        written += 20;
      }
    };
    await expect(fill()).rejects.toMatchObject({
      code: 146,
      message: expect.stringContaining('EMBEDDED_MAX_MB'),
    });
    expect(warnings).toEqual([expect.stringMatching(/nearly full.*EMBEDDED_MAX_MB/u)]);
    expect(await items.countDocuments()).toBeGreaterThanOrEqual(written);
    await items.deleteMany({});
    await items.insertOne(documentOf(0));
  });
});

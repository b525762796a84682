import { execFileSync } from 'node:child_process';
import mongoose, { mongo } from 'mongoose';
import { afterEach, expect, it } from 'vitest';
import { bundleOf, startEmbeddedMongo } from './built.ts';
import { decode } from '../src/values/codec.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
afterEach(() => folder.remove());

const pathOf = (parts: number): string => Array.from({ length: parts }, () => 'a').join('.');
const nested = (levels: number): object => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

/** Runs something on a database, closes it, and returns the documents that the next start finds. */
const restartAfter = async (run: (users: mongo.Collection) => Promise<void>): Promise<mongo.Document[]> => {
  const once = async <T>(use: (users: mongo.Collection) => Promise<T>): Promise<T> => {
    const database = await startEmbeddedMongo({ dataDir: folder.path });
    const connection = await mongoose.createConnection(database.uri).asPromise();
    try {
      return await use(connection.getClient().db().collection('users'));
    } finally {
      await connection.close();
      await database.close();
    }
  };
  await once(run);
  return once((users) => users.find().toArray());
};

it('refuses an update that would nest deeper than MongoDB stores, and opens again', async () => {
  const found = await restartAfter(async (users) => {
    await users.insertOne({ _id: 1 } as object);
    await users.updateOne({}, { $set: { [pathOf(180)]: 1 } });
    for (const parts of [181, 201]) {
      await expect(users.updateOne({}, { $set: { [`b.${pathOf(parts - 1)}`]: 1 } })).rejects.toMatchObject({
        code: 15,
      });
    }
  });
  expect(found).toEqual([{ _id: 1, ...nested(180) }]);
});

it('refuses an update that would make a field named __proto__, and opens again', async () => {
  const found = await restartAfter(async (users) => {
    await users.insertOne({ _id: 1, x: 1 } as object);
    for (const path of ['__proto__', 'a.__proto__', '__proto__.a', 'a.__proto__.b']) {
      const literal = JSON.parse(`{"${path}": 1}`) as mongo.Document;
      await expect(users.updateOne({}, { $set: literal })).rejects.toMatchObject({ code: 2 });
      await expect(users.updateOne({}, [{ $set: literal }])).rejects.toMatchObject({ code: 2 });
      await expect(users.updateOne({}, [{ $project: literal }])).rejects.toMatchObject({ code: 2 });
      await expect(
        users.updateOne({ [path]: 2 }, { $set: { x: 1 } }, { upsert: true }),
      ).rejects.toMatchObject({ code: 2 });
    }
  });
  expect(found).toEqual([{ _id: 1, x: 1 }]);
});

it('opens a folder whatever an earlier version stored in it', async () => {
  // In a process of its own, whose end releases the file.
  const script = `
    import { openStorage } from ${JSON.stringify(bundleOf('storage'))};
    import { encode } from ${JSON.stringify(bundleOf('codec'))};
    const deep = JSON.parse('{"a":'.repeat(300) + 1 + '}'.repeat(300));
    const storage = openStorage(process.argv[1]);
    storage.put('', 'latchkey.users', encode({ indexes: [] }));
    storage.put('latchkey.users', 'n1', encode({ _id: 1, deep, own: JSON.parse('{"__proto__": 1}') }));
    storage.commit();`;
  execFileSync(process.execPath, ['--input-type=module', '-e', script, folder.path]);
  const [found] = await restartAfter(async () => undefined);
  expect(found).toEqual({ _id: 1, deep: nested(300), own: JSON.parse('{"__proto__": 1}') });
});

it('refuses a date that JavaScript cannot hold rather than change it', () => {
  const bytes = mongo.BSON.serialize({ at: new Date(0) });
  bytes.set(mongo.BSON.Long.MAX_VALUE.toBytesLE(), bytes.length - 9);
  expect(() => decode(bytes)).toThrow(/8\.64e15 ms/u);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mongoose, { mongo } from 'mongoose';
import { afterAll, expect, it } from 'vitest';
import { exportTo, importFrom } from '../cli/transfer.ts';
import { useDatabase } from './database.ts';
import { temporaryFolder } from './temporary-folder.ts';

const { BSON } = mongo;
const from = useDatabase();
const to = useDatabase();
const folder = temporaryFolder();
afterAll(() => folder.remove());

const databaseOf = (connection: mongoose.Connection): mongo.Db => connection.getClient().db();

it('moves documents of every type and their indexes, and merges into nothing', async () => {
  const users = databaseOf(from.connection).collection('users');
  await users.createIndex({ name: 1 }, { unique: true, sparse: true });
  await users.insertOne({
    name: 'ada',
    long: BSON.Long.fromString('9007199254740993'),
    double: new BSON.Double(1),
    decimal: BSON.Decimal128.fromString('0.10'),
    binary: new BSON.Binary(Buffer.from([255, 254])),
    date: new Date(0),
    regex: new BSON.BSONRegExp('^a', 'i'),
    nested: [{ a: [null, true] }],
  });
  expect([...(await exportTo(databaseOf(from.connection), folder.path))]).toEqual([['users', 1]]);
  await expect(exportTo(databaseOf(from.connection), folder.path)).rejects.toMatchObject({ code: 'EEXIST' });
  expect([...(await importFrom(databaseOf(to.connection), folder.path))]).toEqual([['users', 1]]);

  const copy = databaseOf(to.connection).collection('users');
  const exact = { promoteValues: false, promoteBuffers: false, bsonRegExp: true };
  expect(await copy.findOne({}, exact)).toEqual(await users.findOne({}, exact));
  expect(await copy.indexes()).toEqual(await users.indexes());
  expect(readFileSync(join(folder.path, 'users.jsonl'), 'utf8')).toContain(
    '{"$numberLong":"9007199254740993"}',
  );
  await expect(importFrom(databaseOf(to.connection), folder.path)).rejects.toThrow(/not empty/u);
});

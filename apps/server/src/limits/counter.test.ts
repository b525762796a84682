import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../test/support/database.ts';
import { connectDb, type Db } from '../lib/db.ts';
import { DbDeadline, DbDeadlineError } from '../lib/db-deadline.ts';
import { createCounter, prepareCounters } from './counter.ts';

const databaseUri = freshDatabase();
let db: Db;
beforeAll(async () => {
  db = await connectDb(databaseUri);
  await prepareCounters(db);
});
afterAll(async () => {
  await db.close();
});

test('a refund after its window is over is not credit for one more', async () => {
  const counter = createCounter(db, 'refunds', { points: 1, seconds: 1 });
  const consumption = await counter.consume('key', new DbDeadline());
  await wait(1100);
  await consumption.refund();
  await counter.consume('key', new DbDeadline());
  expect((await counter.consume('key', new DbDeadline())).beyond).toBe(1);
});

test('a refund takes effect even if the request has used up its time for the database', async () => {
  const counter = createCounter(db, 'late-refunds', { points: 1, seconds: 60 });
  const deadline = new DbDeadline(200);
  const consumption = await counter.consume('key', deadline);
  await expect(deadline.run(() => new Promise(() => {}))).rejects.toThrow(DbDeadlineError);
  await expect(consumption.refund()).rejects.toThrow(DbDeadlineError);
  await expect.poll(() => counter.read('key', new DbDeadline()), { timeout: 10_000 }).toBe(0);
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDb, readDbTime, type Db } from '../src/lib/db.ts';
import { prepareModels, type Models } from '../src/models/models.ts';
import { newSessionId } from '../src/models/session.ts';
import { createRevocationFeed } from '../src/sessions/revocation/feed.ts';
import { sessionSource } from '../src/sessions/revocation/session-source.ts';
import { freshDatabase } from './support/database.ts';

const HOUR = 3_600_000;

const databaseUri = freshDatabase();
let db: Db;
let models: Models;
/** The bodies of the `find` commands that the driver sent. */
const finds: Record<string, unknown>[] = [];

beforeAll(async () => {
  const uri = new URL(databaseUri);
  uri.searchParams.set('monitorCommands', 'true');
  db = await connectDb(uri.href);
  db.getClient().on('commandStarted', ({ commandName, command }) => {
    if (commandName === 'find') finds.push(command);
  });
  models = await prepareModels(db);
});
afterAll(async () => {
  await db.dropDatabase();
  await db.close();
});

async function aSession(): Promise<{ _id: string; expiresAt: Date }> {
  const session = { _id: newSessionId(), expiresAt: new Date(Date.now() + HOUR) };
  const now = new Date();
  await models.Session.create({ ...session, userId: new models.User()._id, createdAt: now, renewedAt: now });
  return session;
}
const revoke = (_id: string) =>
  models.Session.updateOne({ _id }, { $currentDate: { revokedAt: true } }).exec();

test('the feed yields what the database stamped, first the whole set, then what is new', async () => {
  const feed = createRevocationFeed({ source: sessionSource(models.Session), intervalMs: 1000 });
  const poll = async () => {
    const yielded: unknown[] = [];
    for await (const { _id, expiresAt } of feed.poll()) yielded.push({ _id, expiresAt });
    return yielded;
  };
  const [old, alive, recent] = [await aSession(), await aSession(), await aSession()];
  await models.Session.updateOne({ _id: old._id }, { revokedAt: new Date(Date.now() - HOUR) });
  expect(await poll()).toEqual([old]);
  await revoke(recent._id);
  expect(await poll()).toEqual([recent]);
  await revoke(alive._id);
  expect(await poll()).toEqual(expect.arrayContaining([recent, alive]));
});

test("a revocation's stamp lies between two readings of the database's clock, give or take a tick", async () => {
  const TICK_MS = 100;
  const { _id } = await aSession();
  const before = await readDbTime(db);
  await revoke(_id);
  const after = await readDbTime(db);
  const stamp = (await models.Session.findById(_id))?.revokedAt?.getTime() ?? 0;
  expect(stamp).toBeGreaterThanOrEqual(before.getTime() - TICK_MS);
  expect(stamp).toBeLessThanOrEqual(after.getTime() + TICK_MS);
});

test('it queries nothing but a range of the indexed `revokedAt`', async () => {
  finds.length = 0;
  const since = new Date();
  for await (const _ of sessionSource(models.Session).revokedSince(since, new AbortController().signal))
    break;
  expect(finds).toEqual([
    expect.objectContaining({
      filter: { revokedAt: { $gte: since } },
      projection: { expiresAt: 1, revokedAt: 1 },
    }),
  ]);
  expect(await models.Session.listIndexes()).toContainEqual(
    expect.objectContaining({ key: { revokedAt: 1 }, sparse: true }),
  );
});

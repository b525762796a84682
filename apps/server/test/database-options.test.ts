import type { mongo } from 'mongoose';
import { expect, test } from 'vitest';
import { connectDb } from '../src/lib/db.ts';
import { freshDatabase } from './support/database.ts';

test('an address cannot weaken what is read from or how far a write must have come to be acknowledged', async () => {
  const uri = new URL(freshDatabase());
  for (const weaker of ['w=1', 'journal=false', 'readConcernLevel=available', 'readPreference=secondary'])
    uri.searchParams.append(...(weaker.split('=') as [string, string]));
  uri.searchParams.append('monitorCommands', 'true');
  const db = await connectDb(uri.href);
  const commands: mongo.Document[] = [];
  db.getClient().on('commandStarted', ({ command }) => commands.push(command));
  await db.collection('things').insertOne({ name: 'one' });
  await db.collection('things').findOne({});
  const { readPreference } = db.getClient().options;
  await db.dropDatabase();
  await db.close();
  expect(commands[0]).toMatchObject({ insert: 'things', writeConcern: { w: 'majority', j: true } });
  expect(commands[1]).toMatchObject({ find: 'things', readConcern: { level: 'local' } });
  expect(readPreference.mode).toBe('primary');
});

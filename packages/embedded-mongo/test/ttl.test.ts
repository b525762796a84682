import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { Engine } from '../src/engine/engine.ts';
import { Memory } from '../src/engine/memory.ts';
import { deleteExpired } from '../src/engine/ttl.ts';
import { openStorage } from '../src/storage/storage.ts';
import { decode } from '../src/values/codec.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
afterEach(() => folder.remove());

it('deletes what a TTL index calls expired, for good, and nothing else', () => {
  const storage = openStorage(folder.path);
  const engine = new Engine(storage, new Memory(Infinity, () => undefined));
  const sessions = engine.ensure('latchkey.sessions');
  sessions.build([{ key: { at: 1 }, name: 'at_1', expireAfterSeconds: 10 }]);
  engine.saveDefinition(sessions);
  const now = Date.UTC(2026, 0, 1);
  const dates = {
    expired: new Date(now - 10_000),
    alive: new Date(now - 9_999),
    earliest: [new Date(now), new Date(now - 20_000)],
    text: '2020-01-01',
    none: undefined,
  };
  for (const [_id, at] of Object.entries(dates)) sessions.insert(at === undefined ? { _id } : { _id, at });
  deleteExpired(engine, now);
  engine.commit();
  const stored = [...storage.read('latchkey.sessions')];
  storage.close();
  expect(stored.map((bytes) => decode(bytes)['_id'])).toEqual(['alive', 'text', 'none']);
  expect(sessions.documents.length).toBe(3);
});

it('spares what a partial TTL index leaves out', () => {
  const storage = openStorage(join(folder.path, 'partial'));
  const engine = new Engine(storage, new Memory(Infinity, () => undefined));
  const drafts = engine.ensure('latchkey.drafts');
  const partialFilterExpression = { published: false };
  drafts.build([{ key: { at: 1 }, name: 'at_1', expireAfterSeconds: 0, partialFilterExpression }]);
  for (const published of [true, false]) drafts.insert({ _id: published, at: new Date(0), published });
  deleteExpired(engine, 1);
  engine.commit();
  storage.close();
  expect(drafts.documents.map(({ _id }) => _id)).toEqual([true]);
});

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import mongoose, { type mongo } from 'mongoose';
import { serve } from './child.ts';

/** What one round showed: acknowledged writes that are gone, half-done documents, keys that are there twice. */
export type KillRound = { acknowledged: number; lost: string[]; half: string[]; duplicates: string[] };
type Pair = { _id: string; key: string; a: number; b: number };

const WRITERS = 8;

/**
 * Lets 8 writers insert, change and compete for unique keys, kills the server after a random while, starts it again and
 * looks at what is there. Each write changes two fields alike, so that half a write is seen.
 */
export const killRound = async (dataDir: string, round: number): Promise<KillRound> => {
  const { child, uri } = await serve(dataDir);
  const connection = await mongoose.createConnection(uri, { maxPoolSize: WRITERS }).asPromise();
  const pairs = connection.getClient().db().collection<Pair>('pairs');
  await pairs.createIndex({ key: 1 }, { unique: true });
  const acknowledged = new Map<string, number>();
  const writers = Array.from({ length: WRITERS }, (_, writer) =>
    write(pairs, `${round}-${writer}`, acknowledged).catch(() => undefined),
  );
  await sleep(50 + Math.random() * 400);
  child.kill('SIGKILL');
  await once(child, 'exit');
  // Before the writers, some of whom might look for the server that is gone.
  await connection.close(true);
  await Promise.all(writers);
  return inspect(dataDir, acknowledged);
};

const write = async (
  pairs: mongo.Collection<Pair>,
  name: string,
  acknowledged: Map<string, number>,
): Promise<void> => {
  for (let n = 0; ; n += 1) {
    const _id = `${name}-${n}`;
    await pairs.insertOne({ _id, key: _id, a: 1, b: 1 });
    acknowledged.set(_id, 1);
    await pairs.updateOne({ _id }, { $set: { a: 2, b: 2 } });
    acknowledged.set(_id, 2);
    // All writers want this key: at most one may have it.
    await pairs
      .insertOne({ _id: `${_id}-race`, key: `race-${n}`, a: 1, b: 1 })
      .catch((error: { code?: number }) => {
        if (error.code !== 11000) throw error;
      });
  }
};

const inspect = async (dataDir: string, acknowledged: ReadonlyMap<string, number>): Promise<KillRound> => {
  const { child, uri } = await serve(dataDir);
  const connection = await mongoose.createConnection(uri).asPromise();
  const found = new Map<string, Pair>();
  for await (const pair of connection.getClient().db().collection<Pair>('pairs').find())
    found.set(pair._id, pair);
  await connection.close();
  child.stdin?.end();
  await once(child, 'exit');
  const keys = [...found.values()].map(({ key }) => key);
  return {
    acknowledged: acknowledged.size,
    lost: [...acknowledged].filter(([id, a]) => (found.get(id)?.a ?? 0) < a).map(([id]) => id),
    half: [...found.values()].filter(({ a, b }) => a !== b).map(({ _id }) => _id),
    duplicates: keys.length === new Set(keys).size ? [] : keys,
  };
};

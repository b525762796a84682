import { mongo } from 'mongoose';
import type { Operation } from './operations.ts';
import { answered, failed, type Outcome } from './outcome.ts';
import type { Doc } from './values.ts';

/** Values keep the BSON type that they were sent with. */
const AS_SENT = {
  enableUtf8Validation: false,
  promoteValues: false,
  promoteLongs: false,
  promoteBuffers: false,
  bsonRegExp: true,
};

/** MongoDB's parameters for what it rewrites, with what they are at first. */
const REWRITING = {
  internalQueryMaxPipelineRewrites: 1_000_000,
  internalQueryEnableBooleanExpressionsSimplifier: true,
};

/** A server under test, with the collections `fuzz` and `other`. */
export type Engine = {
  /** Empties both collections and removes their indexes. */
  reset(): Promise<void>;
  run(operation: Operation): Promise<Outcome>;
  /** Does some work while MongoDB runs stages and filters as they are written; `undefined` where it cannot be told to. */
  asWritten<T>(work: () => Promise<T>): Promise<T | undefined>;
  close(): Promise<void>;
};

/** Connects to a MongoDB, where it uses a database of its own and drops it in the end. */
export const connect = async (uri: string): Promise<Engine> => {
  const client = await new mongo.MongoClient(uri, { maxPoolSize: 8 }).connect();
  const db = client.db(`fuzz_${process.pid}_${Date.now()}`);
  let hasIndexes = false;
  const send = async (command: Doc): Promise<Doc> => db.command(command, AS_SENT);
  const setParameters = async (parameters: Doc): Promise<void> => {
    for (const [name, value] of Object.entries(parameters))
      await client.db('admin').command({ setParameter: 1, [name]: value });
  };
  await send({ create: 'fuzz' });
  await send({ create: 'other' });
  return {
    reset: async () => {
      if (hasIndexes) await send({ dropIndexes: 'fuzz', index: '*' });
      hasIndexes = false;
      await Promise.all(
        ['fuzz', 'other'].map(async (name) => send({ delete: name, deletes: [{ q: {}, limit: 0 }] })),
      );
    },
    run: async (operation) => {
      if ('createIndexes' in operation.command) hasIndexes = true;
      return send(operation.command).then((reply) => answered(reply, operation), failed);
    },
    asWritten: async (work) => {
      try {
        await setParameters({
          internalQueryMaxPipelineRewrites: 0,
          internalQueryEnableBooleanExpressionsSimplifier: false,
        });
      } catch {
        return undefined;
      }
      return work().finally(async () => setParameters(REWRITING));
    },
    close: async () => {
      await db.dropDatabase();
      await client.close();
    },
  };
};

import { mongo } from 'mongoose';
import type { Operation } from './operations.ts';
import { answered, contents, failed, type Outcome } from './outcome.ts';
import type { Doc } from './values.ts';

/** Values keep the BSON type that they were sent with. */
const AS_SENT = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true };

/** A server under test, with the collections `fuzz` and `other`. */
export type Engine = {
  /** Empties both collections, removes indexes and inserts documents; which of them it refused is an outcome. */
  reset(documents: readonly Doc[], others: readonly Doc[]): Promise<Outcome>;
  run(operation: Operation): Promise<Outcome>;
  /** The documents of `fuzz` in natural order. */
  contents(): Promise<string>;
  close(): Promise<void>;
};

/** Connects to a MongoDB, where it uses a database of its own and drops it in the end. */
export const connect = async (uri: string): Promise<Engine> => {
  const client = await new mongo.MongoClient(uri, { maxPoolSize: 8 }).connect();
  const db = client.db(`fuzz_${process.pid}_${Date.now()}`);
  let hasIndexes = false;
  const send = async (command: Doc): Promise<Doc> => db.command(command, AS_SENT);
  await send({ create: 'fuzz' });
  await send({ create: 'other' });
  const run = async (operation: Operation): Promise<Outcome> => {
    if ('createIndexes' in operation.command) hasIndexes = true;
    return send(operation.command).then((reply) => answered(reply, operation), failed);
  };
  const fill = async (insert: string, documents: readonly Doc[]): Promise<Outcome> => {
    await send({ delete: insert, deletes: [{ q: {}, limit: 0 }] });
    return documents.length > 0
      ? run({ command: { insert, documents, ordered: false }, isWrite: true })
      : { text: '' };
  };
  return {
    reset: async (documents, others) => {
      if (hasIndexes) await send({ dropIndexes: 'fuzz', index: '*' });
      hasIndexes = false;
      const [outcome] = await Promise.all([fill('fuzz', documents), fill('other', others)]);
      return outcome;
    },
    run,
    contents: async () =>
      contents(await db.collection<Doc>('fuzz').find({}, AS_SENT).hint({ $natural: 1 }).toArray()),
    close: async () => {
      await db.dropDatabase();
      await client.close();
    },
  };
};

import { isDeepStrictEqual } from 'node:util';
import { mongo } from 'mongoose';
import { type Operation, planOperation } from './operations.ts';
import type { Random } from './random.ts';
import { INDEXES, type Item, type State } from './state.ts';

/**
 * What the test lets a client know: that it is to end, or that its server is about to be taken away. The test hears of
 * every reply that was right.
 */
export type Phase = { ending: boolean; serverEnding: boolean; onReply: () => void };
/** A collection as one client knows it: any of `possible` after a crash, exactly one state otherwise. */
type View = { readonly name: string; readonly rivals: boolean; possible: readonly [State, ...State[]] };

/** The collection that all clients write to. Its indexes stay, so that every client can predict every reply. */
export const SHARED = 'shared';
const SHARED_INDEXES = ['tag', 'list', 'email', 'slot'];

/** InterruptedAtShutdown, which leaves as open as a lost connection does what has been done. */
const SHUTDOWN = 11_600;

/** A reply or an error's code, as the model writes them. An error without a code is one of the connection. */
const replyOf = async (operation: Operation, collection: mongo.Collection<Item>): Promise<unknown> => {
  try {
    return await operation.run(collection);
  } catch (error) {
    if (error instanceof mongo.MongoServerError && error.code !== undefined && error.code !== SHUTDOWN)
      return { code: error.code };
    throw error;
  }
};

/** A client with documents in the shared collection, and a collection of its own whose indexes it makes and drops. */
export class Client {
  readonly owner: number;
  operations = 0;
  readonly views: readonly View[];

  constructor(owner: number) {
    const empty: State = { items: new Map(), indexes: new Set() };
    this.owner = owner;
    this.views = [
      { name: SHARED, rivals: true, possible: [{ ...empty, indexes: new Set(SHARED_INDEXES) }] },
      { name: `own-${owner}`, rivals: false, possible: [empty] },
    ];
  }

  /** Runs random operations until the phase ends. Throws at the first reply that the model does not allow. */
  async run(database: mongo.Db, random: Random, phase: Phase): Promise<void> {
    while (!phase.ending) {
      const view = random.pick(this.views as [View, ...View[]]);
      const [state] = view.possible;
      const operation = planOperation(random, state, { owner: this.owner, rivals: view.rivals });
      view.possible = [state, ...operation.outcomes.map((outcome) => outcome.state)];
      let reply: unknown;
      try {
        reply = await replyOf(operation, database.collection<Item>(view.name));
      } catch (error) {
        if (phase.serverEnding) return;
        throw error;
      }
      const outcome = operation.outcomes.find((allowed) => isDeepStrictEqual(allowed.reply, reply));
      if (!outcome) throw new Error(unexpected(view.name, operation, reply));
      view.possible = [outcome.state];
      this.operations += 1;
      phase.onReply();
    }
  }

  /** Finds out which of the possible states is there. Throws where it is none of them. */
  async settle(database: mongo.Db): Promise<void> {
    for (const view of this.views) {
      const collection = database.collection(view.name);
      const items = await collection.find({ owner: this.owner }).toArray();
      const found = {
        items: new Map(items.map((item) => [String(item._id), item])),
        indexes: new Set(await indexNames(collection)),
      };
      const state = view.possible.find((possible) => isDeepStrictEqual(found, possible));
      if (!state) throw new Error(`${view.name} of ${this.owner}: ${difference(found, view.possible)}`);
      view.possible = [state];
    }
  }
}

/** Makes the indexes of the shared collection. */
export const createShared = async (database: mongo.Db): Promise<void> => {
  for (const name of SHARED_INDEXES) {
    const { key = {}, options } = INDEXES[name] ?? {};
    await database.collection(SHARED).createIndex(key, { ...options, name });
  }
};

const indexNames = async (collection: mongo.Collection): Promise<string[]> => {
  const indexes = await collection
    .listIndexes()
    .toArray()
    .catch((error: { code?: number }) => {
      if (error.code !== 26) throw error;
      return [];
    });
  return indexes.map(({ name }) => String(name)).filter((name) => name !== '_id_');
};

const unexpected = (collection: string, { name, outcomes }: Operation, reply: unknown): string =>
  `${name} on ${collection} replied ${JSON.stringify(reply)}, not ${outcomes.map((one) => JSON.stringify(one.reply)).join(' or ')}`;

/** Where what was found departs from each of the states that were possible. */
const difference = (
  found: { items: ReadonlyMap<string, unknown>; indexes: ReadonlySet<string> },
  possible: readonly State[],
): string =>
  possible
    .map(({ items, indexes }) => {
      const ids = new Set([...items.keys(), ...found.items.keys()]);
      const apart = [...ids].filter((id) => !isDeepStrictEqual(items.get(id), found.items.get(id)));
      return JSON.stringify({
        indexes: [[...found.indexes], [...indexes]],
        documents: apart.map((id) => ({ found: found.items.get(id), expected: items.get(id) })),
      });
    })
    .join('\nor ');

import { isDeepStrictEqual } from 'node:util';
import type { mongo } from 'mongoose';
import type { Random } from './random.ts';
import { INDEXES, isRefused, type Item, type State, without, withItem } from './state.ts';
import { changeOf, EMAILS, type Filter, filterOf, newItem, withoutEmail } from './values.ts';

/** A reply that the model allows, and the state that it leads to. */
type Outcome = { readonly reply: unknown; readonly state: State };
/** An operation, and every outcome that it may have. */
export type Operation = {
  readonly name: string;
  run(collection: mongo.Collection<Item>): Promise<unknown>;
  readonly outcomes: readonly Outcome[];
};
/** Who plans: `rivals` when other clients write to the same collection, whose indexes then stay as they are. */
type Client = { readonly owner: number; readonly rivals: boolean };
type Plan = (random: Random, state: State, client: Client) => Operation;

const DUPLICATE = { code: 11_000 };
const byId = (a: Item, b: Item): number => (a._id < b._id ? -1 : 1);
const byN = (a: Item, b: Item): number => a.n - b.n || byId(a, b);
const matching = ({ items }: State, { test }: Filter): Item[] => [...items.values()].filter(test);

/** One document written: refused by the model, or possibly by a rival's document that the model does not know. */
const written = (state: State, item: Item, reply: unknown, { rivals }: Client): Outcome[] => {
  const refused = { reply: DUPLICATE, state };
  if (isRefused(state, item)) return [refused];
  return [{ reply, state: withItem(state, item) }, ...(rivals && isContested(item) ? [refused] : [])];
};

const isContested = ({ email }: Item): boolean => EMAILS.shared.some((shared) => shared === email);
const uncontested = (item: Item): Item => (isContested(item) ? withoutEmail(item) : item);

const insertOne: Plan = (random, state, client) => {
  const item = newItem(random, client.owner);
  return {
    name: 'insertOne',
    run: async (collection) => (await collection.insertOne(item)).acknowledged,
    outcomes: written(state, item, true, client),
  };
};

const insertMany: Plan = (random, state, { owner }) => {
  const items = Array.from({ length: 2 + random.below(4) }, () => newItem(random, owner)).map(uncontested);
  const refused = items.findIndex((item, at) => isRefused(items.slice(0, at).reduce(withItem, state), item));
  const kept = refused < 0 ? items : items.slice(0, refused);
  return {
    name: 'insertMany',
    run: async (collection) => (await collection.insertMany(items)).insertedCount,
    outcomes: [{ reply: refused < 0 ? items.length : DUPLICATE, state: kept.reduce(withItem, state) }],
  };
};

const counts = ({ matchedCount, modifiedCount }: mongo.UpdateResult): unknown => [
  matchedCount,
  modifiedCount,
];

/** One document, by `_id` or by a unique key. */
const updateOne: Plan = (random, state, client) => {
  const item = pickItem(random, state);
  const { update, apply } = changeOf(random, client.owner, 'unique');
  // Without the unique index more than one document may have an address.
  const byEmail = state.indexes.has('email') && item?.email !== undefined && random.chance(0.5);
  const filter = byEmail ? { email: item.email } : { _id: item?._id };
  const after = item && apply(item);
  return {
    name: 'updateOne',
    run: async (collection) =>
      counts(await collection.updateOne({ ...filter, owner: client.owner } as object, update)),
    outcomes: after
      ? written(state, after, [1, isDeepStrictEqual(item, after) ? 0 : 1], client)
      : [{ reply: [0, 0], state }],
  };
};

const updateMany: Plan = (random, state, { owner }) => {
  const filter = filterOf(random, owner);
  const { update, apply } = changeOf(random, owner, 'plain');
  const before = matching(state, filter);
  const after = before.map(apply);
  const changed = after.filter((item, at) => !isDeepStrictEqual(item, before[at]));
  return {
    name: 'updateMany',
    run: async (collection) => counts(await collection.updateMany(filter.query, update)),
    outcomes: [{ reply: [before.length, changed.length], state: after.reduce(withItem, state) }],
  };
};

const upsert: Plan = (random, state, client) => {
  const fresh = newItem(random, client.owner);
  const item = {
    ...fresh,
    _id: random.chance(0.5) ? fresh._id : (pickItem(random, state)?._id ?? fresh._id),
  };
  const known = state.items.get(item._id);
  const { _id, n, ...rest } = item;
  return {
    name: 'upsert',
    run: async (collection) =>
      counts(await collection.updateOne({ _id }, { $set: { n }, $setOnInsert: rest }, { upsert: true })),
    outcomes: written(
      state,
      known ? { ...known, n } : item,
      known ? [1, known.n === n ? 0 : 1] : [0, 0],
      client,
    ),
  };
};

const replaceOne: Plan = (random, state, client) => {
  const { _id, ...replacement } = { ...newItem(random, client.owner), ...idOf(pickItem(random, state)) };
  const known = state.items.get(_id);
  const changed = isDeepStrictEqual(known, { _id, ...replacement }) ? 0 : 1;
  return {
    name: 'replaceOne',
    run: async (collection) => counts(await collection.replaceOne({ _id }, replacement)),
    outcomes: known
      ? written(state, { _id, ...replacement }, [1, changed], client)
      : [{ reply: [0, 0], state }],
  };
};

const findOneAndUpdate: Plan = (random, state, client) => {
  const filter = filterOf(random, client.owner);
  const { update, apply } = changeOf(random, client.owner, 'unique');
  const [first] = matching(state, filter).toSorted(byN);
  const returnDocument = random.chance(0.5) ? 'before' : 'after';
  const after = first && apply(first);
  return {
    name: 'findOneAndUpdate',
    run: async (collection) =>
      collection.findOneAndUpdate(filter.query, update, { sort: { n: 1, _id: 1 }, returnDocument }),
    outcomes: after
      ? written(state, after, returnDocument === 'before' ? first : after, client)
      : [{ reply: null, state }],
  };
};

const findOneAndDelete: Plan = (random, state, { owner }) => {
  const filter = filterOf(random, owner);
  const [first] = matching(state, filter).toSorted(byN);
  return {
    name: 'findOneAndDelete',
    run: async (collection) => collection.findOneAndDelete(filter.query, { sort: { n: 1, _id: 1 } }),
    outcomes: [{ reply: first ?? null, state: first ? without(state, first._id) : state }],
  };
};

const deleteMany: Plan = (random, state, { owner }) => {
  const filter = filterOf(random, owner);
  const gone = matching(state, filter);
  return {
    name: 'deleteMany',
    run: async (collection) => (await collection.deleteMany(filter.query)).deletedCount,
    outcomes: [{ reply: gone.length, state: gone.reduce((rest, item) => without(rest, item._id), state) }],
  };
};

const find: Plan = (random, state, { owner }) => {
  const filter = filterOf(random, owner);
  const found = matching(state, filter).toSorted(byN);
  const limit = 1 + random.below(40);
  return {
    name: 'find',
    run: async (collection) => collection.find(filter.query).sort({ n: 1, _id: 1 }).limit(limit).toArray(),
    outcomes: [{ reply: found.slice(0, limit), state }],
  };
};

const createIndex: Plan = (random, state) => {
  const name = random.pick(Object.keys(INDEXES) as [string, ...string[]]);
  const { key = {}, options } = INDEXES[name] ?? {};
  const after = { ...state, indexes: new Set(state.indexes).add(name) };
  const refused = [...state.items.values()].some((item) => isRefused(after, item));
  return {
    name: 'createIndex',
    run: async (collection) => collection.createIndex(key, { ...options, name }),
    outcomes: [refused ? { reply: DUPLICATE, state } : { reply: name, state: after }],
  };
};

const dropIndex: Plan = (random, state, client) => {
  const [first, ...others] = state.indexes;
  if (first === undefined) return createIndex(random, state, client);
  const name = random.pick([first, ...others]);
  const indexes = new Set(state.indexes);
  indexes.delete(name);
  return {
    name: 'dropIndex',
    run: async (collection) => (await collection.dropIndex(name))['ok'],
    outcomes: [{ reply: 1, state: { ...state, indexes } }],
  };
};

const drop: Plan = () => ({
  name: 'drop',
  run: async (collection) => collection.drop(),
  outcomes: [{ reply: true, state: { items: new Map(), indexes: new Set() } }],
});

const pickItem = (random: Random, { items }: State): Item | undefined => {
  const [first, ...others] = items.values();
  return first && random.pick([first, ...others]);
};
const idOf = (item: Item | undefined): { _id?: string } => (item ? { _id: item._id } : {});

const WRITES = [insertOne, insertMany, updateOne, updateMany, upsert, replaceOne, findOneAndUpdate] as const;

/** A random operation of a client that expects this state. */
export const planOperation: Plan = (random, state, client) => {
  if (state.items.size > 120) return deleteMany(random, state, client);
  if (!client.rivals && random.chance(0.08))
    return random.pick([createIndex, createIndex, dropIndex])(random, state, client);
  if (!client.rivals && random.chance(0.01)) return drop(random, state, client);
  if (random.chance(0.1)) return random.pick([deleteMany, findOneAndDelete])(random, state, client);
  return random.pick([find, find, ...WRITES, insertOne, updateOne])(random, state, client);
};

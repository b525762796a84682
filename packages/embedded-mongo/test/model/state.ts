import { isDeepStrictEqual } from 'node:util';

/** A document of the test. `owner` is the client that alone writes it. */
export type Item = {
  readonly _id: string;
  readonly owner: number;
  readonly n: number;
  readonly list: readonly number[];
  readonly tag?: string;
  readonly email?: string;
  readonly code?: number;
  readonly slot?: number;
  readonly active?: boolean;
};
/** What one client expects of a collection: its documents by `_id`, and the names of the indexes. */
export type State = {
  readonly items: ReadonlyMap<string, Item>;
  readonly indexes: ReadonlySet<string>;
};

type IndexModel = {
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly options: Readonly<Record<string, unknown>>;
  /** Finds through the index what has a value of its first field. */
  readonly filter: (value: unknown) => Record<string, unknown>;
  readonly has: (item: Item, value: unknown) => boolean;
  /** The fields that no two documents may share; `undefined` where the document is not in the index. */
  readonly unique?: (item: Item) => Partial<Item> | undefined;
};

const hasTag = (item: Item, tag: unknown): boolean => (item.tag ?? null) === tag;

/** The indexes that the test makes, by name. */
export const INDEXES: Readonly<Record<string, IndexModel>> = {
  tag: { key: { tag: 1 }, options: {}, filter: (tag) => ({ tag }), has: hasTag },
  tagAndN: {
    key: { tag: 1, n: -1 },
    options: {},
    filter: (tag) => ({ tag, n: { $gte: 3 } }),
    has: (item, tag) => hasTag(item, tag) && item.n >= 3,
  },
  list: {
    key: { list: 1 },
    options: {},
    filter: (list) => ({ list }),
    has: ({ list }, value) => list.some((element) => element === value),
  },
  email: {
    key: { email: 1 },
    options: { unique: true, sparse: true },
    filter: (email) => ({ email }),
    has: ({ email }, value) => (email ?? null) === value,
    unique: ({ email }) => (email === undefined ? undefined : { email }),
  },
  slot: {
    key: { slot: 1 },
    options: { unique: true, partialFilterExpression: { active: true } },
    filter: (slot) => ({ slot, active: true }),
    has: ({ slot, active }, value) => (slot ?? null) === value && active === true,
    unique: ({ slot, active }) => (active && slot !== undefined ? { slot, active } : undefined),
  },
  code: {
    key: { code: 1, owner: 1 },
    options: { unique: true },
    filter: (code) => ({ code }),
    has: ({ code }, value) => (code ?? null) === value,
    unique: ({ code, owner }) => (code === undefined ? { owner } : { code, owner }),
  },
};

/** The state with a document added or replaced. */
export const withItem = (state: State, item: Item): State => ({
  ...state,
  items: new Map(state.items).set(item._id, item),
});

/** The state without a document. */
export const without = (state: State, id: string): State => {
  const items = new Map(state.items);
  items.delete(id);
  return { ...state, items };
};

/** Whether one of the indexes (by name) cannot hold both documents. */
export const collide = (a: Item, b: Item, indexes: Iterable<string>): boolean =>
  a._id !== b._id &&
  [...indexes].some((name) => {
    const key = INDEXES[name]?.unique?.(a);
    return key !== undefined && isDeepStrictEqual(key, INDEXES[name]?.unique?.(b));
  });

/** Whether a unique index refuses a document. */
export const isRefused = ({ items, indexes }: State, item: Item): boolean =>
  [...items.values()].some((other) => collide(item, other, indexes));

import type { Random } from './random.ts';
import type { Item } from './state.ts';

/** An update as MongoDB takes it, and what it does to a document. */
export type Change = { readonly update: Record<string, object>; readonly apply: (item: Item) => Item };
/** A filter as MongoDB takes it, and which documents of its owner it matches. */
export type Filter = { readonly query: Record<string, unknown>; readonly test: (item: Item) => boolean };

/** Few values, so that operations meet. `null` finds what has no tag. */
export const TAGS = ['red', 'green', 'blue', 'yellow', null] as const;
const KEYS = Array.from({ length: 150 }, (_, n) => n);
const LIST_LENGTH = 4;

/** Unique keys that one client has to itself, and those that all compete for. */
export const EMAILS = {
  shared: KEYS.slice(0, 8).map((n) => `all-${n}`),
  of: (owner: number): [string, ...string[]] => [`${owner}-0`, ...KEYS.slice(1).map((n) => `${owner}-${n}`)],
};
/** Unique numbers that one client has to itself. */
export const slotsOf = (owner: number): [number, ...number[]] => [
  owner * 1000,
  ...KEYS.slice(1).map((n) => owner * 1000 + n),
];

const withoutTag = (item: Item): Item => {
  const { tag: _, ...rest } = item;
  return rest;
};
export const withoutEmail = (item: Item): Item => {
  const { email: _, ...rest } = item;
  return rest;
};

const emailOf = (random: Random, owner: number): string =>
  random.chance(0.3)
    ? (EMAILS.shared[random.below(EMAILS.shared.length)] ?? '')
    : random.pick(EMAILS.of(owner));

/** A document with an `_id` of its own, from any of whose other optional fields it may have none. */
export const newItem = (random: Random, owner: number): Item => {
  const tag = random.pick(TAGS);
  return {
    _id: `${owner}-${random.below(2 ** 32).toString(36)}`,
    owner,
    n: random.below(10),
    list: Array.from({ length: random.below(LIST_LENGTH) }, () => random.below(10)),
    ...(tag !== null && { tag }),
    ...(random.chance(0.3) && { email: emailOf(random, owner) }),
    ...(random.chance(0.95) && { code: random.below(1000) }),
    ...(random.chance(0.5) && { slot: random.pick(slotsOf(owner)), active: random.chance(0.5) }),
  };
};

/** A filter on indexed fields. */
export const filterOf = (random: Random, owner: number): Filter => {
  const tag = random.pick(TAGS);
  const n = random.below(12);
  return random.pick<Filter>([
    { query: { owner, tag }, test: (item) => (item.tag ?? null) === tag },
    { query: { owner, tag, n: { $gte: n } }, test: (item) => (item.tag ?? null) === tag && item.n >= n },
    { query: { owner, list: n }, test: ({ list }) => list.includes(n) },
  ]);
};

/** A change of fields that no unique index has, or of any. */
export const changeOf = (random: Random, owner: number, fields: 'plain' | 'unique'): Change => {
  const [n, number, code] = [1 + random.below(3), random.below(10), random.below(1000)];
  const tag = random.pick(TAGS);
  const plain: [Change, ...Change[]] = [
    { update: { $inc: { n } }, apply: (item) => ({ ...item, n: item.n + n }) },
    {
      update: { $pull: { list: number } },
      apply: (item) => ({ ...item, list: item.list.filter((x) => x !== number) }),
    },
    {
      update: { $push: { list: { $each: [number], $slice: -LIST_LENGTH } } },
      apply: (item) => ({ ...item, list: [...item.list, number].slice(-LIST_LENGTH) }),
    },
    tag === null
      ? { update: { $unset: { tag: '' } }, apply: withoutTag }
      : { update: { $set: { tag } }, apply: (item) => ({ ...item, tag }) },
  ];
  if (fields === 'plain') return random.pick(plain);
  const email = emailOf(random, owner);
  const slot = random.pick(slotsOf(owner));
  const active = random.chance(0.7);
  return random.pick([
    ...plain,
    { update: { $set: { email } }, apply: (item: Item) => ({ ...item, email }) },
    { update: { $unset: { email: '' } }, apply: withoutEmail },
    { update: { $set: { slot, active } }, apply: (item: Item) => ({ ...item, slot, active }) },
    { update: { $set: { code } }, apply: (item: Item) => ({ ...item, code }) },
  ]);
};

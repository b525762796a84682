import type { Collection } from '../engine/collection.ts';
import type { Index } from '../engine/index.ts';
import type { Selection } from '../engine/select.ts';
import { badValue } from '../errors.ts';
import { valueKey } from '../values/key.ts';
import { type Doc, isDoc } from '../values/types.ts';
import type { Arguments } from './arguments.ts';

/** What the arguments of a command or statement select; `filter` is what their filter is called. */
export const selectionOf = (
  collection: Collection | undefined,
  args: Arguments,
  filter: 'filter' | 'query' | 'q',
): Selection => {
  const { hint } = args.body;
  const sort = args.optionalDocument('sort');
  return {
    filter: args.document(filter),
    options: args.filterOptions(),
    // The order of insertion, or its reverse, is named in the same way in both.
    sort: sort === undefined && isDoc(hint) && '$natural' in hint ? hint : sort,
    skip: args.count('skip'),
    limit: args.count('limit'),
    hint: hintedIndex(collection, hint),
  };
};

/**
 * The index that a `hint` names by its name or key, or `natural` for none. Throws BadValue where the collection has no
 * such index, or hides it.
 */
export const hintedIndex = (
  collection: Collection | undefined,
  hint: unknown,
): Index | 'natural' | undefined => {
  if (hint === undefined || hint === null || !collection) return undefined;
  if (isDoc(hint) && Object.keys(hint).length === 0) return undefined;
  if (isDoc(hint) && '$natural' in hint) return 'natural';
  const isHinted = (spec: Doc): boolean =>
    isDoc(hint) ? valueKey(spec['key']) === valueKey(hint) : spec['name'] === hint;
  const index = collection.indexes.find(({ spec, hidden }) => !hidden && isHinted(spec));
  if (index) return index;
  throw badValue(
    'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
  );
};

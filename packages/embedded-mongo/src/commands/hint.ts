import type { Collection } from '../engine/collection.ts';
import type { Index } from '../engine/index.ts';
import { badValue } from '../errors.ts';
import { valueKey } from '../values/key.ts';
import { type Doc, isDoc } from '../values/types.ts';

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

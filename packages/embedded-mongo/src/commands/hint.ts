import type { Collection } from '../engine/collection.ts';
import { indexSpecs } from '../engine/engine.ts';
import { badValue, notSupported } from '../errors.ts';
import { isDoc } from '../values/types.ts';
import { valueKey } from '../values/key.ts';

/**
 * Throws BadValue for a `hint` that names no index of the collection. One that does changes nothing, and one that would
 * change the result (an index that lacks some documents) throws CommandNotSupported.
 */
export const checkHint = (collection: Collection | undefined, hint: unknown): void => {
  if (hint === undefined || hint === null || !collection) return;
  if (isDoc(hint) && (Object.keys(hint).length === 0 || '$natural' in hint)) return;
  const isHinted = (spec: Readonly<Record<string, unknown>>): boolean =>
    isDoc(hint) ? valueKey(spec['key']) === valueKey(hint) : spec['name'] === hint;
  if (!indexSpecs(collection).some(isHinted)) {
    throw badValue(
      'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
    );
  }
  if (collection.indexes.some((index) => !index.complete && isHinted(index.spec))) {
    throw notSupported('a hint at a sparse or partial index');
  }
};

import { MongoError } from '../errors.ts';
import { type Doc, isDoc } from './types.ts';

/** A value on the way to an indexed field, and the part of the path that is left. */
type Step = { readonly value: unknown; readonly rest: readonly string[]; readonly inArray: boolean };

/**
 * The keys under which an index holds a document: one value a path, one key an element where a path goes through an
 * array; no part is a position. Missing is null, an empty array `undefined`. Throws CannotIndexParallelArrays (171) for two
 * separate arrays.
 */
export const indexKeys = (document: Doc, paths: readonly (readonly string[])[]): unknown[][] => {
  const [path = []] = paths;
  const [field = ''] = path;
  // Most indexes are on one field of the document itself, and most of those hold no array.
  const value = Object.hasOwn(document, field) ? document[field] : null;
  if (paths.length === 1 && path.length === 1 && !Array.isArray(value)) return [[value]];
  return expand(paths.map((rest) => ({ value: document, rest, inArray: false })));
};

const expand = (steps: readonly Step[]): unknown[][] => {
  const advanced = steps.map(advance);
  const arrays = new Set(advanced.filter(isPending).map(({ value }) => value));
  const [array, second] = [...arrays];
  if (second !== undefined) throw new MongoError(171, 'cannot index parallel arrays');
  if (!Array.isArray(array)) return [advanced.map(({ value }) => value)];
  const items: unknown[] = array.length > 0 ? array : [undefined];
  return items.flatMap((value) =>
    expand(advanced.map((step) => (isPending(step) ? { value, rest: step.rest, inArray: true } : step))),
  );
};

const isPending = (step: Step): boolean => Array.isArray(step.value) && !step.inArray;

/** Follows documents to the field itself, a missing one, or the first array. */
const advance = (step: Step): Step => {
  let { value, rest, inArray } = step;
  for (let [part] = rest; part !== undefined; [part] = rest) {
    if (isDoc(value)) value = Object.hasOwn(value, part) ? value[part] : null;
    else if (Array.isArray(value) && !inArray) return { value, rest, inArray };
    else return { value: null, rest: [], inArray: true };
    rest = rest.slice(1);
    inArray = false;
  }
  return { value, rest, inArray };
};

/** Whether an array stands at a path or on the way to it. */
export const hasArrayAt = (value: unknown, path: readonly string[], from = 0): boolean => {
  if (Array.isArray(value)) return true;
  const part = path[from];
  if (part === undefined || !isDoc(value) || !Object.hasOwn(value, part)) return false;
  return hasArrayAt(value[part], path, from + 1);
};

import { MongoError } from '../errors.ts';
import { type Doc, isDoc } from './types.ts';

/** A value on the way to an indexed field, and the part of the path that is left. */
type Step = { readonly value: unknown; readonly rest: readonly string[]; readonly inArray: boolean };

const MISSING = Symbol('a field that is missing');

/**
 * The keys under which an index holds a document: one value a path, one key an element where a path goes through an
 * array; no part is a position. Missing is null, an empty array `undefined`; a sparse index has no key of which all is
 * missing. Throws CannotIndexParallelArrays (171) for two separate arrays.
 */
export const indexKeys = (
  document: Doc,
  paths: readonly (readonly string[])[],
  sparse = false,
): unknown[][] => {
  const [path = []] = paths;
  const [field = ''] = path;
  // Most indexes are on one field of the document itself, and most of those hold no array.
  if (paths.length === 1 && path.length === 1) {
    if (!Object.hasOwn(document, field)) return sparse ? [] : [[null]];
    if (!Array.isArray(document[field])) return [[document[field]]];
  }
  const keys = expand(paths.map((rest) => ({ value: document, rest, inArray: false })));
  const kept = sparse ? keys.filter((key) => key.some((value) => value !== MISSING)) : keys;
  return kept.map((key) => key.map((value) => (value === MISSING ? null : value)));
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
    if (isDoc(value)) value = Object.hasOwn(value, part) ? value[part] : MISSING;
    else if (Array.isArray(value) && !inArray) return { value, rest, inArray };
    else return { value: MISSING, rest: [], inArray: true };
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

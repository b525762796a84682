import { type Doc, isDoc } from './types.ts';

/** Which element of the outermost array satisfied a filter: what `$` stands for in updates and projections. */
export type Match = { position?: number };

/** `whole` where an array is to be looked at as one value: as an element of another array. */
type Test = (value: unknown, match?: Match, whole?: boolean) => boolean;
type AnyInArray = (
  items: readonly unknown[],
  path: readonly string[],
  test: Test,
  match: Match | undefined,
  from: number,
  inside?: boolean,
) => boolean;

const INDEX = /^(?:0|[1-9]\d*)$/u;

/** Whether a part of a path can name an array element. */
export const isIndex = (part: string): boolean => INDEX.test(part);

/**
 * Whether any value that MongoDB finds at a path passes `test`. Arrays on the way are entered element by element (and by
 * index); the last value is handed over whole. A missing field is `undefined`.
 */
export const anyAt = (
  value: unknown,
  path: readonly string[],
  test: Test,
  match?: Match,
  from = 0,
): boolean => {
  const part = path[from];
  if (part === undefined) return test(value, match, path.length === 0);
  if (isDoc(value)) {
    return anyAt(Object.hasOwn(value, part) ? value[part] : undefined, path, test, match, from + 1);
  }
  return Array.isArray(value) ? anyInArray(value, path, test, match, from) : test(undefined, match);
};

const anyInArray: AnyInArray = (items, path, test, match, from, inside = false) => {
  const part = path[from] ?? '';
  const indexed = isIndex(part);
  let found = indexed && Number(part) < items.length;
  if (found && anyAtElement(items[Number(part)], path, test, match, from + 1)) return true;
  for (const [position, item] of items.entries()) {
    // Arrays in arrays are entered by index only; a scalar has no fields, so its field is missing.
    if (isDoc(item) || !(indexed || Array.isArray(item))) {
      found = true;
      if (anyAt(item, path, test, match, from)) {
        if (match) match.position = position;
        return true;
      }
    }
  }
  return !found && !inside && test(undefined, match);
};

/** An element that the path names by its index; an array there is entered, but is not missing a field. */
const anyAtElement = (
  item: unknown,
  path: readonly string[],
  test: Test,
  match: Match | undefined,
  from: number,
): boolean => {
  if (from === path.length) return test(item, match, true);
  return Array.isArray(item)
    ? anyInArray(item, path, test, match, from, true)
    : anyAt(item, path, test, match, from);
};

/** The values that are there at a path, the elements of arrays one by one: what `distinct` gives. */
export const presentValuesAt = (document: Doc, path: readonly string[]): unknown[] => {
  const values: unknown[] = [];
  anyAt(document, path, (value) => {
    if (Array.isArray(value)) values.push(...value);
    else if (value !== undefined) values.push(value);
    return false;
  });
  return values;
};

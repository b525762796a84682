import { badValue, MongoError } from '../errors.ts';
import { type Doc, isDoc } from './types.ts';

/** Which element of the outermost array satisfied a filter: what `$` stands for in updates and projections. */
export type Match = { position?: number };

/** `whole` where an array is to be looked at as one value: as an element of another array. */
type Test = (value: unknown, match?: Match, whole?: boolean) => boolean;

const INDEX = /^(?:0|[1-9]\d*)$/u;

/** Whether a part of a path can name an array element. */
export const isIndex = (part: string): boolean => INDEX.test(part);

/** The name of a field. Throws BadValue for `__proto__`, which JavaScript takes for something else, and a null byte. */
export const checkFieldName = (name: string): string => {
  if (name === '__proto__') throw badValue('a field named __proto__ is refused');
  if (name.includes('\0')) throw badValue('the name of a field cannot contain a null byte');
  return name;
};

/** The parts of a path in a stage, a projection or an expression. Throws MongoError where one cannot be a field. */
export const fieldPath = (text: string): string[] => {
  if (text === '') throw new MongoError(40352, 'FieldPath cannot be constructed with empty string');
  if (text.endsWith('.')) throw new MongoError(40353, "FieldPath must not end with a '.'.");
  return text.split('.').map((part) => {
    if (part === '') throw new MongoError(15998, 'FieldPath field names may not be empty strings.');
    if (part.startsWith('$')) throw new MongoError(16410, "FieldPath field names may not start with '$'.");
    return checkFieldName(part);
  });
};

/**
 * A copy of a document with a field set, in every element where the path goes through an array; `undefined` removes it.
 * Whatever stands in the way becomes a document. Only what the path leads through is copied.
 */
export function withField(document: Doc, path: readonly string[], make: () => unknown): Doc;
export function withField(holder: unknown, path: readonly string[], make: () => unknown): unknown;
export function withField(
  holder: unknown,
  [first = '', ...rest]: readonly string[],
  make: () => unknown,
): unknown {
  if (Array.isArray(holder)) return holder.map((item) => withField(item, [first, ...rest], make));
  const document = isDoc(holder) ? { ...holder } : {};
  const before = Object.hasOwn(document, first) ? document[first] : {};
  const value = rest.length > 0 ? withField(before, rest, make) : make();
  if (value === undefined) delete document[first];
  else document[first] = value;
  return document;
}

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

/**
 * The elements one by one: the fields of a document, then what the path leads to where it names the element by its index.
 * Arrays in arrays are entered by index only. A scalar has no fields, so a field of it is missing, but in no position.
 */
const anyInArray = (
  items: readonly unknown[],
  path: readonly string[],
  test: Test,
  match: Match | undefined,
  from: number,
  inside = false,
): boolean => {
  const part = path[from] ?? '';
  const named = isIndex(part) ? Number(part) : undefined;
  let found = false;
  for (const [position, item] of items.entries()) {
    if (isDoc(item)) {
      found = true;
      if (anyAt(item, path, test, match, from)) {
        if (match) match.position = position;
        return true;
      }
    } else if (named === undefined && !Array.isArray(item)) {
      found = true;
      if (test(undefined, match)) return true;
    }
    if (position !== named) continue;
    const isLast = from + 1 === path.length;
    found ||= isLast || Array.isArray(item);
    if (isLast ? test(item, match, true) : anyInside(item, path, test, match, from + 1)) return true;
  }
  return !found && !inside && test(undefined, match);
};

/** What a path finds in an element that it names: in an array there it does not miss a field. */
const anyInside = (
  item: unknown,
  path: readonly string[],
  test: Test,
  match: Match | undefined,
  from: number,
): boolean => {
  if (Array.isArray(item)) return anyInArray(item, path, test, match, from, true);
  return isDoc(item) && anyAt(item, path, test, match, from);
};

/**
 * The values that are there at a path, the elements of arrays one by one, as `distinct` returns them. A number in the path
 * names an element only, not a field of the documents in an array.
 */
export const presentValuesAt = (value: unknown, path: readonly string[], from = 0): unknown[] => {
  const part = path[from];
  if (part === undefined) return Array.isArray(value) ? value : value === undefined ? [] : [value];
  if (isDoc(value)) return Object.hasOwn(value, part) ? presentValuesAt(value[part], path, from + 1) : [];
  if (!Array.isArray(value)) return [];
  if (!/^\d+$/u.test(part)) return value.filter(isDoc).flatMap((item) => presentValuesAt(item, path, from));
  return isIndex(part) ? presentValuesAt(value[Number(part)], path, from + 1) : [];
};

import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';

/** A decoded BSON document: a plain object whose fields keep their order. Stored ones are never changed in place. */
export type Doc = { [field: string]: unknown };

/** Whether a decoded value is a document (and not an array, a date or a BSON class). */
export const isDoc = (value: unknown): value is Doc =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const INT32_MAX = 2 ** 31 - 1;
const INT32_MIN = -(2 ** 31);

/** Whether a JavaScript number is written as a 32-bit integer (all others are written as doubles). */
export const isInt32 = (value: number): boolean =>
  Number.isInteger(value) && value >= INT32_MIN && value <= INT32_MAX && !Object.is(value, -0);

/** The BSON type number of a decoded value (MinKey is -1; a missing field counts as 6, undefined). */
export const typeOf = (value: unknown): number => {
  switch (typeof value) {
    case 'number':
      return isInt32(value) ? 16 : 1;
    case 'string':
      return 2;
    case 'boolean':
      return 8;
    case 'undefined':
      return 6;
    default:
  }
  if (value === null) return 10;
  if (Array.isArray(value)) return 4;
  if (isDoc(value)) return 3;
  if (value instanceof ObjectId) return 7;
  if (value instanceof Date) return 9;
  if (value instanceof Binary) return 5;
  if (value instanceof Timestamp) return 17;
  if (value instanceof Long) return 18;
  if (value instanceof Double) return 1;
  if (value instanceof Decimal128) return 19;
  if (value instanceof BSONRegExp) return 11;
  if (value instanceof Code) return value.scope ? 15 : 13;
  if (value instanceof BSONSymbol) return 14;
  if (value instanceof MinKey) return -1;
  if (value instanceof MaxKey) return 127;
  throw new TypeError('not a decoded BSON value');
};

/** The names that `$type` and error messages use for BSON type numbers. */
export const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  ...'double string object array binData undefined objectId bool date null regex dbPointer javascript symbol javascriptWithScope int timestamp long decimal'
    .split(' ')
    .map((name, i) => [i + 1, name] as const),
  [-1, 'minKey'],
  [127, 'maxKey'],
]);

/** The name of a value's BSON type, as MongoDB's messages spell it. */
export const typeName = (value: unknown): string => TYPE_NAMES.get(typeOf(value)) ?? 'missing';

/** Whether a value is of one of the four numeric BSON types. */
export const isNumeric = (value: unknown): value is number | Double | Long | Decimal128 =>
  typeof value === 'number' ||
  value instanceof Double ||
  (value instanceof Long && !(value instanceof Timestamp)) ||
  value instanceof Decimal128;

/** A copy of a document or array; values of other types are immutable and shared. */
export const clone = <T>(value: T): T => structuralMap(value, (leaf) => leaf);

/** A copy in which every value that is neither a document nor an array has been put through `leaf`. */
export function structuralMap<T>(value: T, leaf: (value: unknown) => unknown): T;
export function structuralMap(value: unknown, leaf: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => structuralMap(item, leaf));
  if (!isDoc(value)) return leaf(value);
  const copy: Doc = {};
  for (const field in value) copy[field] = structuralMap(value[field], leaf);
  return copy;
}

/** What MongoDB takes as true where it wants a boolean: all but false, 0, null and a missing value. */
export const isTruthy = (value: unknown): boolean =>
  isNumeric(value)
    ? Number(value.toString()) !== 0
    : value !== false && value !== null && value !== undefined;

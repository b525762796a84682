import { Binary, BSONRegExp, Code, ObjectId, Timestamp } from 'bson';
import { compareNumbers } from './numbers.ts';
import { type Doc, isDoc, isNumeric, TYPE_NAMES, typeOf } from './types.ts';

/** How two strings are ordered: by code point, or by a collation. */
export type CompareStrings = (a: string, b: string) => number;

/** The BSON types in MongoDB's order of values. Those at one place compare by value. */
const ORDER =
  'minKey|undefined|null|double int long decimal|string symbol|object|array|binData|objectId|bool|date|timestamp|regex|javascript|javascriptWithScope|maxKey'
    .split('|')
    .map((names) => names.split(' '));
const PLACES = new Map(
  Array.from(TYPE_NAMES, ([type, name]) => [type, ORDER.findIndex((names) => names.includes(name))]),
);

/** The place of a value's type in MongoDB's order; operators such as `$gt` compare within one place only. */
export const typeOrder = (value: unknown): number => PLACES.get(typeOf(value)) ?? 15;

/** Strings in the order of their UTF-8 bytes; UTF-16 units alone would put astral characters too low. */
export const compareCodePoints: CompareStrings = (a, b) => {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return a.length - b.length;
};

/** The order of two values of any types as MongoDB sorts them: negative, 0 (equal) or positive. */
export const compareValues = (
  a: unknown,
  b: unknown,
  strings: CompareStrings = compareCodePoints,
): number => {
  if (a === b) return 0;
  if (typeof a === 'string' && typeof b === 'string') return strings(a, b);
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b);
  const byType = typeOrder(a) - typeOrder(b);
  if (byType !== 0) return byType;
  if (a instanceof ObjectId && b instanceof ObjectId) return Buffer.compare(a.id, b.id);
  if (typeof a === 'boolean') return Number(a) - Number(b);
  if (isDoc(a) && isDoc(b)) return compareFields(a, b, strings);
  if (Array.isArray(a) && Array.isArray(b)) return compareArrays(a, b, strings);
  return compareRest(a, b);
};

/** Surrogates stand for code points above all that one unit can hold. */
const codePointRank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

const compareFields = (a: Doc, b: Doc, strings: CompareStrings): number => {
  const [namesA, namesB] = [Object.keys(a), Object.keys(b)];
  for (const [i, name] of namesA.entries()) {
    const other = namesB[i];
    if (other === undefined) return 1;
    const difference =
      typeOrder(a[name]) - typeOrder(b[other]) ||
      compareCodePoints(name, other) ||
      compareValues(a[name], b[other], strings);
    if (difference !== 0) return difference;
  }
  return namesA.length - namesB.length;
};

const compareArrays = (a: unknown[], b: unknown[], strings: CompareStrings): number => {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const difference = compareValues(a[i], b[i], strings);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};

const compareRest = (a: unknown, b: unknown): number => {
  if (a instanceof Binary && b instanceof Binary) {
    return (
      a.position - b.position ||
      a.sub_type - b.sub_type ||
      Buffer.compare(a.buffer.subarray(0, a.position), b.buffer.subarray(0, b.position))
    );
  }
  if (a instanceof Timestamp && b instanceof Timestamp) return a.compare(b);
  if (a instanceof BSONRegExp && b instanceof BSONRegExp) {
    return compareCodePoints(a.pattern, b.pattern) || compareCodePoints(a.options, b.options);
  }
  if (a instanceof Code && b instanceof Code) {
    return compareCodePoints(a.code, b.code) || compareValues(a.scope ?? {}, b.scope ?? {});
  }
  return compareCodePoints(String(a), String(b));
};

import { Binary, BSONRegExp, BSONSymbol, Code, ObjectId, Timestamp } from 'bson';
import { numberKey } from './numbers.ts';
import { type Doc, isDoc, isNumeric, typeOf } from './types.ts';

/**
 * A string that two values share exactly when MongoDB calls them equal (1 and 1.0 are; documents with their fields in
 * another order are not). A missing field shares null's. Nothing is cut, so it can name a document in storage.
 */
export const valueKey = (value: unknown): string => {
  if (typeof value === 'string') return `s${value}`;
  if (value instanceof ObjectId) return `i${value.toHexString()}`;
  if (isNumeric(value)) return `n${numberKey(value)}`;
  if (value === null || value === undefined) return 'z';
  if (typeof value === 'boolean') return value ? 'bt' : 'bf';
  if (value instanceof Date) return `d${value.getTime()}`;
  if (Array.isArray(value)) return `a${joinKeys(value.map(valueKey))}`;
  if (isDoc(value)) return `o${fieldKeys(value)}`;
  if (value instanceof Binary)
    return `x${value.sub_type}:${Buffer.from(value.buffer.subarray(0, value.position)).toString('hex')}`;
  if (value instanceof Timestamp) return `t${value.toBigInt()}`;
  if (value instanceof BSONRegExp) return `r${joinKeys([value.pattern, value.options])}`;
  if (value instanceof Code) return `c${joinKeys([value.code, value.scope ? fieldKeys(value.scope) : ''])}`;
  if (value instanceof BSONSymbol) return `s${value.value}`;
  return String(typeOf(value));
};

/** Several keys as one, in which the beginning of each is marked. */
export const joinKeys = (keys: readonly string[]): string =>
  keys.map((key) => `${key.length}:${key}`).join('');

const fieldKeys = (document: Doc): string =>
  joinKeys(Object.entries(document).flatMap(([field, value]) => [field, valueKey(value)]));

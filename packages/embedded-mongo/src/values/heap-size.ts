import { Binary } from 'bson';
import { isDoc } from './types.ts';

/** What objects, and their elements or fields, take beside what they hold, in bytes on a 64-bit V8. */
const OBJECT = 64;
const ELEMENT = 8;
const FIELD = 16;
const STRING = 24;
const NUMBER = 16;
/** What an ObjectId takes, the most frequent of BSON's classes. */
const INSTANCE = 110;

/** About how many bytes of memory a decoded value takes: rather too many than too few. */
export const heapSizeOf = (value: unknown): number => {
  if (typeof value === 'string') return STRING + 2 * value.length;
  if (typeof value === 'number') return NUMBER;
  if (typeof value !== 'object' || value === null) return 0;
  let size = OBJECT;
  if (Array.isArray(value)) {
    for (const item of value) size += ELEMENT + heapSizeOf(item);
    return size;
  }
  if (isDoc(value)) {
    for (const field in value) size += FIELD + field.length + heapSizeOf(value[field]);
    return size;
  }
  return value instanceof Binary ? INSTANCE + value.position : INSTANCE;
};

import { Binary, BSONError, calculateObjectSize, DBRef, deserialize, Double, Int32, serialize } from 'bson';
import { MongoError } from '../errors.ts';
import { type Doc, isInt32 } from './types.ts';

/** MongoDB's limits: bytes of a document, and how deeply documents nest. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
const MAX_DEPTH = 200;

/**
 * Bytes to a document whose every value is written back as the same bytes: 32-bit integers and doubles become numbers
 * except where a number would be written as the other of the two, 64-bit integers and all else stay BSON classes.
 * Throws MongoError 22 for malformed bytes, 15 for nesting beyond 200, 2 for a field named `__proto__`.
 */
export const decode = (bytes: Uint8Array): Doc => {
  try {
    const document = deserialize(bytes, { promoteValues: false, promoteBuffers: false, bsonRegExp: true });
    return canonicalFields(document, 1);
  } catch (error) {
    if (error instanceof BSONError) throw new MongoError(22, `invalid BSON: ${error.message}`);
    throw error;
  }
};

/** A document to bytes. */
export const encode = (document: Doc): Uint8Array => serialize(document, { ignoreUndefined: false });

/** How many bytes `encode` would give. */
export const encodedSize = (document: Doc): number =>
  calculateObjectSize(document, { ignoreUndefined: false });

const canonicalFields = (document: Doc, depth: number): Doc => {
  if (depth > MAX_DEPTH) throw new MongoError(15, `BSON document nests deeper than ${MAX_DEPTH} levels`);
  for (const field in document) {
    if (field === '__proto__') throw new MongoError(2, 'a field named __proto__ is refused');
    const value = document[field];
    // Most values are scalars of JavaScript, which stay as they are.
    if (typeof value === 'object' && value !== null) document[field] = canonical(value, depth);
  }
  return document;
};

const canonical = (value: unknown, depth: number): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Int32) return value.value;
  if (value instanceof Double) return isInt32(value.value) ? value : value.value;
  if (Array.isArray(value)) {
    if (depth >= MAX_DEPTH) throw new MongoError(15, `BSON document nests deeper than ${MAX_DEPTH} levels`);
    return value.map((item) => canonical(item, depth + 1));
  }
  // The bytes are a view of the whole message, which they would keep in memory.
  if (value instanceof Binary) return new Binary(value.buffer.slice(0, value.position), value.sub_type);
  if (value instanceof DBRef) return canonicalFields(plainReference(value), depth + 1);
  return Object.getPrototypeOf(value) === Object.prototype ? canonicalFields({ ...value }, depth + 1) : value;
};

const plainReference = ({ collection, oid, db, fields }: DBRef): Doc => ({
  $ref: collection,
  $id: oid,
  ...(db === undefined ? {} : { $db: db }),
  ...fields,
});

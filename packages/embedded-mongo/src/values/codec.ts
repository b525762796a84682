import { Binary, BSONError, calculateObjectSize, DBRef, deserialize, Double, Int32, serialize } from 'bson';
import { MongoError } from '../errors.ts';
import { type Doc, isDoc, isInt32 } from './types.ts';

/** MongoDB's limits: bytes of a document, and how deeply documents in a message and in a collection nest. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
const MAX_DEPTH = 200;
const MAX_STORED_DEPTH = 180;

/**
 * Bytes of a message to a document whose every value is written back as the same bytes: 32-bit integers and doubles become
 * numbers except where a number would be written as the other of the two, 64-bit integers and all else stay BSON classes.
 * Throws MongoError 22 for malformed bytes, 15 for nesting beyond 200, 2 for a field named `__proto__` and for a date that
 * JavaScript cannot hold.
 */
export const decode = (bytes: Uint8Array): Doc => {
  try {
    const document = decodeStored(bytes);
    checkValues(document, MAX_DEPTH);
    return document;
  } catch (error) {
    if (error instanceof BSONError) throw new MongoError(22, `invalid BSON: ${error.message}`);
    throw error;
  }
};

/** Bytes from the storage to a document, as `decode`: whatever has been stored can be read. */
export const decodeStored = (bytes: Uint8Array): Doc =>
  canonicalFields(deserialize(bytes, { promoteValues: false, promoteBuffers: false, bsonRegExp: true }));

/** A document to bytes. */
export const encode = (document: Doc): Uint8Array => serialize(document, { ignoreUndefined: false });

/**
 * A document to the bytes that are stored. Throws BSONObjectTooLarge (10334) beyond 16 MiB, 15 for nesting beyond 180, 2
 * for a field named `__proto__` and for a date that JavaScript cannot hold.
 */
export const encodeForStorage = (document: Doc): Uint8Array => {
  checkValues(document, MAX_STORED_DEPTH);
  const size = encodedSize(document);
  if (size <= MAX_DOCUMENT_BYTES) return encode(document);
  throw tooLarge(size);
};

/** BSONObjectTooLarge (10334) for a document of so many bytes. */
export const tooLarge = (bytes: number): MongoError =>
  new MongoError(10334, `object too large. size in bytes: ${bytes}, max size: ${MAX_DOCUMENT_BYTES}`);

/** How long a document is as BSON, in bytes. */
export const encodedSize = (document: Doc): number =>
  calculateObjectSize(document, { ignoreUndefined: false });

const checkValues = (value: unknown, levels: number): void => {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Date && Number.isNaN(value.getTime()))
    throw new MongoError(2, 'a date more than 8.64e15 ms from 1970 is refused');
  const isArray = Array.isArray(value);
  if (!isArray && !isDoc(value)) return;
  if (levels === 0) throw new MongoError(15, 'the document nests too deeply');
  if (!isArray && Object.hasOwn(value, '__proto__'))
    throw new MongoError(2, 'a field named __proto__ is refused');
  for (const item of isArray ? value : Object.values(value)) checkValues(item, levels - 1);
};

const canonicalFields = (document: Doc): Doc => {
  for (const field in document) {
    const value = document[field];
    // Most values are scalars of JavaScript, which stay as they are.
    if (typeof value === 'object' && value !== null) document[field] = canonical(value);
  }
  return document;
};

const canonical = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Int32) return value.value;
  if (value instanceof Double) return isInt32(value.value) ? value : value.value;
  if (Array.isArray(value)) return value.map(canonical);
  // The bytes are a view of the whole message, which they would keep in memory.
  if (value instanceof Binary) return new Binary(value.buffer.slice(0, value.position), value.sub_type);
  if (value instanceof DBRef) return canonicalFields(plainReference(value));
  return isDoc(value) ? canonicalFields(value) : value;
};

const plainReference = ({ collection, oid, db, fields }: DBRef): Doc => ({
  $ref: collection,
  $id: oid,
  ...(db === undefined ? {} : { $db: db }),
  ...fields,
});

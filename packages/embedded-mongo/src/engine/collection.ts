import { badValue, MongoError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import { encode, MAX_DOCUMENT_BYTES } from '../values/codec.ts';
import { valueKey } from '../values/key.ts';
import { type Doc, isDoc } from '../values/types.ts';
import { duplicateKey, Index } from './index.ts';

/** What `_id_` says of itself in `listIndexes`. */
export const ID_INDEX: Doc = { v: 2, key: { _id: 1 }, name: '_id_' };

/** One collection: its documents in memory in the order of their insertion, each change handed to the storage. */
export class Collection {
  readonly namespace: string;
  readonly documents = new Map<string, Doc>();
  indexes: readonly Index[] = [];
  readonly #storage: Storage;

  constructor(namespace: string, storage: Storage) {
    this.namespace = namespace;
    this.#storage = storage;
  }

  /** Takes a document that is in storage already. */
  load(id: string, document: Doc): void {
    this.documents.set(id, document);
    for (const index of this.indexes) index.add(id, document);
  }

  /** Adds a document with an `_id`. Throws DuplicateKey, BSONObjectTooLarge or BadValue, and then changes nothing. */
  insert(document: Doc): void {
    checkId(document['_id']);
    const id = valueKey(document['_id']);
    const bytes = encodeChecked(document);
    if (this.documents.has(id)) throw duplicateKey(this.namespace, ID_INDEX, [document['_id']]);
    for (const index of this.indexes) index.check(this.namespace, id, document);
    this.load(id, document);
    this.#storage.put(this.namespace, id, bytes);
  }

  /**
   * Puts a document in the place of another with the same `_id`; false where both have the same bytes. Throws like
   * `insert`, and ImmutableField (66) for another `_id`.
   */
  replace(before: Doc, after: Doc): boolean {
    const id = valueKey(before['_id']);
    if (valueKey(after['_id']) !== id) {
      throw new MongoError(
        66,
        "Performing an update on the path '_id' would modify the immutable field '_id'",
      );
    }
    const bytes = encodeChecked(after);
    if (Buffer.compare(encode(before), bytes) === 0) return false;
    for (const index of this.indexes) index.check(this.namespace, id, after);
    for (const index of this.indexes) index.remove(id, before);
    this.load(id, after);
    this.#storage.put(this.namespace, id, bytes);
    return true;
  }

  remove(document: Doc): void {
    const id = valueKey(document['_id']);
    for (const index of this.indexes) index.remove(id, document);
    this.documents.delete(id);
    this.#storage.remove(this.namespace, id);
  }

  /** Builds indexes over the documents that are there; throws DuplicateKey and then keeps none of them. */
  build(specs: readonly Doc[]): void {
    const built = specs.map((spec) => new Index(spec));
    for (const [id, document] of this.documents) {
      for (const index of built) {
        index.check(this.namespace, id, document);
        index.add(id, document);
      }
    }
    this.indexes = [...this.indexes, ...built];
  }
}

const checkId = (id: unknown): void => {
  if (Array.isArray(id)) throw badValue("The '_id' value cannot be of type array");
  if (id === undefined) throw badValue("The '_id' value cannot be of type undefined");
  const operator = isDoc(id) ? Object.keys(id).find((field) => field.startsWith('$')) : undefined;
  if (operator)
    throw new MongoError(52, `_id fields may not contain '$'-prefixed fields: ${operator} is not valid`);
};

const encodeChecked = (document: Doc): Uint8Array => {
  const bytes = encode(document);
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw new MongoError(
      10334,
      `object to insert too large. size in bytes: ${bytes.length}, max size: ${MAX_DOCUMENT_BYTES}`,
    );
  }
  return bytes;
};

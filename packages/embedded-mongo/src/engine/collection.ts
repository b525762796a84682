import { BSONRegExp } from 'bson';
import { MongoError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import { encode, encodeForStorage } from '../values/codec.ts';
import { heapSizeOf } from '../values/heap-size.ts';
import { valueKey } from '../values/key.ts';
import { type Doc, isDoc, typeName } from '../values/types.ts';
import { Index } from './index.ts';
import { heapSize, type Memory } from './memory.ts';
import type { StoredRecord } from './record.ts';

/** One collection: its documents in memory in the order of their insertion, each change handed to the storage. */
export class Collection {
  readonly namespace: string;
  /** By the key of their `_id`, in the order of insertion. */
  readonly records = new Map<string, StoredRecord>();
  /** `_id_` first. */
  indexes: readonly Index[] = [];
  readonly #storage: Storage;
  readonly #memory: Memory;
  #inserted = 0;
  #bytes = 0;

  constructor(namespace: string, storage: Storage, memory: Memory) {
    this.namespace = namespace;
    this.#storage = storage;
    this.#memory = memory;
  }

  /** The documents in the order of their insertion. */
  get documents(): Doc[] {
    return Array.from(this.records.values(), ({ document }) => document);
  }

  /** The length of all documents as BSON. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Takes a document that is in storage already, or will be; it is in no index yet. */
  restore(document: Doc, bytes: number, heap = heapSizeOf(document)): StoredRecord {
    this.#inserted += 1;
    const id = valueKey(document['_id']);
    const record = { id, recordId: this.#inserted, document, bytes: 0, heap: 0 };
    this.records.set(id, record);
    this.#resize(record, bytes, heap);
    this.#memory.add(heapSize({ records: 1 }));
    return record;
  }

  /** Adds a document with an `_id`. Throws DuplicateKey, BSONObjectTooLarge or BadValue, and then changes nothing. */
  insert(document: Doc): void {
    checkId(document['_id']);
    const bytes = encodeForStorage(document);
    const entries = this.#check(undefined, document);
    const heap = heapSizeOf(document);
    this.#memory.check(heapSize({ records: 1, values: heap, entries }));
    const record = this.restore(document, bytes.length, heap);
    this.#index(record);
    this.#storage.put(this.namespace, record.id, bytes);
  }

  /**
   * Puts a document in the place of another with the same `_id`; false where both have the same bytes. Throws like
   * `insert`, and ImmutableField (66) for another `_id`.
   */
  replace(before: Doc, after: Doc): boolean {
    const record = this.#recordOf(before);
    if (valueKey(after['_id']) !== record.id) {
      throw new MongoError(
        66,
        "Performing an update on the path '_id' would modify the immutable field '_id'",
      );
    }
    const bytes = encodeForStorage(after);
    if (Buffer.compare(encode(before), bytes) === 0) return false;
    const entries = this.#check(record, after) - this.#entriesOf(record);
    const heap = heapSizeOf(after);
    this.#memory.check(heapSize({ values: heap - record.heap, entries }));
    this.#unindex(record);
    record.document = after;
    this.#resize(record, bytes.length, heap);
    this.#index(record);
    this.#storage.put(this.namespace, record.id, bytes);
    return true;
  }

  remove(document: Doc): void {
    const record = this.#recordOf(document);
    this.#unindex(record);
    this.#resize(record, 0, 0);
    this.#memory.add(-heapSize({ records: 1 }));
    this.records.delete(record.id);
    this.#storage.remove(this.namespace, record.id);
  }

  /** Removes all documents and indexes. */
  clear(): void {
    this.dropIndexes(new Set(this.indexes.map(({ name }) => name)));
    for (const { document } of this.records.values()) this.remove(document);
  }

  /** Builds indexes over the documents that are there; throws DuplicateKey and then keeps none of them. */
  build(specs: readonly Doc[]): void {
    const built = specs.map((spec) => new Index(spec));
    this.#memory.check(heapSize({ entries: built.length * this.records.size }));
    for (const index of built) index.load(this.namespace, this.records.values());
    for (const { size } of built) this.#memory.add(heapSize({ entries: size }));
    this.indexes = [...this.indexes, ...built];
  }

  /** Forgets the indexes of these names. */
  dropIndexes(names: ReadonlySet<string>): void {
    const dropped = this.indexes.filter(({ name }) => names.has(name));
    for (const { size } of dropped) this.#memory.add(-heapSize({ entries: size }));
    this.indexes = this.indexes.filter((index) => !dropped.includes(index));
  }

  #recordOf(document: Doc): StoredRecord {
    const record = this.records.get(valueKey(document['_id']));
    if (!record) throw new Error('a document to be changed is not in its collection');
    return record;
  }

  /** Throws DuplicateKey; returns how many index entries the document takes. */
  #check(record: StoredRecord | undefined, document: Doc): number {
    return this.indexes.reduce((sum, index) => sum + index.check(this.namespace, record, document), 0);
  }

  #entriesOf({ document }: StoredRecord): number {
    return this.indexes.reduce((sum, index) => sum + index.keysOf(document).length, 0);
  }

  #index(record: StoredRecord): void {
    for (const index of this.indexes) this.#memory.add(heapSize({ entries: index.add(record) }));
  }

  #unindex(record: StoredRecord): void {
    for (const index of this.indexes) this.#memory.add(-heapSize({ entries: index.remove(record) }));
  }

  #resize(record: StoredRecord, bytes: number, heap: number): void {
    this.#bytes += bytes - record.bytes;
    this.#memory.add(heap - record.heap);
    record.bytes = bytes;
    record.heap = heap;
  }
}

const checkId = (id: unknown): void => {
  if (id === undefined || Array.isArray(id) || id instanceof BSONRegExp)
    throw new MongoError(53, `The '_id' value cannot be of type ${typeName(id)}`);
  const operator = isDoc(id) ? Object.keys(id).find((field) => field.startsWith('$')) : undefined;
  if (operator)
    throw new MongoError(52, `_id fields may not contain '$'-prefixed fields: ${operator} is not valid`);
};

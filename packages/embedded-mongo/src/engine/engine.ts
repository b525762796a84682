import { UUID } from 'bson';
import { MongoError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import { decodeStored, encode } from '../values/codec.ts';
import { type Doc, isDoc } from '../values/types.ts';
import { Collection } from './collection.ts';
import type { Memory } from './memory.ts';

/** The storage's own collection: what collections and indexes exist, by namespace. */
const CATALOG = '';
/** What `_id_` says of itself in `listIndexes`. */
export const ID_INDEX: Doc = { v: 2, key: { _id: 1 }, name: '_id_' };

/** All collections by namespace (`database.collection`), in memory and in storage. */
export class Engine {
  readonly collections = new Map<string, Collection>();
  readonly #uuids = new Map<string, UUID>();
  readonly #storage: Storage;
  readonly #memory: Memory;

  /** Reads everything that the storage holds. Throws where a document cannot be read. */
  constructor(storage: Storage, memory: Memory) {
    this.#storage = storage;
    this.#memory = memory;
    const definitions = Array.from(storage.read(CATALOG), decodeStored);
    for (const [i, namespace] of storage.readIds(CATALOG).entries()) {
      const collection = new Collection(namespace, storage, memory);
      this.collections.set(namespace, collection);
      const { uuid, indexes } = definitions[i] ?? {};
      if (uuid instanceof UUID) this.#uuids.set(namespace, uuid);
      for (const bytes of storage.read(namespace)) collection.restore(decodeStored(bytes), bytes.length);
      collection.build([ID_INDEX, ...(Array.isArray(indexes) ? indexes.filter(isDoc) : [])]);
    }
  }

  find(namespace: string): Collection | undefined {
    return this.collections.get(namespace);
  }

  /** The collection, or NamespaceNotFound (26). */
  get(namespace: string): Collection {
    const collection = this.collections.get(namespace);
    if (!collection) throw new MongoError(26, `ns does not exist: ${namespace}`);
    return collection;
  }

  /** The collections of a database. */
  ofDatabase(name: string): Collection[] {
    return [...this.collections.values()].filter(({ namespace }) => namespace.startsWith(`${name}.`));
  }

  /** The collection, which is made where there is none, as the first write does. */
  ensure(namespace: string): Collection {
    return this.collections.get(namespace) ?? this.create(namespace);
  }

  create(namespace: string): Collection {
    const collection = new Collection(namespace, this.#storage, this.#memory);
    collection.build([ID_INDEX]);
    this.collections.set(namespace, collection);
    this.#uuids.set(namespace, new UUID());
    this.saveDefinition(collection);
    return collection;
  }

  drop(collection: Collection): void {
    collection.clear();
    this.collections.delete(collection.namespace);
    this.#storage.remove(CATALOG, collection.namespace);
  }

  uuidOf(namespace: string): UUID {
    return this.#uuids.get(namespace) ?? new UUID();
  }

  /** Writes down which indexes a collection has; to be called after they change. */
  saveDefinition({ namespace, indexes }: Collection): void {
    const specs = indexes.filter(({ name }) => name !== '_id_').map(({ spec }) => spec);
    this.#storage.put(CATALOG, namespace, encode({ uuid: this.uuidOf(namespace), indexes: specs }));
  }

  /** Makes every change since the last call durable; throws where that fails, and memory is then ahead of the disk. */
  commit(): void {
    this.#storage.commit();
  }

  /** Writes everything that was made durable, as it is at this moment, to a new file or an empty one. */
  copyTo(path: string): void {
    this.#storage.copyTo(path);
  }
}

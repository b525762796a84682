import { UUID } from 'bson';
import { MongoError } from '../errors.ts';
import type { Storage } from '../storage/storage.ts';
import { decode, encode } from '../values/codec.ts';
import { type Doc, isDoc } from '../values/types.ts';
import { Collection, ID_INDEX } from './collection.ts';

/** The storage's own collection: what collections and indexes exist, by namespace. */
const CATALOG = '';

/** All collections by namespace (`database.collection`), in memory and in storage. */
export class Engine {
  readonly collections = new Map<string, Collection>();
  readonly #uuids = new Map<string, UUID>();
  readonly #storage: Storage;

  /** Reads everything that the storage holds. Throws where a document cannot be read. */
  constructor(storage: Storage) {
    this.#storage = storage;
    for (const { collection, id, bytes } of storage.readAll()) {
      const document = decode(bytes);
      if (collection === CATALOG) this.#restore(id, document);
      else this.get(collection).load(id, document);
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

  /** The collection, which is made where there is none, as the first write does. */
  ensure(namespace: string): Collection {
    return this.collections.get(namespace) ?? this.create(namespace);
  }

  create(namespace: string): Collection {
    const collection = new Collection(namespace, this.#storage);
    this.collections.set(namespace, collection);
    this.#uuids.set(namespace, new UUID());
    this.saveDefinition(collection);
    return collection;
  }

  drop(collection: Collection): void {
    for (const id of collection.documents.keys()) this.#storage.remove(collection.namespace, id);
    this.collections.delete(collection.namespace);
    this.#storage.remove(CATALOG, collection.namespace);
  }

  /** Gives a collection another name, under which there must be none. */
  rename(collection: Collection, namespace: string): void {
    const renamed = this.create(namespace);
    renamed.build(collection.indexes.map(({ spec }) => spec));
    for (const document of collection.documents.values()) renamed.insert(document);
    this.saveDefinition(renamed);
    this.drop(collection);
  }

  /** Throws what building a collection of these documents with these indexes would throw; changes nothing. */
  rehearse(specs: readonly Doc[], namespace: string, documents: readonly Doc[]): void {
    const nowhere = { ...this.#storage, put: () => undefined, remove: () => undefined };
    const trial = new Collection(namespace, nowhere);
    trial.build(specs);
    for (const document of documents) trial.insert(document);
  }

  uuidOf(namespace: string): UUID {
    return this.#uuids.get(namespace) ?? new UUID();
  }

  /** Writes down which indexes a collection has; to be called after they change. */
  saveDefinition({ namespace, indexes }: Collection): void {
    const definition = { uuid: this.uuidOf(namespace), indexes: indexes.map(({ spec }) => spec) };
    this.#storage.put(CATALOG, namespace, encode(definition));
  }

  /** Makes every change since the last call durable; throws where that fails, and memory is then ahead of the disk. */
  commit(): void {
    this.#storage.commit();
  }

  #restore(namespace: string, definition: Doc): void {
    const collection = new Collection(namespace, this.#storage);
    const specs = Array.isArray(definition['indexes']) ? definition['indexes'].filter(isDoc) : [];
    collection.build(specs);
    this.collections.set(namespace, collection);
    if (definition['uuid'] instanceof UUID) this.#uuids.set(namespace, definition['uuid']);
  }
}

/** The indexes of a collection as `listIndexes` shows them. */
export const indexSpecs = ({ indexes }: Collection): Doc[] => [ID_INDEX, ...indexes.map(({ spec }) => spec)];

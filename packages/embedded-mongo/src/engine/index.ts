import { MongoError } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { joinKeys, valueKey } from '../values/key.ts';
import { anyAt } from '../values/path.ts';
import { type Doc, isDoc } from '../values/types.ts';
import { indexKeys } from '../values/index-keys.ts';

/** The documents (by id) that share a value of an index's first field. */
type Bucket = { readonly value: unknown; readonly ids: Set<string> };
type DateBucket = Bucket & { readonly value: Date };
/** A whole key, the key of its first field, and the values that it is made of. */
type Keys = readonly { readonly full: string; readonly first: string; readonly values: readonly unknown[] }[];

/** An index of one collection: finds by its first field, and keeps whole keys unique where it must. */
export class Index {
  /** The definition as `listIndexes` shows it. */
  readonly spec: Doc;
  readonly name: string;
  /** The first indexed field. */
  readonly leading: string;
  /** Whether it leaves out what does not satisfy a filter of its own. */
  readonly partial: boolean;
  /** Whether every document of the collection is in it. */
  readonly complete: boolean;
  readonly #paths: readonly (readonly string[])[];
  readonly #covers: (document: Doc) => boolean;
  readonly #buckets = new Map<string, Bucket>();
  readonly #owners: Map<string, string> | undefined;
  /** The buckets of dates, from the earliest to the latest; `undefined` until somebody asks for a range. */
  #dates: DateBucket[] | undefined;

  constructor(spec: Doc) {
    const fields = Object.keys(isDoc(spec['key']) ? spec['key'] : {});
    const partial = isDoc(spec['partialFilterExpression']) ? spec['partialFilterExpression'] : undefined;
    this.spec = spec;
    this.name = String(spec['name']);
    this.leading = fields[0] ?? '';
    this.partial = partial !== undefined;
    this.complete = !partial && spec['sparse'] !== true;
    this.#paths = fields.map((field) => field.split('.'));
    this.#owners = spec['unique'] === true ? new Map() : undefined;
    const matches = partial ? compileFilter(partial) : () => true;
    const isPresent = (document: Doc): boolean =>
      this.#paths.some((path) => anyAt(document, path, (value) => value !== undefined));
    this.#covers = (document) => matches(document) && (spec['sparse'] !== true || isPresent(document));
  }

  /** Throws DuplicateKey (11000) where another document than `id` has a unique key of `document`. */
  check(namespace: string, id: string, document: Doc): void {
    for (const { full, values } of this.#keysOf(document)) {
      const owner = this.#owners?.get(full);
      if (owner !== undefined && owner !== id) throw duplicateKey(namespace, this.spec, values);
    }
  }

  add(id: string, document: Doc): void {
    for (const { full, first, values } of this.#keysOf(document)) {
      this.#owners?.set(full, id);
      const bucket = this.#buckets.get(first);
      if (bucket) bucket.ids.add(id);
      else this.#addBucket(first, { value: values[0], ids: new Set([id]) });
    }
  }

  remove(id: string, document: Doc): void {
    for (const { full, first } of this.#keysOf(document)) {
      this.#owners?.delete(full);
      const bucket = this.#buckets.get(first);
      bucket?.ids.delete(id);
      if (bucket?.ids.size === 0) {
        this.#buckets.delete(first);
        this.#dates = undefined;
      }
    }
  }

  /** The ids of the documents whose first field is (or holds) this value. */
  idsOf(value: unknown): ReadonlySet<string> {
    return this.#buckets.get(entryKey(value))?.ids ?? new Set();
  }

  /**
   * The ids of the documents that have a date passing `test` in their first field. Looks at the dates from the latest or
   * from the earliest on, until one fails.
   */
  idsOfDates(from: 'latest' | 'earliest', test: (date: Date) => boolean): Set<string> {
    this.#dates ??= [...this.#buckets.values()]
      .filter(isDated)
      .toSorted((a, b) => Number(a.value) - Number(b.value));
    const ids = new Set<string>();
    for (let i = 0; i < this.#dates.length; i += 1) {
      const bucket = this.#dates.at(from === 'latest' ? -1 - i : i);
      if (!bucket || !test(bucket.value)) break;
      for (const id of bucket.ids) ids.add(id);
    }
    return ids;
  }

  #addBucket(key: string, bucket: Bucket): void {
    this.#buckets.set(key, bucket);
    // Dates mostly come in their order; what comes late has the order made anew when it is next asked for.
    if (!this.#dates || !isDated(bucket)) return;
    if (Number(bucket.value) >= Number(this.#dates.at(-1)?.value ?? 0)) this.#dates.push(bucket);
    else this.#dates = undefined;
  }

  #keysOf(document: Doc): Keys {
    if (!this.#covers(document)) return [];
    return indexKeys(document, this.#paths).map((values) => {
      const keys = values.map(entryKey);
      const [first = ''] = keys;
      return { full: keys.length === 1 ? first : joinKeys(keys), first, values };
    });
  }
}

/** DuplicateKey (11000) as the drivers and Mongoose expect it: with `keyPattern` and `keyValue`. */
export const duplicateKey = (namespace: string, spec: Doc, values: readonly unknown[]): MongoError => {
  const keyPattern = isDoc(spec['key']) ? spec['key'] : {};
  const keyValue = Object.fromEntries(Object.keys(keyPattern).map((field, i) => [field, values[i] ?? null]));
  const shown = Object.entries(keyValue).map(([field, value]) => `${field}: ${show(value)}`);
  return new MongoError(
    11000,
    `E11000 duplicate key error collection: ${namespace} index: ${String(spec['name'])} dup key: { ${shown.join(', ')} }`,
    { keyPattern, keyValue },
  );
};

const isDated = (bucket: Bucket): bucket is DateBucket => bucket.value instanceof Date;
const entryKey = (value: unknown): string => (value === undefined ? 'u' : valueKey(value));
const show = (value: unknown): string => (value === undefined ? 'null' : JSON.stringify(value));

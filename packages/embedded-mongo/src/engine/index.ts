import type BTree from 'sorted-btree';
import { bulkLoad } from 'sorted-btree/extended/bulkLoad.js';
import { MongoError } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { compareValues } from '../values/compare.ts';
import { hasArrayAt, indexKeys } from '../values/index-keys.ts';
import { toNumber } from '../values/numbers.ts';
import { type Doc, isDoc, isNumeric } from '../values/types.ts';
import type { Interval } from './bounds.ts';
import type { StoredRecord } from './record.ts';

/** One indexed field, in the order of the key. */
export type IndexField = {
  readonly field: string;
  readonly path: readonly string[];
  /** 1 where the key ascends by this field, -1 where it descends. */
  readonly direction: 1 | -1;
};
/**
 * What an entry is ordered by: its key, then the order of insertion. The key is the value where one field is indexed, or
 * an array of values, of which a bound may have the first only; `ANY` bounds nothing.
 */
type Bound = { readonly key: unknown; readonly record: { readonly recordId: number } };
type Entry = { readonly key: unknown; readonly record: StoredRecord };

const NODE_SIZE = 32;
const ANY = Symbol('any value');
/** What stands before, and what after, all records of one key. */
const FIRST = { recordId: -Infinity };
const LAST = { recordId: Infinity };

/** An ordered index of one collection, which also keeps its keys unique where it must. */
export class Index {
  /** The definition as `listIndexes` shows it. */
  readonly spec: Doc;
  readonly name: string;
  readonly fields: readonly IndexField[];
  readonly hidden: boolean;
  readonly sparse: boolean;
  /** The filter that the documents in it satisfy, where it leaves out others. */
  readonly partialFilter: Doc | undefined;
  readonly #paths: readonly (readonly string[])[];
  readonly #unique: boolean;
  readonly #covers: (document: Doc) => boolean;
  readonly #compareKeys: (a: unknown, b: unknown) => number;
  readonly #compare: (a: Bound, b: Bound) => number;
  /** How many documents have an array in the path of each field. */
  readonly #arrays: number[];
  #tree: BTree<Bound, Entry>;

  constructor(spec: Doc) {
    const key = isDoc(spec['key']) ? spec['key'] : {};
    this.spec = spec;
    this.name = String(spec['name']);
    this.fields = Object.entries(key).map(([field, given]) => ({
      field,
      path: field.split('.'),
      direction: isNumeric(given) && toNumber(given) < 0 ? -1 : 1,
    }));
    this.#paths = this.fields.map(({ path }) => path);
    this.hidden = spec['hidden'] === true;
    this.sparse = spec['sparse'] === true;
    this.partialFilter = isDoc(spec['partialFilterExpression']) ? spec['partialFilterExpression'] : undefined;
    this.#unique = spec['unique'] === true || this.name === '_id_';
    this.#arrays = this.fields.map(() => 0);
    const compareKeys = keyOrder(this.fields);
    this.#compareKeys = compareKeys;
    this.#compare = (a, b) => compareKeys(a.key, b.key) || compareOrder(a.record.recordId, b.record.recordId);
    this.#tree = bulkLoad<Bound, Entry>([], [], NODE_SIZE, this.#compare);
    this.#covers = this.partialFilter ? compileFilter(this.partialFilter) : () => true;
  }

  /** How many entries it has. */
  get size(): number {
    return this.#tree.size;
  }

  /** Whether a document may have several keys by the field at this place. */
  isMultikey(place: number): boolean {
    return (this.#arrays[place] ?? 0) > 0;
  }

  /** The keys of a document, one an entry. Throws CannotIndexParallelArrays (171). */
  keysOf(document: Doc): unknown[][] {
    return this.#covers(document) ? indexKeys(document, this.#paths, this.sparse) : [];
  }

  /** Throws DuplicateKey (11000) where another record has a unique key of `document`; returns how many keys it has. */
  check(namespace: string, record: StoredRecord | undefined, document: Doc): number {
    const keys = this.keysOf(document);
    const bounds = this.#unique
      ? keys.map((values) => ({ key: this.#keyOf(values), record: FIRST, values }))
      : [];
    // The first in the order of the index is the one that MongoDB names.
    for (const bound of bounds.length > 1 ? bounds.toSorted(this.#compare) : bounds) {
      const [, found] = this.#tree.getPairOrNextHigher(bound) ?? [];
      if (found && found.record !== record && this.#compareKeys(found.key, bound.key) === 0)
        throw duplicateKey(namespace, this.spec, bound.values);
    }
    return keys.length;
  }

  /** Adds the keys of a record; returns how many they are. */
  add(record: StoredRecord): number {
    const before = this.#tree.size;
    for (const values of this.keysOf(record.document)) {
      const entry = { key: this.#keyOf(values), record };
      this.#tree.set(entry, entry);
    }
    this.#countArrays(record, 1);
    return this.#tree.size - before;
  }

  /** Removes the keys of a record; returns how many they are. */
  remove(record: StoredRecord): number {
    const before = this.#tree.size;
    for (const values of this.keysOf(record.document))
      this.#tree.delete({ key: this.#keyOf(values), record });
    this.#countArrays(record, -1);
    return before - this.#tree.size;
  }

  /** Fills an empty index. Throws DuplicateKey (11000) where two records have one unique key. */
  load(namespace: string, records: Iterable<StoredRecord>): void {
    const entries: Entry[] = [];
    for (const record of records) {
      for (const values of this.keysOf(record.document)) entries.push({ key: this.#keyOf(values), record });
      this.#countArrays(record, 1);
    }
    entries.sort(this.#compare);
    const multikey = this.fields.some((_, place) => this.isMultikey(place));
    const isDistinct = ({ key, record }: Entry, i: number): boolean => {
      const before = entries[i - 1];
      if (!before || this.#compareKeys(before.key, key) !== 0) return true;
      if (this.#unique && before.record !== record)
        throw duplicateKey(namespace, this.spec, this.#paths.length > 1 && Array.isArray(key) ? key : [key]);
      return before.record !== record;
    };
    const distinct = this.#unique || multikey ? entries.filter(isDistinct) : entries;
    this.#tree = bulkLoad<Bound, Entry>(distinct, distinct, NODE_SIZE, this.#compare);
  }

  /**
   * The records whose first values are `prefix` and whose next value is in `interval`, in the order of the keys or, where
   * `backward`, in its reverse. A record comes once for each of its keys.
   */
  *range(
    prefix: readonly unknown[],
    interval: Interval | undefined,
    backward: boolean,
  ): Generator<StoredRecord> {
    const ascends = this.fields[prefix.length]?.direction !== -1;
    const { low, high, includesLow, includesHigh } = interval ?? {};
    const bound = (value: unknown, includes = true, end: 1 | -1): Bound => ({
      key: this.#keyOf(interval ? [...prefix, value] : prefix),
      record: includes === end > 0 ? LAST : FIRST,
    });
    const first = ascends ? bound(low, includesLow, -1) : bound(high, includesHigh, -1);
    const last = ascends ? bound(high, includesHigh, 1) : bound(low, includesLow, 1);
    const entries = backward ? this.#tree.entriesReversed(last) : this.#tree.entries(first);
    for (const [, entry] of entries) {
      if (backward ? this.#compare(entry, first) < 0 : this.#compare(entry, last) > 0) return;
      yield entry.record;
    }
  }

  #keyOf(values: readonly unknown[]): unknown {
    if (this.#paths.length > 1) return values;
    return values.length > 0 ? values[0] : ANY;
  }

  #countArrays({ document }: StoredRecord, by: 1 | -1): void {
    this.#paths.forEach((path, place) => {
      if (hasArrayAt(document, path) && this.#covers(document))
        this.#arrays[place] = (this.#arrays[place] ?? 0) + by;
    });
  }
}

/** DuplicateKey (11000) as the drivers and Mongoose expect it: with `keyPattern` and `keyValue`. */
const duplicateKey = (namespace: string, spec: Doc, values: readonly unknown[]): MongoError => {
  const keyPattern = isDoc(spec['key']) ? spec['key'] : {};
  const keyValue = Object.fromEntries(Object.keys(keyPattern).map((field, i) => [field, values[i] ?? null]));
  const shown = Object.entries(keyValue).map(([field, value]) => `${field}: ${JSON.stringify(value)}`);
  return new MongoError(
    11000,
    `E11000 duplicate key error collection: ${namespace} index: ${String(spec['name'])} dup key: { ${shown.join(', ')} }`,
    { keyPattern, keyValue },
  );
};

const compareOrder = (a: number, b: number): number => (a < b ? -1 : Number(a > b));

const keyOrder = (fields: readonly IndexField[]): ((a: unknown, b: unknown) => number) => {
  const directions = fields.map(({ direction }) => direction);
  const [single = 1, ...more] = directions;
  if (more.length === 0) return (a, b) => (a === ANY || b === ANY ? 0 : compareValues(a, b) * single);
  return (a, b) => {
    if (!Array.isArray(a) || !Array.isArray(b)) return 0;
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i += 1) {
      const difference = compareValues(a[i], b[i]);
      if (difference !== 0) return difference * (directions[i] ?? 1);
    }
    return 0;
  };
};

import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { filters, indexedFilters } from './filters.ts';
import { joined, listOf, operatorOf, weighted } from './pick.ts';
import { pipelines, projections, totalSorts } from './pipelines.ts';
import { type Update, updates } from './updates.ts';
import { booleans, type Doc, documents, mostly, paths, scalars, smallIntegers, values } from './values.ts';

/** A command as it is sent, and how its answers compare. */
export type Operation = {
  readonly command: Doc;
  readonly isWrite: boolean;
  /** Where MongoDB promises no order: results are compared as a multiset. */
  readonly unordered?: boolean;
};
const read = (command: Doc, unordered = false): Operation => ({ command, isWrite: false, unordered });
const write = (command: Doc): Operation => ({ command, isWrite: true });
/** All documents in natural order. */
export const CONTENTS: Operation = read({ find: 'fuzz', hint: { $natural: 1 } });
const optional = <T>(arbitrary: Arbitrary<T>): Arbitrary<T[]> => listOf(arbitrary, 0, 1);
/** `{ name: value }`, mostly not there. */
const maybe = (name: string, arbitrary: Arbitrary<unknown>, absent = 3): Arbitrary<Doc> =>
  weighted<Doc>([absent, fc.constant({})], [1, arbitrary.map((value) => ({ [name]: value }))]);
const collations = maybe('collation', fc.constant({ locale: 'en', strength: 2 }), 9);

/** Whether the order of the documents is that of a plan: where there are indexes, or `_id`'s serves. */
const isPlanned = (indexed: boolean, filter: unknown): boolean =>
  indexed || JSON.stringify(filter).includes('"_id"');

/** With an index that a plan may use, only a sort names an order. */
const finds = (indexed: boolean): Arbitrary<Operation> =>
  fc
    .tuple(
      filters,
      fc.record({ projection: projections }, { requiredKeys: [] }),
      optional(totalSorts),
      fc.record({ skip: smallIntegers, limit: smallIntegers }, { requiredKeys: [] }),
      collations,
    )
    .map(([filter, projection, [sort], page, collation]) => {
      const planned = isPlanned(indexed, filter);
      const order = sort ?? (planned && Object.keys(page).length > 0 ? { _id: 1 } : undefined);
      return read(
        { find: 'fuzz', filter, ...projection, ...(order && { sort: order }), ...page, ...collation },
        planned && !order,
      );
    });

const aggregations = (indexed: boolean): Arbitrary<Operation> =>
  pipelines(indexed).map(({ pipeline: stages, unordered }) => {
    const matches = stages.map(({ $match }) => $match).filter(Boolean);
    const pipeline = isPlanned(false, matches) ? [{ $sort: { _id: 1 } }, ...stages] : stages;
    return read({ aggregate: 'fuzz', pipeline, cursor: {} }, unordered);
  });

const counts: Arbitrary<Operation> = fc
  .tuple(filters, fc.record({ skip: smallIntegers, limit: smallIntegers }, { requiredKeys: [] }), collations)
  .map(([query, page, collation]) => read({ count: 'fuzz', query, ...page, ...collation }));

const distincts: Arbitrary<Operation> = fc
  .tuple(mostly(paths), optional(filters))
  .map(([key, [query]]) => read({ distinct: 'fuzz', key, ...(query && { query }) }, true));

/** A filter of a write, often one that all documents satisfy. */
const targets = weighted<Doc>([2, filters], [1, fc.constant({})]);

/** With an index that a plan may use, updates change all documents that match: which is the first is not said. */
const updateCommands = (indexed: boolean): Arbitrary<Operation> =>
  fc
    .tuple(
      targets,
      updates,
      fc.record({ multi: fc.boolean(), upsert: fc.boolean() }, { requiredKeys: [] }),
      collations,
    )
    .map(([q, { update: u, arrayFilters }, options, collation]) =>
      write({
        update: 'fuzz',
        updates: [
          {
            q,
            u,
            ...(arrayFilters && { arrayFilters }),
            ...options,
            ...(isPlanned(indexed, q) && { multi: true }),
            ...collation,
          },
        ],
      }),
    );

const modifications = (indexed: boolean): Arbitrary<Operation> =>
  fc
    .tuple(
      targets,
      weighted<Update | { remove: true }>([5, updates], [1, fc.constant({ remove: true })]),
      optional(totalSorts),
      fc.record({ new: fc.boolean(), upsert: fc.boolean(), fields: projections }, { requiredKeys: [] }),
    )
    .map(([query, change, [sort = isPlanned(indexed, query) ? { _id: 1 } : undefined], options]) =>
      write({ findAndModify: 'fuzz', query, ...(sort && { sort }), ...change, ...options }),
    );

const deletions = (indexed: boolean): Arbitrary<Operation> =>
  fc
    .tuple(filters, fc.constantFrom(0, 1), collations)
    .map(([q, limit, collation]) =>
      write({ delete: 'fuzz', deletes: [{ q, limit: isPlanned(indexed, q) ? 0 : limit, ...collation }] }),
    );

const insertions: Arbitrary<Operation> = fc
  .tuple(fc.integer({ min: 20, max: 24 }), documents)
  .map(([_id, document]) => write({ insert: 'fuzz', documents: [{ _id, ...document }] }));

const direction = fc.constantFrom(1, -1);
const keys = weighted<Doc>(
  [4, fc.tuple(paths, direction).map(([path, order]) => ({ [path]: order }))],
  [2, fc.tuple(paths, direction, paths, direction).map(([p, x, q, y]) => ({ [p]: x, [q]: y }))],
);
const partialFilters = fc.oneof(
  fc.tuple(paths, scalars).map(([path, value]) => ({ [path]: value })),
  fc
    .tuple(
      paths,
      operatorOf({
        $gt: scalars,
        $lte: scalars,
        $exists: booleans,
        $ne: scalars,
        $type: fc.constant('string'),
      }),
    )
    .map(([path, operator]) => ({ [path]: operator })),
);
const indexCommands: Arbitrary<Operation> = fc
  .tuple(
    keys,
    maybe('unique', booleans, 2),
    maybe('sparse', booleans, 3),
    maybe('partialFilterExpression', mostly(partialFilters), 3),
    fc.constantFrom('one', 'two', 'three'),
  )
  .map(([key, unique, sparse, partial, name]) =>
    write({ createIndexes: 'fuzz', indexes: [{ key, name, ...unique, ...sparse, ...partial }] }),
  );

/** The commands of a case. An index changes what MongoDB's `distinct` returns (null for missing fields). */
const operations = (indexed: boolean): Arbitrary<Operation> =>
  weighted<Operation>(
    [8, finds(indexed)],
    [8, aggregations(indexed)],
    [1, counts],
    [indexed ? 0 : 1, distincts],
    [4, updateCommands(indexed)],
    [2, modifications(indexed)],
    [1, deletions(indexed)],
    [1, insertions],
  );

/** Documents numbered from 1, now and then with another `_id`, which may be one that is there already. */
const inserts = (insert: string, minimum: number, maximum: number, ordered = 30): Arbitrary<Operation[]> =>
  listOf(
    fc.tuple(documents, weighted<Doc>([ordered, fc.constant({})], [1, values.map((_id) => ({ _id }))])),
    minimum,
    maximum,
  ).map((all) => {
    const numbered = all.map(([document, identifier], at) =>
      Object.assign({ _id: at + 1 }, identifier, document),
    );
    return numbered.length > 0 ? [write({ insert, documents: numbered, ordered: false })] : [];
  });

const caseOf = (indexed: boolean): Arbitrary<Operation[]> =>
  joined(
    inserts('other', 0, 3),
    inserts('fuzz', 1, 6),
    listOf(indexCommands, indexed ? 1 : 0, indexed ? 2 : 0),
    listOf(operations(indexed), 1, 16),
  );

/** One index and finds by it, in the order of which they answer. */
const scanCase: Arbitrary<Operation[]> = fc.constantFrom('a', 'n', 's', 'r', '_id').chain((field) => {
  const indexes = direction.map((order) => [{ key: { [field]: order }, name: 'one' }]);
  const scans = indexedFilters(field).map((filter) => read({ find: 'fuzz', filter }));
  return joined(
    inserts('fuzz', 2, 8, 1),
    field === '_id'
      ? fc.constant([])
      : indexes.map((all) => [write({ createIndexes: 'fuzz', indexes: all })]),
    listOf(scans, 1, 8),
  );
});

/** The operations of a case. */
export const cases: Arbitrary<Operation[]> = weighted<Operation[]>(
  [3, caseOf(false)],
  [2, caseOf(true)],
  [1, scanCase],
);

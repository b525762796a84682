import type { Collection } from '../engine/collection.ts';
import { candidates } from '../engine/plan.ts';
import { badValue } from '../errors.ts';
import { compileFilter, type FilterOptions } from '../query/filter.ts';
import { compileProjection } from '../query/projection.ts';
import { sortDocuments } from '../query/sort.ts';
import { toNumber } from '../values/numbers.ts';
import { compareValues } from '../values/compare.ts';
import { valueKey } from '../values/key.ts';
import { type Match, presentValuesAt } from '../values/path.ts';
import { type Doc, isNumeric } from '../values/types.ts';
import type { Command } from './command.ts';
import { checkHint } from './hint.ts';

/** Which documents of a collection are wanted, in which order and how many. */
export type Selection = {
  readonly filter: Doc;
  readonly options: FilterOptions;
  readonly sort?: Doc | undefined;
  readonly skip?: number | undefined;
  readonly limit?: number | undefined;
};
/** A document that satisfied a filter, and which array element did. */
export type Found = { readonly document: Doc; readonly match: Match };

/** The documents of a selection; none where the collection does not exist. Throws MongoError for a malformed filter. */
export const select = (collection: Collection | undefined, selection: Selection): Found[] => {
  const { filter, options, skip = 0, limit = 0 } = selection;
  const accepts = compileFilter(filter, options);
  const sort = selection.sort && Object.keys(selection.sort).length > 0 ? selection.sort : undefined;
  const [natural] = sort && '$natural' in sort ? Object.values(sort) : [];
  const wanted = limit > 0 && !sort ? skip + limit : Infinity;
  const found = new Map<Doc, Match>();
  const source = !collection
    ? []
    : options.strings
      ? collection.documents.values()
      : candidates(collection, filter);
  let match: Match = {};
  for (const document of source) {
    if (found.size >= wanted) break;
    if (accepts(document, match)) found.set(document, match);
    else if (match.position === undefined) continue;
    match = {};
  }
  let documents = [...found.keys()];
  if (isNumeric(natural)) {
    if (toNumber(natural) < 0) documents.reverse();
  } else if (sort) documents = sortDocuments(documents, sort, options.strings);
  const page = documents.slice(skip, limit > 0 ? skip + limit : undefined);
  return page.map((document) => ({ document, match: found.get(document) ?? {} }));
};

/** `find`. */
export const find: Command = ({ engine, cursors, args }) => {
  args.allow([
    'filter',
    'sort',
    'projection',
    'hint',
    'skip',
    'limit',
    'batchSize',
    'singleBatch',
    'max',
    'min',
    'returnKey',
    'showRecordId',
    'tailable',
    'awaitData',
    'oplogReplay',
    'noCursorTimeout',
    'allowPartialResults',
    'collation',
    'allowDiskUse',
    'let',
  ]);
  args.refuse(['max', 'min', 'returnKey', 'showRecordId', 'tailable', 'awaitData']);
  const namespace = args.namespace();
  const collection = engine.find(namespace);
  checkHint(collection, args.body['hint']);
  const options = args.filterOptions();
  const { limit } = args.body;
  if (isNumeric(limit) && toNumber(limit) < 0)
    throw badValue(`Limit value must be non-negative, but received: ${toNumber(limit)}`);
  const project = compileProjection(args.document('projection'), options);
  const found = select(collection, {
    filter: args.document('filter'),
    options,
    sort: args.optionalDocument('sort'),
    skip: args.count('skip'),
    limit: args.count('limit'),
  });
  return cursors.first(
    namespace,
    found.map(({ document, match }) => project(document, match)),
    {
      batchSize: args.count('batchSize'),
      single: args.boolean('singleBatch'),
      expires: !args.boolean('noCursorTimeout'),
    },
  );
};

/** `count`: without a filter the number of documents, which is known. */
export const count: Command = ({ engine, args }) => {
  args.allow(['query', 'limit', 'skip', 'hint', 'collation', 'fields']);
  const collection = engine.find(args.namespace());
  checkHint(collection, args.body['hint']);
  const limit = args.body['limit'];
  return {
    n: countMatching(collection, {
      filter: args.document('query'),
      options: args.filterOptions(),
      skip: args.count('skip'),
      limit: isNumeric(limit) ? Math.abs(toNumber(limit)) : undefined,
    }),
  };
};

/** How many documents a selection has. */
export const countMatching = (collection: Collection | undefined, selection: Selection): number => {
  if (!collection || Object.keys(selection.filter).length > 0) return select(collection, selection).length;
  const rest = Math.max(0, collection.documents.size - (selection.skip ?? 0));
  return selection.limit ? Math.min(rest, selection.limit) : rest;
};

/** `distinct`: the values of a field, the elements of arrays one by one. */
export const distinct: Command = ({ engine, args }) => {
  args.allow(['key', 'query', 'hint', 'collation']);
  const { key } = args.body;
  if (typeof key !== 'string' || key === '')
    throw badValue("BSON field 'distinct.key' must be a nonempty string");
  const collection = engine.find(args.namespace());
  checkHint(collection, args.body['hint']);
  const options = args.filterOptions();
  const values = new Map<string, unknown>();
  for (const { document } of select(collection, { filter: args.document('query'), options })) {
    for (const value of presentValuesAt(document, key.split('.'))) {
      const known =
        options.strings &&
        [...values.values()].some((other) => compareValues(value, other, options.strings) === 0);
      if (!known) values.set(valueKey(value), value);
    }
  }
  return { values: [...values.values()] };
};

import type { Collection } from '../engine/collection.ts';
import { select, type Selection } from '../engine/select.ts';
import { badValue, MongoError, typeMismatch } from '../errors.ts';
import { compileProjection } from '../query/projection.ts';
import { encodedSize, MAX_DOCUMENT_BYTES } from '../values/codec.ts';
import { compareValues } from '../values/compare.ts';
import { valueKey } from '../values/key.ts';
import { toNumber } from '../values/numbers.ts';
import { presentValuesAt } from '../values/path.ts';
import { isNumeric } from '../values/types.ts';
import type { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { hintedIndex } from './hint.ts';

/** `find`. */
export const find: Command = ({ engine, cursors, args }) => {
  args.allow(
    'filter sort projection hint skip limit batchSize singleBatch max min returnKey showRecordId tailable awaitData oplogReplay noCursorTimeout allowPartialResults collation allowDiskUse let'.split(
      ' ',
    ),
  );
  args.refuse(['max', 'min', 'returnKey', 'showRecordId', 'tailable', 'awaitData', 'noCursorTimeout']);
  const namespace = args.namespace();
  const collection = engine.find(namespace);
  const selection = findSelection(collection, args);
  const found = select(collection, selection);
  const project = compileProjection(args.document('projection'), selection.options);
  return cursors.first(
    namespace,
    found.map(({ document }) => project(document)),
    { batchSize: args.count('batchSize'), single: args.boolean('singleBatch') },
  );
};

/** What a `find` selects. */
export const findSelection = (collection: Collection | undefined, args: Arguments): Selection => {
  const { limit } = args.body;
  if (isNumeric(limit) && toNumber(limit) < 0)
    throw badValue(`Limit value must be non-negative, but received: ${toNumber(limit)}`);
  return {
    filter: args.document('filter'),
    options: args.filterOptions(),
    sort: args.optionalDocument('sort'),
    skip: args.count('skip'),
    limit: args.count('limit'),
    hint: hintedIndex(collection, args.body['hint']),
  };
};

/** `count`: without a filter the number of documents, which is known. */
export const count: Command = ({ engine, args }) => {
  args.allow('query limit skip hint collation fields'.split(' '));
  const collection = engine.find(args.namespace());
  return { n: countMatching(collection, countSelection(collection, args)) };
};

/** What a `count` selects. */
export const countSelection = (collection: Collection | undefined, args: Arguments): Selection => {
  const { limit, hint } = args.body;
  return {
    filter: args.document('query'),
    options: args.filterOptions(),
    skip: args.count('skip'),
    limit: isNumeric(limit) ? Math.abs(toNumber(limit)) : undefined,
    hint: hintedIndex(collection, hint),
  };
};

/** How many documents a selection has. */
export const countMatching = (collection: Collection | undefined, selection: Selection): number => {
  if (!collection || selection.hint || Object.keys(selection.filter).length > 0)
    return select(collection, selection).length;
  const rest = Math.max(0, collection.records.size - (selection.skip ?? 0));
  return selection.limit ? Math.min(rest, selection.limit) : rest;
};

/** `distinct`: the values of a field, the elements of arrays one by one. */
export const distinct: Command = ({ engine, args }) => {
  args.allow(['key', 'query', 'hint', 'collation']);
  const { key } = args.body;
  if (typeof key !== 'string') throw typeMismatch("BSON field 'distinct.key' must be a string");
  const collection = engine.find(args.namespace());
  const selection = distinctSelection(collection, args);
  const { strings } = selection.options;
  const values = new Map<string, unknown>();
  for (const { document } of select(collection, selection)) {
    for (const value of presentValuesAt(document, key.split('.'))) {
      const known =
        strings && [...values.values()].some((other) => compareValues(value, other, strings) === 0);
      if (!known && !values.has(valueKey(value))) values.set(valueKey(value), value);
    }
  }
  const reply = { values: [...values.values()] };
  if (encodedSize(reply) > MAX_DOCUMENT_BYTES) throw new MongoError(17217, 'distinct too big, 16mb cap');
  return reply;
};

/** What a `distinct` selects. */
export const distinctSelection = (collection: Collection | undefined, args: Arguments): Selection => ({
  filter: args.document('query'),
  options: args.filterOptions(),
  hint: hintedIndex(collection, args.body['hint']),
});

import type { Collection } from '../engine/collection.ts';
import { select, type Selection } from '../engine/select.ts';
import { MongoError, typeMismatch } from '../errors.ts';
import { compileProjection } from '../query/projection.ts';
import { encodedSize, MAX_DOCUMENT_BYTES } from '../values/codec.ts';
import { compareValues } from '../values/compare.ts';
import { valueKey } from '../values/key.ts';
import { toNumber } from '../values/numbers.ts';
import { presentValuesAt } from '../values/path.ts';
import { type Doc, isNumeric } from '../values/types.ts';
import type { Arguments } from './arguments.ts';
import { command } from './command.ts';
import { selectionOf } from './selection.ts';

/** `find`. */
export const find = command(
  'filter sort projection hint skip limit batchSize singleBatch collation allowDiskUse let',
  ({ engine, cursors, args }) => {
    const namespace = args.namespace();
    const collection = engine.find(namespace);
    const selection = selectionOf(collection, args, 'filter');
    const found = select(collection, selection);
    const project = compileProjection(args.document('projection'), selection.options);
    return cursors.first(
      namespace,
      found.map(({ document }) => project(document)),
      { batchSize: args.count('batchSize'), single: args.boolean('singleBatch') },
    );
  },
);

/** `count`: without a filter the number of documents, which is known. */
export const count = command('query limit skip hint collation fields', ({ engine, args }) => {
  const collection = engine.find(args.namespace());
  return { n: countMatching(collection, countSelection(collection, args)) };
});

/** What a `count` selects. */
export const countSelection = (collection: Collection | undefined, args: Arguments): Selection =>
  selectionOf(collection, args.within('count', withoutSign(args.body)), 'query');

/** A negative limit is one that sends no more than a batch, which a count does not have. */
const withoutSign = ({ limit, ...body }: Doc): Doc => ({
  ...body,
  ...(isNumeric(limit) && { limit: Math.abs(toNumber(limit)) }),
});

/** How many documents a selection has. */
export const countMatching = (collection: Collection | undefined, selection: Selection): number => {
  if (!collection || selection.hint || Object.keys(selection.filter).length > 0)
    return select(collection, selection).length;
  const rest = Math.max(0, collection.records.size - (selection.skip ?? 0));
  return selection.limit ? Math.min(rest, selection.limit) : rest;
};

/** `distinct`: the values of a field, the elements of arrays one by one. */
export const distinct = command('key query hint collation', ({ engine, args }) => {
  const { key } = args.body;
  if (typeof key !== 'string') throw typeMismatch("BSON field 'distinct.key' must be a string");
  const collection = engine.find(args.namespace());
  const selection = selectionOf(collection, args, 'query');
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
});

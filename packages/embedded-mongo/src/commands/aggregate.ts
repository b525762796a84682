import { compilePipeline } from '../aggregate/stages.ts';
import type { Collection } from '../engine/collection.ts';
import { select, type Selection } from '../engine/select.ts';
import { MongoError } from '../errors.ts';
import { compileExpression } from '../expressions/expression.ts';
import { valueKey } from '../values/key.ts';
import { toNumber } from '../values/numbers.ts';
import { type Doc, isDoc, isNumeric } from '../values/types.ts';
import type { Arguments } from './arguments.ts';
import { command, type CommandContext } from './command.ts';
import { countMatching } from './find.ts';
import { selectionOf } from './selection.ts';

/** How drivers end the pipeline of `countDocuments`, which needs no documents. */
const COUNT = valueKey({ $group: { _id: 1, n: { $sum: 1 } } });

/** The stages that a selection can take over, in this order, and what it calls their operands. */
const BEGINNING = [
  ['$match', 'filter'],
  ['$sort', 'sort'],
  ['$skip', 'skip'],
  ['$limit', 'limit'],
] as const;

/** `aggregate`, on a collection or, as the clock of the database is read, on `$documents`. */
export const aggregate = command(
  'pipeline cursor allowDiskUse bypassDocumentValidation collation hint let',
  ({ engine, cursors, args }) => {
    if (isNumeric(args.body['aggregate'])) return literalDocuments({ cursors, args });
    const namespace = args.namespace();
    const collection = engine.find(namespace);
    const context = {
      ...args.filterOptions(),
      documentsOf: (name: string) => engine.find(args.namespace(name))?.documents ?? [],
    };
    const stages = args.documents('pipeline');
    const { operands, rest } = splitPipeline(stages);
    const counts = rest.length === 1 && valueKey(rest[0]) === COUNT;
    compilePipeline(stages.slice(0, stages.length - rest.length), context);
    const run = counts ? undefined : compilePipeline(rest, context);
    const { batchSize } = args.document('cursor');
    const batch = { batchSize: isNumeric(batchSize) ? toNumber(batchSize) : undefined };
    const selection = selectionOfOperands(collection, args, operands);
    if (!run) {
      const n = countMatching(collection, selection);
      return cursors.first(namespace, n > 0 ? [{ _id: 1, n }] : [], batch);
    }
    const documents = select(collection, selection).map(({ document }) => document);
    return cursors.first(namespace, run(documents), batch);
  },
);

const literalDocuments = ({ cursors, args }: Pick<CommandContext, 'cursors' | 'args'>): Doc => {
  const [first, ...rest] = args.documents('pipeline');
  if (!first || !('$documents' in first) || rest.length > 0)
    throw new MongoError(73, 'an aggregation on no collection must be of $documents alone');
  const documents = compileExpression(first['$documents'], args.filterOptions())({});
  if (Array.isArray(documents) && documents.every(isDoc))
    return cursors.first(`${args.database}.$cmd.aggregate`, documents, {});
  throw new MongoError(5858203, '$documents needs an array of documents');
};

/** What an `aggregate` selects by the stages at its beginning, which an index may help with. */
export const aggregateSelection = (collection: Collection | undefined, args: Arguments): Selection =>
  selectionOfOperands(collection, args, splitPipeline(args.documents('pipeline')).operands);

const selectionOfOperands = (collection: Collection | undefined, args: Arguments, operands: Doc): Selection =>
  selectionOf(collection, args.within('aggregate', { ...args.body, ...operands }), 'filter');

/** The operands of the stages that a selection takes over, by its names for them, and the stages after those. */
const splitPipeline = (stages: readonly Doc[]): { readonly operands: Doc; readonly rest: readonly Doc[] } => {
  const operands: Doc = {};
  let taken = 0;
  for (const [stage, name] of BEGINNING) {
    const operand = stages[taken]?.[stage];
    if (operand === undefined) continue;
    operands[name] = operand;
    taken += 1;
  }
  return { operands, rest: stages.slice(taken) };
};

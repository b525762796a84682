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
    const counts = valueKey(stages.at(-1)) === COUNT;
    compilePipeline(counts ? stages.slice(0, -1) : stages, context);
    const { batchSize } = args.document('cursor');
    const batch = { batchSize: isNumeric(batchSize) ? toNumber(batchSize) : undefined };
    const { selection, rest } = beginningOf(collection, args);
    if (counts && rest.length === 1) {
      const n = countMatching(collection, selection);
      return cursors.first(namespace, n > 0 ? [{ _id: 1, n }] : [], batch);
    }
    const documents = select(collection, selection).map(({ document }) => document);
    return cursors.first(namespace, compilePipeline(rest, context)(documents), batch);
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
  beginningOf(collection, args).selection;

const beginningOf = (
  collection: Collection | undefined,
  args: Arguments,
): { readonly selection: Selection; readonly rest: readonly Doc[] } => {
  const rest = args.documents('pipeline');
  const body: Doc = { ...args.body };
  for (const [stage, name] of BEGINNING) {
    const operand = rest[0]?.[stage];
    if (operand === undefined) continue;
    rest.shift();
    body[name] = operand;
  }
  return { selection: selectionOf(collection, args.within('aggregate', body), 'filter'), rest };
};

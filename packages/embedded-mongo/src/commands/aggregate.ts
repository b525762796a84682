import { compileExpression } from '../aggregate/expression.ts';
import { compilePipeline } from '../aggregate/stages.ts';
import type { Collection } from '../engine/collection.ts';
import { candidates } from '../engine/plan.ts';
import { MongoError } from '../errors.ts';
import type { FilterOptions } from '../query/filter.ts';
import { valueKey } from '../values/key.ts';
import { toNumber } from '../values/numbers.ts';
import { type Doc, isDoc, isNumeric } from '../values/types.ts';
import type { Command } from './command.ts';
import { countMatching } from './find.ts';
import { checkHint } from './hint.ts';
import { compileOutput } from './output.ts';

/** `aggregate`, on a collection or on given documents. */
export const aggregate: Command = ({ engine, cursors, args }) => {
  args.allow([
    'pipeline',
    'cursor',
    'explain',
    'allowDiskUse',
    'bypassDocumentValidation',
    'collation',
    'hint',
    'let',
  ]);
  args.refuse(['explain']);
  const options = args.filterOptions();
  const pipeline = args.documents('pipeline');
  const given = isNumeric(args.body['aggregate']) ? literalDocuments(pipeline.shift(), options) : undefined;
  const namespace = args.namespace(given && 'aggregate');
  const collection = engine.find(namespace);
  checkHint(collection, args.body['hint']);
  const { batchSize } = args.document('cursor');
  const batch = { batchSize: isNumeric(batchSize) ? toNumber(batchSize) : undefined };
  const counting = parseCount(pipeline);
  if (counting && !given) {
    const n = countMatching(collection, { ...counting, options });
    return cursors.first(namespace, n > 0 ? [{ _id: 1, n }] : [], batch);
  }
  const write = compileOutput(pipeline.at(-1), engine, args);
  const run = compilePipeline(write ? pipeline.slice(0, -1) : pipeline, {
    ...options,
    documentsOf: (name) => [...(engine.find(args.namespace(name))?.documents.values() ?? [])],
  });
  const result = run(given ?? source(collection, pipeline[0]?.['$match'], options));
  write?.(result);
  return cursors.first(namespace, write ? [] : result, batch);
};

/** The documents that a pipeline may want, going by a `$match` at its beginning. */
const source = (collection: Collection | undefined, filter: unknown, { strings }: FilterOptions): Doc[] => {
  if (!collection) return [];
  return [...(isDoc(filter) && !strings ? candidates(collection, filter) : collection.documents.values())];
};

/** The documents of a pipeline that is on no collection, which it must begin with. */
const literalDocuments = (stage: Doc | undefined, { variables }: FilterOptions): Doc[] => {
  if (!stage || !('$documents' in stage))
    throw new MongoError(73, 'an aggregation on no collection must begin with $documents');
  const documents = compileExpression(stage['$documents'], variables)({});
  if (Array.isArray(documents) && documents.every(isDoc)) return documents;
  throw new MongoError(5858203, '$documents needs an array of documents');
};

/** The pipeline that drivers send for `countDocuments`, which needs no documents to be copied. */
const parseCount = (pipeline: readonly Doc[]): { filter: Doc; skip?: number; limit?: number } | undefined => {
  const [first, ...rest] = pipeline;
  const last = rest.pop();
  const filter = first?.['$match'];
  if (!isDoc(filter) || valueKey(last) !== valueKey({ $group: { _id: 1, n: { $sum: 1 } } })) return undefined;
  const [skip, limit] = [rest[0]?.['$skip'], rest.at(-1)?.['$limit']];
  const known = Number(isNumeric(skip)) + Number(isNumeric(limit));
  if (rest.length !== known) return undefined;
  return {
    filter,
    ...(isNumeric(skip) && { skip: toNumber(skip) }),
    ...(isNumeric(limit) && { limit: toNumber(limit) }),
  };
};

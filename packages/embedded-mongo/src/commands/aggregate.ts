import { compilePipeline } from '../aggregate/stages.ts';
import { candidates } from '../engine/plan.ts';
import { MongoError } from '../errors.ts';
import { valueKey } from '../values/key.ts';
import { toNumber } from '../values/numbers.ts';
import { type Doc, isDoc, isNumeric } from '../values/types.ts';
import type { Command } from './command.ts';
import { countMatching } from './find.ts';
import { checkHint } from './hint.ts';
import { compileOutput } from './output.ts';

/** `aggregate`, on a collection. */
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
  if (typeof args.body['aggregate'] !== 'string')
    throw new MongoError(73, "{aggregate: 1} is not valid for an embedded database's stages");
  const namespace = args.namespace();
  const collection = engine.find(namespace);
  checkHint(collection, args.body['hint']);
  const { batchSize } = args.document('cursor');
  const batch = { batchSize: isNumeric(batchSize) ? toNumber(batchSize) : undefined };
  const options = args.filterOptions();
  const pipeline = args.documents('pipeline');
  const counting = parseCount(pipeline);
  if (counting) {
    const n = countMatching(collection, { ...counting, options });
    return cursors.first(namespace, n > 0 ? [{ _id: 1, n }] : [], batch);
  }
  const write = compileOutput(pipeline.at(-1), engine, args);
  const run = compilePipeline(write ? pipeline.slice(0, -1) : pipeline, {
    ...options,
    documentsOf: (name) => [...(engine.find(args.namespace(name))?.documents.values() ?? [])],
  });
  const filter = pipeline[0]?.['$match'];
  const narrow =
    collection && isDoc(filter) && !options.strings
      ? candidates(collection, filter)
      : collection?.documents.values();
  const result = run([...(narrow ?? [])]);
  write?.(result);
  return cursors.first(namespace, write ? [] : result, batch);
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

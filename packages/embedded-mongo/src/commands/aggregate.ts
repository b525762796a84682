import { compilePipeline } from '../aggregate/stages.ts';
import type { Collection } from '../engine/collection.ts';
import { candidates } from '../engine/plan.ts';
import type { FilterOptions } from '../query/filter.ts';
import { valueKey } from '../values/key.ts';
import { toNumber } from '../values/numbers.ts';
import { type Doc, isDoc, isNumeric } from '../values/types.ts';
import type { Command } from './command.ts';
import { countMatching } from './find.ts';
import { checkHint } from './hint.ts';

/** `aggregate` on a collection. */
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
  const namespace = args.namespace();
  const collection = engine.find(namespace);
  checkHint(collection, args.body['hint']);
  const { batchSize } = args.document('cursor');
  const batch = { batchSize: isNumeric(batchSize) ? toNumber(batchSize) : undefined };
  const counting = parseCount(pipeline);
  if (counting) {
    const n = countMatching(collection, { ...counting, options });
    return cursors.first(namespace, n > 0 ? [{ _id: 1, n }] : [], batch);
  }
  const run = compilePipeline(pipeline, {
    ...options,
    documentsOf: (name) => [...(engine.find(args.namespace(name))?.documents.values() ?? [])],
  });
  return cursors.first(namespace, run(source(collection, pipeline[0]?.['$match'], options)), batch);
};

/** The documents that a pipeline may want, going by a `$match` at its beginning. */
const source = (collection: Collection | undefined, filter: unknown, { strings }: FilterOptions): Doc[] => {
  if (!collection) return [];
  return [...(isDoc(filter) && !strings ? candidates(collection, filter) : collection.documents.values())];
};

/** The pipeline that drivers send for `countDocuments`, which needs no documents to be copied. */
const parseCount = (pipeline: readonly Doc[]): { filter: Doc; skip?: number; limit?: number } | undefined => {
  const [first, ...rest] = pipeline;
  const last = rest.pop();
  const filter = first?.['$match'];
  if (!isDoc(filter) || valueKey(last) !== valueKey({ $group: { _id: 1, n: { $sum: 1 } } })) return undefined;
  const skip = wholeOf(rest[0]?.['$skip'], 0);
  const limit = wholeOf(rest.at(-1)?.['$limit'], 1);
  if (rest.length !== Number(skip !== undefined) + Number(limit !== undefined)) return undefined;
  return { filter, ...(skip !== undefined && { skip }), ...(limit !== undefined && { limit }) };
};

const wholeOf = (value: unknown, least: number): number | undefined => {
  const number = isNumeric(value) ? toNumber(value) : NaN;
  return Number.isInteger(number) && number >= least ? number : undefined;
};

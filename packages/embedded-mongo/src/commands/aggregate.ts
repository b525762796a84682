import { notSupported } from '../errors.ts';
import { toNumber } from '../values/numbers.ts';
import { valueKey } from '../values/key.ts';
import { type Doc, isDoc, isNumeric } from '../values/types.ts';
import type { Command } from './command.ts';
import { countMatching } from './find.ts';
import { checkHint } from './hint.ts';

/** `aggregate`. */
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
  const namespace = args.namespace();
  const collection = engine.find(namespace);
  checkHint(collection, args.body['hint']);
  const cursor = args.document('cursor');
  const batchSize = isNumeric(cursor['batchSize']) ? toNumber(cursor['batchSize']) : undefined;
  const counting = parseCount(args.documents('pipeline'));
  if (!counting) throw notSupported('this pipeline');
  const n = countMatching(collection, { ...counting, options: args.filterOptions() });
  return cursors.first(namespace, n > 0 ? [{ _id: 1, n }] : [], { batchSize });
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

import { failedToParse, MongoError } from '../errors.ts';
import { compilePipeline } from '../aggregate/stages.ts';
import { compareValues } from '../values/compare.ts';
import { isDoc, isNumeric } from '../values/types.ts';
import type { FilterOptions } from '../query/filter.ts';
import type { Update } from './update.ts';

const STAGES = new Set(['$addFields', '$set', '$unset', '$project', '$replaceRoot', '$replaceWith']);

/** An update that is a pipeline. It keeps the `_id`; numbers that it does not change keep their type. */
export const pipelineUpdate = (stages: readonly unknown[], options: FilterOptions): Update => {
  for (const stage of stages) {
    const [name = ''] = isDoc(stage) ? Object.keys(stage) : [];
    if (!STAGES.has(name)) throw new MongoError(72, `${name} is not allowed to be used within an update`);
  }
  const run = compilePipeline(stages, {
    ...options,
    documentsOf: () => {
      throw failedToParse('an update reads no other collection');
    },
  });
  return (document) => {
    const [after = {}] = run([document]);
    const { _id = document['_id'], ...rest } = after;
    const kept = keepNumbers(document, _id === undefined ? rest : { _id, ...rest });
    return isDoc(kept) ? kept : after;
  };
};

const keepNumbers = (before: unknown, after: unknown): unknown => {
  if (isNumeric(before) && isNumeric(after)) return compareValues(before, after) === 0 ? before : after;
  if (Array.isArray(before) && Array.isArray(after))
    return after.map((item, i) => keepNumbers(before[i], item));
  if (!isDoc(before) || !isDoc(after)) return after;
  return Object.fromEntries(
    Object.entries(after).map(([field, value]) => [field, keepNumbers(before[field], value)]),
  );
};

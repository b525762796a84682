import { failedToParse, MongoError } from '../errors.ts';
import { compilePipeline } from '../aggregate/stages.ts';
import { isDoc } from '../values/types.ts';
import type { FilterOptions } from '../query/filter.ts';
import type { Update } from './types.ts';

const STAGES = new Set(['$addFields', '$set', '$unset', '$project', '$replaceRoot', '$replaceWith']);

/** An update that is a pipeline. It keeps the `_id`. */
export const pipelineUpdate = (stages: readonly unknown[], options: FilterOptions): Update => {
  for (const stage of stages) {
    const [name = ''] = isDoc(stage) ? Object.keys(stage) : [];
    if (!STAGES.has(name)) throw new MongoError(72, `${name} is not allowed to be used within an update`);
  }
  const run = compilePipeline(stages, {
    ...options,
    lazy: true,
    documentsOf: () => {
      throw failedToParse('an update reads no other collection');
    },
  });
  return (document) => {
    const [after = {}] = run([document]);
    const { _id = document['_id'], ...rest } = after;
    return _id === undefined ? rest : { _id, ...rest };
  };
};

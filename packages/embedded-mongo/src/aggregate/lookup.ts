import { failedToParse, notSupported } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { valueKey } from '../values/key.ts';
import { fieldPath, isIndex, presentValuesAt, withField } from '../values/path.ts';
import { type Doc, isDoc } from '../values/types.ts';
import type { CompilePipeline, PipelineContext, Stage } from './types.ts';

/**
 * `$lookup` by equal fields, with a pipeline for the documents that it found. Throws FailedToParse for a malformed one,
 * CommandNotSupported for variables and under a collation.
 */
export const compileLookup = (
  operand: unknown,
  context: PipelineContext,
  compilePipeline: CompilePipeline,
): Stage => {
  const { from, localField, foreignField, as, pipeline = [], ...rest } = isDoc(operand) ? operand : {};
  if (context.strings) throw notSupported('$lookup with a collation');
  if ('let' in rest || (localField === undefined && foreignField === undefined))
    throw notSupported('$lookup with let, or without localField and foreignField');
  const isText = [from, localField, foreignField, as].every((each) => typeof each === 'string');
  if (!isText || !Array.isArray(pipeline) || Object.keys(rest).length > 0)
    throw failedToParse('$lookup needs from, localField, foreignField and as');
  const [local, remote, path] = [localField, foreignField, as].map((text) => fieldPath(String(text)));
  if (!local || !remote || !path || [...local, ...remote].some(isIndex))
    throw notSupported('$lookup by an element of an array');
  const run = compilePipeline(pipeline, context);
  return (documents) => {
    const foreign = context.documentsOf(String(from));
    const positions = positionsBy(foreign, remote);
    return documents.map((document) => {
      const values = presentValuesAt(document, local);
      const keys = (values.length > 0 ? values : [null]).map(valueKey);
      const found = new Set(keys.flatMap((key) => positions.get(key) ?? []));
      const joined = [...found]
        .toSorted((a, b) => a - b)
        .map((position) => foreign[position])
        .filter((each) => each !== undefined);
      return withField(document, path, () => run(joined));
    });
  };
};

/** Where the documents with each value of a field are; those that lack it are found under null. */
const positionsBy = (documents: readonly Doc[], path: readonly string[]): Map<string, number[]> => {
  const isNull = compileFilter({ [path.join('.')]: null });
  const positions = new Map<string, number[]>();
  for (const [position, document] of documents.entries()) {
    const keys = new Set([...presentValuesAt(document, path), ...arraysAt(document, path)].map(valueKey));
    if (isNull(document)) keys.add(valueKey(null));
    for (const key of keys) {
      const known = positions.get(key);
      if (known) known.push(position);
      else positions.set(key, [position]);
    }
  }
  return positions;
};

/** The arrays at a path, which are equal to an array of the other document as a whole. */
const arraysAt = (document: Doc, path: readonly string[]): unknown[] =>
  presentValuesAt(document, path.slice(0, -1))
    .filter(isDoc)
    .map((parent) => parent[path.at(-1) ?? ''])
    .filter(Array.isArray);

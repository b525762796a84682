import { failedToParse, notSupported } from '../errors.ts';
import { checkVariable, compileExpression } from '../expressions/expression.ts';
import { compileFilter } from '../query/filter.ts';
import { valueKey } from '../values/key.ts';
import { fieldPath, isIndex, presentValuesAt, withField } from '../values/path.ts';
import { type Doc, isDoc } from '../values/types.ts';
import type { CompilePipeline, PipelineContext, Stage } from './types.ts';

/**
 * `$lookup`: by equal fields, by a pipeline with variables, or both. Throws FailedToParse for a malformed one,
 * CommandNotSupported under a collation.
 */
export const compileLookup = (
  operand: unknown,
  context: PipelineContext,
  compilePipeline: CompilePipeline,
): Stage => {
  const {
    from,
    localField,
    foreignField,
    as,
    let: given = {},
    pipeline,
    ...rest
  } = isDoc(operand) ? operand : {};
  if (context.strings) throw notSupported('$lookup with a collation');
  if (typeof from !== 'string' || typeof as !== 'string' || !isDoc(given) || Object.keys(rest).length > 0)
    throw failedToParse('$lookup needs from and as, and localField with foreignField or a pipeline');
  const join = joinBy(localField, foreignField);
  if (pipeline === undefined ? !join : !Array.isArray(pipeline))
    throw failedToParse("$lookup requires either 'pipeline' or both 'localField' and 'foreignField'");
  const path = fieldPath(as);
  for (const name of Object.keys(given)) checkVariable(name);
  const variables = Object.entries(given).map(
    ([name, expression]) => [name, compileExpression(expression, context)] as const,
  );
  // The pipeline is compiled once: it reads its variables from here, where each document's values are put.
  const scope: Doc = { ...context.variables, ...given };
  const run = compilePipeline(Array.isArray(pipeline) ? pipeline : [], { ...context, variables: scope });
  return (documents) => {
    const foreign = context.documentsOf(from);
    const joined = join?.(foreign) ?? (() => foreign);
    return documents.map((document) => {
      const values = variables.map(([name, evaluate]) => [name, evaluate(document)]);
      Object.assign(scope, context.variables, Object.fromEntries(values));
      return withField(document, path, run(joined(document)));
    });
  };
};

type Join = (foreign: readonly Doc[]) => (document: Doc) => Doc[];

/** How documents find those of another collection by a field of both; `undefined` where neither field is given. */
const joinBy = (localField: unknown, foreignField: unknown): Join | undefined => {
  if (localField === undefined && foreignField === undefined) return undefined;
  if (typeof localField !== 'string' || typeof foreignField !== 'string' || !localField || !foreignField)
    throw failedToParse("$lookup requires both or neither of 'localField' and 'foreignField'");
  const [local, remote] = [fieldPath(localField), fieldPath(foreignField)];
  if ([...local, ...remote].some(isIndex)) throw notSupported('$lookup by an element of an array');
  return (foreign) => {
    const positions = positionsBy(foreign, remote);
    return (document) => {
      const values = presentValuesAt(document, local);
      const keys = new Set((values.length > 0 ? values : [null]).map(valueKey));
      const found = new Set([...keys].flatMap((key) => positions.get(key) ?? []));
      return [...found]
        .toSorted((a, b) => a - b)
        .map((position) => foreign[position])
        .filter((item) => item !== undefined);
    };
  };
};

/** Where the documents with each value of a field are; those that lack it are found under null. */
const positionsBy = (documents: readonly Doc[], path: readonly string[]): Map<string, number[]> => {
  const isNull = compileFilter({ [path.join('.')]: null });
  const positions = new Map<string, number[]>();
  for (const [position, document] of documents.entries()) {
    const keys = new Set(presentValuesAt(document, path).map(valueKey));
    if (isNull(document)) keys.add(valueKey(null));
    for (const key of keys) {
      const known = positions.get(key);
      if (known) known.push(position);
      else positions.set(key, [position]);
    }
  }
  return positions;
};

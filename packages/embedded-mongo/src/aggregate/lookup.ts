import { failedToParse } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { valueKey } from '../values/key.ts';
import { presentValuesAt } from '../values/path.ts';
import { clone, type Doc, isDoc } from '../values/types.ts';
import { setComputed } from '../query/projection.ts';
import { compileExpression } from './expression.ts';
import type { PipelineContext, Stage } from './stages.ts';

/** `$lookup`: by equal fields, by a pipeline with variables, or both. Throws FailedToParse for a malformed one. */
export const compileLookup = (
  operand: unknown,
  context: PipelineContext,
  compilePipeline: (pipeline: readonly unknown[], context: PipelineContext) => Stage,
): Stage => {
  const {
    from,
    localField,
    foreignField,
    as,
    let: given = {},
    pipeline = [],
    ...rest
  } = isDoc(operand) ? operand : {};
  if (
    typeof from !== 'string' ||
    typeof as !== 'string' ||
    !isPath(localField) ||
    !isPath(foreignField) ||
    !Array.isArray(pipeline) ||
    !isDoc(given) ||
    Object.keys(rest).length > 0
  ) {
    throw failedToParse('$lookup needs from and as, and localField with foreignField or a pipeline');
  }
  if ((localField === undefined) !== (foreignField === undefined)) {
    throw failedToParse('$lookup requires both or neither of localField and foreignField to be specified');
  }
  const variables = Object.entries(given).map(([name, expression]) => ({
    name,
    evaluate: compileExpression(expression, context.variables),
  }));
  const known = Object.fromEntries(variables.map(({ name }) => [name, null]));
  compilePipeline(pipeline, { ...context, variables: { ...context.variables, ...known } });
  return (documents) => {
    const foreign = context.documentsOf(from);
    const byField = new Map<string, Doc[]>();
    if (foreignField !== undefined) indexBy(foreign, foreignField.split('.'), byField);
    return documents.map((document) => {
      const values = Object.fromEntries(
        variables.map(({ name, evaluate }) => [name, evaluate(document) ?? null]),
      );
      const joined =
        localField === undefined ? foreign : lookUp(document, localField.split('.'), byField, foreign);
      const run = compilePipeline(pipeline, { ...context, variables: { ...context.variables, ...values } });
      const result = clone(document);
      setComputed(result, as.split('.'), run(joined));
      return result;
    });
  };
};

const isPath = (field: unknown): field is string | undefined =>
  field === undefined || typeof field === 'string';

/** The documents by each value of a field; those that lack it are found under null. */
const indexBy = (documents: readonly Doc[], path: readonly string[], into: Map<string, Doc[]>): void => {
  const isNull = compileFilter({ [path.join('.')]: null });
  for (const document of documents) {
    const keys = new Set(presentValuesAt(document, path).map(valueKey));
    if (isNull(document)) keys.add(valueKey(null));
    for (const key of keys) into.set(key, [...(into.get(key) ?? []), document]);
  }
};

const lookUp = (
  document: Doc,
  path: readonly string[],
  byField: ReadonlyMap<string, Doc[]>,
  order: readonly Doc[],
): Doc[] => {
  const values = presentValuesAt(document, path);
  const keys = new Set((values.length > 0 ? values : [null]).map(valueKey));
  const found = new Set([...keys].flatMap((key) => byField.get(key) ?? []));
  return keys.size > 1 ? order.filter((item) => found.has(item)) : [...found];
};

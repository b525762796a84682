import { Long } from 'bson';
import { MongoError } from '../errors.ts';
import { compileFilter, type FilterOptions } from '../query/filter.ts';
import { compileProjection, flattenProjection, setComputed } from '../query/projection.ts';
import { sortDocuments } from '../query/sort.ts';
import { toNumber } from '../values/numbers.ts';
import { isTruthy, clone, type Doc, isDoc, isNumeric, typeName } from '../values/types.ts';
import { compileExpression } from './expression.ts';
import { compileGroup } from './group.ts';
import { compileLookup } from './lookup.ts';

/** What a pipeline works with: how to compare, the variables, and the documents of other collections. */
export type PipelineContext = FilterOptions & {
  readonly documentsOf: (collection: string) => readonly Doc[];
};
/** A step from documents to documents; they are not changed in place. */
export type Stage = (documents: readonly Doc[]) => readonly Doc[];

/** A pipeline of stages that read. Throws MongoError, before any document is seen, for what is unknown or malformed. */
export const compilePipeline = (pipeline: readonly unknown[], context: PipelineContext): Stage => {
  const stages = pipeline.map((stage) => {
    if (!isDoc(stage)) throw new MongoError(14, "Each element of the 'pipeline' array must be an object");
    const [[name, operand] = ['', undefined], ...more] = Object.entries(stage);
    if (name === '' || more.length > 0)
      throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
    const compile = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined;
    if (!compile) throw new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
    return compile(operand, context);
  });
  return (documents) => stages.reduce((result, stage) => stage(result), documents);
};

type Compile = (operand: unknown, context: PipelineContext) => Stage;

const match: Compile = (operand, context) => {
  const accepts = compileFilter(
    documentOf(operand, 15959, 'the match filter must be an expression in an object'),
    context,
  );
  return (documents) => documents.filter((document) => accepts(document));
};

const sort: Compile = (operand, { strings }) => {
  const spec = documentOf(operand, 15973, 'the $sort key specification must be an object');
  if (Object.keys(spec).length === 0)
    throw new MongoError(15976, '$sort stage must have at least one sort key');
  sortDocuments([], spec, strings);
  return (documents) => sortDocuments(documents, spec, strings);
};

const project: Compile = (operand, context) => {
  const spec = documentOf(operand, 15969, '$project specification must be an object');
  if (Object.keys(spec).length === 0)
    throw new MongoError(
      51272,
      'Invalid $project :: caused by :: projection specification must have at least one field',
    );
  const apply = compileProjection(spec, context, 'expressions only');
  return (documents) => documents.map((document) => apply(document, {}));
};

/** `$addFields` and `$set`. */
const addFields: Compile = (operand, { variables }) => {
  const spec = documentOf(operand, 40272, '$addFields specification stage must be an object');
  const fields = flattenProjection(spec).map(([field, given]) => ({
    path: field.split('.'),
    evaluate: compileExpression(given, variables),
  }));
  return (documents) =>
    documents.map((document) => {
      const result = clone(document);
      for (const { path, evaluate } of fields) setComputed(result, path, evaluate(document));
      return result;
    });
};

const unset: Compile = (operand, context) => {
  const fields = Array.isArray(operand) ? operand : [operand];
  if (fields.length === 0 || !fields.every((field) => typeof field === 'string'))
    throw new MongoError(
      31002,
      '$unset specification must be a string or an array containing only string values',
    );
  return project(Object.fromEntries(fields.map((field) => [field, 0])), context);
};

const replaceWith: Compile = (operand, { variables }) => {
  const evaluate = compileExpression(operand, variables);
  return (documents) =>
    documents.map((document) => {
      const root = evaluate(document);
      if (!isDoc(root))
        throw new MongoError(
          40228,
          `'newRoot' expression must evaluate to an object, but resulting value was of type: ${typeName(root)}`,
        );
      return root;
    });
};

const unwind: Compile = (operand) => {
  const { path, includeArrayIndex, preserveNullAndEmptyArrays, ...rest } = isDoc(operand)
    ? operand
    : { path: operand };
  if (typeof path !== 'string' || !path.startsWith('$') || Object.keys(rest).length > 0)
    throw new MongoError(
      28818,
      `path option to $unwind stage should be prefixed with a '$': ${String(path)}`,
    );
  if (includeArrayIndex !== undefined && typeof includeArrayIndex !== 'string')
    throw new MongoError(
      28810,
      'expected a non-empty string for the includeArrayIndex option to $unwind stage',
    );
  const parts = path.slice(1).split('.');
  const one = (document: Doc, value: unknown, index: number | null): Doc => {
    const result = clone(document);
    setComputed(result, parts, value);
    if (includeArrayIndex)
      setComputed(result, includeArrayIndex.split('.'), index === null ? null : Long.fromNumber(index));
    return result;
  };
  return (documents) =>
    documents.flatMap((document) => {
      const value = parts.reduce<unknown>(
        (holder, part) => (isDoc(holder) && Object.hasOwn(holder, part) ? holder[part] : undefined),
        document,
      );
      if (Array.isArray(value) && value.length > 0)
        return value.map((item, index) => one(document, item, index));
      const isEmpty = value === undefined || value === null || Array.isArray(value);
      if (isEmpty && !isTruthy(preserveNullAndEmptyArrays)) return [];
      return [one(document, Array.isArray(value) ? undefined : value, null)];
    });
};

const count: Compile = (operand) => {
  if (typeof operand !== 'string' || operand === '' || /[$.]/u.test(operand))
    throw new MongoError(40156, 'the count field must be a non-empty string without $ and .');
  return (documents) => (documents.length > 0 ? [{ [operand]: documents.length }] : []);
};

const sortByCount: Compile = (operand, context) => {
  const group = compileGroup({ _id: operand, count: { $sum: 1 } }, context.variables ?? {});
  return (documents) => sortDocuments(group(documents), { count: -1 });
};

const facet: Compile = (operand, context) => {
  const facets = Object.entries(
    documentOf(operand, 40169, 'the $facet specification must be a non-empty object'),
  ).map(([name, pipeline]) => {
    if (!Array.isArray(pipeline))
      throw new MongoError(40170, `arguments to $facet must be arrays, ${name} is not`);
    return { name, run: compilePipeline(pipeline, context) };
  });
  return (documents) => [Object.fromEntries(facets.map(({ name, run }) => [name, run(documents)]))];
};

const unionWith: Compile = (operand, context) => {
  const { coll, pipeline = [], ...rest } = isDoc(operand) ? operand : { coll: operand };
  if (typeof coll !== 'string' || !Array.isArray(pipeline) || Object.keys(rest).length > 0)
    throw new MongoError(9, 'the $unionWith stage specification must be a string or an object with coll');
  const run = compilePipeline(pipeline, context);
  return (documents) => [...documents, ...run(context.documentsOf(coll))];
};

const whole = (name: string, operand: unknown, least: number): number => {
  const value = isNumeric(operand) ? toNumber(operand) : NaN;
  if (!Number.isInteger(value) || value < least)
    throw new MongoError(
      15958,
      `invalid argument to ${name} stage: expected a whole number of at least ${least}`,
    );
  return value;
};

const documentOf = (operand: unknown, code: number, message: string): Doc => {
  if (isDoc(operand)) return operand;
  throw new MongoError(code, message);
};

const STAGES: Readonly<Record<string, Compile>> = {
  $match: match,
  $sort: sort,
  $project: project,
  $addFields: addFields,
  $set: addFields,
  $unset: unset,
  $group: (operand, { variables = {} }) => compileGroup(operand, variables),
  $unwind: unwind,
  $lookup: (operand, context) => compileLookup(operand, context, compilePipeline),
  $skip: (operand) => {
    const n = whole('$skip', operand, 0);
    return (documents) => documents.slice(n);
  },
  $limit: (operand) => {
    const n = whole('$limit', operand, 1);
    return (documents) => documents.slice(0, n);
  },
  $count: count,
  $sortByCount: sortByCount,
  $replaceWith: replaceWith,
  $replaceRoot: (operand, context) =>
    replaceWith(
      documentOf(operand, 40229, 'expected an object as specification for $replaceRoot stage')['newRoot'],
      context,
    ),
  $facet: facet,
  $unionWith: unionWith,
  $sample: (operand) => {
    const n = whole('$sample', isDoc(operand) ? operand['size'] : operand, 0);
    return (documents) =>
      documents
        .map((document) => ({ document, at: Math.random() }))
        .toSorted((a, b) => a.at - b.at)
        .slice(0, n)
        .map(({ document }) => document);
  },
};

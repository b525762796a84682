import { MongoError } from '../errors.ts';
import { compileExpression } from '../expressions/expression.ts';
import { compileFilter } from '../query/filter.ts';
import { compileProjection, flattenProjection } from '../query/projection.ts';
import { sortDocuments } from '../query/sort.ts';
import { toNumber } from '../values/numbers.ts';
import { checkFieldName, fieldPath, withField } from '../values/path.ts';
import { type Doc, isDoc, isNumeric, typeName } from '../values/types.ts';
import { compileGroup } from './group.ts';
import { compileLookup } from './lookup.ts';
import type { CompilePipeline, CompileStage } from './types.ts';
import { compileUnwind } from './unwind.ts';

/** A pipeline of stages that read. Throws MongoError, before any document is seen, for what is unknown or malformed. */
export const compilePipeline: CompilePipeline = (pipeline, context) => {
  const stages = pipeline.map((stage) => {
    if (!isDoc(stage)) throw new MongoError(14, "Each element of the 'pipeline' array must be an object");
    const [[name, operand] = ['', undefined], ...more] = Object.entries(stage);
    if (name === '' || more.length > 0)
      throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
    const compile = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined;
    if (!compile) throw new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
    return compile(operand, context);
  });
  return (documents) =>
    stages.reduce((result, stage) => {
      context.checkTime?.();
      return stage(result);
    }, documents);
};

const match: CompileStage = (operand, context) => {
  const accepts = compileFilter(
    documentOf(operand, 15959, 'the match filter must be an expression in an object'),
    context,
  );
  return (documents) => documents.filter((document) => accepts(document));
};

const sort: CompileStage = (operand, { strings }) => {
  const spec = documentOf(operand, 15973, 'the $sort key specification must be an object');
  if (Object.keys(spec).length === 0)
    throw new MongoError(15976, '$sort stage must have at least one sort key');
  sortDocuments([], spec, strings);
  return (documents) => sortDocuments(documents, spec, strings);
};

const project: CompileStage = (operand, context) => {
  const spec = documentOf(operand, 15969, '$project specification must be an object');
  if (Object.keys(spec).length === 0)
    throw new MongoError(51272, 'Invalid $project: projection specification must have at least one field');
  const apply = compileProjection(spec, context, 'expressions only');
  return (documents) => documents.map((document) => apply(document, {}));
};

/** `$addFields` and `$set`. */
const addFields: CompileStage = (operand, context) => {
  const spec = documentOf(operand, 40272, '$addFields specification stage must be an object');
  const fields = flattenProjection(spec).map(([field, given]) => ({
    path: fieldPath(field),
    evaluate: compileExpression(given, context),
  }));
  return (documents) =>
    documents.map((document) =>
      fields.reduce((result, { path, evaluate }) => withField(result, path, evaluate(document)), document),
    );
};

const unset: CompileStage = (operand, context) => {
  const fields = Array.isArray(operand) ? operand : [operand];
  if (fields.length === 0 || !fields.every((field) => typeof field === 'string'))
    throw new MongoError(31002, '$unset needs a string or an array of strings');
  return project(Object.fromEntries(fields.map((field) => [field, 0])), context);
};

const replaceWith: CompileStage = (operand, context) => {
  const evaluate = compileExpression(operand, context);
  return (documents) =>
    documents.map((document) => {
      const root = evaluate(document);
      if (isDoc(root)) return root;
      throw new MongoError(40228, `'newRoot' must evaluate to an object, but was of type: ${typeName(root)}`);
    });
};

const count: CompileStage = (operand) => {
  if (typeof operand !== 'string') throw new MongoError(40156, 'the count field must be a non-empty string');
  if (operand === '') throw new MongoError(40157, 'the count field must be a non-empty string');
  if (operand.startsWith('$')) throw new MongoError(40158, 'the count field cannot be a $-prefixed path');
  if (operand.includes('.')) throw new MongoError(40160, "the count field cannot contain '.'");
  if (operand === '_id') throw new MongoError(9039800, "the count field cannot be '_id'");
  checkFieldName(operand);
  return (documents) => (documents.length > 0 ? [{ [operand]: documents.length }] : []);
};

const skip: CompileStage = (operand) => {
  const n = wholeOf('$skip', operand, 5107200);
  return (documents) => documents.slice(n);
};

const limit: CompileStage = (operand) => {
  const n = wholeOf('$limit', operand, 5107201);
  if (n === 0) throw new MongoError(15958, 'the limit must be positive');
  return (documents) => documents.slice(0, n);
};

const wholeOf = (name: string, operand: unknown, code: number): number => {
  const value = isNumeric(operand) ? toNumber(operand) : NaN;
  if (Number.isInteger(value) && value >= 0) return value;
  throw new MongoError(code, `invalid argument to ${name} stage: expected a whole number of at least 0`);
};

const documentOf = (operand: unknown, code: number, message: string): Doc => {
  if (isDoc(operand)) return operand;
  throw new MongoError(code, message);
};

/** Every stage that a pipeline may have; one that is not here is refused. */
export const STAGES: Readonly<Record<string, CompileStage>> = {
  $match: match,
  $sort: sort,
  $project: project,
  $addFields: addFields,
  $set: addFields,
  $unset: unset,
  $group: compileGroup,
  $unwind: compileUnwind,
  $lookup: (operand, context) => compileLookup(operand, context, compilePipeline),
  $skip: skip,
  $limit: limit,
  $count: count,
  $replaceWith: replaceWith,
  $replaceRoot: (operand, context) => {
    const spec = documentOf(operand, 40229, 'expected an object as specification for $replaceRoot stage');
    return replaceWith(spec['newRoot'], context);
  },
};

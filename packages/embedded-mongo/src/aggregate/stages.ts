import { failedToParse, MongoError, typeMismatch } from '../errors.ts';
import { compileExpression } from '../expressions/expression.ts';
import { compileFilter } from '../query/filter.ts';
import { compileAddFields, compileProjection } from '../query/projection.ts';
import { sortDocuments } from '../query/sort.ts';
import { toNumber } from '../values/numbers.ts';
import { fieldPath } from '../values/path.ts';
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
  const accepts = compileFilter(documentOf('$match', operand), context);
  return (documents) => documents.filter((document) => accepts(document));
};

const sort: CompileStage = (operand, { strings }) => {
  const spec = nonemptyOf('$sort', operand);
  sortDocuments([], spec, strings);
  return (documents) => sortDocuments(documents, spec, strings);
};

const project: CompileStage = (operand, context) => {
  const apply = compileProjection(nonemptyOf('$project', operand), context, 'project');
  return (documents) => documents.map((document) => apply(document));
};

/** `$addFields` and `$set`. */
const addFields: CompileStage = (operand, context) => {
  const apply = compileAddFields(documentOf('$addFields', operand), context);
  return (documents) => documents.map((document) => apply(document));
};

const unset: CompileStage = (operand, context) => {
  const fields = Array.isArray(operand) ? operand : [operand];
  if (!fields.every((field) => typeof field === 'string'))
    throw typeMismatch('$unset needs a string or an array of strings');
  if (new Set(fields).size < fields.length) throw new MongoError(31250, '$unset names a path twice');
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
  if (typeof operand !== 'string' || operand === '_id' || fieldPath(operand).length > 1)
    throw new MongoError(40160, "the count field must be a string that is not '_id' and has no '.'");
  return (documents) => (documents.length > 0 ? [{ [operand]: documents.length }] : []);
};

const skip: CompileStage = (operand) => {
  const n = wholeOf('$skip', operand);
  return (documents) => documents.slice(n);
};

const limit: CompileStage = (operand) => {
  const n = wholeOf('$limit', operand);
  if (n === 0) throw new MongoError(15958, 'the limit must be positive');
  return (documents) => documents.slice(0, n);
};

const wholeOf = (name: string, operand: unknown): number => {
  const value = isNumeric(operand) ? toNumber(operand) : NaN;
  if (Number.isInteger(value) && value >= 0) return value;
  throw new MongoError(5107200, `invalid argument to ${name} stage: expected a whole number of at least 0`);
};

const documentOf = (name: string, operand: unknown): Doc => {
  if (isDoc(operand)) return operand;
  throw typeMismatch(`the specification of ${name} must be an object`);
};

const nonemptyOf = (name: string, operand: unknown): Doc => {
  const spec = documentOf(name, operand);
  if (Object.keys(spec).length > 0) return spec;
  throw failedToParse(`the specification of ${name} must have at least one field`);
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
  $replaceRoot: (operand, context) => replaceWith(documentOf('$replaceRoot', operand)['newRoot'], context),
};

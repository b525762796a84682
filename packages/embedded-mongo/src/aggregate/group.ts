import { badValue, MongoError, notSupported } from '../errors.ts';
import { mergeObjects } from '../expressions/arrays.ts';
import { compileExpression } from '../expressions/expression.ts';
import { compareValues } from '../values/compare.ts';
import { valueKey } from '../values/key.ts';
import { meanOf, sumOf } from '../values/numbers.ts';
import { type Doc, isDoc, isNumeric } from '../values/types.ts';
import type { CompileStage, PipelineContext } from './types.ts';

/** What a group's field is made of: the values that its expression had for the documents of the group. */
type Accumulator = (values: readonly unknown[]) => unknown;

const present = (values: readonly unknown[]): unknown[] =>
  values.filter((value) => value !== null && value !== undefined);
const extreme =
  (sign: number): Accumulator =>
  (values) =>
    present(values).reduce<unknown>(
      (best, value) => (best === null || compareValues(value, best) * sign > 0 ? value : best),
      null,
    );
/** The first of equal values stays. */
const distinct: Accumulator = (values) => {
  const found = new Map<string, unknown>();
  for (const value of values) {
    const key = valueKey(value);
    if (value !== undefined && !found.has(key)) found.set(key, value);
  }
  return [...found.values()];
};

/** Every accumulator of `$group`; one that is not here is refused. */
export const ACCUMULATORS: Readonly<Record<string, Accumulator>> = {
  $sum: (values) => sumOf(values.filter(isNumeric)),
  $avg: (values) => meanOf(values.filter(isNumeric)),
  $count: (values) => values.length,
  $min: extreme(-1),
  $max: extreme(1),
  $first: (values) => values[0] ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: (values) => values.filter((value) => value !== undefined),
  $addToSet: distinct,
  $mergeObjects: mergeObjects,
};

/** `$group`: one document a distinct `_id`. Throws MongoError for an unknown accumulator, and under a collation. */
export const compileGroup: CompileStage = (spec, context) => {
  if (!isDoc(spec)) throw new MongoError(15947, "a group's fields must be specified in an object");
  if (!('_id' in spec)) throw new MongoError(15955, 'a group specification must include an _id');
  if (context.strings) throw notSupported('$group with a collation');
  const { _id, ...fields } = spec;
  const idOf = compileId(_id, context);
  const compiled = Object.entries(fields).map(([field, given]) => compileField(field, given, context));
  return (documents) => {
    const groups = new Map<string, { id: unknown; members: Doc[] }>();
    for (const document of documents) {
      const id = idOf(document);
      const key = valueKey(id);
      const group = groups.get(key);
      if (group) group.members.push(document);
      else groups.set(key, { id, members: [document] });
    }
    return [...groups.values()].map(({ id, members }) => {
      const result: Doc = { _id: id };
      for (const { field, evaluate, accumulate } of compiled) {
        result[field] = accumulate(members.map((member) => evaluate(member)));
      }
      return result;
    });
  };
};

/** The value that documents of one group share; a missing one is null, also as the only field of a document. */
const compileId = (given: unknown, context: PipelineContext): ((document: Doc) => unknown) => {
  const fields = isDoc(given) ? Object.entries(given) : [];
  if (fields.some(([, value]) => isNumeric(value) || typeof value === 'boolean'))
    throw new MongoError(17390, '$group does not support inclusion-style expressions');
  const evaluate = compileExpression(given, context);
  const [only] = fields.length === 1 && fields[0] ? fields[0] : [];
  return (document) => {
    const id = evaluate(document) ?? null;
    return only !== undefined && !only.startsWith('$') && isDoc(id) && !(only in id) ? { [only]: null } : id;
  };
};

type Field = {
  readonly field: string;
  readonly evaluate: (document: Doc) => unknown;
  readonly accumulate: Accumulator;
};

const compileField = (field: string, given: unknown, context: PipelineContext): Field => {
  if (!isDoc(given)) throw new MongoError(40234, `The field '${field}' must be an accumulator object`);
  if (Object.keys(given).length !== 1)
    throw new MongoError(40238, `The field '${field}' must specify one accumulator`);
  if (field.includes('.')) throw new MongoError(40235, `The field name '${field}' cannot contain '.'`);
  if (field.startsWith('$'))
    throw new MongoError(40236, `The field name '${field}' cannot be an operator name`);
  const [[name, operand] = ['', undefined]] = Object.entries(given);
  const accumulate = Object.hasOwn(ACCUMULATORS, name) ? ACCUMULATORS[name] : undefined;
  if (!accumulate) throw new MongoError(15952, `unknown group operator '${name}'`);
  if (Array.isArray(operand)) throw new MongoError(40237, `The ${name} accumulator is a unary operator`);
  if (name === '$count' && !(isDoc(operand) && Object.keys(operand).length === 0))
    throw badValue('$count takes no arguments, i.e. $count:{}');
  return { field, evaluate: compileExpression(operand, context), accumulate };
};

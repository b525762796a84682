import { MongoError, notSupported, typeMismatch } from '../errors.ts';
import { ACCUMULATORS } from '../expressions/accumulators.ts';
import { compileExpression } from '../expressions/expression.ts';
import { valueKey } from '../values/key.ts';
import { type Doc, isDoc, isNumeric } from '../values/types.ts';
import type { CompileStage, PipelineContext } from './types.ts';

/** `$group`: one document a distinct `_id`. Throws MongoError for an unknown accumulator, and under a collation. */
export const compileGroup: CompileStage = (spec, context) => {
  if (!isDoc(spec)) throw new MongoError(15947, "a group's fields must be specified in an object");
  if (!('_id' in spec)) throw new MongoError(15955, 'a group specification must include an _id');
  if (context.strings) throw notSupported('$group with a collation');
  const { _id, ...fields } = spec;
  const idOf = compileId(_id, context);
  const compiled = Object.entries(fields).map(
    ([field, given]) => [field, compileField(field, given, context)] as const,
  );
  return (documents) => {
    const groups = new Map<string, { id: unknown; members: Doc[] }>();
    for (const document of documents) {
      const id = idOf(document);
      const key = valueKey(id);
      const group = groups.get(key);
      if (group) group.members.push(document);
      else groups.set(key, { id, members: [document] });
    }
    return [...groups.values()].map(({ id, members }) =>
      Object.fromEntries([['_id', id], ...compiled.map(([field, valueOf]) => [field, valueOf(members)])]),
    );
  };
};

/** The value that documents of one group share; a missing one is null, also as the only field of a document. */
const compileId = (given: unknown, context: PipelineContext): ((document: Doc) => unknown) => {
  const fields = isDoc(given) ? Object.entries(given).filter(([field]) => !field.startsWith('$')) : [];
  if (fields.some(([, value]) => isNumeric(value) || typeof value === 'boolean'))
    throw new MongoError(17390, '$group does not support inclusion-style expressions');
  const evaluate = compileExpression(given, context);
  const [only] = fields.length === 1 && fields[0] ? fields[0] : [];
  return (document) => {
    const id = evaluate(document) ?? null;
    return only !== undefined && isDoc(id) && !(only in id) ? { [only]: null } : id;
  };
};

/** Reads one field: the function of the documents of a group that makes it. */
const compileField = (
  field: string,
  given: unknown,
  context: PipelineContext,
): ((members: readonly Doc[]) => unknown) => {
  if (!isDoc(given) || Object.keys(given).length !== 1)
    throw new MongoError(40234, `The field '${field}' must specify one accumulator`);
  if (field.includes('.') || field.startsWith('$'))
    throw new MongoError(40235, `The field name '${field}' cannot be a path or an operator`);
  const [[name, operand] = ['', undefined]] = Object.entries(given);
  const accumulate = Object.hasOwn(ACCUMULATORS, name) ? ACCUMULATORS[name] : undefined;
  if (!accumulate) throw new MongoError(15952, `unknown group operator '${name}'`);
  if (Array.isArray(operand)) throw new MongoError(40237, `The ${name} accumulator is a unary operator`);
  if (name === '$count' && !(isDoc(operand) && Object.keys(operand).length === 0))
    throw typeMismatch('$count takes no arguments, i.e. $count:{}');
  const evaluate = compileExpression(operand, context);
  // For all others `$first` does not evaluate anything, which could fail.
  const end = name === '$first' ? 1 : Infinity;
  return (members) => accumulate(members.slice(0, end).map((member) => evaluate(member)));
};

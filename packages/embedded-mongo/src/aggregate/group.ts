import { badValue, MongoError } from '../errors.ts';
import { compareValues } from '../values/compare.ts';
import { valueKey } from '../values/key.ts';
import { combine, toNumber } from '../values/numbers.ts';
import { type Doc, isDoc, isNumeric } from '../values/types.ts';
import { compileExpression } from './expression.ts';

/** What a group's field is made of: the values that its expression had for the documents of the group. */
type Accumulator = (values: readonly unknown[]) => unknown;

const present = (values: readonly unknown[]): unknown[] =>
  values.filter((value) => value !== null && value !== undefined);
const sum: Accumulator = (values) =>
  values.filter(isNumeric).reduce((total, value) => combine('add', total, value), 0);
const extreme =
  (sign: number): Accumulator =>
  (values) =>
    present(values).reduce<unknown>(
      (best, value) => (best === null || compareValues(value, best) * sign > 0 ? value : best),
      null,
    );
const deviation =
  (sample: number): Accumulator =>
  (values) => {
    const numbers = values.filter(isNumeric).map(toNumber);
    if (numbers.length <= sample) return null;
    const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
    return Math.sqrt(numbers.reduce((total, n) => total + (n - mean) ** 2, 0) / (numbers.length - sample));
  };

const ACCUMULATORS: Readonly<Record<string, Accumulator>> = {
  $sum: sum,
  $count: (values) => values.length,
  $avg: (values) => {
    const numbers = values.filter(isNumeric).map(toNumber);
    return numbers.length > 0 ? numbers.reduce((a, b) => a + b, 0) / numbers.length : null;
  },
  $min: extreme(-1),
  $max: extreme(1),
  $first: (values) => values[0] ?? null,
  $last: (values) => values.at(-1) ?? null,
  $push: (values) => values.filter((value) => value !== undefined),
  $addToSet: (values) => [
    ...new Map(
      values.filter((value) => value !== undefined).map((value) => [valueKey(value), value]),
    ).values(),
  ],
  $mergeObjects: (values) => Object.assign({}, ...present(values)),
  $stdDevPop: deviation(0),
  $stdDevSamp: deviation(1),
};

/** `$group`: one document a distinct `_id`. Throws MongoError for an unknown accumulator. */
export const compileGroup = (spec: unknown, variables: Doc): ((documents: readonly Doc[]) => Doc[]) => {
  if (!isDoc(spec)) throw new MongoError(15947, "a group's fields must be specified in an object");
  if (!('_id' in spec)) throw new MongoError(15955, 'a group specification must include an _id');
  const { _id, ...fields } = spec;
  const idOf = compileExpression(_id, variables);
  const compiled = Object.entries(fields).map(([field, given]) => compileField(field, given, variables));
  return (documents) => {
    const groups = new Map<string, { id: unknown; members: Doc[] }>();
    for (const document of documents) {
      const id = idOf(document) ?? null;
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

type Field = {
  readonly field: string;
  readonly evaluate: (document: Doc) => unknown;
  readonly accumulate: Accumulator;
};

const compileField = (field: string, given: unknown, variables: Doc): Field => {
  if (!isDoc(given)) throw new MongoError(40234, `The field '${field}' must be an accumulator object`);
  if (Object.keys(given).length !== 1)
    throw new MongoError(40238, `The field '${field}' must specify one accumulator`);
  if (field.includes('.')) throw new MongoError(40235, `The field name '${field}' cannot contain '.'`);
  const [[name, operand] = ['', undefined]] = Object.entries(given);
  const accumulate = Object.hasOwn(ACCUMULATORS, name) ? ACCUMULATORS[name] : undefined;
  if (!accumulate) throw new MongoError(15952, `unknown group operator '${name}'`);
  if (name === '$count' && !(isDoc(operand) && Object.keys(operand).length === 0))
    throw badValue('$count takes no arguments, i.e. $count:{}');
  return { field, evaluate: compileExpression(operand, variables), accumulate };
};

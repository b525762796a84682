import { Timestamp } from 'bson';
import { badValue, failedToParse, typeMismatch } from '../errors.ts';
import { type CompareStrings, compareValues } from '../values/compare.ts';
import { combine, integer } from '../values/numbers.ts';
import { clone, type Doc, isDoc, isNumeric, typeName, typeOf } from '../values/types.ts';
import { addToSet, pop, pull, pullAll, push } from './arrays.ts';
import type { Target } from './target.ts';

/** What an update is carried out with: the update's time (ms), how strings compare, how a `$pull` filter is read. */
export type UpdateContext = {
  readonly now: number;
  readonly id: unknown;
  readonly strings: CompareStrings;
  readonly compileFilter: (filter: Doc) => (document: Doc) => boolean;
};
type UpdateOperator = (target: Target, operand: unknown, context: UpdateContext) => void;

const arithmetic =
  (operation: 'add' | 'multiply', name: string): UpdateOperator =>
  (target, operand, { id }) => {
    if (!isNumeric(operand)) {
      const verb = operation === 'add' ? 'increment' : 'multiply';
      throw typeMismatch(
        `Cannot ${verb} with non-numeric argument: {${target.path}: ${JSON.stringify(operand)}}`,
      );
    }
    if (!target.exists) return target.set(operation === 'add' ? operand : combine('multiply', operand, 0));
    if (!isNumeric(target.value)) {
      throw typeMismatch(
        `Cannot apply ${name} to a value of non-numeric type. {_id: ${JSON.stringify(id)}} has the field '${target.path}' of non-numeric type ${typeName(target.value)}`,
      );
    }
    return target.set(combine(operation, target.value, operand));
  };

const extreme =
  (sign: number): UpdateOperator =>
  (target, operand, { strings }) => {
    if (!target.exists || compareValues(operand, target.value, strings) * sign > 0)
      target.set(clone(operand));
  };

const currentDate: UpdateOperator = (target, operand, { now }) => {
  const type = isDoc(operand) && Object.keys(operand).length === 1 ? operand['$type'] : operand;
  if (operand === true || operand === false || type === 'date') target.set(new Date(now));
  else if (isDoc(operand) && type === 'timestamp')
    target.set(new Timestamp({ t: Math.floor(now / 1000), i: 1 }));
  else
    throw badValue(
      `${typeName(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    );
};

const BIT_OPERATIONS: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
};

const bit: UpdateOperator = (target, operand) => {
  if (!isDoc(operand) || Object.keys(operand).length === 0) {
    throw badValue(
      'The $bit modifier is not compatible with this argument. You must pass in an embedded document',
    );
  }
  const isInteger = (value: unknown): boolean => [16, 18].includes(typeOf(value));
  let value = target.exists ? target.value : 0;
  if (!isInteger(value))
    throw badValue(`Cannot apply $bit to a value of non-integral type: ${typeName(value)}`);
  for (const [name, argument] of Object.entries(operand)) {
    const operation = Object.hasOwn(BIT_OPERATIONS, name) ? BIT_OPERATIONS[name] : undefined;
    if (!operation) throw badValue(`The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`);
    if (!isInteger(argument))
      throw badValue(
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(argument)}' is not supported`,
      );
    const long = typeOf(value) === 18 || typeOf(argument) === 18;
    value = integer(operation(BigInt(String(value)), BigInt(String(argument))), long);
  }
  target.set(value);
};

/** The operators that change one field; `$rename` and `$setOnInsert` are the caller's. */
export const UPDATE_OPERATORS: Readonly<Record<string, UpdateOperator>> = {
  $set: (target, operand) => target.set(clone(operand)),
  $setOnInsert: (target, operand) => target.set(clone(operand)),
  $unset: (target) => target.unset(),
  $inc: arithmetic('add', '$inc'),
  $mul: arithmetic('multiply', '$mul'),
  $min: extreme(-1),
  $max: extreme(1),
  $currentDate: currentDate,
  $bit: bit,
  $push: push,
  $addToSet: addToSet,
  $pop: pop,
  $pull: pull,
  $pullAll: pullAll,
};

/** The operand of an operator, which must be a document; throws FailedToParse. */
export const operandOf = (name: string, operand: unknown): Doc => {
  if (isDoc(operand)) return operand;
  throw failedToParse(
    `Modifiers operate on fields but we found type ${typeName(operand)} instead. For example: {$mod: {<field>: ...}} not {${name}: ${JSON.stringify(operand)}}`,
  );
};

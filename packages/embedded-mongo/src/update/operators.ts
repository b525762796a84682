import { Timestamp } from 'bson';
import { badValue, failedToParse, typeMismatch } from '../errors.ts';
import { type CompareStrings, compareValues } from '../values/compare.ts';
import { combine, integer } from '../values/numbers.ts';
import { clone, type Doc, isDoc, isNumeric, typeName, typeOf } from '../values/types.ts';
import { addToSet, pop, pull, pullAll, push } from './arrays.ts';
import type { Target } from './target.ts';

/** What an update is read with: its time (ms), how strings compare, how a `$pull` filter is read. */
export type UpdateContext = {
  readonly now: number;
  readonly strings: CompareStrings;
  readonly compileFilter: (filter: Doc) => (document: Doc) => boolean;
};
/** Carries out one operator on one field. Throws MongoError where the field's value does not admit it. */
export type Apply = (target: Target) => void;
/** Reads the operand of an operator for a path. Throws MongoError where it is malformed, whether anything matches or not. */
export type UpdateOperator = (operand: unknown, path: string, context: UpdateContext) => Apply;

const arithmetic =
  (operation: 'add' | 'multiply', verb: string): UpdateOperator =>
  (operand, path) => {
    if (!isNumeric(operand))
      throw typeMismatch(`Cannot ${verb} with non-numeric argument: {${path}: ${typeName(operand)}}`);
    return (target) => {
      if (!target.exists) return target.set(operation === 'add' ? operand : combine('multiply', operand, 0));
      if (!isNumeric(target.value)) {
        throw typeMismatch(
          `Cannot ${verb} a value of non-numeric type: the field '${path}' has the type ${typeName(target.value)}`,
        );
      }
      return target.set(combine(operation, target.value, operand));
    };
  };

const extreme =
  (sign: number): UpdateOperator =>
  (operand, _, { strings }) =>
  (target) => {
    if (!target.exists || compareValues(operand, target.value, strings) * sign > 0)
      target.set(clone(operand));
  };

const set: UpdateOperator = (operand) => (target) => target.set(clone(operand));

const currentDate: UpdateOperator = (operand, _, { now }) => {
  const type = isDoc(operand) && Object.keys(operand).length === 1 ? operand['$type'] : 'date';
  if ((typeof operand !== 'boolean' && !isDoc(operand)) || (type !== 'date' && type !== 'timestamp')) {
    throw badValue(
      `${typeName(operand)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression`,
    );
  }
  const value = type === 'date' ? new Date(now) : new Timestamp({ t: Math.floor(now / 1000), i: 1 });
  return (target) => target.set(value);
};

const BIT_OPERATIONS: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
};
const isInteger = (value: unknown): boolean => [16, 18].includes(typeOf(value));

const bit: UpdateOperator = (operand) => {
  const steps = isDoc(operand) ? Object.entries(operand) : [];
  if (steps.length === 0)
    throw badValue(
      'The $bit modifier is not compatible with this argument. You must pass in an embedded document',
    );
  for (const [name, argument] of steps) {
    if (!Object.hasOwn(BIT_OPERATIONS, name))
      throw badValue(`The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`);
    if (!isInteger(argument))
      throw badValue(
        `The $bit modifier field must be an Integer(32/64 bit); a '${typeName(argument)}' is not supported`,
      );
  }
  return (target) => {
    let value = target.exists ? target.value : 0;
    if (!isInteger(value))
      throw badValue(`Cannot apply $bit to a value of non-integral type: ${typeName(value)}`);
    for (const [name, argument] of steps) {
      const result = BIT_OPERATIONS[name]?.(BigInt(String(value)), BigInt(String(argument))) ?? 0n;
      value = integer(result, typeOf(value) === 18 || typeOf(argument) === 18);
    }
    target.set(value);
  };
};

/** The operators that change one field; `$rename` is the caller's. */
export const UPDATE_OPERATORS: Readonly<Record<string, UpdateOperator>> = {
  $set: set,
  $setOnInsert: set,
  $unset: () => (target) => target.unset(),
  $inc: arithmetic('add', 'increment'),
  $mul: arithmetic('multiply', 'multiply'),
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

/** The fields of an operator. Throws FailedToParse where they are no document. */
export const fieldsOf = (name: string, operand: unknown): [path: string, operand: unknown][] => {
  if (isDoc(operand)) return Object.entries(operand);
  throw failedToParse(`Modifiers operate on fields but we found type ${typeName(operand)} instead: ${name}`);
};

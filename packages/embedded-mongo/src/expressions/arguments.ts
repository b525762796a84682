import { failedToParse, MongoError, notSupported, typeMismatch } from '../errors.ts';
import { toNumber } from '../values/numbers.ts';
import { type Doc, isDoc, isNumeric, typeName } from '../values/types.ts';
import type { Compile, Expression, Operator } from './types.ts';

/** Whether a value is null or missing, which most operators answer with null. */
export const isNullish = (value: unknown): value is null | undefined => value === null || value === undefined;

/** The arguments of an operator, one of which may stand without brackets. */
export const argumentsOf = (operand: unknown, compile: Compile): Expression[] =>
  (Array.isArray(operand) ? operand : [operand]).map((item) => compile(item));

/** An operator that takes so many arguments and gets their values. */
export const values =
  (calculate: (...values: unknown[]) => unknown, least = 1, most = least): Operator =>
  (operand, compile, name) => {
    const given = argumentsOf(operand, compile);
    if (given.length < least || given.length > most)
      throw new MongoError(
        16020,
        `Expression ${name} takes ${least} to ${most} arguments. ${given.length} were passed in.`,
      );
    return (document, variables) => calculate(...given.map((evaluate) => evaluate(document, variables)));
  };

/** The same, but null where any argument is null or missing. */
export const nullable = (calculate: (...values: unknown[]) => unknown, least = 1, most = least): Operator =>
  values((...given) => (given.some(isNullish) ? null : calculate(...given)), least, most);

/**
 * Takes any number of arguments one by one: at the first that is null or missing it is null, and no more are evaluated.
 * `read` throws for a wrong one.
 */
export const inOrder =
  <T>(read: (value: unknown, name: string) => T, calculate: (...given: T[]) => unknown): Operator =>
  (operand, compile, name) => {
    const given = argumentsOf(operand, compile);
    return (document, variables) => {
      const taken: T[] = [];
      for (const evaluate of given) {
        const value = evaluate(document, variables);
        if (isNullish(value)) return null;
        taken.push(read(value, name));
      }
      return calculate(...taken);
    };
  };

/** The named arguments of an operator. Throws FailedToParse where one is missing, CommandNotSupported for any other. */
export const namedOperand = (
  operand: unknown,
  name: string,
  required: readonly string[],
  optional: readonly string[] = [],
): Doc => {
  if (!isDoc(operand)) throw failedToParse(`${name} only supports an object as its argument`);
  const unknown = Object.keys(operand).find(
    (field) => !required.includes(field) && !optional.includes(field),
  );
  if (unknown) throw notSupported(`the argument ${unknown} of ${name}`);
  const missing = required.find((field) => !(field in operand));
  if (missing) throw failedToParse(`Missing '${missing}' parameter to ${name}`);
  return operand;
};

/** A check of one argument that returns it. Throws TypeMismatch (14) for another type. */
const typed =
  <T>(type: string, is: (value: unknown) => value is T) =>
  (value: unknown, name: string): T => {
    if (is(value)) return value;
    throw typeMismatch(`${name} needs ${type}, but was given: ${typeName(value)}`);
  };
export const arrayOf = typed('an array', (value): value is unknown[] => Array.isArray(value));
export const stringOf = typed('a string', (value) => typeof value === 'string');
export const numberOf = typed('a number', isNumeric);
/** The same for a whole number. */
export const wholeOf = (value: unknown, name: string): number => {
  const number = toNumber(numberOf(value, name));
  if (Number.isInteger(number)) return number;
  throw typeMismatch(`${name} needs a whole number, but was given: ${number}`);
};

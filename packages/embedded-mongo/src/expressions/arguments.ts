import { failedToParse, MongoError, typeMismatch } from '../errors.ts';
import { type Doc, isDoc, typeName } from '../values/types.ts';
import type { Operator } from './types.ts';

type Calculate = (...values: unknown[]) => unknown;

/** Whether a value is null or missing, which most operators answer with null. */
export const isNullish = (value: unknown): value is null | undefined => value === null || value === undefined;

/** An operator that takes a list of arguments (one may stand without brackets) and gets their values. */
export const values =
  (calculate: Calculate, least = 1, most = least): Operator =>
  (operand, compile, name) => {
    const given = Array.isArray(operand) ? operand : [operand];
    if (given.length < least || given.length > most) {
      throw new MongoError(
        16020,
        `Expression ${name} takes ${least} to ${most} arguments. ${given.length} were passed in.`,
      );
    }
    const evaluators = given.map((item) => compile(item));
    return (document, variables) => calculate(...evaluators.map((evaluate) => evaluate(document, variables)));
  };

/** The same, but null where any argument is null or missing. */
export const nullable = (calculate: Calculate, least = 1, most = least): Operator =>
  values((...given) => (given.some(isNullish) ? null : calculate(...given)), least, most);

/**
 * Takes any number of arguments one by one: at the first that is null or missing it is null, and no more are evaluated.
 * `read` throws for a wrong one.
 */
export const inOrder =
  <T>(read: (value: unknown) => T, calculate: (...given: T[]) => unknown): Operator =>
  (operand, compile) => {
    const evaluators = (Array.isArray(operand) ? operand : [operand]).map((item) => compile(item));
    return (document, variables) => {
      const taken: T[] = [];
      for (const evaluate of evaluators) {
        const value = evaluate(document, variables);
        if (isNullish(value)) return null;
        taken.push(read(value));
      }
      return calculate(...taken);
    };
  };

/** The named arguments of an operator. Throws FailedToParse where one is missing or unknown. */
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
  if (unknown) throw failedToParse(`Unrecognized argument to ${name}: ${unknown}`);
  const missing = required.find((field) => !(field in operand));
  if (missing) throw failedToParse(`Missing '${missing}' parameter to ${name}`);
  return operand;
};

/** The value as an array. Throws `code` where it is not one. */
export const arrayOf = (value: unknown, name: string, code = 14): unknown[] => {
  if (Array.isArray(value)) return value;
  throw new MongoError(code, `${name} needs an array, but was given: ${typeName(value)}`);
};

/** The value as a string. Throws `code` where it is not one. */
export const stringOf = (value: unknown, name: string, code = 14): string => {
  if (typeof value === 'string') return value;
  throw new MongoError(code, `${name} needs a string, but was given: ${typeName(value)}`);
};

/** TypeMismatch (14) for an operand that is not a number. */
export const notANumber = (name: string, value: unknown): MongoError =>
  typeMismatch(`${name} only supports numeric types, not ${typeName(value)}`);

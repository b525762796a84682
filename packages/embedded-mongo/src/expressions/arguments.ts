import { MongoError, typeMismatch } from '../errors.ts';
import { typeName } from '../values/types.ts';
import type { Compile, Expression } from './expression.ts';
import { type Doc, isDoc } from '../values/types.ts';

/** Reads the operand of an operator of the aggregation language. */
export type Operator = (operand: unknown, compile: Compile, name: string) => Expression;
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

/** Takes any number of arguments one by one: the first that is null or missing makes it null, or a wrong one throws. */
export const inOrder = <T>(read: (value: unknown) => T, calculate: (...given: T[]) => unknown): Operator =>
  values(
    (...given) => {
      const taken: T[] = [];
      for (const value of given) {
        if (isNullish(value)) return null;
        taken.push(read(value));
      }
      return calculate(...taken);
    },
    0,
    Infinity,
  );

/** An operator that takes named arguments; `calculate` gets their values by name. */
export const named =
  (required: readonly string[], optional: readonly string[], calculate: (given: Doc) => unknown): Operator =>
  (operand, compile, name) => {
    const fields = namedOperand(operand, name, required, optional);
    const evaluators = Object.entries(fields).map(([field, item]) => ({ field, evaluate: compile(item) }));
    return (document, variables) =>
      calculate(
        Object.fromEntries(evaluators.map(({ field, evaluate }) => [field, evaluate(document, variables)])),
      );
  };

/** The named arguments themselves. Throws FailedToParse where one is missing or unknown. */
export const namedOperand = (
  operand: unknown,
  name: string,
  required: readonly string[],
  optional: readonly string[] = [],
): Doc => {
  if (!isDoc(operand)) throw new MongoError(9, `${name} only supports an object as its argument`);
  const unknown = Object.keys(operand).find(
    (field) => !required.includes(field) && !optional.includes(field),
  );
  if (unknown) throw new MongoError(9, `Unrecognized argument to ${name}: ${unknown}`);
  const missing = required.find((field) => !(field in operand));
  if (missing) throw new MongoError(9, `Missing '${missing}' parameter to ${name}`);
  return operand;
};

/** The value as an array. Throws `code` where it is none. */
export const arrayOf = (value: unknown, name: string, code = 14): unknown[] => {
  if (Array.isArray(value)) return value;
  throw new MongoError(
    code,
    `${name} needs an array, but was given: ${value === undefined ? 'missing' : typeName(value)}`,
  );
};

/** The value as a string. Throws `code` where it is none. */
export const stringOf = (value: unknown, name: string, code = 14): string => {
  if (typeof value === 'string') return value;
  throw new MongoError(
    code,
    `${name} needs a string, but was given: ${value === undefined ? 'missing' : typeName(value)}`,
  );
};

/** TypeMismatch (14) for an operand that is no number. */
export const notANumber = (name: string, value: unknown): MongoError =>
  typeMismatch(`${name} only supports numeric types, not ${typeName(value)}`);

import { MongoError } from '../errors.ts';
import { compareValues } from '../values/compare.ts';
import { isTruthy } from '../values/types.ts';
import { REDUCTIONS } from './accumulators.ts';
import { argumentsOf, isNullish, namedOperand, values } from './arguments.ts';
import { ARITHMETIC } from './arithmetic.ts';
import { ARRAYS } from './arrays.ts';
import { DATES } from './dates.ts';
import { STRINGS } from './strings.ts';
import type { Operator } from './types.ts';

const comparison = (accepts: (difference: number) => boolean): Operator =>
  values((a, b) => accepts(compareValues(a, b)), 2);

/** `$and`, `$or`: no more are evaluated after the one that decides. */
const untilOne =
  (decides: boolean): Operator =>
  (operand, compile) => {
    const given = argumentsOf(operand, compile);
    return (document, variables) =>
      given.some((evaluate) => isTruthy(evaluate(document, variables)) === decides) === decides;
  };

const conditional: Operator = (operand, compile, name) => {
  const parts = ['if', 'then', 'else'];
  const given = Array.isArray(operand)
    ? operand
    : parts.map((part) => namedOperand(operand, name, parts)[part]);
  if (given.length !== 3) throw new MongoError(16020, 'Expression $cond takes exactly 3 arguments');
  const [condition, then, otherwise] = given.map((item) => compile(item));
  return (document, variables) =>
    (isTruthy(condition?.(document, variables)) ? then : otherwise)?.(document, variables);
};

const firstPresent: Operator = (operand, compile) => {
  const given = argumentsOf(operand, compile);
  if (given.length < 2) throw new MongoError(1257300, '$ifNull needs at least two arguments');
  return (document, variables) => {
    let value: unknown;
    for (const evaluate of given) {
      value = evaluate(document, variables);
      if (!isNullish(value)) return value;
    }
    return value;
  };
};

/** Every operator that an expression may have; one that is not here is refused. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  ...ARITHMETIC,
  ...ARRAYS,
  ...DATES,
  ...REDUCTIONS,
  ...STRINGS,
  $literal: (operand) => () => operand,
  $eq: comparison((difference) => difference === 0),
  $ne: comparison((difference) => difference !== 0),
  $gt: comparison((difference) => difference > 0),
  $gte: comparison((difference) => difference >= 0),
  $lt: comparison((difference) => difference < 0),
  $lte: comparison((difference) => difference <= 0),
  $and: untilOne(false),
  $or: untilOne(true),
  $not: values((given) => !isTruthy(given)),
  $cond: conditional,
  $ifNull: firstPresent,
};

/** The operators that compare strings, which is by code point only. */
export const COMPARING: ReadonlySet<string> = new Set('$eq $ne $gt $gte $lt $lte $in $min $max'.split(' '));

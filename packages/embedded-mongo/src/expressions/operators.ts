import { MongoError } from '../errors.ts';
import { compareValues } from '../values/compare.ts';
import { isDoc, isTruthy, typeName } from '../values/types.ts';
import { isNullish, namedOperand, values } from './arguments.ts';
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
    const evaluators = (Array.isArray(operand) ? operand : [operand]).map((item) => compile(item));
    return (document, variables) =>
      evaluators.some((evaluate) => isTruthy(evaluate(document, variables)) === decides) === decides;
  };

const conditional: Operator = (operand, compile, name) => {
  const [test, yes, no] = Array.isArray(operand) ? operand : conditionParts(operand, name);
  if (Array.isArray(operand) && operand.length !== 3)
    throw new MongoError(16020, 'Expression $cond takes exactly 3 arguments');
  const [condition, then, otherwise] = [compile(test), compile(yes), compile(no)];
  return (document, variables) =>
    (isTruthy(condition(document, variables)) ? then : otherwise)(document, variables);
};

const conditionParts = (operand: unknown, name: string): unknown[] => {
  const { if: test, then, else: otherwise } = namedOperand(operand, name, ['if', 'then', 'else']);
  return [test, then, otherwise];
};

const firstPresent: Operator = (operand, compile) => {
  if (!Array.isArray(operand) || operand.length < 2)
    throw new MongoError(1257300, '$ifNull needs at least two arguments');
  const evaluators = operand.map((item) => compile(item));
  return (document, variables) => {
    let value: unknown;
    for (const evaluate of evaluators) {
      value = evaluate(document, variables);
      if (!isNullish(value)) return value;
    }
    return value;
  };
};

const branches: Operator = (operand, compile, name) => {
  const given = namedOperand(operand, name, ['branches'], ['default']);
  const list = Array.isArray(given['branches']) ? given['branches'] : [];
  if (list.length === 0) throw new MongoError(40068, '$switch requires at least one branch.');
  const compiled = list.map((branch: unknown) => {
    const { case: test, then } = namedOperand(branch, name, ['case', 'then']);
    return { test: compile(test), result: compile(then) };
  });
  const otherwise = 'default' in given ? compile(given['default']) : undefined;
  return (document, variables) => {
    const branch = compiled.find(({ test }) => isTruthy(test(document, variables)))?.result ?? otherwise;
    if (!branch)
      throw new MongoError(
        40066,
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    return branch(document, variables);
  };
};

const bind: Operator = (operand, compile, name) => {
  const { vars, in: body } = namedOperand(operand, name, ['vars', 'in']);
  if (!isDoc(vars)) throw new MongoError(16876, 'invalid parameter: expected an object (vars)');
  const bound = Object.entries(vars).map(([variable, item]) => ({ variable, value: compile(item) }));
  const evaluate = compile(body, Object.keys(vars));
  return (document, variables) =>
    evaluate(document, {
      ...variables,
      ...Object.fromEntries(bound.map(({ variable, value }) => [variable, value(document, variables)])),
    });
};

/** Every operator that an expression may have; one that is not here is refused. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  ...ARITHMETIC,
  ...ARRAYS,
  ...DATES,
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
  $switch: branches,
  $let: bind,
  $type: values((given) => (given === undefined ? 'missing' : typeName(given))),
};

/** The operators that compare strings, which is by code point only. */
export const COMPARING: ReadonlySet<string> = new Set(['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in']);

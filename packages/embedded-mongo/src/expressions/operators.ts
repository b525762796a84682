import { Long, ObjectId } from 'bson';
import { MongoError } from '../errors.ts';
import { compareCodePoints, compareValues } from '../values/compare.ts';
import { double, integer, toNumber } from '../values/numbers.ts';
import { isDoc, isNumeric, isTruthy, typeName } from '../values/types.ts';
import { inOrder, isNullish, namedOperand, nullable, type Operator, stringOf, values } from './arguments.ts';
import { ARITHMETIC } from './arithmetic.ts';
import { ARRAYS } from './arrays.ts';
import { DATES, dateOf } from './dates.ts';

const comparison = (accepts: (difference: number) => unknown): Operator =>
  values((a, b) => accepts(compareValues(a, b)), 2);

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

/** A value as text, where `$toLower`, `$substr` and their kin take more than strings; null is empty. */
const textOf = (value: unknown): string => {
  if (isNullish(value)) return '';
  if (typeof value === 'string') return value;
  if (isNumeric(value) || value instanceof Date) return toText(value);
  throw new MongoError(16007, `can't convert from BSON type ${typeName(value)} to String`);
};

const toText = (value: unknown): string => {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  if (typeof value === 'string' || typeof value === 'boolean' || isNumeric(value)) return value.toString();
  throw new MongoError(
    241,
    `Unsupported conversion from ${typeName(value)} to string in $convert with no onError value`,
  );
};

const substring = values((given, start, count) => {
  const points = Array.from(textOf(given));
  const [from, length] = [start, count].map((value) =>
    isNumeric(value) ? Math.trunc(toNumber(value)) : NaN,
  );
  if (from === undefined || length === undefined || Number.isNaN(from + length) || from < 0 || length < 0) {
    throw new MongoError(34450, '$substrCP needs a starting index and a length that are not negative');
  }
  return points.slice(from, from + length).join('');
}, 3);

/** What `$trim` takes off unless told otherwise. */
const BLANKS = ' \0\t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a';

const trim =
  (left: boolean, right: boolean): Operator =>
  (operand, compile, name) => {
    const { input, chars = BLANKS } = namedOperand(operand, name, ['input'], ['chars']);
    const [text, set] = [compile(input), compile(chars)];
    return (document, variables) => {
      const [given, cut] = [text(document, variables), set(document, variables)];
      if (isNullish(given)) return null;
      const whole = stringOf(given, name, 50699);
      if (isNullish(cut)) return null;
      const unwanted = new Set(stringOf(cut, name, 50700));
      const points = Array.from(whole);
      const keep = (point: string): boolean => !unwanted.has(point);
      const start = left ? points.findIndex(keep) : 0;
      return start < 0
        ? ''
        : points.slice(start, right ? points.findLastIndex(keep) + 1 : undefined).join('');
    };
  };

const toWhole = (long: boolean): Operator =>
  nullable((value) => {
    if (typeof value === 'boolean') return integer(BigInt(value), long);
    const number = isNumeric(value)
      ? Math.trunc(toNumber(value))
      : typeof value === 'string' && /^-?\d+$/u.test(value)
        ? Number(value)
        : NaN;
    const result = Number.isFinite(number)
      ? integer(value instanceof Long ? value.toBigInt() : BigInt(number), long)
      : undefined;
    if (result === undefined || (!long && result instanceof Long))
      throw new MongoError(
        241,
        `Failed to convert a value of type ${typeName(value)} in $convert with no onError value`,
      );
    return result;
  });

const toDouble = nullable((value) => {
  const number =
    typeof value === 'boolean'
      ? Number(value)
      : isNumeric(value)
        ? toNumber(value)
        : value instanceof Date
          ? value.getTime()
          : typeof value === 'string' && value.trim() === value && value !== ''
            ? Number(value)
            : NaN;
  if (Number.isNaN(number) && !isNumeric(value))
    throw new MongoError(
      241,
      `Failed to convert a value of type ${typeName(value)} in $convert with no onError value`,
    );
  return double(number);
});

/** Every operator that an expression may have; one that is not here is refused. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  ...ARITHMETIC,
  ...ARRAYS,
  ...DATES,
  $literal: (operand) => () => operand,
  $rand: () => () => Math.random(),
  $eq: comparison((difference) => difference === 0),
  $ne: comparison((difference) => difference !== 0),
  $gt: comparison((difference) => difference > 0),
  $gte: comparison((difference) => difference >= 0),
  $lt: comparison((difference) => difference < 0),
  $lte: comparison((difference) => difference <= 0),
  $cmp: comparison(Math.sign),
  $and: values((...given) => given.every(isTruthy), 0, Infinity),
  $or: values((...given) => given.some(isTruthy), 0, Infinity),
  $not: values((given) => !isTruthy(given)),
  $cond: conditional,
  $ifNull: firstPresent,
  $switch: branches,
  $let: bind,
  $type: values((given) => (given === undefined ? 'missing' : typeName(given))),
  $toBool: nullable((given) => isTruthy(given)),
  $toString: nullable(toText),
  $toInt: toWhole(false),
  $toLong: toWhole(true),
  $toDouble: toDouble,
  $toDate: nullable((given) =>
    isNumeric(given) && typeName(given) !== 'int'
      ? new Date(Math.trunc(toNumber(given)))
      : dateOf(given, '$toDate', 241),
  ),
  $concat: inOrder(
    (item) => stringOf(item, '$concat', 16702),
    (...texts) => texts.join(''),
  ),
  $toLower: values((given) => textOf(given).replaceAll(/[A-Z]+/gu, (letters) => letters.toLowerCase())),
  $toUpper: values((given) => textOf(given).replaceAll(/[a-z]+/gu, (letters) => letters.toUpperCase())),
  $strcasecmp: values(
    (a, b) => Math.sign(compareCodePoints(textOf(a).toUpperCase(), textOf(b).toUpperCase())),
    2,
  ),
  $strLenCP: values((given) => Array.from(stringOf(given, '$strLenCP', 34471)).length),
  $strLenBytes: values((given) => Buffer.byteLength(stringOf(given, '$strLenBytes', 34473))),
  $substrCP: substring,
  $split: nullable((text, separator) => {
    if (separator === '') throw new MongoError(40087, '$split requires a non-empty separator');
    return stringOf(text, '$split', 40085).split(stringOf(separator, '$split', 40086));
  }, 2),
  $trim: trim(true, true),
  $ltrim: trim(true, false),
  $rtrim: trim(false, true),
};

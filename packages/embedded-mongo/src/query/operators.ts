import { BSONRegExp, MaxKey, MinKey } from 'bson';
import { badValue, failedToParse, MongoError, typeMismatch } from '../errors.ts';
import { type CompareStrings, compareCodePoints, compareValues, typeOrder } from '../values/compare.ts';
import { valueKey } from '../values/key.ts';
import { toNumber } from '../values/numbers.ts';
import { anyAt, type Match } from '../values/path.ts';
import { type Doc, isDoc, isNumeric, isTruthy, TYPE_NAMES, typeOf } from '../values/types.ts';
import { compileRegex } from './regex.ts';

/** A test of whatever stands at a path. */
export type PathTest = (value: unknown, path: readonly string[], match?: Match) => boolean;
/** What operators are compiled with: the order of strings, and how to compile the filters inside them. */
export type OperatorContext = {
  readonly strings: CompareStrings;
  readonly compileFilter: (filter: Doc) => (document: Doc) => boolean;
};
type LeafTest = (value: unknown, match?: Match, whole?: boolean) => boolean;
/** Reads the operand of an operator; `siblings` are the operators beside it. */
export type Operator = (operand: unknown, context: OperatorContext, siblings: Doc) => PathTest[];

/** A test of the value at the path itself, array or not. */
export const onLeaf =
  (test: LeafTest): PathTest =>
  (value, path, match) =>
    anyAt(value, path, test, match);

/** A test of the value at the path or, if it is an array, of any of its elements. */
export const onElements = (test: (value: unknown) => boolean): PathTest =>
  onLeaf((value, match, whole) => {
    if (whole || !Array.isArray(value)) return test(value);
    const position = value.findIndex((item) => test(item));
    if (position >= 0 && match) match.position = position;
    return position >= 0 || test(value);
  });

const negate =
  (test: PathTest): PathTest =>
  (value, path) =>
    !test(value, path);

/** Equality with a value as in `{field: value}`; a regular expression is searched for. */
export const matchesValue = (operand: unknown, context: OperatorContext): PathTest =>
  operand instanceof BSONRegExp
    ? onElements(regexTest(operand))
    : onElements(equals(operand, context.strings));

const equals = (operand: unknown, strings: CompareStrings): ((value: unknown) => boolean) => {
  if (operand === undefined) throw badValue('cannot compare to undefined');
  if (typeof operand === 'string' && strings === compareCodePoints) return (value) => value === operand;
  if (operand === null) return (value) => value === null || value === undefined;
  return (value) => value !== undefined && compareValues(value, operand, strings) === 0;
};

const regexTest = ({
  pattern,
  options,
}: Pick<BSONRegExp, 'pattern' | 'options'>): ((value: unknown) => boolean) => {
  const regex = compileRegex(pattern, options);
  return (value) =>
    typeof value === 'string'
      ? regex.test(value)
      : value instanceof BSONRegExp && value.pattern === pattern && value.options === options;
};

const comparison =
  (accepts: (difference: number) => boolean): Operator =>
  (operand, { strings }) => {
    if (operand instanceof BSONRegExp) throw badValue("Can't have RegEx as arg to predicate over field");
    if (operand === undefined) throw badValue('cannot compare to undefined');
    const order = typeOrder(operand);
    const anyType = operand instanceof MinKey || operand instanceof MaxKey;
    const isNaN = isNumeric(operand) && Number.isNaN(toNumber(operand));
    const test = (found: unknown): boolean => {
      const value = found ?? null;
      if (!anyType && typeOrder(value) !== order) return false;
      const difference = compareValues(value, operand, strings);
      // NaN is neither below nor above a number.
      if (difference !== 0 && !anyType && (isNaN || (isNumeric(value) && Number.isNaN(toNumber(value)))))
        return false;
      return accepts(difference);
    };
    return [onElements(test)];
  };

const inList = (operand: unknown, { strings }: OperatorContext): PathTest => {
  if (!Array.isArray(operand)) throw badValue('$in needs an array');
  if (operand.some((item) => isDoc(item) && Object.keys(item)[0]?.startsWith('$')))
    throw badValue('cannot nest $ under $in');
  const patterns = operand.filter((item) => item instanceof BSONRegExp).map(regexTest);
  const values = operand.filter((item) => !(item instanceof BSONRegExp));
  const keys = new Set(values.map(valueKey));
  if (strings === compareCodePoints) {
    return onElements((value) => keys.has(valueKey(value)) || patterns.some((test) => test(value)));
  }
  const tests = [...values.map((item) => equals(item, strings)), ...patterns];
  return onElements((value) => tests.some((test) => test(value)));
};

const exists = (operand: unknown): PathTest => {
  const present = onElements((value) => value !== undefined);
  return isTruthy(operand) ? present : negate(present);
};

const regex = (operand: unknown, options: unknown): PathTest => {
  const given = operand instanceof BSONRegExp ? operand.options : '';
  const pattern = operand instanceof BSONRegExp ? operand.pattern : operand;
  if (typeof pattern !== 'string' || pattern.includes('\0'))
    throw badValue('$regex has to be a string without a null byte');
  if (options !== undefined && typeof options !== 'string') throw badValue('$options has to be a string');
  if (given !== '' && options !== undefined)
    throw new MongoError(51075, 'options set in both $regex and $options');
  return onElements(regexTest({ pattern, options: options ?? given }));
};

const size = (operand: unknown): PathTest => {
  const length = isNumeric(operand) ? toNumber(operand) : NaN;
  if (!Number.isInteger(length) || length < 0 || length >= 2 ** 31)
    throw badValue('Failed to parse $size. Expected a non-negative integer');
  return onLeaf((value) => Array.isArray(value) && value.length === length);
};

const type = (operand: unknown): PathTest => {
  if (Array.isArray(operand) && operand.length === 0)
    throw failedToParse('$type must match at least one type');
  const wanted = new Set((Array.isArray(operand) ? operand : [operand]).flatMap(typeNumbers));
  const test = (value: unknown): boolean => value !== undefined && wanted.has(typeOf(value));
  return onElements(test);
};

const typeNumbers = (name: unknown): number[] => {
  if (name === 'number') return [1, 16, 18, 19];
  for (const [number, known] of TYPE_NAMES) {
    if (name === known || (isNumeric(name) && toNumber(name) === number)) return [number];
  }
  if (typeof name !== 'string' && !isNumeric(name)) throw typeMismatch('a type must be a number or a string');
  throw badValue(`Unknown type: ${name.toString()}`);
};

/** The operators that look at the values found at a path one by one. */
export const LEAF_OPERATORS: Readonly<Record<string, Operator>> = {
  $eq: (operand, context) => [onElements(equals(operand, context.strings))],
  $ne: (operand, context) => {
    if (operand instanceof BSONRegExp) throw badValue("Can't have regex as arg to $ne.");
    return [negate(onElements(equals(operand, context.strings)))];
  },
  $gt: comparison((difference) => difference > 0),
  $gte: comparison((difference) => difference >= 0),
  $lt: comparison((difference) => difference < 0),
  $lte: comparison((difference) => difference <= 0),
  $in: (operand, context) => [inList(operand, context)],
  $nin: (operand, context) => [negate(inList(operand, context))],
  $exists: (operand) => [exists(operand)],
  $regex: (operand, _, siblings) => [regex(operand, siblings['$options'])],
  $options: (_, __, siblings) => {
    if (!('$regex' in siblings)) throw badValue('$options needs a $regex');
    return [];
  },
  $size: (operand) => [size(operand)],
  $type: (operand) => [type(operand)],
};

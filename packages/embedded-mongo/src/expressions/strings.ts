import { Long, ObjectId } from 'bson';
import { MongoError, notSupported } from '../errors.ts';
import { double, integer, toNumber } from '../values/numbers.ts';
import { isNumeric, isTruthy, typeName, typeOf } from '../values/types.ts';
import { inOrder, isNullish, namedOperand, nullable, stringOf, values } from './arguments.ts';
import { dateAt, dateOf, dateText } from './dates.ts';
import type { Operator } from './types.ts';

/** A string, where `$toLower`, `$substrCP` and their kin want one; null is empty. MongoDB cuts numbers to six digits. */
const textOf = (value: unknown): string => {
  if (isNullish(value)) return '';
  if (typeof value === 'string') return value;
  if (isNumeric(value) || value instanceof Date) throw notSupported('text of a number or a date');
  throw new MongoError(16007, `can't convert from BSON type ${typeName(value)} to String`);
};

const noConversion = (value: unknown, type: string): MongoError =>
  new MongoError(
    241,
    `Unsupported conversion from ${typeName(value)} to ${type} in $convert with no onError value`,
  );

/** The shortest digits that read as the same double; below 0.0001 and from 10^16 with an exponent of two digits. */
const doubleText = (value: number): string => {
  const size = Math.abs(value);
  if (value === 0 || !Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  if (size >= 1e-4 && size < 1e16) return String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits}e${exponent.slice(0, 1)}${exponent.slice(1).padStart(2, '0')}`;
};

const toText = (value: unknown): string => {
  if (value instanceof Date) return dateText(value);
  if (value instanceof ObjectId) return value.toHexString();
  if (isNumeric(value) && typeOf(value) === 1) return doubleText(toNumber(value));
  if (typeof value === 'string' || typeof value === 'boolean' || isNumeric(value)) return value.toString();
  throw noConversion(value, 'string');
};

const toWhole = (type: 'int' | 'long'): Operator =>
  nullable((value) => {
    const result = wholeOf(value, type === 'long');
    if (result === undefined || (type === 'int' && result instanceof Long)) throw noConversion(value, type);
    return result;
  });

const wholeOf = (value: unknown, long: boolean): number | Long | undefined => {
  if (value instanceof Long) return integer(value.toBigInt(), long);
  if (typeof value === 'boolean') return integer(BigInt(value), long);
  if (typeof value === 'string' && /^[+-]?\d+$/u.test(value))
    return integer(BigInt(value.replace('+', '')), long);
  const number = isNumeric(value) ? Math.trunc(toNumber(value)) : NaN;
  return Number.isFinite(number) ? integer(BigInt(number), long) : undefined;
};

const toDouble = nullable((value) => {
  if (typeof value === 'boolean') return double(Number(value));
  if (isNumeric(value)) return double(toNumber(value));
  if (value instanceof Date) return double(value.getTime());
  if (typeof value === 'string' && /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/u.test(value))
    return double(Number(value));
  throw noConversion(value, 'double');
});

const toDate = nullable((value) => {
  if (typeof value === 'string') throw notSupported('$toDate of a string');
  if (isNumeric(value) && typeOf(value) !== 16) return dateAt(Math.trunc(toNumber(value)));
  return dateOf(value, '$toDate', 241);
});

const substring = values((given, start, count) => {
  const points = Array.from(textOf(given));
  const [from = NaN, length = NaN] = [start, count].map((value) =>
    isNumeric(value) ? Math.trunc(toNumber(value)) : NaN,
  );
  if (!(from >= 0 && length >= 0))
    throw new MongoError(34450, '$substrCP needs a starting index and a length that are not negative');
  return points.slice(from, from + length).join('');
}, 3);

/** What `$trim` takes off unless told otherwise. */
const BLANKS = ' \0\t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a';

const trim: Operator = (operand, compile, name) => {
  const { input, chars = BLANKS } = namedOperand(operand, name, ['input'], ['chars']);
  const [text, set] = [compile(input), compile(chars)];
  return (document, variables) => {
    const [given, cut] = [text(document, variables), set(document, variables)];
    if (isNullish(given)) return null;
    const points = Array.from(stringOf(given, name, 50699));
    if (isNullish(cut)) return null;
    const unwanted = new Set(stringOf(cut, name, 50700));
    const keep = (point: string): boolean => !unwanted.has(point);
    const start = points.findIndex(keep);
    return start < 0 ? '' : points.slice(start, points.findLastIndex(keep) + 1).join('');
  };
};

/** The operators that work on text and convert between types. */
export const STRINGS: Readonly<Record<string, Operator>> = {
  $toBool: nullable((given) => isTruthy(given)),
  $toString: nullable(toText),
  $toInt: toWhole('int'),
  $toLong: toWhole('long'),
  $toDouble: toDouble,
  $toDate: toDate,
  $concat: inOrder(
    (item) => stringOf(item, '$concat', 16702),
    (...texts) => texts.join(''),
  ),
  $toLower: values((given) => textOf(given).replaceAll(/[A-Z]+/gu, (letters) => letters.toLowerCase())),
  $toUpper: values((given) => textOf(given).replaceAll(/[a-z]+/gu, (letters) => letters.toUpperCase())),
  $strLenCP: values((given) => Array.from(stringOf(given, '$strLenCP', 34471)).length),
  $substrCP: substring,
  $split: nullable((text, separator) => {
    if (separator === '') throw new MongoError(40087, '$split requires a non-empty separator');
    return stringOf(text, '$split', 40085).split(stringOf(separator, '$split', 40086));
  }, 2),
  $trim: trim,
};

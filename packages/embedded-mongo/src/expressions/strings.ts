import { ObjectId } from 'bson';
import { MongoError, notSupported } from '../errors.ts';
import { double, toNumber } from '../values/numbers.ts';
import { isDoc, isInt32, isNumeric, typeName, typeOf } from '../values/types.ts';
import { inOrder, isNullish, nullable, stringOf, values } from './arguments.ts';
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
  if (isDoc(value) || Array.isArray(value)) throw notSupported('$toString of a document or an array');
  throw noConversion(value, 'string');
};

const toInt = nullable((value) => {
  // No zero is negative; the nearest double of a long beyond 32 bits is beyond them, too.
  const number = Math.trunc(isNumeric(value) ? toNumber(value) : numberOf(value, 'int')) + 0;
  if (!isInt32(number)) throw noConversion(value, 'int');
  return number;
});

const toDouble = nullable((value) => double(isNumeric(value) ? toNumber(value) : numberOf(value, 'double')));

/** The number of a boolean or of decimal text. */
const numberOf = (value: unknown, type: 'int' | 'double'): number => {
  const pattern = type === 'int' ? /^[+-]?\d+$/u : /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/u;
  if (typeof value === 'boolean' || (typeof value === 'string' && pattern.test(value))) return Number(value);
  if (type === 'double' && value instanceof Date) return value.getTime();
  throw noConversion(value, type);
};

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

/** The operators that work on text and convert between types. */
export const STRINGS: Readonly<Record<string, Operator>> = {
  $toString: nullable(toText),
  $toInt: toInt,
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
};

import { ObjectId } from 'bson';
import { MongoError, notSupported } from '../errors.ts';
import { toNumber } from '../values/numbers.ts';
import { isNumeric, typeName, typeOf } from '../values/types.ts';
import { inOrder, isNullish, nullable, stringOf, values, wholeOf } from './arguments.ts';
import { dateText } from './dates.ts';
import type { Operator } from './types.ts';

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
  throw notSupported(`$toString of the type ${typeName(value)}`);
};

/** A string, where an operator takes null for an empty one; what MongoDB converts is refused. */
const textOf = (value: unknown, name: string): string => {
  if (isNullish(value)) return '';
  if (typeof value === 'string') return value;
  throw notSupported(`${name} of the type ${typeName(value)}`);
};

const substring = (given: unknown, start: unknown, count: unknown): string => {
  const [from, length] = [wholeOf(start, '$substrCP'), wholeOf(count, '$substrCP')];
  if (from < 0 || length < 0)
    throw new MongoError(34450, '$substrCP needs a starting index and a length that are not negative');
  return Array.from(textOf(given, '$substrCP'))
    .slice(from, from + length)
    .join('');
};

/** The operators that work on text. */
export const STRINGS: Readonly<Record<string, Operator>> = {
  $toString: nullable(toText),
  $concat: inOrder(stringOf, (...texts) => texts.join('')),
  $toLower: values((given) =>
    textOf(given, '$toLower').replaceAll(/[A-Z]+/gu, (letters) => letters.toLowerCase()),
  ),
  $toUpper: values((given) =>
    textOf(given, '$toUpper').replaceAll(/[a-z]+/gu, (letters) => letters.toUpperCase()),
  ),
  $strLenCP: values((given) => Array.from(stringOf(given, '$strLenCP')).length),
  $substrCP: values(substring, 3),
};

import { ObjectId, Timestamp } from 'bson';
import { failedToParse, MongoError, notSupported, typeMismatch } from '../errors.ts';
import { isDoc, typeName } from '../values/types.ts';
import { isNullish, namedOperand, nullable } from './arguments.ts';
import type { Operator } from './types.ts';

/** The value as a date; an ObjectId and a timestamp have one. Throws TypeMismatch (14) for other types. */
const dateOf = (value: unknown): Date => {
  if (value instanceof Date) return value;
  // MongoDB reads its seconds as a signed number.
  if (value instanceof ObjectId) return new Date(Buffer.from(value.id).readInt32BE() * 1000);
  if (value instanceof Timestamp) return new Date(value.getHighBitsUnsigned() * 1000);
  throw typeMismatch(`can't convert from ${typeName(value)} to Date`);
};

/** A date from milliseconds since 1970. Throws Overflow (15) beyond 64 bits, CommandNotSupported where JavaScript has none. */
export const dateAt = (time: number): Date => {
  if (!(Math.abs(time) <= 2 ** 63)) throw new MongoError(15, 'date overflow');
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw notSupported('a date more than 8.64e15 ms from 1970');
  return date;
};

/** A date as text in ISO 8601. Throws 18537 for a year outside 0–9999. */
export const dateText = (date: Date): string => {
  const year = date.getUTCFullYear();
  if (year >= 0 && year <= 9999) return date.toISOString();
  throw new MongoError(18537, `date component was outside the supported range of 0-9999: ${year}`);
};

/** A part of a date in UTC; time zones are refused. */
const part = (calculate: (date: Date) => number): Operator => {
  const ofDate = nullable((value) => calculate(dateOf(value)));
  return (operand, compile, name) => {
    if (!isDoc(operand) || Object.keys(operand)[0]?.startsWith('$') === true)
      return ofDate(operand, compile, name);
    return ofDate([namedOperand(operand, name, ['date'])['date']], compile, name);
  };
};

/** Where the parts of a date are in its text. */
const FORMATS: Readonly<Record<string, readonly [from: number, to: number]>> = {
  Y: [0, 4],
  m: [5, 7],
  d: [8, 10],
  H: [11, 13],
  M: [14, 16],
  S: [17, 19],
  L: [20, 23],
};

const formatDate = (date: Date, format: string): string => {
  const text = dateText(date);
  return format.replaceAll(/%(.)/gsu, (_, letter: string) => {
    if (letter === '%') return '%';
    const place = FORMATS[letter];
    if (!place) throw notSupported(`the date format %${letter}`);
    return text.slice(...place);
  });
};

const dateToString: Operator = (operand, compile, name) => {
  const known = namedOperand(operand, name, ['date'], ['format', 'onNull']);
  const { date: given, format = '%Y-%m-%dT%H:%M:%S.%LZ', onNull: otherwise = null } = known;
  if (typeof format !== 'string' || format.startsWith('$')) throw notSupported('a computed date format');
  if (/^(?:%.|[^%])*%$/su.test(format)) throw failedToParse("Unmatched '%' at end of format string");
  formatDate(new Date(0), format);
  const [date, onNull] = [compile(given), compile(otherwise)];
  return (document, variables) => {
    const value = date(document, variables);
    return isNullish(value) ? onNull(document, variables) : formatDate(dateOf(value), format);
  };
};

/** The operators that take dates apart, in UTC. */
export const DATES: Readonly<Record<string, Operator>> = {
  $year: part((date) => date.getUTCFullYear()),
  $month: part((date) => date.getUTCMonth() + 1),
  $dayOfMonth: part((date) => date.getUTCDate()),
  $hour: part((date) => date.getUTCHours()),
  $dateToString: dateToString,
};

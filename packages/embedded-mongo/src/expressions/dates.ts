import { ObjectId, Timestamp } from 'bson';
import { MongoError, notSupported } from '../errors.ts';
import { isDoc, typeName } from '../values/types.ts';
import { isNullish, namedOperand, nullable } from './arguments.ts';
import type { Operator } from './types.ts';

/** The value as a date; an ObjectId and a timestamp have one. Throws `code` for other types. */
export const dateOf = (value: unknown, name: string, code = 16006): Date => {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.getHighBitsUnsigned() * 1000);
  throw new MongoError(code, `can't convert from ${typeName(value)} to Date (${name})`);
};

/** A date from milliseconds since 1970. Throws Overflow (15) where JavaScript has none. */
export const dateAt = (time: number): Date => {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw new MongoError(15, 'date overflow');
  return date;
};

/** A date as text in ISO 8601. Throws 18537 for a year outside 0–9999. */
export const dateText = (date: Date): string => {
  const year = date.getUTCFullYear();
  if (year < 0 || year > 9999)
    throw new MongoError(18537, `date component was outside the supported range of 0-9999: ${year}`);
  return date.toISOString();
};

const PARTS: Readonly<Record<string, (date: Date) => number>> = {
  $year: (date) => date.getUTCFullYear(),
  $month: (date) => date.getUTCMonth() + 1,
  $dayOfMonth: (date) => date.getUTCDate(),
  $hour: (date) => date.getUTCHours(),
  $minute: (date) => date.getUTCMinutes(),
  $second: (date) => date.getUTCSeconds(),
  $millisecond: (date) => date.getUTCMilliseconds(),
  $dayOfWeek: (date) => date.getUTCDay() + 1,
};

const refuseTimezone = (operand: unknown, name: string): void => {
  if (isDoc(operand) && 'timezone' in operand) throw notSupported(`${name} with a timezone`);
};

/** A part of a date in UTC; time zones are refused. */
const part = (name: string, calculate: (date: Date) => number): Operator => {
  const plain = nullable((value) => calculate(dateOf(value, name)));
  return (operand, compile) => {
    refuseTimezone(operand, name);
    const date =
      isDoc(operand) && 'date' in operand ? namedOperand(operand, name, ['date'])['date'] : operand;
    if (Array.isArray(date) && date.length !== 1)
      throw new MongoError(40536, `${name} accepts exactly one argument if given an array`);
    return plain(date, compile, name);
  };
};

const FORMATS: Readonly<Record<string, readonly [part: string, width: number]>> = {
  Y: ['$year', 4],
  m: ['$month', 2],
  d: ['$dayOfMonth', 2],
  H: ['$hour', 2],
  M: ['$minute', 2],
  S: ['$second', 2],
  L: ['$millisecond', 3],
  w: ['$dayOfWeek', 1],
};

const formatDate = (date: Date, pattern: string): string => {
  dateText(date);
  return pattern.replaceAll(/%(.?)/gsu, (_, letter: string) => {
    if (letter === '%') return '%';
    if (letter === '') throw new MongoError(18535, "Unmatched '%' at end of format string");
    const [name = '', width] = FORMATS[letter] ?? [];
    const calculate = PARTS[name];
    if (!calculate) throw notSupported(`the date format %${letter}`);
    return String(calculate(date)).padStart(width ?? 0, '0');
  });
};

const dateToString: Operator = (operand, compile, name) => {
  refuseTimezone(operand, name);
  const given = namedOperand(operand, name, ['date'], ['format', 'onNull']);
  const [date, format, onNull] = [
    compile(given['date']),
    compile('format' in given ? given['format'] : '%Y-%m-%dT%H:%M:%S.%LZ'),
    compile('onNull' in given ? given['onNull'] : null),
  ];
  return (document, variables) => {
    const [when, pattern] = [date(document, variables), format(document, variables)];
    if (isNullish(when)) return onNull(document, variables);
    if (isNullish(pattern)) return null;
    if (typeof pattern !== 'string') throw new MongoError(18533, '$dateToString requires a string format');
    return formatDate(dateOf(when, name), pattern);
  };
};

/** The operators that take dates apart, in UTC. */
export const DATES: Readonly<Record<string, Operator>> = {
  ...Object.fromEntries(Object.entries(PARTS).map(([name, calculate]) => [name, part(name, calculate)])),
  $dateToString: dateToString,
};

import { ObjectId, Timestamp } from 'bson';
import { MongoError, notSupported } from '../errors.ts';
import { typeName } from '../values/types.ts';
import { isDoc } from '../values/types.ts';
import { isNullish, named, nullable, type Operator } from './arguments.ts';

const DAY = 86_400_000;

/** The value as a date; an ObjectId and a timestamp have one. Throws `code` for other types. */
export const dateOf = (value: unknown, name: string, code = 16006): Date => {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  if (value instanceof Timestamp) return new Date(value.getHighBitsUnsigned() * 1000);
  if (
    code === 241 &&
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?Z?)?$/u.test(value)
  ) {
    return new Date(value.length > 10 && !value.endsWith('Z') ? `${value}Z` : value);
  }
  throw new MongoError(code, `can't convert from ${typeName(value)} to Date (${name})`);
};

const dayOfYear = (date: Date): number =>
  Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY) + 1;
const isoDayOfWeek = (date: Date): number => date.getUTCDay() || 7;
/** The Thursday of a date's week, whose year and number are the week's (ISO 8601). */
const thursday = (date: Date): Date => new Date(date.getTime() + (4 - isoDayOfWeek(date)) * DAY);

const PARTS: Readonly<Record<string, (date: Date) => number>> = {
  $year: (date) => date.getUTCFullYear(),
  $month: (date) => date.getUTCMonth() + 1,
  $dayOfMonth: (date) => date.getUTCDate(),
  $hour: (date) => date.getUTCHours(),
  $minute: (date) => date.getUTCMinutes(),
  $second: (date) => date.getUTCSeconds(),
  $millisecond: (date) => date.getUTCMilliseconds(),
  $dayOfYear: dayOfYear,
  $dayOfWeek: (date) => date.getUTCDay() + 1,
  $isoDayOfWeek: isoDayOfWeek,
  $week: (date) => Math.floor((dayOfYear(date) + 6 - date.getUTCDay()) / 7),
  $isoWeek: (date) => Math.ceil(dayOfYear(thursday(date)) / 7),
  $isoWeekYear: (date) => thursday(date).getUTCFullYear(),
};

/** A part of a date in UTC; time zones are refused. */
const part = (name: string, calculate: (date: Date) => number): Operator => {
  const plain = nullable((value) => calculate(dateOf(value, name)));
  return (operand, compile) => {
    if (!isDoc(operand) || !('date' in operand)) return plain(operand, compile, name);
    if ('timezone' in operand) throw notSupported(`${name} with a timezone`);
    return plain([operand['date']], compile, name);
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
  j: ['$dayOfYear', 3],
  w: ['$dayOfWeek', 1],
  u: ['$isoDayOfWeek', 1],
  U: ['$week', 2],
  V: ['$isoWeek', 2],
  G: ['$isoWeekYear', 4],
};

const format = named(
  ['date'],
  ['format', 'onNull'],
  ({ date, format: pattern = '%Y-%m-%dT%H:%M:%S.%LZ', onNull = null }) => {
    if (isNullish(date)) return onNull;
    if (isNullish(pattern)) return null;
    if (typeof pattern !== 'string') throw new MongoError(18533, '$dateToString requires a string format');
    const when = dateOf(date, '$dateToString');
    return pattern.replaceAll(/%(.?)/gsu, (_, letter: string) => {
      if (letter === '%') return '%';
      if (letter === 'z') return '+0000';
      const [name = '', width] = FORMATS[letter] ?? [];
      const calculate = PARTS[name];
      if (!calculate) throw new MongoError(18536, `Invalid format character '%${letter}' in format string`);
      return String(calculate(when)).padStart(width ?? 0, '0');
    });
  },
);

/** The operators that take dates apart, in UTC. */
export const DATES: Readonly<Record<string, Operator>> = {
  ...Object.fromEntries(Object.entries(PARTS).map(([name, calculate]) => [name, part(name, calculate)])),
  $dateToString: format,
};

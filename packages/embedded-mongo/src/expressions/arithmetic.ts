import { Decimal128, Long } from 'bson';
import { badValue, MongoError, notSupported } from '../errors.ts';
import { combine, double, integer, type Numeric, roundExactly, toNumber } from '../values/numbers.ts';
import { isInt32, isNumeric } from '../values/types.ts';
import { inOrder, isNullish, notANumber, nullable, values } from './arguments.ts';
import { dateAt } from './dates.ts';
import type { Operator } from './types.ts';

const isWholeType = (value: Numeric): boolean =>
  value instanceof Long || (typeof value === 'number' && isInt32(value));

const numberOf = (value: unknown, name: string, code = 14): Numeric => {
  if (!isNumeric(value)) throw new MongoError(code, `${name} only supports numeric types`);
  if (value instanceof Decimal128) throw notSupported(`${name} of a Decimal128`);
  return value;
};

/** A function of one number that leaves integers as they are. */
const rounding = (name: string, calculate: (value: number) => number): Operator =>
  nullable((given) => {
    const value = numberOf(given, name, 28765);
    return isWholeType(value) ? value : double(calculate(toNumber(value)));
  });

/** To the nearest millisecond; halves go away from zero. */
const milliseconds = (value: Numeric): number =>
  Math.sign(toNumber(value)) * Math.round(Math.abs(toNumber(value)));

/** Two by two, from the left; a date takes whole milliseconds. */
const sum = inOrder(
  (term): Numeric | Date => {
    if (!isNumeric(term) && !(term instanceof Date)) throw notANumber('$add', term);
    return term;
  },
  (...terms) =>
    terms.reduce((total, term) => {
      if (!(total instanceof Date))
        return term instanceof Date
          ? dateAt(term.getTime() + milliseconds(total))
          : combine('add', total, term);
      if (term instanceof Date) throw new MongoError(16612, 'only one date allowed in an $add expression');
      return dateAt(total.getTime() + milliseconds(term));
    }, 0),
);

const product = inOrder(
  (factor) => {
    if (!isNumeric(factor)) throw notANumber('$multiply', factor);
    return factor;
  },
  (...factors) => factors.reduce<Numeric>((total, factor) => combine('multiply', total, factor), 1),
);

const difference = (a: unknown, b: unknown): unknown => {
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
  if (a instanceof Date && isNumeric(b)) return dateAt(a.getTime() - milliseconds(b));
  if (!isNumeric(a) || !isNumeric(b)) throw notANumber('$subtract', isNumeric(a) ? b : a);
  return combine('subtract', a, b);
};

/** To a number of decimal places that may be negative; halves go to the even neighbour. */
const round = values(
  (given, ...more) => {
    if (isNullish(given)) return null;
    const value = numberOf(given, '$round', 51081);
    const [places = 0] = more;
    if (more.some(isNullish)) return null;
    const place = isNumeric(places) ? toNumber(places) : NaN;
    if (!Number.isInteger(place) || place < -20 || place > 100)
      throw new MongoError(
        51082,
        'precision argument to $round must be an integral value between -20 and 100',
      );
    if (!Number.isFinite(toNumber(value)) || (isWholeType(value) && place >= 0)) return value;
    const rounded = roundExactly(value, place);
    return isWholeType(value) ? integer(BigInt(rounded), value instanceof Long) : double(Number(rounded));
  },
  1,
  2,
);

/** The operators that calculate with numbers (and add to dates). */
export const ARITHMETIC: Readonly<Record<string, Operator>> = {
  $add: sum,
  $multiply: product,
  $subtract: nullable(difference, 2),
  $divide: nullable((a, b) => {
    const [dividend, divisor] = [toNumber(numberOf(a, '$divide')), toNumber(numberOf(b, '$divide'))];
    if (divisor === 0) throw badValue("can't $divide by zero");
    return double(dividend / divisor);
  }, 2),
  $ceil: rounding('$ceil', Math.ceil),
  $floor: rounding('$floor', Math.floor),
  $round: round,
};

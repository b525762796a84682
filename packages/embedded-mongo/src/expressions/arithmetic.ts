import { Long } from 'bson';
import { badValue, MongoError } from '../errors.ts';
import { combine, type Numeric, productOf, toNumber } from '../values/numbers.ts';
import { inOrder, nullable, numberOf } from './arguments.ts';
import { dateAt } from './dates.ts';
import type { Operator } from './types.ts';

/** To the nearest millisecond; halves go away from zero. Adding refuses decimals, which MongoDB rounds to even. */
const milliseconds = (value: Numeric): number => {
  const number = toNumber(combine('add', value, 0));
  return Math.sign(number) * Math.round(Math.abs(number));
};

const add = (a: Numeric | Date, b: Numeric | Date): Numeric | Date => {
  if (a instanceof Date && b instanceof Date)
    throw new MongoError(16612, 'only one date allowed in an $add expression');
  if (a instanceof Date) return b instanceof Date ? b : dateAt(a.getTime() + milliseconds(b));
  return b instanceof Date ? dateAt(b.getTime() + milliseconds(a)) : combine('add', a, b);
};

const subtract = (a: unknown, b: unknown): Numeric | Date => {
  if (!(a instanceof Date)) return combine('subtract', numberOf(a, '$subtract'), numberOf(b, '$subtract'));
  if (b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
  return dateAt(a.getTime() - milliseconds(numberOf(b, '$subtract')));
};

const divide = (a: unknown, b: unknown): Numeric => {
  const [dividend, divisor] = [numberOf(a, '$divide'), numberOf(b, '$divide')];
  if (toNumber(divisor) === 0) throw badValue("can't $divide by zero");
  return combine('divide', dividend, divisor);
};

/** The operators that calculate with numbers (and add to dates). */
export const ARITHMETIC: Readonly<Record<string, Operator>> = {
  $add: inOrder(
    (term, name) => (term instanceof Date ? term : numberOf(term, name)),
    (...terms) => terms.reduce(add, 0),
  ),
  $multiply: inOrder(numberOf, (...factors) => productOf(factors)),
  $subtract: nullable(subtract, 2),
  $divide: nullable(divide, 2),
};

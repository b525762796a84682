import { Decimal128, Long } from 'bson';
import { badValue, MongoError, notSupported } from '../errors.ts';
import { combine, double, integer, type Numeric, roundExactly, toNumber } from '../values/numbers.ts';
import { isInt32, isNumeric } from '../values/types.ts';
import { inOrder, isNullish, notANumber, nullable, type Operator, values } from './arguments.ts';

const isWholeType = (value: Numeric): boolean =>
  value instanceof Long || (typeof value === 'number' && isInt32(value));

const numberOf = (value: unknown, name: string): Numeric => {
  if (!isNumeric(value)) throw notANumber(name, value);
  if (value instanceof Decimal128) throw notSupported(`${name} of a Decimal128`);
  return value;
};

/** A function of one number that gives a double. */
const real = (
  name: string,
  calculate: (value: number) => number,
  isValid: (value: number) => boolean = () => true,
  code = 2,
): Operator =>
  nullable((given) => {
    const value = toNumber(numberOf(given, name));
    if (!isValid(value) && !Number.isNaN(value))
      throw new MongoError(code, `${name}'s argument is out of range: ${value}`);
    return double(calculate(value));
  });

/** A function of one number that leaves integers as they are. */
const rounding = (name: string, calculate: (value: number) => number): Operator =>
  nullable((given) => {
    const value = numberOf(given, name);
    return isWholeType(value) ? value : double(calculate(toNumber(value)));
  });

const two = (name: string, calculate: (a: Numeric, b: Numeric) => unknown): Operator =>
  nullable((a, b) => calculate(numberOf(a, name), numberOf(b, name)), 2);

/** To the nearest millisecond; halves go away from zero. */
const milliseconds = (value: Numeric): number =>
  Math.sign(toNumber(value)) * Math.round(Math.abs(toNumber(value)));

const sum = (...terms: unknown[]): unknown => {
  let date: number | undefined;
  let total: Numeric = 0;
  for (const term of terms) {
    if (isNullish(term)) return null;
    if (term instanceof Date) {
      if (date !== undefined) throw new MongoError(16612, 'only one date allowed in an $add expression');
      date = term.getTime();
    } else if (isNumeric(term)) total = combine('add', total, term);
    else throw notANumber('$add', term);
  }
  return date === undefined ? total : new Date(date + milliseconds(total));
};

const product = inOrder(
  (factor) => {
    if (!isNumeric(factor)) throw notANumber('$multiply', factor);
    return factor;
  },
  (...factors) => factors.reduce<Numeric>((total, factor) => combine('multiply', total, factor), 1),
);

const difference = (a: unknown, b: unknown): unknown => {
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
  if (a instanceof Date && isNumeric(b)) return new Date(a.getTime() - milliseconds(b));
  if (!isNumeric(a) || !isNumeric(b)) throw notANumber('$subtract', isNumeric(a) ? b : a);
  return combine('add', a, combine('multiply', b, -1));
};

const power = (base: Numeric, exponent: Numeric): unknown => {
  const [a, b] = [toNumber(base), toNumber(exponent)];
  if (a === 0 && b < 0) throw new MongoError(28764, '$pow cannot take a base of 0 and a negative exponent');
  const result = a ** b;
  if (!isWholeType(base) || !isWholeType(exponent) || b < 0 || !Number.isSafeInteger(result))
    return double(result);
  return integer(BigInt(result), base instanceof Long || exponent instanceof Long);
};

const remainder = (a: Numeric, b: Numeric): unknown => {
  if (toNumber(b) === 0) throw new MongoError(16610, "can't $mod by zero");
  if (!isWholeType(a) || !isWholeType(b)) return double(toNumber(a) % toNumber(b));
  return integer(BigInt(a.toString()) % BigInt(b.toString()), a instanceof Long || b instanceof Long);
};

/** `$round` (halves to even) and `$trunc`, to a number of decimal places that may be negative. */
const toPlaces = (name: string, mode: 'half to even' | 'to zero'): Operator =>
  values(
    (given, ...more) => {
      if (isNullish(given)) return null;
      const value = numberOf(given, name);
      const [places = 0] = more;
      if (more.some(isNullish)) return null;
      const place = isNumeric(places) ? toNumber(places) : NaN;
      if (!Number.isInteger(place) || place < -20 || place > 100) {
        throw new MongoError(
          51082,
          `precision argument to ${name} must be an integral value between -20 and 100`,
        );
      }
      if (!Number.isFinite(toNumber(value)) || (isWholeType(value) && place >= 0)) return value;
      const rounded = roundExactly(value, place, mode);
      return isWholeType(value) ? integer(BigInt(rounded), value instanceof Long) : double(Number(rounded));
    },
    1,
    2,
  );

/** The operators that calculate with numbers (and add to dates). */
export const ARITHMETIC: Readonly<Record<string, Operator>> = {
  $add: values(sum, 0, Infinity),
  $multiply: product,
  $subtract: nullable(difference, 2),
  $divide: two('$divide', (a, b) => {
    if (toNumber(b) === 0) throw badValue("can't $divide by zero");
    return double(toNumber(a) / toNumber(b));
  }),
  $mod: two('$mod', remainder),
  $pow: two('$pow', power),
  $abs: nullable((given) => {
    const value = numberOf(given, '$abs');
    return toNumber(value) < 0 ? combine('multiply', value, -1) : value;
  }),
  $ceil: rounding('$ceil', Math.ceil),
  $floor: rounding('$floor', Math.floor),
  $round: toPlaces('$round', 'half to even'),
  $trunc: toPlaces('$trunc', 'to zero'),
  $exp: real('$exp', Math.exp),
  $sqrt: real('$sqrt', Math.sqrt, (value) => value >= 0, 28714),
  $ln: real('$ln', Math.log, (value) => value > 0, 28766),
  $log10: real('$log10', Math.log10, (value) => value > 0, 28761),
  $isNumber: values((value) => isNumeric(value)),
};

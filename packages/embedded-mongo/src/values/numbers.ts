import { Decimal128, Double, Long } from 'bson';
import { badValue } from '../errors.ts';
import { isInt32 } from './types.ts';

/** A value of any numeric BSON type, as decoded. */
export type Numeric = number | Double | Long | Decimal128;

/** A finite number exactly: `digits × 10 ** exponent`. */
type Exact = { digits: bigint; exponent: number };

/** The nearest double. */
export const toNumber = (value: Numeric): number => {
  if (typeof value === 'number') return value;
  if (value instanceof Double) return value.value;
  return value instanceof Long ? value.toNumber() : Number(value.toString());
};

/** A double in its decoded form: a bare number unless that would be written as an integer. */
export const double = (value: number): number | Double => (isInt32(value) ? new Double(value) : value);

/** An integer in its decoded form; `undefined` beyond 64 bits. Integers keep to 64 bits where `long` says so. */
export const integer = (value: bigint, long: boolean): number | Long | undefined => {
  if (BigInt.asIntN(64, value) !== value) return undefined;
  return !long && isInt32(Number(value)) ? Number(value) : Long.fromBigInt(value);
};

/** The order of two numbers of any types; NaN equals itself and comes before all others. */
export const compareNumbers = (a: Numeric, b: Numeric): number => {
  const x = toNumber(a);
  const y = toNumber(b);
  if (x < y) return -1;
  if (x > y) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(y)) - Number(Number.isNaN(x));
  const sameClass = isDouble(a) && isDouble(b);
  return sameClass || !Number.isFinite(x) ? 0 : compareExact(exact(a), exact(b));
};

/** A string that two numbers share exactly when `compareNumbers` calls them equal. */
export const numberKey = (value: Numeric): string => {
  const nearest = toNumber(value);
  if (isDouble(value) || !Number.isFinite(nearest)) return String(nearest === 0 ? 0 : nearest);
  const { digits, exponent } = exact(value);
  if (compareExact({ digits, exponent }, exact(nearest)) === 0) return String(nearest === 0 ? 0 : nearest);
  const text = digits.toString().replace(/0+$/u, '');
  return `${text}e${exponent + digits.toString().length - text.length}`;
};

/** `a + b` or `a × b` in the wider of both types, as `$inc` and `$mul` do; throws BadValue beyond 64 bits. */
export const combine = (operation: 'add' | 'multiply', a: Numeric, b: Numeric): Numeric => {
  const adds = operation === 'add';
  if (a instanceof Decimal128 || b instanceof Decimal128) return combineDecimals(adds, a, b);
  if (isDoubleType(a) || isDoubleType(b)) {
    return double(adds ? toNumber(a) + toNumber(b) : toNumber(a) * toNumber(b));
  }
  const [x, y] = [BigInt(a.toString()), BigInt(b.toString())];
  const result = integer(adds ? x + y : x * y, a instanceof Long || b instanceof Long);
  if (result === undefined) throw badValue('the result does not fit into a 64-bit integer');
  return result;
};

/** A finite number cut to decimal places (negative ones: to tens and so on), in decimal notation. */
export const roundExactly = (value: Numeric, places: number, mode: 'half to even' | 'to zero'): string => {
  const { digits, exponent } = exact(value);
  const unit = 10n ** BigInt(Math.max(0, -exponent - places));
  const whole = digits / unit;
  const rest = digits % unit;
  const twice = 2n * (rest < 0n ? -rest : rest);
  const isUp = mode === 'half to even' && (twice > unit || (twice === unit && whole % 2n !== 0n));
  const rounded = whole + (isUp ? (digits < 0n ? -1n : 1n) : 0n);
  const power = Math.max(exponent, -places);
  return power >= 0 ? (rounded * 10n ** BigInt(power)).toString() : `${rounded}e${power}`;
};

const combineDecimals = (adds: boolean, a: Numeric, b: Numeric): Decimal128 => {
  if (
    ![a, b].every((value) => Number.isFinite(toNumber(value)) && (!isDoubleType(value) || isWhole(value)))
  ) {
    throw badValue('arithmetic of a Decimal128 with a fraction of type double is not supported');
  }
  const [x, y] = [exact(a), exact(b)];
  if (!adds) return decimal({ digits: x.digits * y.digits, exponent: x.exponent + y.exponent });
  const exponent = Math.min(x.exponent, y.exponent);
  return decimal({ digits: scale(x, exponent) + scale(y, exponent), exponent });
};

const decimal = ({ digits, exponent }: Exact): Decimal128 =>
  Decimal128.fromStringWithRounding(`${digits}E${exponent}`);

const isDouble = (value: Numeric): boolean => typeof value === 'number' || value instanceof Double;
const isDoubleType = (value: Numeric): boolean =>
  value instanceof Double || (typeof value === 'number' && !isInt32(value));
const isWhole = (value: Numeric): boolean => Number.isInteger(toNumber(value));
const scale = (value: Exact, exponent: number): bigint =>
  value.digits * 10n ** BigInt(value.exponent - exponent);

const compareExact = (a: Exact, b: Exact): number => {
  const exponent = Math.min(a.exponent, b.exponent);
  const difference = scale(a, exponent) - scale(b, exponent);
  return difference < 0n ? -1 : Number(difference > 0n);
};

const exact = (value: Numeric): Exact => {
  if (value instanceof Long) return { digits: value.toBigInt(), exponent: 0 };
  if (value instanceof Decimal128) {
    const [mantissa = '0', power = '0'] = value.toString().split('E');
    const [whole = '0', fraction = ''] = mantissa.split('.');
    return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
  }
  // A double is m × 2^-k exactly; 2^-k is 5^k × 10^-k.
  let mantissa = toNumber(value);
  let halvings = 0;
  for (; !Number.isInteger(mantissa); halvings += 1) mantissa *= 2;
  return { digits: BigInt(mantissa) * 5n ** BigInt(halvings), exponent: -halvings };
};

import { Decimal128, Double, Long } from 'bson';
import { notSupported } from '../errors.ts';
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

type Operation = 'add' | 'subtract' | 'multiply';
const DOUBLES: Readonly<Record<Operation, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
};
const INTEGERS: Readonly<Record<Operation, (a: bigint, b: bigint) => bigint>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
};

/**
 * Two numbers put together in the wider of their types; beyond 64 bits in a double. Throws CommandNotSupported (115) for
 * a decimal with a double (which MongoDB rounds to 15 digits first) and for decimals that are not finite.
 */
export const combine = (operation: Operation, a: Numeric, b: Numeric): Numeric => {
  if (a instanceof Decimal128 || b instanceof Decimal128) return combineDecimals(operation, a, b);
  if (!isDoubleType(a) && !isDoubleType(b)) {
    const result = INTEGERS[operation](BigInt(a.toString()), BigInt(b.toString()));
    const fitting = integer(result, a instanceof Long || b instanceof Long);
    if (fitting !== undefined) return fitting;
  }
  return double(DOUBLES[operation](toNumber(a), toNumber(b)));
};

/** The sum of numbers as `$sum` takes it: integers and decimals exactly, doubles with their rounding errors made good. */
export const sumOf = (terms: readonly Numeric[]): Numeric => {
  if (terms.some((term) => term instanceof Decimal128))
    return terms.reduce<Numeric>((total, term) => combine('add', total, term), 0);
  if (terms.some(isDoubleType)) return double(sumOfDoubles(terms));
  const total = terms.reduce<bigint>((sum, term) => sum + BigInt(term.toString()), 0n);
  const isLong = terms.some((term) => term instanceof Long);
  return integer(total, isLong) ?? double(Number(total));
};

/** The mean of numbers, a double; `null` of none. Throws CommandNotSupported (115) for decimals. */
export const meanOf = (terms: readonly Numeric[]): number | Double | null => {
  if (terms.some((term) => term instanceof Decimal128)) throw notSupported('$avg of a Decimal128');
  return terms.length === 0 ? null : double(sumOfDoubles(terms) / terms.length);
};

/** MongoDB's summation (src/mongo/util/summation.h): what an addition rounds off goes into the next one. */
const sumOfDoubles = (terms: readonly Numeric[]): number => {
  let [sum, rest, plain] = [0, 0, 0];
  for (const term of terms) {
    const nearest = toNumber(term);
    const parts = term instanceof Long ? [nearest, Number(term.toBigInt() - BigInt(nearest))] : [nearest];
    for (const part of parts) {
      const [adjusted, lostBefore] = exactSum(part, rest);
      const [next, lost] = exactSum(sum, adjusted);
      sum = next;
      rest = lost + lostBefore;
      plain += part;
    }
  }
  return Number.isNaN(sum) ? plain : sum;
};

/** A sum and what it lacks of the exact one (Knuth's two-sum). */
const exactSum = (a: number, b: number): [sum: number, lost: number] => {
  const sum = a + b;
  const rounded = sum - a;
  return [sum, a - (sum - rounded) + (b - rounded)];
};

/** A finite number rounded to decimal places (negative ones: to tens and so on), halves to even, in decimal notation. */
export const roundExactly = (value: Numeric, places: number): string => {
  const { digits, exponent } = exact(value);
  const unit = 10n ** BigInt(Math.max(0, -exponent - places));
  const whole = digits / unit;
  const rest = digits % unit;
  const twice = 2n * (rest < 0n ? -rest : rest);
  const isUp = twice > unit || (twice === unit && whole % 2n !== 0n);
  const rounded = whole + (isUp ? (digits < 0n ? -1n : 1n) : 0n);
  const power = Math.max(exponent, -places);
  return power >= 0 ? (rounded * 10n ** BigInt(power)).toString() : `${rounded}e${power}`;
};

const combineDecimals = (operation: Operation, a: Numeric, b: Numeric): Decimal128 => {
  if (isDoubleType(a) || isDoubleType(b) || !isFinite(a) || !isFinite(b))
    throw notSupported('arithmetic of a Decimal128 with a double or with what is not finite');
  const [x, y] = [exact(a), exact(b)];
  const isProduct = operation === 'multiply';
  const exponent = isProduct ? x.exponent + y.exponent : Math.min(x.exponent, y.exponent);
  const digits = isProduct
    ? x.digits * y.digits
    : INTEGERS[operation](scale(x, exponent), scale(y, exponent));
  if (exponent < -6000 || digits.toString().length + exponent > 6000)
    throw notSupported('arithmetic with so great or small a Decimal128');
  return Decimal128.fromStringWithRounding(`${digits === 0n ? zero(operation, a, b) : digits}E${exponent}`);
};

/** The sign of a result of nothing, by IEEE 754. */
const zero = (operation: Operation, a: Numeric, b: Numeric): string => {
  const [minusA, minusB] = [a, b].map((value) => value.toString().startsWith('-'));
  if (operation === 'multiply') return minusA === minusB ? '0' : '-0';
  return minusA && minusB === (operation === 'add') ? '-0' : '0';
};

const isDouble = (value: Numeric): boolean => typeof value === 'number' || value instanceof Double;
const isDoubleType = (value: Numeric): boolean =>
  value instanceof Double || (typeof value === 'number' && !isInt32(value));
const isFinite = (value: Numeric): boolean => Number.isFinite(toNumber(value));
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

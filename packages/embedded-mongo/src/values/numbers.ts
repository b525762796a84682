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
const double = (value: number): number | Double => (isInt32(value) ? new Double(value) : value);

/** An integer in its decoded form; `undefined` beyond 64 bits. Integers keep to 64 bits where `long` says so. */
const integer = (value: bigint | undefined, long: boolean): number | Long | undefined => {
  if (value === undefined || BigInt.asIntN(64, value) !== value) return undefined;
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

type Operation = 'add' | 'subtract' | 'multiply' | 'divide';
type Doubles = (a: number, b: number) => number;
type Integers = (a: bigint, b: bigint) => bigint | undefined;
const OPERATIONS: Readonly<Record<Operation, readonly [Doubles, Integers]>> = {
  add: [(a, b) => a + b, (a, b) => a + b],
  subtract: [(a, b) => a - b, (a, b) => a - b],
  multiply: [(a, b) => a * b, (a, b) => a * b],
  divide: [(a, b) => a / b, () => undefined],
};

/**
 * Two numbers put together in the wider of their types; beyond 64 bits and by a division in a double. Throws
 * CommandNotSupported (115) for decimals.
 */
export const combine = (operation: Operation, a: Numeric, b: Numeric): Numeric => {
  refuseDecimals([a, b]);
  const [ofDoubles, ofIntegers] = OPERATIONS[operation];
  const areIntegers = !isDoubleType(a) && !isDoubleType(b);
  const result = areIntegers ? ofIntegers(BigInt(a.toString()), BigInt(b.toString())) : undefined;
  const isLong = a instanceof Long || b instanceof Long;
  return integer(result, isLong) ?? double(ofDoubles(toNumber(a), toNumber(b)));
};

const refuseDecimals = (terms: readonly Numeric[]): void => {
  if (terms.some((term) => term instanceof Decimal128)) throw notSupported('arithmetic of a Decimal128');
};

/**
 * The sum of numbers as `$sum` takes it: integers exactly, doubles with their rounding errors made good. Throws
 * CommandNotSupported (115) for decimals.
 */
export const sumOf = (terms: readonly Numeric[]): Numeric => {
  refuseDecimals(terms);
  if (terms.some(isDoubleType)) return double(sumOfDoubles(terms));
  const total = terms.reduce<bigint>((sum, term) => sum + BigInt(term.toString()), 0n);
  const isLong = terms.some((term) => term instanceof Long);
  return integer(total, isLong) ?? double(Number(total));
};

/**
 * The product of numbers as `$multiply` takes it: of integers exactly, once it leaves 64 bits on the way that of the nearest
 * doubles. Throws CommandNotSupported (115) for decimals.
 */
export const productOf = (factors: readonly Numeric[]): Numeric => {
  refuseDecimals(factors);
  const inDoubles = (): Numeric =>
    double(factors.reduce<number>((product, factor) => product * toNumber(factor), 1));
  if (factors.some(isDoubleType)) return inDoubles();
  let product = 1n;
  for (const factor of factors) {
    product *= BigInt(factor.toString());
    if (BigInt.asIntN(64, product) !== product) return inDoubles();
  }
  const isLong = factors.some((factor) => factor instanceof Long);
  return integer(product, isLong) ?? inDoubles();
};

/** The mean of numbers, a double; `null` of none. Throws CommandNotSupported (115) for decimals. */
export const meanOf = (terms: readonly Numeric[]): number | Double | null => {
  refuseDecimals(terms);
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

const isDouble = (value: Numeric): boolean => typeof value === 'number' || value instanceof Double;
const isDoubleType = (value: Numeric): boolean =>
  value instanceof Double || (typeof value === 'number' && !isInt32(value));
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

import { Binary, BSONRegExp, Code, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { isOperators } from '../query/condition.ts';
import { compareValues, typeOrder } from '../values/compare.ts';
import { isNumeric, isTruthy } from '../values/types.ts';

/** The values between two, in the order of values. */
export type Interval = {
  readonly low: unknown;
  readonly high: unknown;
  readonly includesLow: boolean;
  readonly includesHigh: boolean;
};

/** The least value of each type, in the order of the types: comparisons find values of one type only. */
const LEAST = [
  new MinKey(),
  undefined,
  null,
  NaN,
  '',
  {},
  [],
  new Binary(new Uint8Array(0)),
  new ObjectId('0'.repeat(24)),
  false,
  new Date(-8.64e15),
  new Timestamp(0n),
  new BSONRegExp(''),
  new Code(''),
  new Code('', {}),
  new MaxKey(),
] as const;

/** One value. */
export const isPoint = ({ low, high }: Interval): boolean => compareValues(low, high) === 0;

/**
 * Where an index holds the keys of the documents that satisfy all of the conditions on a field, from low to high;
 * `undefined` where the conditions say nothing of that. Where documents may have several keys, one condition alone counts:
 * others may be satisfied by another key. No bound is by a string where strings compare by a collation.
 */
export const intervalsOf = (
  conditions: readonly unknown[],
  { multikey, collated }: { readonly multikey: boolean; readonly collated: boolean },
): readonly Interval[] | undefined => {
  const lists = conditions.flatMap((condition) => listsOf(condition, collated));
  if (multikey) return lists.find((list) => list.every(isPoint)) ?? lists[0];
  return lists.length === 0 ? undefined : lists.reduce(intersect);
};

/** Whether only documents that have the field satisfy all of the conditions. */
export const excludesMissing = (conditions: readonly unknown[]): boolean =>
  conditions.some(
    (condition) =>
      (isOperators(condition) && '$exists' in condition && isTruthy(condition['$exists'])) ||
      listsOf(condition, false).some((list) => list.every(({ low }) => compareValues(low, null) > 0)),
  );

const point = (value: unknown): Interval => ({
  low: value,
  high: value,
  includesLow: true,
  includesHigh: true,
});

/** The intervals that each part of one condition stands for. */
const listsOf = (condition: unknown, collated: boolean): Interval[][] => {
  if (!isOperators(condition)) return pointsOf([condition], collated);
  return Object.entries(condition).flatMap(([name, operand]) => {
    if (name === '$eq') return pointsOf([operand], collated);
    if (name === '$in' && Array.isArray(operand)) return pointsOf(operand, collated);
    return isBound(operand, collated) ? comparison(name, operand) : [];
  });
};

/** Null is found under its own key and, where a path leads through an empty array, under that of a missing value. */
const pointsOf = (values: readonly unknown[], collated: boolean): Interval[][] => {
  if (!values.every((value) => value === null || isBound(value, collated))) return [];
  const sorted = values
    .flatMap((value) => (value === null ? [undefined, null] : [value]))
    .toSorted((a, b) => compareValues(a, b));
  return [sorted.filter((value, i) => i === 0 || compareValues(sorted[i - 1], value) !== 0).map(point)];
};

const comparison = (name: string, operand: unknown): Interval[][] => {
  const order = typeOrder(operand);
  const above = { low: operand, high: LEAST[order + 1], includesHigh: false };
  // NaN is in the order before all other numbers, but is not less than any.
  const isNumber = isNumeric(operand) && compareValues(operand, NaN) !== 0;
  const below = { low: isNumber ? -Infinity : LEAST[order], high: operand, includesLow: true };
  if (name === '$gt' || name === '$gte') return [[{ ...above, includesLow: name === '$gte' }]];
  return name === '$lt' || name === '$lte' ? [[{ ...below, includesHigh: name === '$lte' }]] : [];
};

/** Whether an index finds what compares to a value by its key. Arrays are not: their keys are those of their elements. */
const isBound = (value: unknown, collated: boolean): boolean => {
  if (value === null || value === undefined || Array.isArray(value)) return false;
  if (value instanceof BSONRegExp || value instanceof MinKey || value instanceof MaxKey) return false;
  return !collated || (typeof value !== 'string' && typeOrder(value) !== typeOrder({}));
};

const intersect = (a: Interval[], b: Interval[]): Interval[] =>
  a.flatMap((one) => b.flatMap((other) => overlap(one, other)));

/** What two intervals share: one interval or none. */
export const overlap = (a: Interval, b: Interval): Interval[] => {
  const lower = compareValues(a.low, b.low);
  const upper = compareValues(a.high, b.high);
  const low = lower >= 0 ? a.low : b.low;
  const high = upper <= 0 ? a.high : b.high;
  const includesLow = (lower < 0 || a.includesLow) && (lower > 0 || b.includesLow);
  const includesHigh = (upper > 0 || a.includesHigh) && (upper < 0 || b.includesHigh);
  const difference = compareValues(low, high);
  if (difference > 0 || (difference === 0 && !(includesLow && includesHigh))) return [];
  return [{ low, high, includesLow, includesHigh }];
};

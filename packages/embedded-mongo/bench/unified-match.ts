import { mongo } from 'mongoose';

/** A parsed JSON object. */
export type Json = Record<string, unknown>;

/** Whether a value is a JSON object. */
export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** The objects of a list; none where it is no list. */
export const list = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : []);

/** Whether a value is as the unified test format expects it: root documents may have more fields than expected. */
export const matches = (expected: unknown, actual: unknown, isRoot = true): boolean => {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((item, i) => matches(item, actual[i], isRoot))
    );
  }
  if (!isJson(expected)) return equal(expected, actual);
  const [[operator, operand] = ['', undefined]] = Object.entries(expected);
  if (operator === '$$unsetOrMatches')
    return actual === undefined || actual === null || matches(operand, actual, isRoot);
  if (operator === '$$exists') return (actual !== undefined) === operand;
  if (operator === '$$type') return actual !== undefined;
  if (operator.startsWith('$$')) throw new Error(`SKIP ${operator}`);
  if (typeof actual !== 'object' || actual === null) return false;
  const fields = new Map(Object.entries(actual));
  if (!isRoot && [...fields.keys()].some((field) => !(field in expected))) return false;
  return Object.entries(expected).every(([field, value]) => matches(value, fields.get(field), false));
};

const equal = (expected: unknown, actual: unknown): boolean => {
  if (typeof expected === 'number' || typeof actual === 'number') return Number(expected) === Number(actual);
  return mongo.BSON.EJSON.stringify({ value: expected }) === mongo.BSON.EJSON.stringify({ value: actual });
};

import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { mongo } from 'mongoose';
import { listOf, weighted } from './pick.ts';

const { Binary, BSONRegExp, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } =
  mongo.BSON;

/** A document or a part of one, with the BSON types that it is to be sent with. */
export type Doc = Record<string, unknown>;

const int = (value: number): mongo.Int32 => new Int32(value);
const double = (value: number): mongo.Double => new Double(value);
const long = (text: string): mongo.Long => Long.fromString(text);
const decimal = (text: string): mongo.Decimal128 => Decimal128.fromString(text);

/** Numbers of all four types around the same values, and the ends of their ranges. */
const NUMBERS = [
  ...[1, 0, 2, -1, 3, 7, 2_147_483_647, -2_147_483_648].map(int),
  ...[1, 0, -0, 1.5, -2.5, 0.1, 2_147_483_648, 2 ** 53, 2 ** 63, 1e300, NaN, Infinity, -Infinity].map(double),
  ...['1', '2', '2147483648', '9007199254740993', '9223372036854775807', '-9223372036854775808'].map(long),
  ...['1', '1.0', '-0', '0.1', '2.5', '1E+3', '9007199254740993', 'NaN', 'Infinity'].map(decimal),
];
/** Few, so that a filter meets what it compares with. */
const COMMON_NUMBERS = [int(1), int(2), double(1), int(0), double(1.5), long('1'), decimal('1.0')];
const COMMON_STRINGS = ['a', 'b', 'A', 'ab'];
const ASCII = 'a|b||A|B|ab|aB|abc|a b| a |a\nb|a,b|1|-1.5|12|true|$a|a.b|a\0b|2020-01-01T00:00:00Z'.split(
  '|',
);
const STRINGS = [...ASCII, 'é', 'e\u0301', 'É', '\u{1F600}', '\uFFFF', 'a\u{1F600}b'];
const DATES = ['2020-02-29T12:34:56.789Z', '1970-01-01T00:00:00Z', '1969-12-31T23:59:59.999Z', '2021-01-03'];
/** The identifiers that cases use; any other was made by a server. */
export const OBJECT_IDS = ['50'.repeat(12), 'ff'.repeat(12)];
const OTHERS = [
  ...['', 'i'].map((options) => new BSONRegExp('a', options)),
  ...[0, 4].map((subtype) => new Binary(new Uint8Array([1, 2]), subtype)),
  new MinKey(),
  new MaxKey(),
  new Timestamp({ t: 1, i: 2 }),
];

export const numbers: Arbitrary<unknown> = weighted(
  [5, fc.constantFrom(...COMMON_NUMBERS)],
  [1, fc.constantFrom<unknown>(...NUMBERS)],
);
export const strings: Arbitrary<unknown> = weighted<unknown>(
  [3, fc.constantFrom(...COMMON_STRINGS)],
  [1, fc.constantFrom(...STRINGS)],
);
export const booleans: Arbitrary<unknown> = fc.constantFrom(true, false);
export const dates: Arbitrary<unknown> = fc.constantFrom(...DATES.map((text) => new Date(text)));
/** Integers as a count or a position may be, of any numeric type. */
export const smallIntegers: Arbitrary<unknown> = fc.constantFrom(
  ...[1, 0, 2, -1, 3, -2].map(int),
  double(1),
  long('2'),
  decimal('1'),
);

/** Any value that is neither a document nor an array. */
export const scalars: Arbitrary<unknown> = weighted(
  [6, numbers],
  [4, strings],
  [2, fc.constant(null)],
  [1, booleans],
  [1, dates],
  [1, fc.constantFrom(...OBJECT_IDS.map((hex) => new ObjectId(hex)))],
  [1, fc.constantFrom<unknown>(...OTHERS)],
);

/** Small documents of the fields that cases use. */
export const subdocuments: Arbitrary<unknown> = weighted<unknown>(
  [4, scalars.map((b) => ({ b }))],
  [1, fc.constant({})],
  [2, fc.tuple(scalars, scalars).map(([b, c]) => ({ b, c }))],
  [1, fc.tuple(scalars, scalars).map(([c, b]) => ({ c, b }))],
  [1, listOf(scalars, 0, 2).map((b) => ({ b }))],
  [1, scalars.map((b) => ({ b: { b } }))],
);

/** Arrays, mostly of values of one kind. */
export const arrays: Arbitrary<unknown> = weighted<unknown>(
  [3, listOf(numbers, 0, 3)],
  [2, listOf(scalars, 0, 3)],
  [2, listOf(subdocuments, 0, 3)],
  [1, listOf(strings, 0, 3)],
  [1, fc.constantFrom<unknown>([[int(1)]], [[]], [[int(1), int(2)], int(1)], [[{ b: int(1) }]], [null])],
);

/** Any value. */
export const values: Arbitrary<unknown> = weighted([5, scalars], [2, arrays], [2, subdocuments]);

/** What an operator takes, and now and then something else, which it may have to refuse. */
export const mostly = (operand: Arbitrary<unknown>): Arbitrary<unknown> =>
  weighted<unknown>([40, operand], [1, values]);

/**
 * A document without `_id`: `a`, `b` and `c` hold anything; `n` a number, `s` a string, `d` a date, `r` an array.
 * Any of them may be missing.
 */
export const documents: Arbitrary<Doc> = fc.record(
  { a: values, b: values, c: values, n: numbers, s: strings, d: dates, r: arrays },
  { requiredKeys: [] },
);

/** Paths that lead through documents and arrays. */
export const paths: Arbitrary<string> = fc.constantFrom(
  ...'a b a.b a r r.b n s d c a.0 a.0.b r.0 r.0.b c.b a.b.b'.split(' '),
);
/** A path and a value of the kind that is likely there. */
export const located = <T>(operandOf: (value: Arbitrary<unknown>) => Arbitrary<T>): Arbitrary<[string, T]> =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: 6, arbitrary: fc.tuple(paths, operandOf(values)) },
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom('n', 'a', 'a.b', 'r', 'r.b'), operandOf(numbers)) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom('s', 'b', 'r.b'), operandOf(strings)) },
    { weight: 1, arbitrary: fc.tuple(fc.constant('d'), operandOf(dates)) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom('_id', '_id', 'n'), operandOf(fc.integer({ min: 0, max: 6 }))),
    },
  );

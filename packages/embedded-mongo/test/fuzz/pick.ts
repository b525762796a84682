import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';

/** What the embedded database refuses. */
const REFUSED =
  '$mod,$abs,$ceil,$floor,$round,$trunc,$cmp,$toInt,$toLong,$toDouble,$toDate,$toBool,$minute,$second,$millisecond,' +
  '$dayOfWeek,$trim,$isArray,$split,$reverseArray,$objectToArray,$arrayToObject,$switch,$let,$reduce,$rename';
const off = new Set((process.env['FUZZ_WITHOUT'] ?? REFUSED).split(','));

/** Operators by name, each with what generates its operand. FUZZ_WITHOUT (names by commas) takes out others than the refused. */
export type Table<T> = Readonly<Record<string, Arbitrary<T>>>;

/** The operators of a table that are not switched off. */
export const switchedOn = <T>(table: Table<T>): [name: string, operand: Arbitrary<T>][] =>
  Object.entries(table).filter(([name]) => !off.has(name));

/** One operator of a table with an operand: `{ $name: operand }`. */
export const operatorOf = <T>(table: Table<T>): Arbitrary<Record<string, T>> =>
  fc.oneof(...switchedOn(table).map(([name, operand]) => operand.map((value) => ({ [name]: value }))));

/** One of several generators, by weight; the first is what shrinking leads to. */
export const weighted = <T>(...choices: [weight: number, arbitrary: Arbitrary<T>][]): Arbitrary<T> =>
  fc.oneof({ withCrossShrink: true }, ...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));

/** An array of so many items. */
export const listOf = <T>(item: Arbitrary<T>, minLength: number, maxLength: number): Arbitrary<T[]> =>
  fc.array(item, { minLength, maxLength });

/** One document with the fields of several. */
export const merged = (...parts: Arbitrary<Record<string, unknown>>[]): Arbitrary<Record<string, unknown>> =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all));

/** One array of the items of several. */
export const joined = <T>(...parts: Arbitrary<T[]>[]): Arbitrary<T[]> =>
  fc.tuple(...parts).map((all) => all.flat());

import { badValue, MongoError, notSupported } from '../errors.ts';
import { type CompareStrings, compareCodePoints, compareValues } from '../values/compare.ts';
import { indexKeys } from '../values/index-keys.ts';
import { toNumber } from '../values/numbers.ts';
import { fieldPath, isIndex } from '../values/path.ts';
import { type Doc, isDoc, isNumeric } from '../values/types.ts';

/**
 * The documents in the order of a sort specification (equal ones stay as they were). Of an array's elements the least
 * counts when ascending, the greatest when descending. Throws 15975 for a direction other than 1 and -1,
 * CommandNotSupported for a position in an array.
 */
export const sortDocuments = (
  documents: readonly Doc[],
  sort: Doc,
  strings: CompareStrings = compareCodePoints,
): Doc[] => {
  const paths = Object.keys(sort).map(fieldPath);
  if (paths.flat().some(isIndex)) throw notSupported('a sort by an element of an array');
  const signs = Object.values(sort).map(sign);
  const compareKeys = (a: readonly unknown[], b: readonly unknown[]): number => {
    for (const [i, direction] of signs.entries()) {
      const difference = compareValues(a[i], b[i], strings);
      if (difference !== 0) return difference * direction;
    }
    return 0;
  };
  const sorted = documents.map((document) => {
    const keys = sortKeys(document, paths);
    return { document, key: keys.reduce((best, key) => (compareKeys(key, best) < 0 ? key : best)) };
  });
  return sorted.toSorted((a, b) => compareKeys(a.key, b.key)).map(({ document }) => document);
};

const sortKeys = (document: Doc, paths: readonly (readonly string[])[]): unknown[][] => {
  try {
    return indexKeys(document, paths);
  } catch (error) {
    throw error instanceof MongoError ? badValue('cannot sort with keys that are parallel arrays') : error;
  }
};

const sign = (given: unknown): number => {
  if (isDoc(given)) throw notSupported('a sort by an expression');
  if (!isNumeric(given)) throw new MongoError(15974, 'Illegal key in $sort specification');
  const direction = Math.trunc(toNumber(given));
  if (direction === 1 || direction === -1) return direction;
  throw new MongoError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
};

import { badValue, notSupported } from '../errors.ts';
import { type CompareStrings, compareCodePoints, compareValues } from '../values/compare.ts';
import { toNumber } from '../values/numbers.ts';
import { valuesAt } from '../values/path.ts';
import { type Doc, isNumeric } from '../values/types.ts';

/**
 * The documents in the order of a sort specification (equal ones stay as they were). Of an array's elements the least
 * counts when ascending, the greatest when descending. Throws BadValue for a direction other than 1 and -1.
 */
export const sortDocuments = (
  documents: readonly Doc[],
  sort: Doc,
  strings: CompareStrings = compareCodePoints,
): Doc[] => {
  const fields = Object.entries(sort).map(([field, given]) => ({
    path: field.split('.'),
    sign: sign(field, given),
  }));
  const sorted = documents.map((document) => ({
    document,
    keys: fields.map((field) =>
      valuesAt(document, field.path).reduce((best, value) =>
        compareValues(value, best, strings) * field.sign < 0 ? value : best,
      ),
    ),
  }));
  sorted.sort((a, b) => {
    for (const [i, field] of fields.entries()) {
      const difference = compareValues(a.keys[i], b.keys[i], strings);
      if (difference !== 0) return difference * field.sign;
    }
    return 0;
  });
  return sorted.map(({ document }) => document);
};

const sign = (field: string, given: unknown): number => {
  if (field.startsWith('$') || typeof given === 'object') throw notSupported(`a sort by ${field}`);
  const direction = isNumeric(given) ? toNumber(given) : 0;
  if (direction !== 1 && direction !== -1) {
    throw badValue('$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  }
  return direction;
};

import { Long } from 'bson';
import { MongoError, notSupported } from '../errors.ts';
import { fieldPath, withField } from '../values/path.ts';
import { type Doc, isDoc, typeName } from '../values/types.ts';
import type { CompileStage } from './types.ts';

/** `$unwind`: a document for each element of an array. Throws MongoError for an option that is malformed or unknown. */
export const compileUnwind: CompileStage = (operand) => {
  const { path, includeArrayIndex, preserveNullAndEmptyArrays = false } = optionsOf(operand);
  if (typeof path !== 'string' || !path.startsWith('$'))
    throw new MongoError(
      28818,
      `path option to $unwind stage should be prefixed with a '$': ${String(path)}`,
    );
  if (typeof preserveNullAndEmptyArrays !== 'boolean')
    throw new MongoError(
      28809,
      'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage',
    );
  const parts = fieldPath(path.slice(1));
  if (String(includeArrayIndex).startsWith(`${path.slice(1)}.`))
    throw notSupported('includeArrayIndex below the path of $unwind');
  const indexPath = includeArrayIndex === undefined ? undefined : indexPathOf(includeArrayIndex);
  const one = (document: Doc, value: unknown, index: Long | null): Doc => {
    const result = withField(document, parts, value);
    return indexPath ? withField(result, indexPath, index) : result;
  };
  return (documents) =>
    documents.flatMap((document) => {
      const value = valueAt(document, parts);
      if (Array.isArray(value) && value.length > 0)
        return value.map((item, index) => one(document, item, Long.fromNumber(index)));
      const isEmpty = value === undefined || value === null || Array.isArray(value);
      if (isEmpty && !preserveNullAndEmptyArrays) return [];
      if (value === undefined) return [indexPath ? withField(document, indexPath, null) : document];
      return [one(document, Array.isArray(value) ? undefined : value, null)];
    });
};

const optionsOf = (operand: unknown): Doc => {
  if (typeof operand === 'string') return { path: operand };
  if (!isDoc(operand))
    throw new MongoError(
      15981,
      `expected either a string or an object for $unwind, got ${typeName(operand)}`,
    );
  const unknown = Object.keys(operand).find(
    (name) => !['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays'].includes(name),
  );
  if (unknown) throw new MongoError(28811, `unrecognized option to $unwind stage: ${unknown}`);
  if (!('path' in operand)) throw new MongoError(28812, 'no path specified to $unwind stage');
  return operand;
};

const indexPathOf = (given: unknown): string[] => {
  if (typeof given !== 'string' || given === '')
    throw new MongoError(
      28810,
      'expected a non-empty string for the includeArrayIndex option to $unwind stage',
    );
  if (given.startsWith('$'))
    throw new MongoError(
      28822,
      "includeArrayIndex option to $unwind stage should not be prefixed with a '$'",
    );
  return fieldPath(given);
};

/** The value at a path through documents only. */
const valueAt = (document: Doc, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (holder, part) => (isDoc(holder) && Object.hasOwn(holder, part) ? holder[part] : undefined),
    document,
  );

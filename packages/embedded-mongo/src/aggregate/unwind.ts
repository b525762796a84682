import { MongoError, notSupported } from '../errors.ts';
import { fieldPath, withField } from '../values/path.ts';
import { type Doc, isDoc } from '../values/types.ts';
import type { CompileStage } from './types.ts';

/** `$unwind`: a document for each element of an array. Throws CommandNotSupported for `includeArrayIndex`. */
export const compileUnwind: CompileStage = (operand) => {
  const {
    path,
    preserveNullAndEmptyArrays: keeps = false,
    ...rest
  } = isDoc(operand) ? operand : { path: operand };
  const [option] = Object.keys(rest);
  if (option !== undefined) throw notSupported(`${option} of $unwind`);
  if (typeof keeps !== 'boolean')
    throw new MongoError(
      28809,
      'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage',
    );
  if (typeof path !== 'string' || !path.startsWith('$'))
    throw new MongoError(28818, "path option to $unwind stage should be prefixed with a '$'");
  const parts = fieldPath(path.slice(1));
  return (documents) =>
    documents.flatMap((document) => {
      const value = valueAt(document, parts);
      if (Array.isArray(value) && value.length > 0)
        return value.map((item) => withField(document, parts, () => item));
      if (value !== undefined && value !== null && !Array.isArray(value)) return [document];
      if (!keeps) return [];
      return [Array.isArray(value) ? withField(document, parts, () => undefined) : document];
    });
};

/** The value at a path through documents only. */
const valueAt = (document: Doc, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (holder, part) => (isDoc(holder) && Object.hasOwn(holder, part) ? holder[part] : undefined),
    document,
  );

import { badValue, failedToParse, MongoError } from '../errors.ts';
import { compileFilter, type Filter, type FilterOptions } from '../query/filter.ts';
import { type Doc, isDoc } from '../values/types.ts';
import { targetAt } from './target.ts';

/** What positional operators refer to: the element that the query matched, and the filters of `$[name]`. */
export type Positions = {
  readonly matched: number | undefined;
  readonly filters: ReadonlyMap<string, Filter>;
};

/** Reads `arrayFilters`: each is about one name. Throws FailedToParse for a name that is not well formed or used twice. */
export const compileArrayFilters = (
  filters: readonly unknown[],
  options: FilterOptions,
): Map<string, Filter> => {
  const compiled = new Map<string, Filter>();
  for (const filter of filters) {
    if (!isDoc(filter)) throw badValue('each array filter must be an object');
    const [name, second] = new Set(namesOf(filter));
    if (name === undefined || second !== undefined || compiled.has(name))
      throw failedToParse('each array filter must be about one top-level field name of its own');
    if (!/^[a-z][a-zA-Z0-9]*$/u.test(name))
      throw badValue(`a name in array filters must be alphanumeric and begin in lowercase: '${name}'`);
    compiled.set(name, compileFilter(filter, options));
  }
  return compiled;
};

/**
 * The paths that a path with `$`, `$[]` or `$[name]` stands for in a document. Throws BadValue where there is no array,
 * or no match for `$`.
 */
export const concretePaths = (document: Doc, path: string, positions: Positions): string[] => {
  if (!path.includes('$')) return [path];
  let paths: string[] = [''];
  for (const part of path.split('.')) {
    paths = paths.flatMap((prefix) => {
      const join = (name: string | number): string => (prefix === '' ? String(name) : `${prefix}.${name}`);
      if (part === '$') return [join(matchedPosition(positions))];
      if (!part.startsWith('$[')) return [join(part)];
      return elementsFor(document, prefix, part, positions).map(join);
    });
  }
  return paths;
};

/** Throws where `path` names an array filter that is not given, or begins with a positional operator. */
export const checkPositions = (path: string, names: ReadonlySet<string>): string[] => {
  const parts = path.split('.');
  if (parts.includes(''))
    throw new MongoError(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
  if (parts[0] === '$' || parts[0]?.startsWith('$[')) {
    throw badValue(`Cannot have positional (i.e. '$') element in the first position in path '${path}'`);
  }
  if (parts[0]?.startsWith('$'))
    throw new MongoError(52, `The dollar ($) prefixed field '${path}' is not valid for storage.`);
  if (parts.filter((part) => part === '$').length > 1)
    throw badValue(`Too many positional (i.e. '$') elements found in path '${path}'`);
  const used = parts
    .filter((part) => part.startsWith('$[') && part.endsWith(']'))
    .map((part) => part.slice(2, -1));
  const missing = used.find((name) => name !== '' && !names.has(name));
  if (missing) throw badValue(`No array filter found for identifier '${missing}' in path '${path}'`);
  return used;
};

const matchedPosition = ({ matched }: Positions): number => {
  if (matched === undefined) {
    throw badValue('The positional operator did not find the match needed from the query.');
  }
  return matched;
};

const elementsFor = (document: Doc, prefix: string, part: string, { filters }: Positions): number[] => {
  const { exists, value } = targetAt(document, prefix);
  if (!exists)
    throw badValue(`The path '${prefix}' must exist in the document in order to apply array updates.`);
  if (!Array.isArray(value)) throw badValue(`Cannot apply array updates to non-array element ${prefix}`);
  const name = part.slice(2, -1);
  const filter = filters.get(name);
  return [...value.keys()].filter((i) => !filter || filter({ [name]: value[i] }));
};

/** The first parts of all paths of a filter. */
const namesOf = (filter: Doc): string[] =>
  Object.entries(filter).flatMap(([key, value]) =>
    ['$and', '$or', '$nor'].includes(key) && Array.isArray(value)
      ? value.filter(isDoc).flatMap(namesOf)
      : [key.split('.')[0] ?? ''],
  );

import { badValue, failedToParse, MongoError } from '../errors.ts';
import { compileFilter, type Filter, type FilterOptions } from '../query/filter.ts';
import { valueKey } from '../values/key.ts';
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
  return path
    .split('.')
    .reduce<string[]>(
      (prefixes, part) =>
        prefixes.flatMap((prefix) =>
          namesFor(document, prefix, part, positions).map((name) =>
            prefix === '' ? name : `${prefix}.${name}`,
          ),
        ),
      [''],
    );
};

/** What one part of a path stands for after the parts before it. */
const namesFor = (document: Doc, prefix: string, part: string, { matched, filters }: Positions): string[] => {
  if (part === '$') {
    if (matched !== undefined) return [String(matched)];
    throw badValue('The positional operator did not find the match needed from the query.');
  }
  if (!part.startsWith('$[')) return [part];
  const { value } = targetAt(document, prefix);
  if (!Array.isArray(value)) throw badValue(`The path '${prefix}' must be an array to apply array updates.`);
  const name = part.slice(2, -1);
  const filter = filters.get(name);
  return Object.keys(value).filter((i) => !filter || filter({ [name]: value[Number(i)] }));
};

/** Throws where `path` names an array filter that is not given, or begins with a positional operator. */
export const checkPositions = (path: string, names: ReadonlySet<string>): string[] => {
  const parts = path.split('.');
  const [first = ''] = parts;
  if (parts.includes('')) throw new MongoError(56, `The update path '${path}' contains an empty field name.`);
  if (first === '$' || first.startsWith('$['))
    throw badValue(`Cannot have a positional element in the first position in path '${path}'`);
  if (first.startsWith('$'))
    throw new MongoError(52, `The dollar ($) prefixed field '${path}' is not valid for storage.`);
  if (parts.filter((part) => part === '$').length > 1)
    throw badValue(`Too many positional (i.e. '$') elements found in path '${path}'`);
  const used = parts.flatMap((part) => /^\$\[(.*)\]$/su.exec(part)?.[1] ?? []);
  const missing = used.find((name) => name !== '' && !names.has(name));
  if (missing) throw badValue(`No array filter found for identifier '${missing}' in path '${path}'`);
  return used;
};

/** MongoDB forgets the path of what no element can satisfy, or every one. */
const isEmptyAll = (condition: unknown): boolean => {
  if (!isDoc(condition) || Object.keys(condition).length !== 1) return false;
  return valueKey(condition) === valueKey({ $all: [] }) || isEmptyAll(condition['$not']);
};

/** The first parts of all paths of a filter. */
const namesOf = (filter: Doc): string[] =>
  Object.entries(filter).flatMap(([key, value]) =>
    ['$and', '$or', '$nor'].includes(key) && Array.isArray(value)
      ? value.filter(isDoc).flatMap(namesOf)
      : isEmptyAll(value)
        ? []
        : [key.split('.')[0] ?? ''],
  );

import { badValue, notSupported } from '../errors.ts';
import { expressionFilter } from '../expressions/expression.ts';
import type { Options } from '../expressions/types.ts';
import { compareCodePoints } from '../values/compare.ts';
import type { Match } from '../values/path.ts';
import { type Doc, isDoc } from '../values/types.ts';
import { compileCondition } from './condition.ts';

/** Whether a document satisfies a filter; notes in `match` which array element did. */
export type Filter = (document: Doc, match?: Match) => boolean;
/** What a filter is read with besides itself: how strings compare, and the variables of `let`. */
export type FilterOptions = Options;

/** A filter as a test. Throws MongoError for what is malformed, unknown or not supported, before any document is seen. */
export const compileFilter = (filter: Doc, options: FilterOptions = {}): Filter => {
  const tests = Object.entries(filter).flatMap(([key, condition]) => compileEntry(key, condition, options));
  const [only] = tests;
  if (tests.length === 1 && only) return only;
  return (document, match) => tests.every((test) => test(document, match));
};

/** Whether a filter uses `$expr`, also inside `$and`, `$or` and `$nor`. */
export const usesExpr = (filter: Doc): boolean =>
  Object.entries(filter).some(
    ([key, list]) =>
      key === '$expr' ||
      (['$and', '$or', '$nor'].includes(key) && Array.isArray(list) && list.filter(isDoc).some(usesExpr)),
  );

const compileEntry = (key: string, condition: unknown, options: FilterOptions): Filter[] => {
  const operator = Object.hasOwn(FILTER_OPERATORS, key) ? FILTER_OPERATORS[key] : undefined;
  if (operator) return operator(condition, options);
  if (['$where', '$text', '$jsonSchema'].includes(key)) throw notSupported(key);
  if (key.startsWith('$') && !['$ref', '$id', '$db'].includes(key))
    throw badValue(`unknown top level operator: ${key}`);
  return [compileField(key, condition, options)];
};

const compileList = (operator: string, list: unknown, options: FilterOptions): Filter[] => {
  if (!Array.isArray(list) || list.length === 0) throw badValue(`${operator} must be a nonempty array`);
  return list.map((item) => {
    if (!isDoc(item)) throw badValue('$or/$and/$nor entries need to be full objects');
    return compileFilter(item, options);
  });
};

const compileField = (key: string, condition: unknown, options: FilterOptions): Filter => {
  const path = key.split('.');
  const tests = compileCondition(condition, {
    strings: options.strings ?? compareCodePoints,
    compileFilter: (filter) => {
      if (usesExpr(filter)) throw badValue('$expr can only be applied to the top-level document');
      return compileFilter(filter, options);
    },
  });
  const [only] = tests;
  if (tests.length === 1 && only) return (document, match) => only(document, path, match);
  return (document, match) => tests.every((test) => test(document, path, match));
};

/** Every operator at the top of a filter; one that is not here is refused. */
export const FILTER_OPERATORS: Readonly<
  Record<string, (condition: unknown, options: FilterOptions) => Filter[]>
> = {
  $and: (list, options) => compileList('$and', list, options),
  $or: (list, options) => {
    const tests = compileList('$or', list, options);
    return [(document, match) => tests.some((test) => test(document, match))];
  },
  $nor: (list, options) => {
    const tests = compileList('$nor', list, options);
    return [(document) => !tests.some((test) => test(document))];
  },
  $expr: (expression, options) => [expressionFilter(expression, options)],
  $comment: () => [],
};

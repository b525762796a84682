import { badValue, type MongoError, notSupported } from '../errors.ts';
import { expressionFilter } from '../expressions/expression.ts';
import type { Options } from '../expressions/types.ts';
import { compareCodePoints } from '../values/compare.ts';
import type { Match } from '../values/path.ts';
import { type Doc, isDoc } from '../values/types.ts';
import { compileCondition } from './condition.ts';

/** Whether a document satisfies a filter; notes in `match` which array element did. */
export type Filter = (document: Doc, match?: Match) => boolean;
/** What a filter is read with besides itself, and the failure of `$expr` where it is not allowed. */
export type FilterOptions = Options & { readonly exprFailure?: MongoError };

const NOT_AT_TOP = badValue('$expr can only be applied to the top-level document');

/** A filter as a test. Throws MongoError for what is malformed, unknown or not supported, before any document is seen. */
export const compileFilter = (filter: Doc, options: FilterOptions = {}): Filter => {
  const tests = expressionsLast(
    Object.entries(filter).map(([key, value]) => ({
      tests: compileEntry(key, value, options),
      isLast: usesExpr(key, value),
    })),
  );
  const [only] = tests;
  if (tests.length === 1 && only) return only;
  return (document, match) => tests.every((test) => test(document, match));
};

/** MongoDB evaluates expressions last: they may fail for documents that other conditions rule out. */
const expressionsLast = (parts: readonly { tests: Filter[]; isLast: boolean }[]): Filter[] =>
  parts.toSorted((a, b) => Number(a.isLast) - Number(b.isLast)).flatMap(({ tests }) => tests);

const usesExpr = (key: string, value: unknown): boolean =>
  key === '$expr' || (key.startsWith('$') && Array.isArray(value) && value.some(containsExpr));

const containsExpr = (filter: unknown): boolean =>
  isDoc(filter) && Object.entries(filter).some(([key, value]) => usesExpr(key, value));

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
  return expressionsLast(
    list.map((item) => {
      if (!isDoc(item)) throw badValue('$or/$and/$nor entries need to be full objects');
      return { tests: [compileFilter(item, options)], isLast: containsExpr(item) };
    }),
  );
};

const compileField = (key: string, condition: unknown, options: FilterOptions): Filter => {
  const path = key.split('.');
  const tests = compileCondition(condition, {
    strings: options.strings ?? compareCodePoints,
    compileFilter: (filter) => compileFilter(filter, { ...options, exprFailure: NOT_AT_TOP }),
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
    // Of several MongoDB does not say which element matched.
    return [
      (document, match) => tests.some((test) => test(document, tests.length === 1 ? match : undefined)),
    ];
  },
  $nor: (list, options) => {
    const tests = compileList('$nor', list, options);
    return [(document) => !tests.some((test) => test(document))];
  },
  $expr: (expression, options) => {
    if (options.exprFailure) throw options.exprFailure;
    return [expressionFilter(expression, options)];
  },
  $comment: () => [],
};

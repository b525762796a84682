import { badValue, notSupported } from '../errors.ts';
import { expressionFilter } from '../aggregate/expression.ts';
import { type CompareStrings, compareCodePoints } from '../values/compare.ts';
import type { Match } from '../values/path.ts';
import { type Doc, isDoc } from '../values/types.ts';
import { compileCondition } from './condition.ts';

/** Whether a document satisfies a filter; notes in `match` which array element did. */
export type Filter = (document: Doc, match?: Match) => boolean;
/** What a filter is read with besides itself: how strings compare, and the variables of `let`. */
export type FilterOptions = {
  readonly strings?: CompareStrings;
  readonly variables?: Doc;
  /** Throws where the command must end: its time is over, or the database closes. */
  readonly checkTime?: () => void;
};

/** A filter as a test. Throws MongoError for what is malformed, unknown or not supported, before any document is seen. */
export const compileFilter = (filter: Doc, options: FilterOptions = {}): Filter => {
  const tests = Object.entries(filter).flatMap(([key, condition]) => compileEntry(key, condition, options));
  const [only] = tests;
  if (tests.length === 1 && only) return only;
  return (document, match) => tests.every((test) => test(document, match));
};

const compileEntry = (key: string, condition: unknown, options: FilterOptions): Filter[] => {
  switch (key) {
    case '$and':
      return compileList(key, condition, options);
    case '$or': {
      const tests = compileList(key, condition, options);
      return [(document, match) => tests.some((test) => test(document, match))];
    }
    case '$nor': {
      const tests = compileList(key, condition, options);
      return [(document) => !tests.some((test) => test(document))];
    }
    case '$expr':
      return [expressionFilter(condition, options.variables)];
    case '$comment':
      return [];
    case '$where':
    case '$text':
    case '$jsonSchema':
      throw notSupported(key);
    default:
  }
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
    compileFilter: (filter) => compileFilter(filter, options),
  });
  const [only] = tests;
  if (tests.length === 1 && only) return (document, match) => only(document, path, match);
  return (document, match) => tests.every((test) => test(document, path, match));
};

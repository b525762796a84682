import { compileExpression } from '../expressions/expression.ts';
import { OPERATORS } from '../expressions/operators.ts';
import { badValue, MongoError, notSupported } from '../errors.ts';
import { toNumber } from '../values/numbers.ts';
import { fieldPath, type Match, withField } from '../values/path.ts';
import { type Doc, isDoc, isNumeric, isTruthy } from '../values/types.ts';
import { compileFilter, type FilterOptions } from './filter.ts';

/** What a document looks like in a result; `match` is what its filter noted. */
export type Projection = (document: Doc, match: Match) => Doc;
type Change = (value: unknown, match: Match) => unknown;
/** What becomes of a field: kept, dropped, changed, or looked into. */
type Rule = boolean | Change | Tree;
type Tree = Map<string, Rule>;

/** A projection of `find` or `findAndModify`. Throws MongoError for one that is malformed, mixed or not supported. */
export const compileProjection = (
  projection: Doc,
  options: FilterOptions,
  language: 'find' | 'expressions only' = 'find',
): Projection => {
  const tree: Tree = new Map();
  const computed: [path: readonly string[], expression: (document: Doc) => unknown][] = [];
  const kinds = new Set<boolean>();
  let selects = false;
  for (const [field, given] of flattenProjection(projection)) {
    const isPositional = field.endsWith('.$') && language === 'find';
    const path = fieldPath(isPositional ? field.slice(0, -2) : field);
    const [operator] = isDoc(given) && language === 'find' ? Object.keys(given) : [];
    if (isPositional) {
      kinds.add(true);
      place(tree, path, positional);
    } else if (isDoc(given) && operator === '$slice') place(tree, path, slice(given['$slice']));
    else if (isDoc(given) && operator === '$elemMatch') {
      selects = true;
      place(tree, path, firstMatch(given['$elemMatch'], options));
    } else if (operator === '$meta') throw notSupported('$meta');
    else if (isNumeric(given) || typeof given === 'boolean') {
      if (field !== '_id') kinds.add(isTruthy(given));
      place(tree, path, isTruthy(given));
    } else {
      kinds.add(true);
      checkOperator(given);
      computed.push([path, compileExpression(given, options)]);
      place(tree, path, replaced);
    }
  }
  if (kinds.size > 1) throw new MongoError(31254, 'Cannot do exclusion in inclusion projection');
  const [includes = selects || tree.get('_id') === true] = kinds;
  if (includes && !tree.has('_id')) tree.set('_id', true);
  if (Object.keys(projection).length === 0) return (document) => document;
  return (document, match) => {
    const result = applyTree(document, tree, includes, match);
    return computed.reduce((made, [path, expression]) => withField(made, path, expression(document)), result);
  };
};

/** Throws the code that an unknown operator has at the top of a projection. */
const checkOperator = (given: unknown): void => {
  const [name = ''] = isDoc(given) ? Object.keys(given) : [];
  if (name.startsWith('$') && !Object.hasOwn(OPERATORS, name))
    throw new MongoError(31325, `Unknown expression ${name}`);
};

/** `{a: {b: 1}}` as `a.b: 1`; operators and expressions stay whole. */
export const flattenProjection = (projection: Doc, prefix = ''): [field: string, given: unknown][] =>
  Object.entries(projection).flatMap(([field, given]): [string, unknown][] => {
    if (field.startsWith('$') && field !== '$')
      throw new MongoError(16410, `FieldPath field names may not start with '$': ${field}`);
    const isNested = isDoc(given) && !Object.keys(given)[0]?.startsWith('$');
    if (isNested && Object.keys(given).length === 0)
      throw new MongoError(51270, 'An empty sub-projection is not a valid value');
    return isNested ? flattenProjection(given, `${prefix}${field}.`) : [[prefix + field, given]];
  });

const place = (tree: Tree, path: readonly string[], rule: Rule): void => {
  const [first = '', ...rest] = path;
  const known = tree.get(first);
  const collides = known !== undefined && !(known instanceof Map && (rest.length > 0 || rule instanceof Map));
  if (collides) throw new MongoError(rest.length > 0 ? 31249 : 31250, `Path collision at ${path.join('.')}`);
  if (rest.length === 0) {
    if (!known) tree.set(first, rule);
    return;
  }
  const below = known instanceof Map ? known : new Map<string, Rule>();
  tree.set(first, below);
  place(below, rest, rule);
};

const applyTree = (document: Doc, tree: Tree, includes: boolean, match: Match): Doc => {
  const result: Doc = {};
  for (const [field, value] of Object.entries(document)) {
    const kept = applyRule(value, tree.get(field) ?? !includes, includes, match);
    if (kept !== undefined) result[field] = kept;
  }
  return result;
};

const applyRule = (value: unknown, rule: Rule, includes: boolean, match: Match): unknown => {
  if (typeof rule === 'boolean') return rule ? value : undefined;
  if (typeof rule === 'function') return rule(value, match);
  if (isDoc(value)) return applyTree(value, rule, includes, match);
  if (!Array.isArray(value)) return hasComputed(rule) ? {} : includes ? undefined : value;
  return value.map((item) => applyRule(item, rule, includes, match)).filter((item) => item !== undefined);
};

/** The rule of a field that an expression sets afterwards. */
const replaced: Change = () => undefined;
const hasComputed = (tree: Tree): boolean =>
  [...tree.values()].some((rule) => rule === replaced || (rule instanceof Map && hasComputed(rule)));

const positional: Change = (value, { position }) => {
  if (!Array.isArray(value)) return value;
  if (position === undefined || position >= value.length) {
    throw new MongoError(
      51246,
      "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
    );
  }
  return [value[position]];
};

const slice = (operand: unknown): Change => {
  const numbers = (Array.isArray(operand) ? operand : [operand]).map((item: unknown) =>
    isNumeric(item) ? Math.trunc(toNumber(item)) : NaN,
  );
  const [first = NaN, count] = numbers;
  if (numbers.some(Number.isNaN) || numbers.length > 2 || (count !== undefined && count <= 0)) {
    throw new MongoError(
      28667,
      'Invalid $slice syntax. The given syntax did not match the find() or expression syntax',
    );
  }
  return (value) => {
    if (!Array.isArray(value)) return value;
    if (count === undefined) return first < 0 ? value.slice(first) : value.slice(0, first);
    const start = first < 0 ? Math.max(0, value.length + first) : first;
    return value.slice(start, start + count);
  };
};

const firstMatch = (operand: unknown, options: FilterOptions): Change => {
  if (!isDoc(operand)) throw badValue('$elemMatch: Invalid argument, object required');
  const accepts = compileFilter({ items: { $elemMatch: operand } }, options);
  return (value) => {
    const match: Match = {};
    if (!Array.isArray(value) || !accepts({ items: value }, match) || match.position === undefined)
      return undefined;
    return [value[match.position]];
  };
};

import { badValue, MongoError, notSupported } from '../errors.ts';
import { sliced } from '../expressions/arrays.ts';
import { compileExpression } from '../expressions/expression.ts';
import { toNumber } from '../values/numbers.ts';
import { fieldPath, type Match, withField } from '../values/path.ts';
import { type Doc, isDoc, isNumeric, isTruthy } from '../values/types.ts';
import { compileFilter, type FilterOptions } from './filter.ts';

/** What a document looks like in a result. */
export type Projection = (document: Doc) => Doc;
type Change = (value: unknown) => unknown;
/** What becomes of a field: kept, dropped, changed, or looked into. */
type Rule = boolean | Change | Tree;
type Tree = Map<string, Rule>;
type Computed = [path: readonly string[], evaluate: (document: Doc) => unknown];

/** A projection of `find` or `$project`. Throws MongoError for one that is malformed, mixed or not supported. */
export const compileProjection = (
  projection: Doc,
  options: FilterOptions,
  language: 'find' | 'project' = 'find',
): Projection => {
  const tree: Tree = new Map();
  const computed: Computed[] = [];
  const kinds = new Set<boolean>();
  const operators = new Set<string>();
  for (const [field, given] of flatten(projection)) {
    if (field.endsWith('.$') && language === 'find') throw notSupported('the projection .$');
    const path = fieldPath(field);
    if (isEmpty(given)) throw new MongoError(51270, 'An empty sub-projection is not a valid value');
    if (isNumeric(given) || typeof given === 'boolean') {
      if (field !== '_id') kinds.add(isTruthy(given));
      place(tree, path, isTruthy(given));
    } else if (language === 'find' && isDoc(given) && isSlice(given['$slice'])) {
      operators.add('$slice');
      place(tree, path, slice(given['$slice']));
    } else if (language === 'find' && isDoc(given) && '$elemMatch' in given) {
      operators.add('$elemMatch');
      if (path.length > 1) throw badValue('Cannot use $elemMatch projection on a nested field');
      place(tree, path, firstMatch(given['$elemMatch'], options));
    } else {
      kinds.add(true);
      place(tree, path, replaced);
      computed.push([path, compileExpression(given, options)]);
    }
  }
  if (kinds.size > 1) throw new MongoError(31254, 'Cannot do exclusion in inclusion projection');
  const selects = operators.has('$elemMatch') && !operators.has('$slice');
  const [includes = selects || tree.get('_id') === true] = kinds;
  if (includes && !tree.has('_id')) tree.set('_id', true);
  if (Object.keys(projection).length === 0) return (document) => document;
  return (document) => compute(applyTree(document, tree, includes), computed, document);
};

/** `$addFields`. Throws MongoError for what is malformed, and for a path twice or within another. */
export const compileAddFields = (spec: Doc, options: FilterOptions): Projection => {
  const tree: Tree = new Map();
  const fields = flatten(spec).map(([field, given]) => ({ given, path: fieldPath(field) }));
  // An empty document gives way to whatever else is named there or in it.
  const named = fields.filter(
    ({ given, path }, i) =>
      !isEmpty(given) ||
      !fields.some(
        (other, j) =>
          startsWith(other.path, path) && (other.path.length > path.length || !isEmpty(other.given) || j > i),
      ),
  );
  const computed = named.map(({ given, path }): Computed => {
    place(tree, path, replaced);
    return [path, compileExpression(given, options)];
  });
  return (document) => compute(document, computed, document);
};

const isEmpty = (value: unknown): boolean => isDoc(value) && Object.keys(value).length === 0;
const startsWith = (path: readonly string[], start: readonly string[]): boolean =>
  start.every((part, i) => part === path[i]);

const compute = (result: Doc, computed: readonly Computed[], document: Doc): Doc =>
  computed.reduce((made, [path, evaluate]) => withField(made, path, () => evaluate(document)), result);

/** `{a: {b: 1}}` as `a.b: 1`; operators and expressions stay whole. */
const flatten = (projection: Doc, prefix = ''): [field: string, given: unknown][] =>
  Object.entries(projection).flatMap(([field, given]): [string, unknown][] => {
    const isNested = isDoc(given) && Object.keys(given)[0]?.startsWith('$') === false;
    return isNested ? flatten(given, `${prefix}${field}.`) : [[prefix + field, given]];
  });

const place = (tree: Tree, path: readonly string[], rule: Rule): void => {
  const [first = '', ...rest] = path;
  const known = tree.get(first);
  if (known !== undefined && !(known instanceof Map && rest.length > 0))
    throw new MongoError(31249, `Path collision at ${path.join('.')}`);
  if (rest.length === 0) {
    tree.set(first, rule);
    return;
  }
  const below = known ?? new Map<string, Rule>();
  tree.set(first, below);
  place(below, rest, rule);
};

const applyTree = (document: Doc, tree: Tree, includes: boolean): Doc => {
  const result: Doc = {};
  for (const [field, value] of Object.entries(document)) {
    const kept = applyRule(value, tree.get(field) ?? !includes, includes);
    if (kept !== undefined) result[field] = kept;
  }
  return result;
};

const applyRule = (value: unknown, rule: Rule, includes: boolean): unknown => {
  if (typeof rule === 'boolean') return rule ? value : undefined;
  if (typeof rule === 'function') return rule(value);
  if (isDoc(value)) return applyTree(value, rule, includes);
  if (!Array.isArray(value)) return hasComputed(rule) ? {} : includes ? undefined : value;
  return value.map((item) => applyRule(item, rule, includes)).filter((item) => item !== undefined);
};

/** The rule of a field that an expression sets afterwards. */
const replaced: Change = () => undefined;
const hasComputed = (tree: Tree): boolean =>
  [...tree.values()].some((rule) => rule === replaced || (rule instanceof Map && hasComputed(rule)));

/** Whether `find` slices the field itself; otherwise the operator is that of expressions. */
const isSlice = (operand: unknown): boolean => {
  const [first, count = 1, ...more] = Array.isArray(operand) ? operand : [operand];
  return isNumeric(first) && isNumeric(count) && toNumber(count) > 0 && more.length === 0;
};

const slice = (operand: unknown): Change => {
  const [first = 0, count] = (Array.isArray(operand) ? operand : [operand])
    .filter(isNumeric)
    .map((item) => Math.trunc(toNumber(item)));
  return (value) => (Array.isArray(value) ? sliced(value, first, count) : value);
};

const firstMatch = (operand: unknown, options: FilterOptions): Change => {
  const accepts = compileFilter({ items: { $elemMatch: operand } }, options);
  return (items) => {
    const match: Match = {};
    if (!Array.isArray(items) || !accepts({ items }, match) || match.position === undefined) return undefined;
    return [items[match.position]];
  };
};

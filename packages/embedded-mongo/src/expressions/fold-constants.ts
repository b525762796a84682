import { type Doc, isDoc } from '../values/types.ts';

/** These may know the result from a constant, and then evaluate no other argument. */
const CONSTANTS_FIRST: ReadonlySet<string> = new Set(['$and', '$or']);

/** Of equal numbers the first stays, and so does the order in which doubles are added. */
const CONSTANTS_LAST: ReadonlySet<string> = new Set(['$min', '$max', '$sum']);

/** Of these, the constants before the first other argument are evaluated as one. */
const FOLDING_FIRST: ReadonlySet<string> = new Set(['$add', '$multiply']);

/** Of these, some constants are evaluated as one. All but those of `FOLDING_FIRST` are associative. */
const FOLDING: ReadonlySet<string> = new Set([
  ...CONSTANTS_FIRST,
  ...CONSTANTS_LAST,
  ...FOLDING_FIRST,
  '$concat',
  '$concatArrays',
]);

/** Whether an expression reads neither a field nor a variable, as far as MongoDB sees: it does not look into these two. */
export const isConstant = (expression: unknown): boolean => {
  if (typeof expression === 'string') return !expression.startsWith('$') || expression === '$$REMOVE';
  if (Array.isArray(expression)) return expression.every(isConstant);
  if (!isDoc(expression) || '$literal' in expression) return true;
  return !('$map' in expression || '$filter' in expression) && Object.values(expression).every(isConstant);
};

/**
 * Evaluates constants that are next to each other as one, as MongoDB does: what they add up to may be rounded
 * differently, or fail. Of an associative operator it takes the arguments of nested ones for its own first, and moves
 * constants to each other where it holds the order for indifferent.
 */
export const withConstantsFolded = (expression: Doc, name: string): Doc => {
  const { [name]: given } = expression;
  if (!Array.isArray(given) || !FOLDING.has(name) || given.every(isConstant)) return expression;
  const own =
    FOLDING_FIRST.has(name) || given.length < 2 ? given : given.flatMap((item) => inlined(item, name));
  const [constants, others] = [own.filter(isConstant), own.filter((item) => !isConstant(item))];
  const ordered = CONSTANTS_FIRST.has(name)
    ? [...constants, ...others]
    : CONSTANTS_LAST.has(name)
      ? [...others, ...constants]
      : own;
  const runs: unknown[][] = [];
  for (const [at, item] of ordered.entries()) {
    const joins = at > 0 && isConstant(item) && isConstant(ordered[at - 1]);
    if (joins && !(FOLDING_FIRST.has(name) && runs.length > 1)) runs.at(-1)?.push(item);
    else runs.push([item]);
  }
  return { ...expression, [name]: runs.flatMap((run) => (run.length > 1 ? [{ [name]: run }] : run)) };
};

/** The arguments of the same operator, at any depth, or else the expression. A single one may mean something else. */
const inlined = (expression: unknown, name: string): unknown[] => {
  const nested = isDoc(expression) && !isConstant(expression) ? expression[name] : undefined;
  if (!Array.isArray(nested) || nested.length < 2) return [expression];
  return nested.flatMap((item) => inlined(item, name));
};

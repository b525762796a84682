import { MongoError } from '../errors.ts';
import { type Doc, isDoc, isTruthy } from '../values/types.ts';
import { OPERATORS } from './operators.ts';

/** What `$$name` stands for. */
export type Variables = Readonly<Record<string, unknown>>;
/** The value of an expression of the aggregation language for a document; `undefined` where it has none. */
export type Expression = (document: unknown, variables: Variables) => unknown;
/** Reads an expression inside another, with the names of the variables that are known there. */
export type Compile = (expression: unknown, names?: readonly string[]) => Expression;

/** Reads an expression. Throws MongoError at once for an unknown operator or variable; evaluating it may throw too. */
export const compileExpression = (expression: unknown, variables: Doc = {}): ((document: Doc) => unknown) => {
  const evaluate = compiler(new Set(['ROOT', 'CURRENT', 'REMOVE', 'NOW', ...Object.keys(variables)]))(
    expression,
  );
  const NOW = new Date();
  return (document) => evaluate(document, { ...variables, NOW, ROOT: document, CURRENT: document });
};

/** `$expr`: whether an expression is true for a document. */
export const expressionFilter = (expression: unknown, variables?: Doc): ((document: Doc) => boolean) => {
  const evaluate = compileExpression(expression, variables);
  return (document) => isTruthy(evaluate(document));
};

const compiler = (names: ReadonlySet<string>): Compile => {
  const compile: Compile = (expression, more = []) =>
    more.length > 0 ? compiler(new Set([...names, ...more]))(expression) : one(expression);
  const one = (expression: unknown): Expression => {
    if (typeof expression === 'string' && expression.startsWith('$')) return fieldPath(expression, names);
    if (Array.isArray(expression)) {
      const items = expression.map((item) => one(item));
      return (document, variables) => items.map((item) => item(document, variables) ?? null);
    }
    return isDoc(expression) ? documentOrOperator(expression, compile) : () => expression;
  };
  return compile;
};

const documentOrOperator = (expression: Doc, compile: Compile): Expression => {
  const [name = ''] = Object.keys(expression);
  if (!name.startsWith('$')) {
    const fields = Object.entries(expression).map(([field, item]) => ({ field, evaluate: compile(item) }));
    return (document, variables) => {
      const values = fields.map(({ field, evaluate }) => [field, evaluate(document, variables)] as const);
      return Object.fromEntries(values.filter(([, value]) => value !== undefined));
    };
  }
  const count = Object.keys(expression).length;
  if (count > 1) throw new MongoError(15983, `an expression must have exactly one field, found ${count}`);
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!operator) throw new MongoError(168, `Unrecognized expression '${name}'`);
  return operator(expression[name], compile, name);
};

const fieldPath = (text: string, names: ReadonlySet<string>): Expression => {
  const isVariable = text.startsWith('$$');
  const [first = '', ...rest] = text.slice(isVariable ? 2 : 1).split('.');
  if ([first, ...rest].includes(''))
    throw new MongoError(15998, 'FieldPath field names may not be empty strings.');
  if (!isVariable) return (_, { CURRENT }) => valueAt(CURRENT, [first, ...rest]);
  if (!names.has(first)) throw new MongoError(17276, `Use of undefined variable: ${first}`);
  return (_, variables) => valueAt(variables[first], rest);
};

/** An array on the way gives the array of what its documents have there; numbers do not name elements. */
const valueAt = (value: unknown, path: readonly string[]): unknown => {
  const [part, ...rest] = path;
  if (part === undefined) return value;
  if (Array.isArray(value)) {
    return value
      .filter(isDoc)
      .map((item) => valueAt(item, path))
      .filter((item) => item !== undefined);
  }
  return isDoc(value) && Object.hasOwn(value, part) ? valueAt(value[part], rest) : undefined;
};

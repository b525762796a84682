import { failedToParse, MongoError, notSupported } from '../errors.ts';
import { fieldPath } from '../values/path.ts';
import { type Doc, isDoc, isTruthy } from '../values/types.ts';
import { isConstant, withConstantsFolded } from './fold-constants.ts';
import { COMPARING, OPERATORS } from './operators.ts';
import type { Compile, Expression, Options } from './types.ts';

/**
 * Reads an expression. Throws MongoError at once for an unknown operator or variable, and for one that compares strings
 * under a collation; evaluating it may throw too.
 */
export const compileExpression = (
  expression: unknown,
  options: Options = {},
): ((document: Doc) => unknown) => {
  const { variables = {} } = options;
  const names = new Set(['ROOT', 'CURRENT', 'REMOVE', ...Object.keys(variables)]);
  const evaluate = compiler(options)(names)(expression);
  return (document) => evaluate(document, variables);
};

/** `$expr`: whether an expression is true for a document. */
export const expressionFilter = (expression: unknown, options: Options): ((document: Doc) => boolean) => {
  const evaluate = compileExpression(expression, options);
  return (document) => isTruthy(evaluate(document));
};

/** Throws FailedToParse for a name that a variable of `let` or `as` cannot have. */
export const checkVariable = (name: string): void => {
  if (!/^[a-z\u0080-\uffff][\w\u0080-\uffff]*$/u.test(name))
    throw failedToParse(`'${name}' is not a valid name of a user variable`);
};

/** Reads expressions; what reads neither a field nor a variable is evaluated once, here, unless constants are lazy. */
const compiler = ({ strings, lazy = false }: Options): ((names: ReadonlySet<string>) => Compile) => {
  const withNames = (names: ReadonlySet<string>): Compile => {
    const compile: Compile = (expression, variable) => {
      if (variable !== undefined) {
        checkVariable(variable);
        return withNames(new Set([...names, variable]))(expression);
      }
      if (typeof expression === 'string' && expression.startsWith('$')) return valueOf(expression, names);
      if (Array.isArray(expression)) {
        const items = expression.map((item) => compile(item));
        return (document, variables) => items.map((item) => item(document, variables) ?? null);
      }
      if (!isDoc(expression)) return () => expression;
      const [name = ''] = Object.keys(expression);
      if (!name.startsWith('$')) return documentOf(expression, compile);
      if (strings && COMPARING.has(name)) throw notSupported(`${name} with a collation`);
      const evaluate = operation(lazy ? expression : withConstantsFolded(expression, name), name, compile);
      if (lazy || !isConstant(expression)) return evaluate;
      const value = evaluate({}, {});
      return () => value;
    };
    return compile;
  };
  return withNames;
};

const documentOf = (expression: Doc, compile: Compile): Expression => {
  const fields = Object.entries(expression).map(([field, item]) => {
    if (fieldPath(field).length > 1) throw new MongoError(16412, `FieldPath cannot contain '.': ${field}`);
    return { field, evaluate: compile(item) };
  });
  return (document, variables) => {
    const result: Doc = {};
    for (const { field, evaluate } of fields) {
      const value = evaluate(document, variables);
      if (value !== undefined) result[field] = value;
    }
    return result;
  };
};

const operation = (expression: Doc, name: string, compile: Compile): Expression => {
  const count = Object.keys(expression).length;
  if (count > 1) throw new MongoError(15983, `an expression must have exactly one field, found ${count}`);
  const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
  if (!operator) throw new MongoError(168, `Unrecognized expression '${name}'`);
  return operator(expression[name], compile, name);
};

/** `$field`, `$$variable` and paths from there; ROOT and CURRENT are the document. */
const valueOf = (text: string, names: ReadonlySet<string>): Expression => {
  if (text === '$') throw new MongoError(16872, "'$' by itself is not a valid FieldPath");
  if (text === '$$') throw failedToParse('empty variable names are not allowed');
  const [first = '', ...rest] = fieldPath(text.replace(/^\$\$?/u, ''));
  if (!text.startsWith('$$')) return (document) => valueAt(document, [first, ...rest]);
  if (!names.has(first)) throw new MongoError(17276, `Use of undefined variable: ${first}`);
  if (first === 'ROOT' || first === 'CURRENT') return (document) => valueAt(document, rest);
  return (_, variables) => valueAt(variables[first], rest);
};

/** An array on the way makes an array of what its documents have there; numbers do not name elements. */
const valueAt = (value: unknown, path: readonly string[], from = 0): unknown => {
  const part = path[from];
  if (part === undefined) return value;
  if (Array.isArray(value))
    return value
      .filter(isDoc)
      .map((item) => valueAt(item, path, from))
      .filter((item) => item !== undefined);
  return isDoc(value) && Object.hasOwn(value, part) ? valueAt(value[part], path, from + 1) : undefined;
};

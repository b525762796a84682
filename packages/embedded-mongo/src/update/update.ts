import { badValue, failedToParse, MongoError } from '../errors.ts';
import { compileFilter, type FilterOptions } from '../query/filter.ts';
import { compareCodePoints } from '../values/compare.ts';
import { isIndex } from '../values/path.ts';
import { clone, type Doc, isDoc, typeName } from '../values/types.ts';
import { operandOf, UPDATE_OPERATORS, type UpdateContext } from './operators.ts';
import { pipelineUpdate } from './pipeline.ts';
import { checkPositions, compileArrayFilters, concretePaths } from './positions.ts';
import { targetAt } from './target.ts';

/** What one document becomes: `matched` is the array element that the query matched, `inserting` an upsert. */
export type Update = (
  document: Doc,
  how: { readonly matched?: number | undefined; readonly inserting?: boolean },
) => Doc;

/** One field of an update: `{$set: {'a.b': 1}}` is `{name: '$set', path: 'a.b', operand: 1}`. */
type Change = { readonly name: string; readonly path: string; readonly operand: unknown };

/**
 * An update (operators, a pipeline or a replacement) as a function that gives the changed copy of a document. Throws
 * MongoError at once for what is malformed, unknown or in conflict with itself.
 */
export const compileUpdate = (
  update: unknown,
  arrayFilters: readonly unknown[],
  options: FilterOptions,
): Update => {
  if (Array.isArray(update)) {
    if (arrayFilters.length > 0)
      throw failedToParse('arrayFilters may not be specified for pipeline-style updates');
    return pipelineUpdate(update, options.variables);
  }
  if (!isDoc(update)) throw failedToParse('Update argument must be either an object or an array');
  if (!Object.keys(update)[0]?.startsWith('$')) return replacement(update);
  const filters = compileArrayFilters(arrayFilters, options);
  const changes = changesOf(update, new Set(filters.keys()));
  return (document, { matched, inserting = false }) => {
    const changed = clone(document);
    const context: UpdateContext = {
      now: Date.now(),
      id: document['_id'],
      strings: options.strings ?? compareCodePoints,
      compileFilter: (filter) => compileFilter(filter, options),
    };
    const wanted = changes.filter(({ name }) => inserting || name !== '$setOnInsert');
    const concrete = wanted.flatMap((change) =>
      concretePaths(changed, change.path, { matched, filters }).map((path) => ({ ...change, path })),
    );
    checkConflicts(concrete.flatMap(pathsOf));
    for (const change of concrete) applyChange(changed, change, context);
    return changed;
  };
};

const replacement =
  (update: Doc): Update =>
  (document) => {
    const operator = Object.keys(update).find((field) => field.startsWith('$'));
    if (operator)
      throw new MongoError(
        52,
        `The dollar ($) prefixed field '${operator}' in '${operator}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
      );
    const { _id = document['_id'], ...rest } = update;
    return _id === undefined ? clone(rest) : { _id, ...clone(rest) };
  };

/** The changes in MongoDB's order: by path, numbers by value. */
const changesOf = (update: Doc, filterNames: ReadonlySet<string>): Change[] => {
  const used = new Set<string>();
  const changes = Object.entries(update).flatMap(([name, operand]) => {
    if (name !== '$rename' && !Object.hasOwn(UPDATE_OPERATORS, name)) {
      throw failedToParse(
        `Unknown modifier: ${name}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    }
    return Object.entries(operandOf(name, operand)).map(([path, value]) => ({ name, path, operand: value }));
  });
  for (const change of changes) {
    for (const path of pathsOf(change)) {
      if (path === '' || path.split('.').includes(''))
        throw new MongoError(
          56,
          `The update path '${path}' contains an empty field name, which is not allowed.`,
        );
      for (const name of checkPositions(path, filterNames)) used.add(name);
    }
  }
  const unused = [...filterNames].find((name) => !used.has(name));
  if (unused) throw failedToParse(`The array filter for identifier '${unused}' was not used in the update`);
  checkConflicts(changes.flatMap(pathsOf));
  return changes.toSorted((a, b) => comparePaths(a.path, b.path));
};

const pathsOf = ({ name, path, operand }: Change): string[] => {
  if (name !== '$rename') return [path];
  if (typeof operand !== 'string')
    throw badValue(`The 'to' field for $rename must be a string: ${path}: ${typeName(operand)}`);
  return [path, operand];
};

const applyChange = (document: Doc, change: Change, context: UpdateContext): void => {
  const target = targetAt(document, change.path);
  if (change.name !== '$rename') {
    UPDATE_OPERATORS[change.name]?.(target, change.operand, context);
    return;
  }
  const to = targetAt(document, String(change.operand));
  if (target.inArray) throw badValue(`The source field cannot be an array element, '${change.path}'`);
  if (to.inArray) throw badValue(`The destination field cannot be an array element, '${to.path}'`);
  if (!target.exists) return;
  target.unset();
  to.set(target.value);
};

const checkConflicts = (paths: readonly string[]): void => {
  const sorted = paths.toSorted();
  const seen = new Set<string>();
  for (const path of sorted) {
    const parts = path.split('.');
    for (let length = 1; length <= parts.length; length += 1) {
      const prefix = parts.slice(0, length).join('.');
      if (seen.has(prefix))
        throw new MongoError(40, `Updating the path '${path}' would create a conflict at '${prefix}'`);
    }
    seen.add(path);
  }
};

const comparePaths = (a: string, b: string): number => {
  const [partsA, partsB] = [a.split('.'), b.split('.')];
  for (const [i, part] of partsA.entries()) {
    const other = partsB[i];
    if (other === undefined) return 1;
    if (part !== other)
      return isIndex(part) && isIndex(other) ? Number(part) - Number(other) : part < other ? -1 : 1;
  }
  return partsA.length - partsB.length;
};

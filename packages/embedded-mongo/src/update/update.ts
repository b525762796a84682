import { failedToParse, MongoError } from '../errors.ts';
import { compileFilter, type FilterOptions } from '../query/filter.ts';
import { compareCodePoints } from '../values/compare.ts';
import { isIndex } from '../values/path.ts';
import { clone, type Doc, isDoc, typeName } from '../values/types.ts';
import { UPDATE_OPERATORS } from './operators.ts';
import { pipelineUpdate } from './pipeline.ts';
import { checkPositions, compileArrayFilters, concretePaths } from './positions.ts';
import { targetAt } from './target.ts';
import type { Apply, Update, UpdateContext } from './types.ts';

/** What one operator does to one path. */
type Change = { readonly name: string; readonly path: string; readonly apply: Apply };

/**
 * An update (operators, a pipeline or a replacement) as a function that returns the changed copy of a document. Throws
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
    return pipelineUpdate(update, options);
  }
  if (!isDoc(update)) throw failedToParse('Update argument must be either an object or an array');
  if (!Object.keys(update)[0]?.startsWith('$')) return replacement(update);
  const filters = compileArrayFilters(arrayFilters, options);
  const changes = changesOf(update, new Set(filters.keys()), {
    now: Date.now(),
    strings: options.strings ?? compareCodePoints,
    compileFilter: (filter) => compileFilter(filter, options),
  });
  const isPositional = changes.some(({ path }) => path.includes('$'));
  const fields = new Map<string, Change[]>();
  for (const change of changes) {
    const [field = ''] = change.path.split('.');
    const known = fields.get(field);
    if (known) known.push(change);
    else fields.set(field, [change]);
  }
  return (document, { matched, inserting = false }) => {
    const changed = clone(document);
    const checkConflict = isPositional ? conflictCheck() : () => undefined;
    // One field of the document after the other: its conflicts come before its values.
    for (const ofField of fields.values()) {
      const paths = ofField.map(({ path }) => concretePaths(document, path, { matched, filters }));
      paths.flat().forEach(checkConflict);
      for (const [i, { name, apply }] of ofField.entries()) {
        if (name === '$setOnInsert' && !inserting) continue;
        for (const path of paths[i] ?? []) apply(targetAt(changed, path));
      }
    }
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
        `The dollar ($) prefixed field '${operator}' is not allowed in a replacement.`,
      );
    const { _id = document['_id'], ...rest } = update;
    return _id === undefined ? clone(rest) : { _id, ...clone(rest) };
  };

/** The changes in MongoDB's order: by path, numbers by value. The first error in the order of the update is thrown. */
const changesOf = (update: Doc, filterNames: ReadonlySet<string>, context: UpdateContext): Change[] => {
  const checkConflict = conflictCheck();
  const used = new Set<string>();
  const changes: Change[] = [];
  for (const [name, fields] of Object.entries(update)) {
    const operator = Object.hasOwn(UPDATE_OPERATORS, name) ? UPDATE_OPERATORS[name] : undefined;
    if (!operator) throw failedToParse(`Unknown modifier: ${name}. Expected a valid update modifier`);
    if (!isDoc(fields))
      throw failedToParse(`Modifiers operate on fields but we found type ${typeName(fields)}: ${name}`);
    for (const [path, operand] of Object.entries(fields)) {
      changes.push({ name, path, apply: operator(operand, path, context) });
      checkConflict(path);
      for (const filter of checkPositions(path, filterNames)) used.add(filter);
    }
  }
  const unused = [...filterNames].find((name) => !used.has(name));
  if (unused) throw failedToParse(`The array filter for identifier '${unused}' was not used in the update`);
  return changes.toSorted((a, b) => comparePaths(a.path, b.path));
};

/** No path may be changed twice or be part of another; below one field stand array filters or names, not both. */
const conflictCheck = (): ((path: string) => void) => {
  const seen = new Set<string>();
  const filtered = new Map<string, boolean>();
  return (path) => {
    const parts = path.split('.');
    for (const [length, part] of parts.entries()) {
      const prefix = parts.slice(0, length).join('.');
      const isFilter = part.startsWith('$[');
      if (seen.has(prefix) || (filtered.get(prefix) ?? isFilter) !== isFilter) throw conflict(path, prefix);
      filtered.set(prefix, isFilter);
    }
    if (seen.has(path) || filtered.has(path)) throw conflict(path, path);
    seen.add(path);
  };
};

const conflict = (path: string, at: string): MongoError =>
  new MongoError(40, `Updating the path '${path}' would create a conflict at '${at}'`);

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

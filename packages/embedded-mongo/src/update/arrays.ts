import { BSONRegExp } from 'bson';
import { badValue, failedToParse, notSupported, typeMismatch } from '../errors.ts';
import { isOperators } from '../query/condition.ts';
import { type CompareStrings, compareValues } from '../values/compare.ts';
import { toNumber } from '../values/numbers.ts';
import { isIndex } from '../values/path.ts';
import { clone, type Doc, isDoc, isNumeric, typeName } from '../values/types.ts';
import type { Target } from './target.ts';
import type { Apply, UpdateOperator } from './types.ts';

/** What `$push` takes beside the values. */
export const PUSH_MODIFIERS: readonly string[] = ['$each', '$slice', '$sort', '$position'];

/** `$push`, with `$each`, `$position`, `$sort` and `$slice`. */
export const push: UpdateOperator = (operand, _, { strings }) => {
  const modifiers: Doc = isDoc(operand) && '$each' in operand ? operand : { $each: [operand] };
  const unknown = Object.keys(modifiers).find((name) => !PUSH_MODIFIERS.includes(name));
  if (unknown) throw badValue(`Unrecognized clause in $push: ${unknown}`);
  const added = eachOf(modifiers['$each'], badValue);
  const position = modifier(modifiers, '$position') ?? Infinity;
  const slice = modifier(modifiers, '$slice');
  const order = '$sort' in modifiers ? itemOrder(modifiers['$sort'], strings) : undefined;
  return (target) => {
    const items = itemsOf(target);
    items.splice(position, 0, ...clone(added));
    const sorted = order ? order(items) : items;
    if (slice === undefined) target.set(sorted);
    else target.set(slice < 0 ? sorted.slice(slice) : sorted.slice(0, slice));
  };
};

/** `$addToSet`, with `$each`: equal values, by MongoDB's own equality, are added once. */
export const addToSet: UpdateOperator = (operand, _, { strings }) => {
  const each = isDoc(operand) && Object.keys(operand)[0] === '$each' ? operand : { $each: [operand] };
  if (Object.keys(each).length > 1) throw badValue('Found unexpected fields after $each in $addToSet');
  const added = eachOf(each['$each'], typeMismatch);
  return (target) => {
    const items = itemsOf(target);
    for (const item of clone(added)) {
      if (!items.some((known) => compareValues(known, item, strings) === 0)) items.push(item);
    }
    target.set(items);
  };
};

/** `$pop`: 1 removes the last element, -1 the first. */
export const pop: UpdateOperator = (operand, path) => {
  const end = isNumeric(operand) ? toNumber(operand) : NaN;
  if (end !== 1 && end !== -1) throw failedToParse(`$pop expects 1 or -1 in: ${path}`);
  return (target) => {
    const items = itemsOf(target, typeMismatch);
    if (target.exists) target.set(end === 1 ? items.slice(0, -1) : items.slice(1));
  };
};

/** `$pull`: removes the elements that satisfy a condition or equal a value. */
export const pull: UpdateOperator = (operand, _, { compileFilter, strings }) => {
  if (isDoc(operand) && '$not' in operand) throw notSupported('$not in $pull');
  if (operand instanceof BSONRegExp || isValueCondition(operand)) {
    const condition = compileFilter({ item: operand });
    return removeItems((item) => condition({ item }));
  }
  if (!isDoc(operand)) return removeItems((item) => compareValues(item, operand, strings) === 0);
  const filter = compileFilter(operand);
  return removeItems((item) => isDoc(item) && filter(item));
};

/** `$pullAll`: removes the elements that equal any of the values. */
export const pullAll: UpdateOperator = (operand, _, { strings }) => {
  if (!Array.isArray(operand))
    throw badValue(`$pullAll requires an array argument but was given a ${typeName(operand)}`);
  return removeItems((item) => operand.some((value) => compareValues(item, value, strings) === 0));
};

/** Whether a `$pull` condition is about an element itself rather than about its fields. */
const isValueCondition = (operand: unknown): boolean =>
  isOperators(operand) && !/^\$(?:and|or|nor|expr)$/u.test(Object.keys(operand)[0] ?? '');

const removeItems =
  (isUnwanted: (item: unknown) => boolean): Apply =>
  (target) => {
    const items = itemsOf(target);
    const kept = items.filter((item) => !isUnwanted(item));
    if (kept.length < items.length) target.set(kept);
  };

/** The elements of the field, of which a missing one has none. */
const itemsOf = (target: Target, failure = badValue): unknown[] => {
  target.checkViable();
  if (!target.exists) return [];
  if (Array.isArray(target.value)) return [...target.value];
  throw failure(`The field '${target.path}' must be an array but is of type ${typeName(target.value)}`);
};

const eachOf = (each: unknown, failure: typeof badValue): unknown[] => {
  if (Array.isArray(each)) return each;
  throw failure(`The argument to $each must be an array but it was of type ${typeName(each)}`);
};

const modifier = (modifiers: Doc, name: string): number | undefined => {
  const value = modifiers[name];
  if (value === undefined) return undefined;
  if (!isNumeric(value) || !Number.isInteger(toNumber(value)))
    throw badValue(`The value for ${name} must be an integer value`);
  return toNumber(value);
};

/** `$sort` by the whole element or by its fields, where arrays on the way are not entered. */
const itemOrder = (sort: unknown, strings: CompareStrings): ((items: readonly unknown[]) => unknown[]) => {
  const fields: [string[], number][] = isDoc(sort)
    ? Object.entries(sort).map(([field, order]) => [field.split('.'), direction(order)])
    : [[[], direction(sort)]];
  if (fields.length === 0 || fields.some(([path]) => path.includes('')))
    throw badValue('The sort pattern is empty or has an empty part');
  if (fields.some(([path]) => path.some(isIndex))) throw notSupported('a $sort by an element of an array');
  return (items) =>
    items.toSorted((a, b) => {
      for (const [path, order] of fields) {
        const difference = compareValues(fieldAt(a, path), fieldAt(b, path), strings) * order;
        if (difference !== 0) return difference;
      }
      return 0;
    });
};

const direction = (order: unknown): number => {
  const number = isNumeric(order) ? toNumber(order) : 0;
  if (number !== 1 && number !== -1) throw badValue('The $sort element value must be either 1 or -1');
  return number;
};

const fieldAt = (item: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (holder, part) => (isDoc(holder) && Object.hasOwn(holder, part) ? holder[part] : null),
    item,
  );

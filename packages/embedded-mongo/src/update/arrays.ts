import { BSONRegExp } from 'bson';
import { badValue, failedToParse, typeMismatch } from '../errors.ts';
import { isOperators } from '../query/condition.ts';
import { sortDocuments } from '../query/sort.ts';
import { compareValues } from '../values/compare.ts';
import { toNumber } from '../values/numbers.ts';
import { clone, type Doc, isDoc, isNumeric, typeName } from '../values/types.ts';
import type { UpdateContext } from './operators.ts';
import type { Target } from './target.ts';

const PUSH_MODIFIERS = new Set(['$each', '$slice', '$sort', '$position']);

/** `$push`, with `$each`, `$position`, `$sort` and `$slice`. */
export const push = (target: Target, operand: unknown, context: UpdateContext): void => {
  const modifiers: Doc = isDoc(operand) && '$each' in operand ? operand : { $each: [operand] };
  const unknown = Object.keys(modifiers).find((name) => !PUSH_MODIFIERS.has(name));
  if (unknown) throw badValue(`Unrecognized clause in $push: ${unknown}`);
  if (target.exists && !Array.isArray(target.value)) {
    throw badValue(
      `The field '${target.path}' must be an array but is of type ${typeName(target.value)} in document {_id: ${JSON.stringify(context.id)}}`,
    );
  }
  const items: unknown[] = Array.isArray(target.value) ? [...target.value] : [];
  const position = modifier(modifiers, '$position') ?? items.length;
  items.splice(position, 0, ...eachOf('$push', modifiers['$each']));
  const sorted = '$sort' in modifiers ? sortItems(items, modifiers['$sort'], context) : items;
  const slice = modifier(modifiers, '$slice');
  if (slice === undefined) target.set(sorted);
  else target.set(slice < 0 ? sorted.slice(slice) : sorted.slice(0, slice));
};

/** `$addToSet`, with `$each`: equal values, by MongoDB's own equality, are added once. */
export const addToSet = (target: Target, operand: unknown, { strings }: UpdateContext): void => {
  const each = isDoc(operand) && Object.keys(operand)[0] === '$each' ? operand : { $each: [operand] };
  const unknown = Object.keys(each).find((name) => name !== '$each');
  if (unknown) throw badValue(`Found unexpected fields after $each in $addToSet: ${unknown}`);
  if (target.exists && !Array.isArray(target.value)) {
    throw badValue(
      `Cannot apply $addToSet to non-array field. Field named '${target.path}' has non-array type ${typeName(target.value)}`,
    );
  }
  const items: unknown[] = Array.isArray(target.value) ? [...target.value] : [];
  for (const item of eachOf('$addToSet', each['$each'])) {
    if (!items.some((known) => compareValues(known, item, strings) === 0)) items.push(item);
  }
  target.set(items);
};

/** `$pop`: 1 removes the last element, -1 the first. */
export const pop = (target: Target, operand: unknown): void => {
  const end = isNumeric(operand) ? toNumber(operand) : NaN;
  if (Number.isNaN(end))
    throw failedToParse(`Expected a number in: ${target.path}: ${JSON.stringify(operand)}`);
  if (end !== 1 && end !== -1) throw failedToParse('$pop expects 1 or -1, found: ' + String(end));
  if (!target.exists) return;
  if (!Array.isArray(target.value)) {
    throw typeMismatch(
      `Path '${target.path}' contains an element of non-array type '${typeName(target.value)}'`,
    );
  }
  target.set(end === 1 ? target.value.slice(0, -1) : target.value.slice(1));
};

/** `$pull`: removes the elements that satisfy a condition or equal a value. */
export const pull = (target: Target, operand: unknown, context: UpdateContext): void => {
  const isFilter = isDoc(operand) && !isOperators(operand);
  const filter =
    isFilter || (isDoc(operand) && /^\$(?:and|or|nor|expr)$/u.test(Object.keys(operand)[0] ?? ''))
      ? context.compileFilter(operand)
      : undefined;
  const isCondition = operand instanceof BSONRegExp || isOperators(operand);
  const condition = filter || !isCondition ? undefined : context.compileFilter({ item: operand });
  removeItems(target, '$pull', (item) => {
    if (filter) return isDoc(item) && filter(item);
    // Wrapped once more, the element is looked at as it stands: an array inside the array is one value.
    if (condition) return Array.isArray(item) ? condition({ item: [item] }) : condition({ item });
    return compareValues(item, operand, context.strings) === 0;
  });
};

/** `$pullAll`: removes the elements that equal any of the values. */
export const pullAll = (target: Target, operand: unknown, { strings }: UpdateContext): void => {
  if (!Array.isArray(operand))
    throw badValue(`$pullAll requires an array argument but was given a ${typeName(operand)}`);
  removeItems(target, '$pullAll', (item) =>
    operand.some((value) => compareValues(item, value, strings) === 0),
  );
};

const removeItems = (target: Target, name: string, isUnwanted: (item: unknown) => boolean): void => {
  if (!target.exists) return;
  if (!Array.isArray(target.value)) throw badValue(`Cannot apply ${name} to a non-array value`);
  const kept = target.value.filter((item: unknown) => !isUnwanted(item));
  if (kept.length < target.value.length) target.set(kept);
};

const eachOf = (name: string, each: unknown): unknown[] => {
  if (!Array.isArray(each))
    throw badValue(`The argument to $each in ${name} must be an array but it was of type ${typeName(each)}`);
  return clone(each);
};

const modifier = (modifiers: Doc, name: string): number | undefined => {
  const value = modifiers[name];
  if (value === undefined) return undefined;
  if (!isNumeric(value) || !Number.isInteger(toNumber(value)))
    throw badValue(`The value for ${name} must be an integer value`);
  return toNumber(value);
};

const sortItems = (items: readonly unknown[], sort: unknown, { strings }: UpdateContext): unknown[] => {
  const wrapped = items.map((item) => ({ item }));
  if (isDoc(sort)) {
    const inside = Object.fromEntries(Object.entries(sort).map(([field, order]) => [`item.${field}`, order]));
    return sortDocuments(wrapped, inside, strings).map(({ item }) => item);
  }
  const order = isNumeric(sort) ? toNumber(sort) : 0;
  if (order !== 1 && order !== -1) throw badValue('The $sort element value must be either 1 or -1');
  return items.toSorted((a, b) => compareValues(a, b, strings) * order);
};

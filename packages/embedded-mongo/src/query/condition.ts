import { BSONRegExp } from 'bson';
import { badValue } from '../errors.ts';
import type { Match } from '../values/path.ts';
import { type Doc, isDoc } from '../values/types.ts';
import {
  LEAF_OPERATORS,
  matchesValue,
  onLeaf,
  type Operator,
  type OperatorContext,
  type PathTest,
} from './operators.ts';

/** Whether a condition consists of operators (`{$gt: 1}`) rather than being a value; a DBRef is a value. */
export const isOperators = (condition: unknown): condition is Doc => {
  if (!isDoc(condition)) return false;
  const [first] = Object.keys(condition);
  return first !== undefined && first.startsWith('$') && !['$ref', '$id', '$db'].includes(first);
};

/** The tests that a field's condition stands for, all of which must hold. Throws BadValue for an unknown operator. */
export const compileCondition = (condition: unknown, context: OperatorContext): PathTest[] => {
  if (!isOperators(condition)) return [matchesValue(condition, context)];
  return Object.entries(condition).flatMap(([name, operand]) => {
    const operator = Object.hasOwn(FIELD_OPERATORS, name) ? FIELD_OPERATORS[name] : undefined;
    if (!operator) throw badValue(`unknown operator: ${name}`);
    return operator(operand, context, condition);
  });
};

const not = (operand: unknown, context: OperatorContext): PathTest => {
  if (!isOperators(operand) && !(operand instanceof BSONRegExp))
    throw badValue('$not needs a regex or a document');
  const tests = compileCondition(operand, context);
  return (value, path) => !tests.every((test) => test(value, path));
};

/** A test of an array that holds for one of its elements; notes which one. */
const elemMatch = (operand: unknown, context: OperatorContext) => {
  if (!isDoc(operand)) throw badValue('$elemMatch needs an Object');
  const [first = ''] = Object.keys(operand);
  const isValueTest = isOperators(operand) && !['$and', '$or', '$nor', '$expr', '$where'].includes(first);
  const testElement = isValueTest ? elementTest(operand, context) : documentTest(operand, context);
  return (value: unknown, match?: Match): boolean => {
    const position = Array.isArray(value) ? value.findIndex((item) => testElement(item)) : -1;
    if (position >= 0 && match) match.position = position;
    return position >= 0;
  };
};

const elementTest = (operand: Doc, context: OperatorContext): ((item: unknown) => boolean) => {
  const tests = compileCondition(operand, context);
  return (item) => tests.every((test) => test(item, []));
};

const documentTest = (operand: Doc, context: OperatorContext): ((item: unknown) => boolean) => {
  const filter = context.compileFilter(operand);
  return (item) =>
    (isDoc(item) && filter(item)) || (Array.isArray(item) && filter(Object.fromEntries(item.entries())));
};

const isElemMatch = (item: unknown): item is Doc => isDoc(item) && Object.keys(item)[0] === '$elemMatch';

const all = (operand: unknown, context: OperatorContext): PathTest[] => {
  if (!Array.isArray(operand)) throw badValue('$all needs an array');
  if (operand.length === 0) return [() => false];
  if (operand.some(isElemMatch) && !operand.every(isElemMatch)) throw badValue('no $ expressions in $all');
  return operand.flatMap((item) =>
    isElemMatch(item) ? compileCondition(item, context) : [matchesValue(item, context)],
  );
};

/** Every operator that a field's condition may have; one that is not here is refused. */
export const FIELD_OPERATORS: Readonly<Record<string, Operator>> = {
  ...LEAF_OPERATORS,
  $not: (operand, context) => [not(operand, context)],
  $elemMatch: (operand, context) => [onLeaf(elemMatch(operand, context))],
  $all: all,
};

import { Timestamp } from 'bson';
import { badValue, typeMismatch } from '../errors.ts';
import { compareValues } from '../values/compare.ts';
import { combine } from '../values/numbers.ts';
import { clone, isDoc, isNumeric, typeName, typeOf } from '../values/types.ts';
import { addToSet, pop, pull, pullAll, push } from './arrays.ts';
import type { UpdateOperator } from './types.ts';

const arithmetic =
  (operation: 'add' | 'multiply', verb: string): UpdateOperator =>
  (operand, path) => {
    if (!isNumeric(operand)) throw typeMismatch(`Cannot ${verb} ${path} by a ${typeName(operand)}`);
    return (target) => {
      const { exists, value } = target;
      if (!exists) return target.set(operation === 'add' ? operand : combine('multiply', operand, 0));
      if (!isNumeric(value)) throw typeMismatch(`Cannot ${verb} ${path}, which is a ${typeName(value)}`);
      const result = combine(operation, value, operand);
      if (typeOf(result) === 1 && typeOf(value) !== 1 && typeOf(operand) !== 1)
        throw badValue('the result does not fit into a 64-bit integer');
      return target.set(result);
    };
  };

const extreme =
  (sign: number): UpdateOperator =>
  (operand, _, { strings }) =>
  (target) => {
    if (!target.exists || compareValues(operand, target.value, strings) * sign > 0)
      target.set(clone(operand));
  };

const set: UpdateOperator = (operand) => (target) => target.set(clone(operand));

const currentDate: UpdateOperator = (operand, _, { now }) => {
  const type = isDoc(operand) && Object.keys(operand).length === 1 ? operand['$type'] : 'date';
  if ((typeof operand !== 'boolean' && !isDoc(operand)) || (type !== 'date' && type !== 'timestamp'))
    throw badValue(`a ${typeName(operand)} is not a valid type for $currentDate`);
  const value = type === 'date' ? new Date(now) : new Timestamp({ t: Math.floor(now / 1000), i: 1 });
  return (target) => target.set(value);
};

/** Every operator of an update; one that is not here is refused. */
export const UPDATE_OPERATORS: Readonly<Record<string, UpdateOperator>> = {
  $set: set,
  $setOnInsert: set,
  $unset: () => (target) => target.unset(),
  $inc: arithmetic('add', 'increment'),
  $mul: arithmetic('multiply', 'multiply'),
  $min: extreme(-1),
  $max: extreme(1),
  $currentDate: currentDate,
  $push: push,
  $addToSet: addToSet,
  $pop: pop,
  $pull: pull,
  $pullAll: pullAll,
};

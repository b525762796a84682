import type { Collection } from '../engine/collection.ts';
import { MongoError, notSupported, typeMismatch } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { BSONRegExp } from 'bson';
import { isOperators } from '../query/condition.ts';
import { valueKey } from '../values/key.ts';
import { toNumber } from '../values/numbers.ts';
import { isIndex } from '../values/path.ts';
import { type Doc, isDoc, isNumeric, isTruthy } from '../values/types.ts';
import { type Command, command } from './command.ts';

const OPTIONS = new Set(
  'v key name ns unique sparse background expireAfterSeconds partialFilterExpression hidden'.split(' '),
);
/** Options that make two indexes on one key different ones, and those that do not. */
const IDENTITY = ['key', 'unique', 'sparse', 'partialFilterExpression'];
const DETAILS = ['expireAfterSeconds', 'hidden'];

const createIndexes = command('indexes commitQuorum ignoreUnknownIndexOptions', ({ engine, args }) => {
  const namespace = args.namespace();
  const given = args.documents('indexes').map(indexSpec);
  if (given.length === 0) throw new MongoError(2, 'Must specify at least one index to create');
  const createdCollectionAutomatically = !engine.find(namespace);
  const collection = engine.ensure(namespace);
  const before = collection.indexes.length;
  const added: Doc[] = [];
  for (const spec of given) if (!isKnown(spec, [...specsOf(collection), ...added])) added.push(spec);
  collection.build(added);
  if (added.length > 0) engine.saveDefinition(collection);
  return {
    numIndexesBefore: before,
    numIndexesAfter: before + added.length,
    createdCollectionAutomatically,
    ...(added.length === 0 && { note: 'all indexes already exist' }),
  };
});

const listIndexes = command('cursor', ({ engine, cursors, args }) => {
  const namespace = args.namespace();
  return cursors.first(namespace, specsOf(engine.get(namespace)), { batchSize: Infinity });
});

const dropIndexes = command('index', ({ engine, args }) => {
  const collection = engine.get(args.namespace());
  const nIndexesWas = collection.indexes.length;
  const { index } = args.body;
  const names = new Set(
    (Array.isArray(index) ? index : [index]).flatMap((name: unknown) => namesOf(collection, name)),
  );
  collection.dropIndexes(names);
  engine.saveDefinition(collection);
  return { nIndexesWas };
});

const namesOf = (collection: Collection, index: unknown): string[] => {
  const specs = specsOf(collection);
  if (index === '*') return specs.map(({ name }) => String(name)).filter((name) => name !== '_id_');
  const [found, ...more] = specs.filter(
    ({ name, key }) => name === index || valueKey(key) === valueKey(index),
  );
  check(found !== undefined, 27, `index not found with name [${String(index)}]`);
  check(more.length === 0, 181, 'several indexes have this key pattern; drop them by name');
  check(found?.['name'] !== '_id_', 72, 'cannot drop _id index');
  return [String(found?.['name'])];
};

const check = (isRight: boolean, code: number, message: string): void => {
  if (!isRight) throw new MongoError(code, message);
};

const specsOf = ({ indexes }: Collection): Doc[] => indexes.map(({ spec }) => spec);

/** An index definition as it is kept. Throws for what is malformed, and for kinds of index that are not built. */
const indexSpec = (given: Doc): Doc => {
  const { key, name, unique, sparse, expireAfterSeconds, partialFilterExpression, hidden } = given;
  if (!isDoc(key) || Object.keys(key).length === 0) throw new MongoError(67, 'Index keys cannot be empty');
  for (const [field, direction] of Object.entries(key)) checkField(field, direction);
  check(typeof name === 'string' && !['', '*'].includes(name), 67, 'the name must be a nonempty string');
  const unknown = Object.keys(given).find((option) => !OPTIONS.has(option));
  if (unknown) throw notSupported(`the index option ${unknown}`);
  const isId = Object.keys(key).join() === '_id';
  check(isId ? Number(key['_id']) === 1 : name !== '_id_', 2, "only the index '_id_' has the key {_id: 1}");
  const options = {
    ...(isTrue(unique) && { unique: true }),
    ...(isTrue(sparse) && { sparse: true }),
    ...(isTrue(hidden) && { hidden: true }),
    ...(expireAfterSeconds !== undefined && { expireAfterSeconds }),
    ...(partialFilterExpression !== undefined && { partialFilterExpression }),
  };
  if (partialFilterExpression !== undefined) {
    if (!isDoc(partialFilterExpression)) throw typeMismatch('partialFilterExpression must be a document');
    checkPartialFilter(partialFilterExpression);
    check(!isTrue(sparse), 67, 'cannot mix "partialFilterExpression" and "sparse" options');
  }
  if (expireAfterSeconds !== undefined) {
    const seconds = isNumeric(expireAfterSeconds) ? toNumber(expireAfterSeconds) : NaN;
    check(
      seconds >= 0 && seconds <= 2 ** 31 - 1,
      67,
      'expireAfterSeconds must be within an acceptable range',
    );
    check(Object.keys(key).length === 1, 67, 'compound indexes do not support TTL');
  }
  check(!isId || Object.keys(options).length === 0, 197, 'an _id index has no options');
  return { v: 2, key, name, ...options };
};

const checkField = (field: string, direction: unknown): void => {
  const parts = field.split('.');
  if (typeof direction === 'string') throw notSupported(`a ${direction} index`);
  if (parts.includes('$**')) throw notSupported('a wildcard index');
  if (parts.some(isIndex)) throw notSupported('an index on an element of an array');
  const isNumber = isNumeric(direction) && toNumber(direction) !== 0;
  check(isNumber, 67, `Values in the index key pattern must be numbers: ${field}`);
  const isPath = parts.every((part) => part !== '' && !part.startsWith('$'));
  check(isPath, 67, `Index key contains an illegal field name: ${field}`);
};

/** What a partial index may ask of a field: what can be decided by one value. */
const PARTIAL_OPERATORS = new Set(['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$in', '$type', '$all']);

/** Throws CannotCreateIndex (67) for a filter that MongoDB's partial indexes do not admit. */
const checkPartialFilter = (filter: Doc): void => {
  compileFilter(filter, { exprFailure: new MongoError(224, '$expr is not supported in a partial index') });
  for (const [name, condition] of Object.entries(filter)) {
    const isList = (name === '$and' || name === '$or') && Array.isArray(condition);
    for (const part of isList ? condition.filter(isDoc) : []) checkPartialFilter(part);
    const isAdmitted = isOperators(condition)
      ? Object.entries(condition).every(
          ([operator, operand]) =>
            PARTIAL_OPERATORS.has(operator) && (operator !== '$exists' || isTruthy(operand)),
        )
      : !(condition instanceof BSONRegExp) && (isList || name === '$comment' || !name.startsWith('$'));
    check(isAdmitted, 67, `Expression not supported in partial index: ${name}`);
  }
};

const isTrue = (value: unknown): boolean => value === true || (isNumeric(value) && toNumber(value) !== 0);

/** Whether an index is there already; throws where another has its name, or its key with other options. */
const isKnown = (spec: Doc, known: readonly Doc[]): boolean => {
  const agrees = (other: Doc, names: readonly string[]): boolean =>
    names.every((name) => valueKey(other[name]) === valueKey(spec[name]));
  const same = known.find((other) => agrees(other, IDENTITY));
  if (same?.['name'] === '_id_') return true;
  const sameName = known.find(({ name }) => name === spec['name']);
  check(!sameName || sameName === same, 86, 'An existing index has the same name as the requested index');
  const isEqual = same === undefined || (same === sameName && agrees(same, DETAILS));
  check(isEqual, 85, `Index already exists with a different name or options: ${String(same?.['name'])}`);
  return same !== undefined;
};

/** Commands about indexes. */
export const indexCommands: Readonly<Record<string, Command>> = {
  createIndexes,
  listIndexes,
  dropIndexes,
  deleteIndexes: dropIndexes,
};

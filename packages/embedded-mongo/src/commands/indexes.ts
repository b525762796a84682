import type { Collection } from '../engine/collection.ts';
import { MongoError, notSupported } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { BSONRegExp } from 'bson';
import { isOperators } from '../query/condition.ts';
import { valueKey } from '../values/key.ts';
import { toNumber } from '../values/numbers.ts';
import { type Doc, isDoc, isNumeric, isTruthy } from '../values/types.ts';
import { type Command, command } from './command.ts';

const OPTIONS = new Set(
  'v key name ns unique sparse background expireAfterSeconds partialFilterExpression hidden'.split(' '),
);
/** Options that make two indexes on one key different ones. */
const IDENTITY = ['unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds'];

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
  const found = specs.find(({ name, key }) => name === index || valueKey(key) === valueKey(index));
  if (!found) throw new MongoError(27, `index not found with name [${String(index)}]`);
  if (found['name'] === '_id_') throw new MongoError(72, 'cannot drop _id index');
  return [String(found['name'])];
};

const specsOf = ({ indexes }: Collection): Doc[] => indexes.map(({ spec }) => spec);

/** An index definition as it is kept. Throws for what is malformed, and for kinds of index that are not built. */
const indexSpec = (given: Doc): Doc => {
  const { key, name, unique, sparse, expireAfterSeconds, partialFilterExpression, hidden } = given;
  if (!isDoc(key) || Object.keys(key).length === 0) throw new MongoError(67, 'Index keys cannot be empty');
  for (const [field, direction] of Object.entries(key)) {
    if (typeof direction === 'string') throw notSupported(`a ${direction} index`);
    if (!isNumeric(direction) || toNumber(direction) === 0)
      throw new MongoError(67, `Values in the index key pattern must be numbers: ${field}`);
    if (field.split('.').includes('$**')) throw notSupported('a wildcard index');
    if (field.split('.').some((part) => part === '' || part.startsWith('$')))
      throw new MongoError(67, `Index key contains an illegal field name: ${field}`);
  }
  if (typeof name !== 'string' || name === '' || name === '*')
    throw new MongoError(67, 'the index name must be a nonempty string');
  const unknown = Object.keys(given).find((option) => !OPTIONS.has(option));
  if (unknown === 'collation') return notSimple(given);
  if (unknown) throw notSupported(`the index option ${unknown}`);
  if (partialFilterExpression !== undefined) {
    if (!isDoc(partialFilterExpression))
      throw new MongoError(14, 'partialFilterExpression must be a document');
    checkPartialFilter(key, partialFilterExpression);
    if (isTrue(sparse)) throw new MongoError(67, 'cannot mix "partialFilterExpression" and "sparse" options');
  }
  if (expireAfterSeconds !== undefined) checkExpiry(key, expireAfterSeconds);
  return {
    v: 2,
    key,
    name,
    ...(isTrue(unique) && { unique: true }),
    ...(isTrue(sparse) && { sparse: true }),
    ...(isTrue(hidden) && { hidden: true }),
    ...(expireAfterSeconds !== undefined && { expireAfterSeconds }),
    ...(partialFilterExpression !== undefined && { partialFilterExpression }),
  };
};

const notSimple = ({ collation, ...rest }: Doc): Doc => {
  if (isDoc(collation) && collation['locale'] === 'simple') return indexSpec(rest);
  throw notSupported('an index with a collation');
};

/** What a partial index may ask of a field: what tells of one value whether it is in the index. */
const PARTIAL_OPERATORS = new Set(['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$in', '$type', '$all']);

const refuseInPartialIndex = (what: string): never => {
  throw new MongoError(67, `Expression not supported in partial index: ${what}`);
};

/** Throws CannotCreateIndex (67) for a filter that MongoDB's partial indexes do not admit. */
const checkPartialFilter = (key: Doc, filter: Doc): void => {
  if ('_id' in key)
    throw new MongoError(
      197,
      "The field 'partialFilterExpression' is not valid for an _id index specification",
    );
  compileFilter(filter);
  for (const [name, condition] of Object.entries(filter)) {
    if ((name === '$and' || name === '$or') && Array.isArray(condition)) {
      for (const part of condition.filter(isDoc)) checkPartialFilter(key, part);
    } else if (name === '$expr')
      throw new MongoError(224, '$expr is not supported in the filter for partial index');
    else if (name.startsWith('$') && name !== '$comment') refuseInPartialIndex(name);
    else if (condition instanceof BSONRegExp) refuseInPartialIndex('a regular expression');
    for (const [operator, operand] of isOperators(condition) ? Object.entries(condition) : []) {
      if (!PARTIAL_OPERATORS.has(operator) || (operator === '$exists' && !isTruthy(operand)))
        refuseInPartialIndex(operator);
    }
  }
};

const isTrue = (value: unknown): boolean => value === true || (isNumeric(value) && toNumber(value) !== 0);

const checkExpiry = (key: Doc, seconds: unknown): void => {
  if (!isNumeric(seconds) || !(toNumber(seconds) >= 0 && toNumber(seconds) <= 2 ** 31 - 1)) {
    throw new MongoError(67, 'TTL index expireAfterSeconds option must be within an acceptable range');
  }
  if (Object.keys(key).length > 1)
    throw new MongoError(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL');
  if ('_id' in key)
    throw new MongoError(197, "The field 'expireAfterSeconds' is not valid for an _id index specification");
};

/** Whether an index is there already; throws where another has its name, or its key with other options. */
const isKnown = (spec: Doc, known: readonly Doc[]): boolean => {
  const sameKey = known.find(({ key }) => valueKey(key) === valueKey(spec['key']));
  if (sameKey?.['name'] === '_id_') return true;
  const sameName = known.find(({ name }) => name === spec['name']);
  const same = (other: Doc): boolean =>
    IDENTITY.every((option) => valueKey(other[option]) === valueKey(spec[option]));
  if (sameName && (sameName !== sameKey || !same(sameName))) {
    throw new MongoError(
      86,
      `An existing index has the same name as the requested index: ${String(spec['name'])}`,
    );
  }
  if (sameKey && !sameName) {
    throw new MongoError(85, `Index already exists with a different name: ${String(sameKey['name'])}`);
  }
  return sameKey !== undefined;
};

/** Commands about indexes. */
export const indexCommands: Readonly<Record<string, Command>> = {
  createIndexes,
  listIndexes,
  dropIndexes,
  deleteIndexes: dropIndexes,
};

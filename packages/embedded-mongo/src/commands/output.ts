import type { Engine } from '../engine/engine.ts';
import { MongoError, notSupported } from '../errors.ts';
import { valueKey } from '../values/key.ts';
import { clone, type Doc, isDoc } from '../values/types.ts';
import { ObjectId } from 'bson';
import type { Arguments } from './arguments.ts';

/** What `$out` or `$merge` does with a pipeline's result; `undefined` where a stage is neither. */
export const compileOutput = (
  stage: Doc | undefined,
  engine: Engine,
  args: Arguments,
): ((result: readonly Doc[]) => void) | undefined => {
  if (stage?.['$out'] !== undefined) return compileOut(stage['$out'], engine, args);
  return stage?.['$merge'] === undefined ? undefined : compileMerge(stage['$merge'], engine, args);
};

/** Replaces the documents of a collection; its indexes stay, and may make it fail before anything is changed. */
const compileOut = (target: unknown, engine: Engine, args: Arguments) => {
  const namespace = namespaceOf(target, '$out', args);
  return (result: readonly Doc[]): void => {
    const before = engine.find(namespace);
    const specs = before?.indexes.map(({ spec }) => spec) ?? [];
    engine.rehearse(specs, namespace, result.map(withId));
    if (before) engine.drop(before);
    const after = engine.create(namespace);
    after.build(specs);
    engine.saveDefinition(after);
    for (const document of result) after.insert(withId(document));
  };
};

/** Merges by `_id`, as `$merge` does unless told otherwise; told otherwise, it is refused. */
const compileMerge = (operand: unknown, engine: Engine, args: Arguments) => {
  const {
    into,
    on = '_id',
    whenMatched = 'merge',
    whenNotMatched = 'insert',
    ...rest
  } = isDoc(operand) ? operand : { into: operand };
  if (on !== '_id' || typeof whenMatched !== 'string' || Object.keys(rest).length > 0)
    throw notSupported('$merge with these options');
  const namespace = namespaceOf(into, '$merge', args);
  return (result: readonly Doc[]): void => {
    const collection = engine.ensure(namespace);
    for (const document of result.map(withId)) {
      const existing = collection.documents.get(valueKey(document['_id']));
      const action = existing ? whenMatched : whenNotMatched;
      if (action === 'fail')
        throw new MongoError(
          existing ? 11000 : 13113,
          `$merge could not ${existing ? 'insert a document that is there' : 'find a matching document'}`,
        );
      if (!existing && action === 'insert') collection.insert(document);
      else if (existing && action === 'replace') collection.replace(existing, document);
      else if (existing && action === 'merge')
        collection.replace(existing, { ...clone(existing), ...document });
    }
  };
};

const withId = (document: Doc): Doc => ('_id' in document ? document : { _id: new ObjectId(), ...document });

const namespaceOf = (target: unknown, stage: string, args: Arguments): string => {
  if (typeof target === 'string') return args.namespace(target);
  if (isDoc(target) && typeof target['db'] === 'string' && typeof target['coll'] === 'string')
    return `${target['db']}.${target['coll']}`;
  throw new MongoError(16990, `${stage} only supports a string or object argument`);
};

import { mongo } from 'mongoose';
import { isJson, type Json, list } from './unified-match.ts';

type Run = (target: mongo.Collection, given: Json) => Promise<unknown>;

const document = (value: unknown): Json => (isJson(value) ? value : {});
/** An update is a document or a pipeline; drivers refuse the rest themselves, which is then theirs to show. */
const update = (value: unknown): Json | Json[] => (Array.isArray(value) ? list(value) : document(value));

const writeModels = (requests: unknown): mongo.AnyBulkWriteOperation[] =>
  list(requests).map((request) => {
    const [[name, operand] = ['', undefined]] = Object.entries(request);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the files hold the driver's own type of a write
    return { [name]: operand } as unknown as mongo.AnyBulkWriteOperation;
  });

const COLLECTION: Readonly<Record<string, Run>> = {
  find: async (target, { filter, ...options }) => target.find(document(filter), options).toArray(),
  findOne: async (target, { filter, ...options }) => target.findOne(document(filter), options),
  insertOne: async (target, { document: given, ...options }) => target.insertOne(document(given), options),
  insertMany: async (target, { documents, ...options }) => target.insertMany(list(documents), options),
  updateOne: async (target, { filter, update: given, ...options }) =>
    target.updateOne(document(filter), update(given), options),
  updateMany: async (target, { filter, update: given, ...options }) =>
    target.updateMany(document(filter), update(given), options),
  replaceOne: async (target, { filter, replacement, ...options }) =>
    target.replaceOne(document(filter), document(replacement), options),
  deleteOne: async (target, { filter, ...options }) => target.deleteOne(document(filter), options),
  deleteMany: async (target, { filter, ...options }) => target.deleteMany(document(filter), options),
  findOneAndUpdate: async (target, { filter, update: given, ...options }) =>
    target.findOneAndUpdate(document(filter), update(given), after(options)),
  findOneAndReplace: async (target, { filter, replacement, ...options }) =>
    target.findOneAndReplace(document(filter), document(replacement), after(options)),
  findOneAndDelete: async (target, { filter, ...options }) =>
    target.findOneAndDelete(document(filter), options),
  bulkWrite: async (target, { requests, ...options }) => target.bulkWrite(writeModels(requests), options),
  aggregate: async (target, { pipeline, ...options }) => target.aggregate(list(pipeline), options).toArray(),
  countDocuments: async (target, { filter, ...options }) => target.countDocuments(document(filter), options),
  // The driver's old method has no filter to give but through this one.
  count: async (target, { filter, ...options }) => target.count(document(filter), options),
  estimatedDocumentCount: async (target, options) => target.estimatedDocumentCount(options),
  distinct: async (target, { fieldName, filter, ...options }) =>
    target.distinct(String(fieldName), document(filter), options),
};

const after = ({ returnDocument, ...options }: Json): Json => ({
  ...options,
  ...(typeof returnDocument === 'string' && { returnDocument: returnDocument.toLowerCase() }),
});

/** Runs one operation of a test. Throws an error that begins with SKIP for one that only clients are tested with. */
export const runOperation = async (
  operation: Json,
  entities: ReadonlyMap<string, unknown>,
): Promise<unknown> => {
  const name = String(operation['name']);
  const target = entities.get(String(operation['object']));
  const given = document(operation['arguments']);
  if (target instanceof mongo.Collection) {
    const run = COLLECTION[name];
    if (run) return run(target, given);
  }
  if (target instanceof mongo.Db && name === 'aggregate') {
    const { pipeline, ...options } = given;
    return target.aggregate(list(pipeline), options).toArray();
  }
  throw new Error(`SKIP ${name}`);
};

import { badValue, MongoError } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { indexSpecs } from '../engine/engine.ts';
import type { Collection } from '../engine/collection.ts';
import { encodedSize } from '../values/codec.ts';
import { type Doc } from '../values/types.ts';
import type { Command } from './command.ts';

/** The kinds of collection that are not built: each of them is refused rather than made an ordinary one. */
const SPECIAL = [
  'capped',
  'size',
  'max',
  'timeseries',
  'clusteredIndex',
  'viewOn',
  'pipeline',
  'validator',
  'validationLevel',
  'validationAction',
  'changeStreamPreAndPostImages',
  'encryptedFields',
  'expireAfterSeconds',
  'indexOptionDefaults',
  'storageEngine',
  'collation',
  'autoIndexId',
];

const create: Command = ({ engine, args }) => {
  args.allow(SPECIAL);
  args.refuse(SPECIAL);
  const namespace = args.namespace();
  if (!engine.find(namespace)) engine.create(namespace);
  return {};
};

const drop: Command = ({ engine, args }) => {
  args.allow([]);
  const namespace = args.namespace();
  const collection = engine.find(namespace);
  if (!collection) return {};
  engine.drop(collection);
  return { nIndexesWas: indexSpecs(collection).length, ns: namespace };
};

const dropDatabase: Command = ({ engine, args }) => {
  args.allow([]);
  for (const collection of ofDatabase(engine.collections.values(), args.database)) engine.drop(collection);
  return { dropped: args.database };
};

const listCollections: Command = ({ engine, cursors, args }) => {
  args.allow(['filter', 'nameOnly', 'authorizedCollections', 'cursor']);
  const accepts = compileFilter(args.document('filter'));
  const result = ofDatabase(engine.collections.values(), args.database)
    .map(({ namespace }): Doc => ({
      name: namespace.slice(args.database.length + 1),
      type: 'collection',
      ...(!args.boolean('nameOnly') && {
        options: {},
        info: { readOnly: false, uuid: engine.uuidOf(namespace) },
        idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
      }),
    }))
    .filter((document) => accepts(document));
  return cursors.first(`${args.database}.$cmd.listCollections`, result, { batchSize: Infinity });
};

const listDatabases: Command = ({ engine, args }) => {
  args.allow(['filter', 'nameOnly', 'authorizedDatabases']);
  if (args.database !== 'admin')
    throw new MongoError(13, 'listDatabases may only be run against the admin database.');
  const accepts = compileFilter(args.document('filter'));
  const names = new Set([...engine.collections.keys()].map((namespace) => namespace.split('.')[0] ?? ''));
  const databases = [...names].sort().map((name): Doc => {
    if (args.boolean('nameOnly')) return { name };
    const documents = ofDatabase(engine.collections.values(), name).flatMap((one) => [
      ...one.documents.values(),
    ]);
    const sizeOnDisk = documents.reduce((sum, document) => sum + encodedSize(document), 0);
    return { name, sizeOnDisk, empty: documents.length === 0 };
  });
  const listed = databases.filter((document) => accepts(document));
  if (args.boolean('nameOnly')) return { databases: listed };
  return {
    databases: listed,
    totalSize: listed.reduce((sum, { sizeOnDisk }) => sum + Number(sizeOnDisk), 0),
  };
};

const renameCollection: Command = ({ engine, args }) => {
  args.allow(['to', 'dropTarget']);
  const { renameCollection: from, to } = args.body;
  if (typeof from !== 'string' || typeof to !== 'string')
    throw badValue('renameCollection needs two namespaces');
  const target = engine.find(to);
  if (target && !args.boolean('dropTarget')) throw new MongoError(48, 'target namespace exists');
  const source = engine.get(from);
  if (target) engine.drop(target);
  engine.rename(source, to);
  return {};
};

const ofDatabase = (collections: Iterable<Collection>, database: string): Collection[] =>
  [...collections].filter(({ namespace }) => namespace.startsWith(`${database}.`));

/** Commands about which collections there are. */
export const catalogCommands: Readonly<Record<string, Command>> = {
  create,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
  renameCollection,
};

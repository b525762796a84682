import { MongoError } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { indexSpecs } from '../engine/engine.ts';
import { type Collection, ID_INDEX } from '../engine/collection.ts';
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
  const describe = (namespace: string): Doc => {
    const summary = { name: namespace.slice(args.database.length + 1), type: 'collection' };
    const info = { readOnly: false, uuid: engine.uuidOf(namespace) };
    return args.boolean('nameOnly') ? summary : { ...summary, options: {}, info, idIndex: ID_INDEX };
  };
  const result = ofDatabase(engine.collections.values(), args.database)
    .map(({ namespace }) => describe(namespace))
    .filter((document) => accepts(document));
  return cursors.first(`${args.database}.$cmd.listCollections`, result, { batchSize: Infinity });
};

const listDatabases: Command = ({ engine, args }) => {
  args.allow(['filter', 'nameOnly', 'authorizedDatabases']);
  if (args.database !== 'admin')
    throw new MongoError(13, 'listDatabases may only be run against the admin database.');
  const accepts = compileFilter(args.document('filter'));
  const names = new Set([...engine.collections.keys()].map((namespace) => namespace.split('.')[0] ?? ''));
  const databases = [...names].toSorted().map((name): Doc => {
    if (args.boolean('nameOnly')) return { name };
    const sizes = ofDatabase(engine.collections.values(), name).map(sizeOf);
    const sizeOnDisk = sizes.reduce((sum, size) => sum + size, 0);
    return { name, sizeOnDisk, empty: sizeOnDisk === 0 };
  });
  const listed = databases.filter((document) => accepts(document));
  if (args.boolean('nameOnly')) return { databases: listed };
  return {
    databases: listed,
    totalSize: listed.reduce((sum, { sizeOnDisk }) => sum + Number(sizeOnDisk), 0),
  };
};

const sizeOf = ({ documents }: Collection): number => {
  let bytes = 0;
  for (const document of documents.values()) bytes += encodedSize(document);
  return bytes;
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
};

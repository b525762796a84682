import { MongoError } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { ID_INDEX } from '../engine/engine.ts';
import { type Doc } from '../values/types.ts';
import { type Command, command } from './command.ts';

const create = command('', ({ engine, args }) => {
  engine.ensure(args.namespace());
  return {};
});

const drop = command('', ({ engine, args }) => {
  const namespace = args.namespace();
  const collection = engine.find(namespace);
  if (!collection) return {};
  engine.drop(collection);
  return { nIndexesWas: collection.indexes.length, ns: namespace };
});

const dropDatabase = command('', ({ engine, args }) => {
  for (const collection of engine.ofDatabase(args.database)) engine.drop(collection);
  return { dropped: args.database };
});

const listCollections = command(
  'filter nameOnly authorizedCollections cursor',
  ({ engine, cursors, args }) => {
    const accepts = compileFilter(args.document('filter'));
    const describe = (namespace: string): Doc => {
      const summary = { name: namespace.slice(args.database.length + 1), type: 'collection' };
      const info = { readOnly: false, uuid: engine.uuidOf(namespace) };
      return args.boolean('nameOnly') ? summary : { ...summary, options: {}, info, idIndex: ID_INDEX };
    };
    const result = engine
      .ofDatabase(args.database)
      .map(({ namespace }) => describe(namespace))
      .filter((document) => accepts(document));
    return cursors.first(`${args.database}.$cmd.listCollections`, result, { batchSize: Infinity });
  },
);

const listDatabases = command('filter nameOnly authorizedDatabases', ({ engine, args }) => {
  if (args.database !== 'admin')
    throw new MongoError(13, 'listDatabases may only be run against the admin database.');
  const accepts = compileFilter(args.document('filter'));
  const names = new Set([...engine.collections.keys()].map((namespace) => namespace.split('.')[0] ?? ''));
  const databases = [...names].toSorted().map((name): Doc => {
    if (args.boolean('nameOnly')) return { name };
    const sizeOnDisk = engine.ofDatabase(name).reduce((sum, { bytes }) => sum + bytes, 0);
    return { name, sizeOnDisk, empty: sizeOnDisk === 0 };
  });
  const listed = databases.filter((document) => accepts(document));
  if (args.boolean('nameOnly')) return { databases: listed };
  return {
    databases: listed,
    totalSize: listed.reduce((sum, { sizeOnDisk }) => sum + Number(sizeOnDisk), 0),
  };
});

/** Commands about which collections there are. */
export const catalogCommands: Readonly<Record<string, Command>> = {
  create,
  drop,
  dropDatabase,
  listCollections,
  listDatabases,
};

import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { mongo } from 'mongoose';

const { EJSON } = mongo.BSON;
/** How documents are read so that every value keeps its type. */
const EXACT = { promoteValues: false, promoteBuffers: false, bsonRegExp: true } as const;
const DOCUMENTS = '.jsonl';
const INDEXES = '.indexes.json';
const BATCH = 1000;

/** How many documents each collection had. */
export type Counts = ReadonlyMap<string, number>;

/**
 * Writes a database to a folder: of each collection `name.jsonl`, a document a line in canonical extended JSON, as
 * mongoimport reads them, and `name.indexes.json`. Throws where a file is there already, which is then left as it is.
 */
export const exportTo = async (database: mongo.Db, folder: string): Promise<Counts> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const counts = new Map<string, number>();
  for (const { name } of await database.listCollections({}, { nameOnly: true }).toArray()) {
    const collection = database.collection(name);
    let count = 0;
    const lines = async function* lines(): AsyncGenerator<string> {
      for await (const document of collection.find({}, EXACT)) {
        count += 1;
        yield `${EJSON.stringify(document, { relaxed: false })}\n`;
      }
    };
    const file = join(folder, `${encodeURIComponent(name)}${DOCUMENTS}`);
    await pipeline(Readable.from(lines()), createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    const indexes = EJSON.stringify(await collection.indexes(), { relaxed: false });
    await writeFile(file.replace(DOCUMENTS, INDEXES), `${indexes}\n`, { mode: 0o600 });
    counts.set(name, count);
  }
  return counts;
};

/**
 * Reads into a database what `exportTo` wrote, indexes first. Throws where a collection has documents already: nothing is
 * merged or overwritten.
 */
export const importFrom = async (database: mongo.Db, folder: string): Promise<Counts> => {
  const counts = new Map<string, number>();
  const files = (await readdir(folder)).filter((file) => file.endsWith(DOCUMENTS));
  if (files.length === 0) throw new Error(`there is no ${DOCUMENTS} file in ${folder}`);
  const names = files.map((file) => decodeURIComponent(file.slice(0, -DOCUMENTS.length)));
  for (const name of names) {
    if (await database.collection(name).findOne())
      throw new Error(`the collection ${name} is not empty: import into an empty database`);
  }
  for (const [i, name] of names.entries()) {
    const file = join(folder, files[i] ?? '');
    const collection = database.collection(name);
    await createIndexes(collection, await readFile(file.replace(DOCUMENTS, INDEXES), 'utf8'));
    counts.set(name, await insertLines(collection, file));
  }
  return counts;
};

const createIndexes = async (collection: mongo.Collection, text: string): Promise<void> => {
  const indexes: mongo.IndexDescriptionInfo[] = EJSON.parse(text);
  const specs = indexes.filter(({ name }) => name !== '_id_').map(withoutVersion);
  if (specs.length > 0) await collection.createIndexes(specs);
  else await collection.db.createCollection(collection.collectionName);
};

/** The version is the server's own; a collation of `simple` is none, which some servers list and others do not take. */
const withoutVersion = (index: mongo.IndexDescriptionInfo): mongo.IndexDescription => {
  const spec = { ...index };
  delete spec.v;
  if (spec.collation?.locale === 'simple') delete spec.collation;
  return spec;
};

const insertLines = async (collection: mongo.Collection, file: string): Promise<number> => {
  let batch: mongo.Document[] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await collection.insertMany(batch);
    count += batch.length;
    batch = [];
  };
  for await (const line of createInterface(createReadStream(file))) {
    if (line === '') continue;
    batch.push(EJSON.parse(line, { relaxed: false }));
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  return count;
};

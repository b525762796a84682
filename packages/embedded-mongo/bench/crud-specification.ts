/**
 * Runs MongoDB's CRUD specification tests (source/crud/tests/unified of a checkout of mongodb/specifications) on a server:
 *
 *   tsx bench/crud-specification.ts CHECKOUT [URI]
 *
 * Without a URI it starts an embedded database. What clients send is not looked at, only what servers answer and what is
 * in the collections afterwards. Prints each failure and the numbers.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mongo } from 'mongoose';
import { startEmbeddedMongo } from '../src/index.ts';
import { isJson, type Json, list, matches } from './unified-match.ts';
import { runOperation } from './unified-operations.ts';

const [, , checkout = '', given] = process.argv;
const folder = join(checkout, 'source/crud/tests/unified');
const data = mkdtempSync(join(tmpdir(), 'crud-'));
const database = given ? undefined : await startEmbeddedMongo({ dataDir: data });
const uri = given ?? database?.uri ?? '';
const admin = await new mongo.MongoClient(uri).connect();
const { version } = await admin.db('admin').command({ buildInfo: 1 });
const server = String(version);

const order = (a: string, b: string): number => {
  const [x, y] = [a, b].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)));
  for (let i = 0; i < 3; i += 1) {
    const difference = (x?.[i] ?? 0) - (y?.[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** Whether a standalone server of this version may run what has these requirements. */
const applies = (requirements: unknown): boolean =>
  !Array.isArray(requirements) ||
  list(requirements).some(
    ({ minServerVersion, maxServerVersion, topologies, serverless, auth }) =>
      (typeof minServerVersion !== 'string' || order(server, minServerVersion) >= 0) &&
      (typeof maxServerVersion !== 'string' || order(server, maxServerVersion) <= 0) &&
      (!Array.isArray(topologies) || topologies.includes('single')) &&
      serverless !== 'require' &&
      auth !== true,
  );

const seed = async (file: Json): Promise<void> => {
  for (const { databaseName, collectionName, documents } of list(file['initialData'])) {
    const collection = admin.db(String(databaseName)).collection(String(collectionName));
    await collection.drop();
    if (list(documents).length > 0) await collection.insertMany(list(documents));
    else await admin.db(String(databaseName)).createCollection(String(collectionName));
  }
};

const check = async (file: Json, test: Json): Promise<string | undefined> => {
  await seed(file);
  const clients: mongo.MongoClient[] = [];
  try {
    const entities = new Map<string, unknown>();
    for (const entity of list(file['createEntities'])) createEntity(entity, entities, clients);
    for (const operation of list(test['operations'])) {
      const fault = await checkOperation(operation, entities);
      if (fault) return fault;
    }
    for (const { databaseName, collectionName, documents } of list(test['outcome'])) {
      const found = await admin
        .db(String(databaseName))
        .collection(String(collectionName))
        .find()
        .sort({ _id: 1 })
        .toArray();
      if (!matches(documents, found)) return `outcome ${JSON.stringify(found)}`;
    }
    return undefined;
  } finally {
    await Promise.all(clients.map(async (client) => client.close()));
  }
};

const createEntity = (entity: Json, entities: Map<string, unknown>, clients: mongo.MongoClient[]): void => {
  const { client, database: db, collection } = entity;
  if (isJson(client)) {
    const options = isJson(client['uriOptions']) ? client['uriOptions'] : {};
    const created = new mongo.MongoClient(uri, { ...options, promoteLongs: true });
    clients.push(created);
    entities.set(String(client['id']), created);
  } else if (isJson(db)) {
    const parent = entities.get(String(db['client']));
    if (parent instanceof mongo.MongoClient)
      entities.set(
        String(db['id']),
        parent.db(String(db['databaseName']), isJson(db['databaseOptions']) ? db['databaseOptions'] : {}),
      );
  } else if (isJson(collection)) {
    const parent = entities.get(String(collection['database']));
    const options = isJson(collection['collectionOptions']) ? collection['collectionOptions'] : {};
    if (parent instanceof mongo.Db)
      entities.set(
        String(collection['id']),
        parent.collection(String(collection['collectionName']), options),
      );
  } else throw new Error(`SKIP entity ${Object.keys(entity).join()}`);
};

const checkOperation = async (
  operation: Json,
  entities: Map<string, unknown>,
): Promise<string | undefined> => {
  const { expectError, expectResult, ignoreResultAndError } = operation;
  try {
    const result = await runOperation(operation, entities);
    if (isJson(expectError)) return `${String(operation['name'])} should have failed`;
    if ('expectResult' in operation && !matches(expectResult, result))
      return `result ${JSON.stringify(result)}`;
    return undefined;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('SKIP')) throw error;
    if (ignoreResultAndError === true) return undefined;
    if (!isJson(expectError)) return `${String(operation['name'])}: ${String(error)}`;
    return checkError(expectError, error);
  }
};

const checkError = (expected: Json, error: unknown): string | undefined => {
  const isServer = error instanceof mongo.MongoServerError;
  if (expected['isClientError'] === true && isServer) return `a server error: ${String(error)}`;
  if (expected['errorCode'] !== undefined && (!isServer || error.code !== expected['errorCode']))
    return `code of ${String(error)}`;
  if (
    typeof expected['errorContains'] === 'string' &&
    !String(error).toLowerCase().includes(expected['errorContains'].toLowerCase())
  )
    return `message ${String(error)}`;
  const result = error instanceof mongo.MongoBulkWriteError ? error.result : undefined;
  if (
    'expectResult' in expected &&
    !matches(
      expected['expectResult'],
      result && {
        insertedCount: result.insertedCount,
        deletedCount: result.deletedCount,
        matchedCount: result.matchedCount,
        modifiedCount: result.modifiedCount,
        upsertedCount: result.upsertedCount,
        upsertedIds: result.upsertedIds,
        insertedIds: result.insertedIds,
      },
    )
  )
    return `partial result ${JSON.stringify(result)}`;
  return undefined;
};

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const name of readdirSync(folder).filter((each) => each.endsWith('.json'))) {
  const file: Json = mongo.BSON.EJSON.parse(readFileSync(join(folder, name), 'utf8'));
  for (const test of list(file['tests'])) {
    const label = `${name}: ${String(test['description'])}`;
    if (
      test['skipReason'] !== undefined ||
      !applies(file['runOnRequirements']) ||
      !applies(test['runOnRequirements'])
    ) {
      counts.skipped += 1;
      continue;
    }
    const fault = await check(file, test).catch((error: unknown) => String(error));
    if (fault === undefined) counts.passed += 1;
    else if (fault.includes('SKIP')) {
      counts.skipped += 1;
      process.stdout.write(`skip ${label} — ${fault}\n`);
    } else {
      counts.failed += 1;
      process.stdout.write(`FAIL ${label} — ${fault}\n`);
    }
  }
}
process.stdout.write(`${JSON.stringify({ server, ...counts })}\n`);
await admin.close();
await database?.close();
rmSync(data, { recursive: true, force: true });

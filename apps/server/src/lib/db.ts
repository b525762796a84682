import { STATES, createConnection, mongo, MongooseError, type Connection } from 'mongoose';

/** A connection to MongoDB, or to the embedded database, which speaks its protocol. */
export type Db = Connection;

/**
 * Connects. Rejects after five seconds without a server. Commands sent while the database is away fail after those five
 * seconds too instead of waiting for ever.
 */
export async function connectDb(uri: string): Promise<Db> {
  return createConnection(uri, {
    autoIndex: false,
    bufferCommands: false,
    serverSelectionTimeoutMS: 5000,
    connectTimeoutMS: 5000,
  }).asPromise();
}

/** Whether the database answered when it was last heard of; asks nothing. */
export function isDbConnected(db: Db): boolean {
  return db.readyState === STATES.connected;
}

/** Whether an error means that the database could not be reached, as opposed to: refused what was asked. */
export function isDbUnavailable(error: unknown): boolean {
  return (
    error instanceof mongo.MongoNetworkError ||
    error instanceof mongo.MongoServerSelectionError ||
    error instanceof mongo.MongoNotConnectedError ||
    error instanceof mongo.MongoTopologyClosedError ||
    error instanceof mongo.MongoExpiredSessionError ||
    (error instanceof MongooseError && /before initial connection|bufferCommands/.test(error.message))
  );
}

/** Whether an error is a unique index's refusal (MongoDB error code 11000). */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === 11_000;
}

import {
  createConnection,
  Error as MongooseErrors,
  mongo,
  MongooseError,
  STATES,
  type Connection,
  type ConnectOptions,
} from 'mongoose';
import { DB_DEADLINE_MS, DbDeadlineError } from './db-deadline.ts';

/** A connection to MongoDB, or to the embedded database, which speaks its protocol. */
export type Db = Connection;

/** How often the driver checks the database's health, and how long it waits for the answer. Milliseconds. */
const HEARTBEAT_MS = 2000;

const OPTIONS: ConnectOptions = {
  autoIndex: false,
  bufferCommands: false,
  readPreference: 'primary',
  // Every read sees every acknowledged write, also just after an election, when `majority` may lag behind them.
  readConcernLevel: 'local',
  // On the disks of a majority. These three are not left to MONGODB_URI.
  writeConcern: { w: 'majority', j: true },
  // A command that no request waits for any more must not be sent either.
  serverSelectionTimeoutMS: DB_DEADLINE_MS,
  heartbeatFrequencyMS: HEARTBEAT_MS,
  connectTimeoutMS: HEARTBEAT_MS,
};

/** How many times a start tries to reach the database before it gives up, each for as long as a request would. */
const START_ATTEMPTS = 3;

/**
 * Connects. When that fails, rejects with an error that says which database, what failed and what to do.
 *
 * Reads and writes go to a replica set's primary, and a write is acknowledged when a majority has it: a sign-in, a
 * sign-out or a password change that was confirmed survives a failover (docs/decisions/0007 and 0026). The driver's heartbeat notices a
 * database that hangs and aborts pending commands; requests give up earlier, by their own deadline.
 */
export async function connectDb(uri: string): Promise<Db> {
  for (let attempt = 1; ; attempt += 1) {
    const db = createConnection();
    try {
      return await db.openUri(uri, OPTIONS);
    } catch (error) {
      await db.destroy();
      if (attempt === START_ATTEMPTS || !(error instanceof MongooseErrors.MongooseServerSelectionError))
        throw dbStartError(uri, 'cannot be reached', error);
    }
  }
}

/**
 * An error for the person starting the server: which database (host and name, never credentials), what failed, what to
 * do. `problem` completes "The database … at …".
 */
export function dbStartError(uri: string, problem: string, cause: unknown): Error {
  const message = cause instanceof Error ? cause.message : String(cause);
  const reason = message.startsWith('Server selection timed out') ? 'it does not answer' : message;
  return new Error(
    `The database ${describeAddress(uri)} ${problem}: ${reason}\n` +
      'Check that it runs, that this machine can reach it, and MONGODB_URI. Without MONGODB_URI the embedded database is used.',
    { cause },
  );
}

/** Host and name as the driver parses them; an unparsable address is not repeated, as it may contain a password. */
function describeAddress(uri: string): string {
  try {
    const { srvHost, hosts, dbName } = new mongo.MongoClient(uri).options;
    return `"${dbName}" at ${srvHost ?? hosts.join(', ')}`;
  } catch {
    return 'of MONGODB_URI';
  }
}

/** Whether the database was reachable at the last heartbeat; sends nothing. */
export function isDbConnected(db: Db): boolean {
  return db.readyState === STATES.connected;
}

/**
 * What a replica set member answers while it is not primary, is becoming primary or is shutting down, and what any
 * server answers when it could not finish in time (MongoDB "Server Discovery and Monitoring", "not writable primary"
 * and "node is recovering"; "Retryable Reads"; write concern errors 64, 91 and 100).
 */
const UNAVAILABLE_CODES = new Set([
  6, 7, 50, 64, 89, 91, 100, 134, 189, 262, 9001, 10_058, 10_107, 11_600, 11_602, 13_435, 13_436,
]);

/** Whether an error means that the database could not answer, as opposed to refusing the command. */
export function isDbUnavailable(error: unknown): boolean {
  return (
    error instanceof DbDeadlineError ||
    error instanceof mongo.MongoNetworkError ||
    error instanceof mongo.MongoServerSelectionError ||
    error instanceof mongo.MongoNotConnectedError ||
    error instanceof mongo.MongoTopologyClosedError ||
    error instanceof mongo.MongoExpiredSessionError ||
    (error instanceof mongo.MongoServerError && isUnavailableAnswer(error)) ||
    (error instanceof MongooseError && /before initial connection|bufferCommands/.test(error.message))
  );
}

function isUnavailableAnswer(error: mongo.MongoServerError): boolean {
  return (
    UNAVAILABLE_CODES.has(Number(error.code)) ||
    error.hasErrorLabel('RetryableWriteError') ||
    error.hasErrorLabel('RetryableError')
  );
}

/** Whether an error is a violation of a unique index (MongoDB error code 11000). */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === 11_000;
}

/**
 * Reads the clock of the database's primary, the one that `$currentDate` stamps with. Uses `$$NOW` because not every
 * engine's `hello` has `localTime`. Rejects when the database cannot be reached, when `signal` is aborted, and on
 * MongoDB before 5.1, which has no `$documents`.
 */
export async function readDbTime(db: Db, signal?: AbortSignal): Promise<Date> {
  const options: mongo.AggregateOptions & mongo.Abortable = { readPreference: 'primary', signal };
  const answer = await db
    .getClient()
    .db()
    .aggregate<{ now?: unknown }>([{ $documents: [{ now: '$$NOW' }] }], options)
    .next();
  if (!(answer?.now instanceof Date)) throw new Error('the database does not report its time ($$NOW)');
  return answer.now;
}

import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import Database from 'libsql';

/** A durable store of documents. Writes wait in memory until `commit`, which makes all of them durable or throws. */
export type Storage = {
  /** The ids of a collection's documents, in the order of their insertion. */
  readIds(collection: string): string[];
  /** A collection's documents, in the same order. Throws DataFolderError for one that is damaged. */
  read(collection: string): Iterable<Uint8Array>;
  put(collection: string, id: string, bytes: Uint8Array): void;
  remove(collection: string, id: string): void;
  commit(): void;
  /** Writes all that is committed to a new file, or an empty one, which is then a database file like this one. */
  copyTo(path: string): void;
  close(): void;
};

/**
 * The start fails because of what is in the data folder, not because of an error here: the message says what to do. The
 * code is `EBUSY` where another process has the folder.
 */
export class DataFolderError extends Error {
  code?: 'EBUSY';
}

/** The database's file in its data folder. */
export const DATABASE_FILE = 'latchkey.db';
// Text columns are cut at NUL by libsql: names are stored as bytes.
const SCHEMA = `CREATE TABLE IF NOT EXISTS documents (
  collection BLOB NOT NULL, id BLOB NOT NULL, document BLOB NOT NULL, crc32 INTEGER NOT NULL,
  UNIQUE (collection, id))`;
// An update keeps its row, so that rows are read in the order in which documents were inserted.
const PUT = `INSERT INTO documents (collection, id, document, crc32) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET document = excluded.document, crc32 = excluded.crc32`;
const READ_IDS = 'SELECT id FROM documents WHERE collection = ? ORDER BY rowid';
// A row of libsql's takes longer than SQLite takes to join fifty: they come as one value, which even of the longest
// documents stays below SQLite's limit of 1 GB. Through the index each row would be looked up on its own.
const READ = `SELECT max(rowid) AS last, CAST(group_concat(document, '') AS BLOB) AS documents,
    group_concat(length(document) || ':' || crc32, ' ') AS checks
  FROM (SELECT rowid, document, crc32 FROM documents NOT INDEXED
    WHERE collection = ? AND rowid > ? ORDER BY rowid LIMIT 50)`;

/**
 * Opens (or creates) the store in a folder and holds it alone: SQLite's exclusive lock, which the operating system drops
 * with the process, however that ends. Throws DataFolderError where another process has it or the file is damaged.
 */
export const openStorage = (folder: string): Storage => {
  const database = openDatabase(folder);
  const put = database.prepare(PUT);
  const remove = database.prepare('DELETE FROM documents WHERE collection = ? AND id = ?');
  let waiting: (() => void)[] = [];
  return {
    readIds: (collection) =>
      database
        .prepare(READ_IDS)
        .all([Buffer.from(collection)])
        .map(idOf),
    *read(collection) {
      const read = database.prepare(READ);
      for (let last: unknown = 0; ;) {
        const row: unknown = read.get([Buffer.from(collection), last]);
        if (!isChunk(row)) throw damaged('a row');
        if (row.last === null) return;
        yield* documentsOf(row, collection);
        ({ last } = row);
      }
    },
    put(collection, id, bytes) {
      waiting.push(() => put.run(Buffer.from(collection), Buffer.from(id), bytes, crc32(bytes)));
    },
    remove(collection, id) {
      waiting.push(() => remove.run(Buffer.from(collection), Buffer.from(id)));
    },
    commit() {
      if (waiting.length === 0) return;
      const writes = waiting;
      waiting = [];
      database.exec('BEGIN IMMEDIATE');
      for (const write of writes) write();
      database.exec('COMMIT');
    },
    copyTo(path) {
      database.prepare('VACUUM INTO ?').run(path);
    },
    close() {
      database.close();
    },
  };
};

const openDatabase = (folder: string): Database.Database => {
  const path = join(folder, DATABASE_FILE);
  createPrivately(folder, path);
  const database = new Database(path, { timeout: 0 });
  try {
    database.pragma('locking_mode = EXCLUSIVE');
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.exec('BEGIN EXCLUSIVE');
    database.exec(SCHEMA);
    database.exec('COMMIT');
    const [check] = database.prepare('PRAGMA quick_check(1)').raw().all();
    if (String(check) !== 'ok') throw new Error(String(check));
  } catch (error) {
    database.close();
    throw explain(path, error);
  }
  return database;
};

const createPrivately = (folder: string, path: string): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    // Only a new file is opened: closing one that this process has locked would drop the lock.
    closeSync(openSync(path, 'wx', 0o600));
    if (process.platform === 'win32') return;
    const directory = openSync(folder, 'r');
    fsyncSync(directory);
    closeSync(directory);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
};

const explain = (path: string, error: unknown): DataFolderError => {
  const busy = error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
  const reason = error instanceof Error ? error.message : String(error);
  const refusal = new DataFolderError(
    busy
      ? `${path} is in use by another process: end that process, or choose another data folder.`
      : `${path} cannot be read as a database (${reason}). It was left as it is: restore it from a backup, or move it away to start empty.`,
    { cause: error },
  );
  if (busy) refusal.code = 'EBUSY';
  return refusal;
};

const idOf = (row: unknown): string => {
  if (typeof row !== 'object' || row === null || !('id' in row)) throw damaged('a row');
  return bytesOf(row.id).toString();
};

/** Documents, one after the other, with the length and the checksum of each; `last` is null where there are none. */
type Chunk = { readonly last: unknown; readonly documents: unknown; readonly checks: unknown };

const isChunk = (row: unknown): row is Chunk =>
  typeof row === 'object' && row !== null && 'last' in row && 'documents' in row && 'checks' in row;

const documentsOf = function* ({ documents, checks }: Chunk, collection: string): Generator<Buffer> {
  const all = bytesOf(documents);
  let start = 0;
  for (const check of String(checks).split(' ')) {
    const [length, checksum] = check.split(':').map(Number);
    const bytes = all.subarray(start, start + (length ?? 0));
    if (crc32(bytes) !== checksum) throw damaged(`a document of ${collection}`);
    yield bytes;
    start += bytes.length;
  }
};

const bytesOf = (value: unknown): Buffer => {
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  if (Buffer.isBuffer(value)) return value;
  throw damaged('a column');
};

const damaged = (what: string): DataFolderError =>
  new DataFolderError(
    `${what} is damaged in the database file. The file was left as it is: restore it from a backup.`,
  );

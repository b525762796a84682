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
// Each column takes longer than a row: what can be had from the document is not read.
const READ = 'SELECT document, crc32 FROM documents WHERE collection = ? ORDER BY rowid';

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
      for (const row of database.prepare(READ).iterate([Buffer.from(collection)]))
        yield documentOf(row, collection);
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

const documentOf = (row: unknown, collection: string): Buffer => {
  if (typeof row !== 'object' || row === null || !('crc32' in row && 'document' in row))
    throw damaged('a row');
  const bytes = bytesOf(row.document);
  if (crc32(bytes) !== row.crc32) throw damaged(`a document of ${collection}`);
  return bytes;
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

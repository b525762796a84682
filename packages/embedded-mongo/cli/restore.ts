import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { ADDRESS_FILE } from '../src/address.ts';
import { startEmbeddedMongo } from '../src/index.ts';
import { DATABASE_FILE } from '../src/storage/storage.ts';
import { syncFolder } from './backup.ts';

/** SQLite's write-ahead log beside the database file: there after a crash, and part of the data. */
const LOG = '-wal';

/** What is done to the data folder. `force` moves aside a database that is there already. */
export type RestoreOptions = { dataDir: string; force: boolean };

/**
 * Puts a backup into a data folder. Every document of it is read first, so that a damaged backup changes nothing. Rejects where
 * a process uses the data folder, and without `force` where it has a database. Returns where that was moved to, if anywhere.
 */
export const restore = async (
  backup: string,
  { dataDir, force }: RestoreOptions,
): Promise<string | undefined> => {
  if (!existsSync(join(backup, DATABASE_FILE)))
    throw new Error(`${backup} is not a backup: there is no ${DATABASE_FILE} in it.`);
  if (existsSync(join(backup, ADDRESS_FILE)))
    throw new Error(`A server runs on ${backup}, or has crashed there: back it up first, with --data.`);
  const current = join(dataDir, DATABASE_FILE);
  const isReplacing = existsSync(current);
  if (isReplacing && !force)
    throw new Error(`${dataDir} has a database already: --force moves it aside, or choose another --data.`);
  if (isReplacing) refuseInUse(current);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  // Inside, since the data folder may be a mounted volume.
  const part = await mkdtemp(join(dataDir, 'restore-'));
  try {
    await copyAndCheck(backup, part);
    const aside = isReplacing ? await moveAside(current) : undefined;
    await rename(join(part, DATABASE_FILE), current);
    await syncFolder(dataDir);
    return aside;
  } finally {
    await rm(part, { recursive: true, force: true });
  }
};

/** Takes the lock for a moment, without reading a document: a damaged database may be why somebody restores. */
const refuseInUse = (file: string): void => {
  const database = new Database(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE; ROLLBACK');
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY'))
      throw new Error(`${file} is in use: end the server first, then restore.`, { cause: error });
  } finally {
    database.close();
  }
};

/** The start reads every document and throws for one that is damaged; the close leaves one file, synced, without a log. */
const copyAndCheck = async (backup: string, folder: string): Promise<void> => {
  for (const name of [DATABASE_FILE, DATABASE_FILE + LOG]) {
    if (!existsSync(join(backup, name))) continue;
    await copyFile(join(backup, name), join(folder, name));
    await chmod(join(folder, name), 0o600);
  }
  await (await startEmbeddedMongo({ dataDir: folder })).close();
};

const moveAside = async (file: string): Promise<string> => {
  const aside = `${file}.before-${new Date().toISOString().replaceAll(':', '-')}`;
  // The log first: SQLite would take it for that of the restored file.
  if (existsSync(file + LOG)) await rename(file + LOG, aside + LOG);
  await rename(file, aside);
  return aside;
};

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { mongo } from 'mongoose';
import { DATABASE_FILE } from '../src/storage/storage.ts';

/**
 * Writes a backup to a folder that does not exist yet: a data folder with every write that was acknowledged before, as of one
 * point in time. The folder appears when all of it is on the disk, or not at all. Returns its size
 * in bytes, and for how long the database was busy with it in ms.
 */
export const backUp = async (database: mongo.Db, folder: string): Promise<{ size: number; ms: number }> => {
  if (existsSync(folder)) throw new Error(`${folder} exists already: a backup goes to a new folder.`);
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  // As a neighbour, since only that can be renamed; mkdtemp makes it private.
  const part = await mkdtemp(`${folder}.part-`);
  try {
    const file = join(part, DATABASE_FILE);
    // The server writes into this file, which is private already.
    await writeFile(file, '', { mode: 0o600 });
    const startedAt = performance.now();
    await database.command({ backup: file });
    const ms = performance.now() - startedAt;
    const { size } = await stat(file);
    if (size === 0)
      throw new Error('the database wrote nothing: is it on another machine, or in a container?');
    await sync(file, 'r+');
    await syncFolder(part);
    await rename(part, folder);
    await syncFolder(parent);
    return { size, ms };
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
};

/** Returns once the names in a folder are on the disk. Windows has no such call and needs none. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform !== 'win32') await sync(folder, 'r');
};

const sync = async (path: string, flags: 'r' | 'r+'): Promise<void> => {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize } from 'bson';
import Database from 'libsql';
import mongoose, { type mongo } from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUp } from '../cli/backup.ts';
import { ADDRESS_FILE, createAddress, publishAddress } from '../src/address.ts';
import { openDatabase, restore, startEmbeddedMongo } from './built.ts';
import { serve } from './child.ts';
import { useCleanUps } from './clean-up.ts';
import { useDatabase } from './database.ts';
import { temporaryFolder } from './temporary-folder.ts';

type Note = { _id: number; text: string };

const cleanUps = useCleanUps();

const source = useDatabase();
const notes = (): mongo.Collection<Note> => source.connection.getClient().db().collection<Note>('notes');
const backups = temporaryFolder();
afterAll(() => backups.remove());
const [older, newer] = [join(backups.path, 'deep', 'older'), join(backups.path, 'newer')];

const NOTES = Array.from({ length: 500 }, (_, n) => ({ _id: n, text: `older ${500 - n}` }));

let written: number;
/** Two backups of one database, between which its notes have changed. */
beforeAll(async () => {
  const database = source.connection.getClient().db();
  await notes().createIndex({ text: 1 }, { unique: true });
  await database.collection('empty').createIndex({ at: 1 }, { expireAfterSeconds: 60 });
  await notes().insertMany(NOTES);
  written = (await backUp(database, older)).size;
  await notes().deleteMany({ _id: { $gt: 0 } });
  await notes().updateOne({ _id: 0 }, { $set: { text: 'newer' } });
  await backUp(database, newer);
});

/** A data folder that is a copy of a backup. */
const copyOf = (backup: string): string => {
  const dataDir = cleanUps.newFolder();
  cpSync(backup, dataDir, { recursive: true });
  return dataDir;
};

/** The text of the first note in a database file, and how many documents of all collections there are. */
const read = (file: string): { first: unknown; count: number } => {
  const database = new Database(file, { readonly: true });
  const rows = database
    .prepare('SELECT document FROM documents WHERE collection = ? ORDER BY rowid')
    .raw()
    .all([Buffer.from('latchkey.notes')]) as [ArrayLike<number>][];
  database.close();
  return { first: deserialize(new Uint8Array(rows[0]?.[0] ?? []))['text'], count: rows.length };
};
const OLDER = { first: 'older 500', count: 500 };
const NEWER = { first: 'newer', count: 1 };
const inFolder = (dataDir: string) => read(join(dataDir, 'latchkey.db'));

/** Changes a text in a data folder's documents, as a bad disk might. */
const damage = (dataDir: string, text: string): void => {
  const file = join(dataDir, 'latchkey.db');
  writeFileSync(file, readFileSync(file, 'latin1').replaceAll(text, '?'.repeat(text.length)), 'latin1');
};

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('a backup', () => {
  it('is a data folder with every document and index, as they were', async () => {
    const database = await startEmbeddedMongo({ dataDir: copyOf(older) });
    const connection = await mongoose.createConnection(database.uri).asPromise();
    const copy = connection.getClient().db();
    expect(await copy.collection<Note>('notes').find().toArray()).toEqual(NOTES);
    expect(await copy.collection('notes').indexes()).toEqual(await notes().indexes());
    expect(await copy.collection('empty').indexes()).toHaveLength(2);
    await connection.close();
    await database.close();
  });

  it.skipIf(process.platform === 'win32')('can be read by its owner only', () => {
    expect([modeOf(older), modeOf(join(older, 'latchkey.db'))]).toEqual([0o700, 0o600]);
  });

  it('overwrites nothing', async () => {
    expect(statSync(join(older, 'latchkey.db')).size).toBe(written);
    await expect(backUp(source.connection.getClient().db(), older)).rejects.toThrow(/exists already/u);
    expect(inFolder(older)).toEqual(OLDER);
  });

  it('that fails leaves nothing behind', async () => {
    // Longer than SQLite takes.
    const folder = join(cleanUps.newFolder(), ...Array.from({ length: 3 }, () => 'x'.repeat(200)));
    await expect(backUp(source.connection.getClient().db(), folder)).rejects.toThrow(/unable to open/u);
    expect(readdirSync(join(folder, '..'))).toEqual([]);
    expect(await notes().countDocuments()).toBe(1);
  });
});

describe('the address of a running server', () => {
  it('is found from another process, and not believed of a copy or after a crash', async () => {
    const dataDir = cleanUps.newFolder();
    const { child, uri } = await serve(dataDir);
    cleanUps.push(() => child.kill('SIGKILL'));
    expect(await openDatabase(dataDir)).toMatchObject({ uri, isOurs: false });
    const ofCopy = await openDatabase(copyOf(dataDir));
    cleanUps.push(() => ofCopy.close());
    expect(ofCopy.isOurs).toBe(true);

    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(join(dataDir, ADDRESS_FILE))).toBe(true);
    const again = await openDatabase(dataDir);
    expect(again.isOurs).toBe(true);
    expect(again.uri).not.toBe(uri);
    await again.close();
    expect(existsSync(join(dataDir, ADDRESS_FILE))).toBe(false);
  });

  it('is for its owner alone, whatever was in its place: on Windows it has a password', () => {
    const dataDir = cleanUps.newFolder();
    const file = join(dataDir, ADDRESS_FILE);
    writeFileSync(file, 'left by a crash', { mode: 0o666 });
    const address = createAddress(dataDir, 'win32');
    publishAddress(dataDir, address.uri(1234));
    expect(readFileSync(file, 'utf8')).toContain(address.password);
    // Windows has no modes: there all files have this one.
    expect(modeOf(file)).toBe(process.platform === 'win32' ? 0o666 : 0o600);
  });
});

describe('restoring', () => {
  it('puts a backup into an empty data folder and leaves the backup as it is', async () => {
    const dataDir = join(cleanUps.newFolder(), 'data');
    expect(await restore(older, { dataDir, force: false })).toBeUndefined();
    expect([readdirSync(dataDir), readdirSync(older)]).toEqual([['latchkey.db'], ['latchkey.db']]);
    expect(inFolder(dataDir)).toEqual(OLDER);
  });

  it('replaces a database only when told to, and moves it aside', async () => {
    const dataDir = copyOf(newer);
    await expect(restore(older, { dataDir, force: false })).rejects.toThrow(/--force/u);
    expect(inFolder(dataDir)).toEqual(NEWER);
    const aside = await restore(older, { dataDir, force: true });
    expect(inFolder(dataDir)).toEqual(OLDER);
    expect(read(aside ?? '')).toEqual(NEWER);
  });

  it('is refused while a server runs, and mixes nothing of one that crashed into what it restores', async () => {
    const dataDir = cleanUps.newFolder();
    const { child, uri } = await serve(dataDir);
    cleanUps.push(() => child.kill('SIGKILL'));
    const connection = await mongoose.createConnection(uri).asPromise();
    await connection.getClient().db().collection<Note>('notes').insertMany(NOTES);
    await expect(restore(newer, { dataDir, force: true })).rejects.toThrow(/end the server first/u);
    await expect(restore(dataDir, { dataDir: cleanUps.newFolder(), force: true })).rejects.toThrow(
      /A server runs/u,
    );

    child.kill('SIGKILL');
    await once(child, 'exit');
    await connection.close(true);
    expect(statSync(join(dataDir, 'latchkey.db-wal')).size).toBeGreaterThan(0);
    const aside = await restore(newer, { dataDir, force: true });
    expect(inFolder(dataDir)).toEqual(NEWER);
    expect(read(aside ?? '')).toEqual(OLDER);
  });

  it('takes the place of a damaged database, and refuses a damaged backup before it changes anything', async () => {
    const [bad, dataDir] = [copyOf(older), copyOf(newer)];
    damage(bad, 'older');
    damage(dataDir, 'newer');
    const before = inFolder(dataDir);
    await expect(restore(bad, { dataDir, force: true })).rejects.toThrow(/damaged/u);
    expect(readdirSync(dataDir)).toEqual(['latchkey.db']);
    expect(inFolder(dataDir)).toEqual(before);
    await restore(newer, { dataDir, force: true });
    expect(inFolder(dataDir)).toEqual(NEWER);
  });

  it('says when a folder is not a backup', async () => {
    await expect(
      restore(cleanUps.newFolder(), { dataDir: cleanUps.newFolder(), force: true }),
    ).rejects.toThrow(/not a backup/u);
  });
});

import { once } from 'node:events';
import { cpSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import mongoose from 'mongoose';
import { describe, expect, it } from 'vitest';
import { startEmbeddedMongo as startFromSource } from '../src/index.ts';
import { startEmbeddedMongo } from './built.ts';
import { serve as serveFolder } from './child.ts';
import { useCleanUps } from './clean-up.ts';

const cleanUps = useCleanUps();

/** Serves a data folder from another process, which ends with the test. */
const serve = async (dataDir: string): ReturnType<typeof serveFolder> => {
  const started = await serveFolder(dataDir);
  cleanUps.push(() => started.child.kill('SIGKILL'));
  return started;
};

const socketOf = (uri: string): string => decodeURIComponent(/^mongodb:\/\/([^/]+)\//u.exec(uri)?.[1] ?? '');

describe('the life of an embedded database', () => {
  it('keeps an acknowledged write through SIGKILL, and starts again at once', async () => {
    const dataDir = cleanUps.newFolder();
    const { child, uri } = await serve(dataDir);
    const connection = await mongoose.createConnection(uri).asPromise();
    cleanUps.push(() => connection.close(true));
    await connection.collection('users').createIndex({ name: 1 }, { unique: true });
    await connection.collection('users').insertOne({ name: 'ada' });
    child.kill('SIGKILL');
    await once(child, 'exit');

    const again = await startEmbeddedMongo({ dataDir });
    cleanUps.push(() => again.close());
    const second = await mongoose.createConnection(again.uri).asPromise();
    cleanUps.push(() => second.close());
    expect(await second.collection('users').countDocuments({ name: 'ada' })).toBe(1);
    await expect(second.collection('users').insertOne({ name: 'ada' })).rejects.toMatchObject({
      code: 11000,
    });
  });

  it('refuses a second process on one data folder, and says what to do', async () => {
    const dataDir = cleanUps.newFolder();
    await serve(dataDir);
    await expect(startEmbeddedMongo({ dataDir })).rejects.toThrow(
      /in use by another process: end that process/u,
    );
  });

  it('starts from its sources as from a bundle, and releases the folder when it is closed', async () => {
    const dataDir = cleanUps.newFolder();
    for (const start of [startFromSource, startEmbeddedMongo]) {
      const database = await start({ dataDir });
      await database.close();
      expect(existsSync(socketOf(database.uri))).toBe(false);
    }
  });

  it.skipIf(process.platform === 'win32')(
    'removes the socket that a killed process left, and no other one',
    async () => {
      const dataDir = cleanUps.newFolder();
      const { child, uri } = await serve(dataDir);
      const copy = cleanUps.newFolder();
      cpSync(dataDir, copy, { recursive: true });
      const beside = await startEmbeddedMongo({ dataDir: copy });
      cleanUps.push(() => beside.close());
      expect(existsSync(socketOf(uri))).toBe(true);
      child.kill('SIGKILL');
      await once(child, 'exit');

      const again = await startEmbeddedMongo({ dataDir });
      cleanUps.push(() => again.close());
      expect(existsSync(dirname(socketOf(uri)))).toBe(false);
      expect(existsSync(socketOf(again.uri))).toBe(true);
      expect(existsSync(socketOf(beside.uri))).toBe(true);
    },
  );

  it('takes a data folder whose path is longer than a socket may have', async () => {
    const dataDir = join(cleanUps.newFolder(), 'long'.repeat(50), 'data');
    const database = await startEmbeddedMongo({ dataDir });
    cleanUps.push(() => database.close());
    const connection = await mongoose.createConnection(database.uri).asPromise();
    cleanUps.push(() => connection.close());
    expect(connection.name).toBe('latchkey');
  });

  it.skipIf(process.platform === 'win32')(
    'listens on a socket that only its own user can reach',
    async () => {
      const dataDir = join(cleanUps.newFolder(), 'data');
      const database = await startEmbeddedMongo({ dataDir });
      cleanUps.push(() => database.close());
      expect(statSync(dirname(socketOf(database.uri))).mode & 0o777).toBe(0o700);
      expect(statSync(dataDir).mode & 0o777).toBe(0o700);
      expect(statSync(join(dataDir, 'latchkey.db')).mode & 0o777).toBe(0o600);
    },
  );

  it('takes the process down when its thread dies', async () => {
    const { child } = await serve(cleanUps.newFolder());
    let said = '';
    child.stderr?.on('data', (text) => (said += String(text)));
    child.stdin?.write('crash\n');
    const [status] = await once(child, 'exit');
    expect(status).toBe(1);
    expect(said).toContain('The embedded database failed and takes the process down with it');
  });

  it('reports a file that is no database, and leaves it as it is', async () => {
    const dataDir = cleanUps.newFolder();
    const file = join(dataDir, 'latchkey.db');
    writeFileSync(file, 'not a database, but somebody’s data'.repeat(100));
    const before = statSync(file);
    await expect(startEmbeddedMongo({ dataDir })).rejects.toThrow(/cannot be read as a database/u);
    expect(statSync(file)).toMatchObject({ size: before.size, mtimeMs: before.mtimeMs });
  });

  it('reports a document whose bytes were changed, and leaves the file as it is', async () => {
    const dataDir = cleanUps.newFolder();
    const database = await startEmbeddedMongo({ dataDir });
    const connection = await mongoose.createConnection(database.uri).asPromise();
    await connection.collection('users').insertOne({ name: 'somebody' });
    await connection.close();
    await database.close();
    const file = join(dataDir, 'latchkey.db');
    const bytes = readFileSync(file);
    bytes.write('nobody', bytes.indexOf('somebody'));
    writeFileSync(file, bytes);
    await expect(startEmbeddedMongo({ dataDir })).rejects.toThrow(/damaged in the database file/u);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it.skipIf(process.platform === 'win32')(
    'ends the process when the disk is full, with every acknowledged write',
    async () => {
      const dataDir = cleanUps.newFolder();
      const { child, uri } = await serveFolder(dataDir, { fileSizeLimit: 2_000_000 });
      let said = '';
      child.stderr?.on('data', (text) => (said += String(text)));
      const ended = once(child, 'exit');
      const connection = await mongoose.createConnection(uri, { serverSelectionTimeoutMS: 5000 }).asPromise();
      cleanUps.push(() => connection.close(true));
      const acknowledged: number[] = [];
      const fill = async (): Promise<never> => {
        for (let n = 0; ; n += 1) {
          await connection
            .collection<{ _id: number }>('users')
            .insertOne({ _id: n, text: 'x'.repeat(100_000) } as { _id: number });
          acknowledged.push(n);
        }
      };
      await expect(fill()).rejects.toThrow(/closed|ECONN|EPIPE|server/iu);
      expect(await ended).toEqual([1, null]);
      expect(said).toContain('a write could not be made durable');

      const again = await startEmbeddedMongo({ dataDir });
      cleanUps.push(() => again.close());
      const second = await mongoose.createConnection(again.uri).asPromise();
      cleanUps.push(() => second.close());
      const found = await second
        .collection<{ _id: number }>('users')
        .find()
        .map(({ _id }) => _id)
        .toArray();
      expect(acknowledged.length).toBeGreaterThan(5);
      expect(found).toEqual(expect.arrayContaining(acknowledged));
    },
  );
});
